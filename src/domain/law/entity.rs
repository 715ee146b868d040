//! The entity that works by the procedure: what its papers and offices are called.

/// The names of the entity's procedures, of its form and of its two offices, as tabs, mails and ledger cite
/// them. A new version of a paper is a line of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The procedure by which reports are handed over and judged.
    pub procedure: Paper,
    /// The form into which staff type.
    pub form: Paper,
    /// The procedure by which clerks answer.
    pub answering: Paper,
    /// The procedure of the internal communications.
    pub communications: Paper,
    /// The office of the staff, whose record the form is.
    pub staff_office: String,
    /// The office of the clerks.
    pub clerks_office: String,
}

/// A controlled document of the entity's: its code, and its version where one is cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// The code, such as `CE-P08`.
    pub code: String,
    /// The version, such as `v03`; empty where none is cited.
    pub version: String,
}

impl Paper {
    /// A document by its code and version.
    pub fn new(code: &str, version: &str) -> Self {
        Self { code: code.to_owned(), version: version.to_owned() }
    }

    /// Code and version as a text cites them.
    pub fn cited(&self) -> String {
        if self.version.is_empty() { self.code.clone() } else { format!("{} {}", self.code, self.version) }
    }
}

impl Default for Entity {
    /// The papers and offices of ESSMAR in November 2026.
    fn default() -> Self {
        Self {
            procedure: Paper::new("CE-P08", "v03"),
            form: Paper::new("CE-F05", ""),
            answering: Paper::new("AT-P01", ""),
            communications: Paper::new("GD-P01", ""),
            staff_office: "Oficina de Comunicaciones".to_owned(),
            clerks_office: "Atención al Ciudadano".to_owned(),
        }
    }
}

impl Entity {
    /// The procedure and the form that reports are judged by, as titles and ledger lines say them.
    pub fn judged_by(&self) -> String {
        format!("{} / {}", self.procedure.cited(), self.form.cited())
    }

    /// The papers as a mail cites them, with the office's reference of its internal communications where it
    /// has one.
    pub fn cited(&self, reference: &str) -> String {
        let communication = match reference {
            "" => String::new(),
            reference => format!("; comunicación interna {} {reference}", self.communications.cited()),
        };
        format!("procedimiento {}, formato {}{communication}", self.procedure.cited(), self.form.cited())
    }

    /// The sentence of every tab that is no record: which paper is, for how long, and whose.
    pub fn no_record(&self) -> String {
        format!(
            "Documento de apoyo generado por el sistema; el registro es {} (permanente, {}).",
            self.form.code, self.staff_office
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_cited_with_the_versions_that_they_have() {
        let today = Entity::default();
        assert_eq!(today.judged_by(), "CE-P08 v03 / CE-F05");
        assert_eq!(today.cited(""), "procedimiento CE-P08 v03, formato CE-F05");
        let later = Entity {
            procedure: Paper::new("CE-P08", "v04"),
            form: Paper::new("CE-F05", "v02"),
            communications: Paper::new("GD-P02", "v01"),
            staff_office: "Oficina de Prensa".to_owned(),
            ..today
        };
        assert_eq!(later.judged_by(), "CE-P08 v04 / CE-F05 v02");
        assert_eq!(
            later.cited("CI-7"),
            "procedimiento CE-P08 v04, formato CE-F05 v02; comunicación interna GD-P02 v01 CI-7"
        );
        assert_eq!(
            later.no_record(),
            "Documento de apoyo generado por el sistema; el registro es CE-F05 (permanente, Oficina de Prensa)."
        );
    }
}
