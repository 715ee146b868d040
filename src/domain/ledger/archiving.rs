//! The record of an archived line: where it went, and what clerks had typed in it.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;

use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::sheet::row_number::RowNumber;
use crate::sheet::sheet_id::SheetId;

/// Where the line of an archived hand-off went, and what clerks had typed in it: the note of its
/// ledger line, so that it is known whatever becomes of the archive.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Archiving {
    /// Number of the hand-off.
    pub handoff: HandoffNumber,
    /// The archive spreadsheet's id.
    pub file: String,
    /// Sheet id of the copy.
    pub sheet: SheetId,
    /// Row of the copy, from 1; `None` where the tab had lost the line.
    pub row: Option<RowNumber>,
    /// `Radicado`.
    pub radicado: String,
    /// `Estado`.
    pub state: String,
    /// `Fecha del estado`; `None` where no day stood there.
    pub state_date: Option<NaiveDate>,
    /// `Responsable`.
    pub responsible: String,
    /// True if something stood in `Observaciones AC`.
    pub has_notes: bool,
    /// The first report that `Observaciones AC` named.
    pub named: Option<ReportId>,
}

/// Names the place only: clerks type names of people, and slips put citizens' data anywhere.
impl fmt::Debug for Archiving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Archiving(hand-off {} in sheet {} of {})", self.handoff, self.sheet, self.file)
    }
}

/// The word before each value of a note, in order; the first four values are always numbers or ids.
const WORDS: [&str; 10] = [
    "n.º",
    "archivo",
    "hoja",
    "fila",
    "radicado",
    "estado",
    "fecha",
    "responsable",
    "observaciones",
    "nombra",
];
/// The value that says that something stood in `Observaciones AC`.
const NOTES: &str = "sí";
/// The text between two values. A value that holds it is written with a comma.
const GAP: &str = "; ";

impl Archiving {
    /// Address that opens the line.
    pub fn link(&self) -> String {
        let range = self.row.map_or_else(String::new, |row| format!("&range=A{row}"));
        format!("https://docs.google.com/spreadsheets/d/{}/edit#gid={}{range}", self.file, self.sheet)
    }
}

impl fmt::Display for Archiving {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |text: &String| text.replace(';', ",").trim().to_owned();
        let values = [
            self.handoff.to_string(),
            self.file.clone(),
            self.sheet.to_string(),
            self.row.map_or_else(String::new, |row| row.to_string()),
            plain(&self.radicado),
            plain(&self.state),
            self.state_date.map_or_else(String::new, |day| day.to_string()),
            plain(&self.responsible),
            if self.has_notes { NOTES.to_owned() } else { String::new() },
            self.named.map_or_else(String::new, |id| id.to_string()),
        ];

        let said = WORDS.iter().zip(values).filter(|(_, value)| !value.is_empty());
        let said: Vec<String> = said.map(|(word, value)| format!("{word} {value}")).collect();

        f.write_str(&said.join(GAP))
    }
}

/// The text is no record of an archived line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of an archived line")]
pub struct ParseArchivingError;

impl FromStr for Archiving {
    type Err = ParseArchivingError;

    fn from_str(text: &str) -> Result<Self, ParseArchivingError> {
        let mut values: [&str; WORDS.len()] = Default::default();
        let mut words = WORDS.iter().zip(&mut values);

        for part in text.split(GAP) {
            // The words stand in their order, so that no value can be taken for another's.
            let (word, place) = words
                .find(|(word, _)| part.strip_prefix(**word).is_some_and(|rest| rest.starts_with(' ')))
                .ok_or(ParseArchivingError)?;
            *place = &part[word.len() + 1..];
        }

        let [handoff, file, sheet, row, radicado, state, state_date, responsible, notes, named] = values;
        let optional = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let number = |text: &str| text.parse::<RowNumber>().map_err(|_| ParseArchivingError);

        Ok(Self {
            handoff: handoff.parse().map_err(|_| ParseArchivingError)?,
            file: optional(file).ok_or(ParseArchivingError)?,
            sheet: sheet.parse().map_err(|_| ParseArchivingError)?,
            row: optional(row).map(|row| number(&row)).transpose()?,
            radicado: radicado.to_owned(),
            state: state.to_owned(),
            state_date: optional(state_date)
                .map(|day| day.parse())
                .transpose()
                .map_err(|_| ParseArchivingError)?,
            responsible: responsible.to_owned(),
            has_notes: match notes {
                "" => false,
                NOTES => true,
                _ => return Err(ParseArchivingError),
            },
            named: optional(named).map(|id| id.parse()).transpose().map_err(|_| ParseArchivingError)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{gid, id, nth, nth_row};

    #[test]
    fn a_record_is_read_back_as_it_is_written() {
        let whole = Archiving {
            handoff: nth(3),
            file: "1Archive".into(),
            sheet: gid(77),
            row: Some(nth_row(5)),
            radicado: "2026 estado 4".into(),
            state: "Respondido".into(),
            state_date: NaiveDate::from_ymd_opt(2026, 3, 20),
            responsible: "Funcionaria de prueba".into(),
            has_notes: true,
            named: Some(id(16)),
        };
        let text = whole.to_string();
        assert_eq!(
            text,
            "n.º 3; archivo 1Archive; hoja 77; fila 5; radicado 2026 estado 4; estado Respondido; fecha 2026-03-20; \
             responsable Funcionaria de prueba; observaciones sí; nombra CE-2026-00016"
        );
        assert_eq!(text.parse(), Ok(whole.clone()));
        let minimal = Archiving { handoff: nth(3), file: "1A".into(), sheet: gid(7), ..Archiving::default() };
        assert_eq!(minimal.to_string().parse(), Ok(minimal.clone()));
        assert!(minimal.link().ends_with("/d/1A/edit#gid=7"), "{}", minimal.link());
        let tricky = Archiving { radicado: "R-1; fecha 2026-01-01".into(), state_date: None, ..whole };
        let read: Archiving = tricky.to_string().parse().unwrap();
        assert_eq!((read.radicado.as_str(), read.state_date), ("R-1, fecha 2026-01-01", None));
        assert!(!format!("{read:?}").contains("R-1"));
    }

    #[test]
    fn other_texts_are_no_records() {
        for text in [
            "",
            "Prueba de la oficina",
            "n.º 3",
            "n.º x; archivo 1A; hoja 7",
            "archivo 1A; n.º 3; hoja 7",
            "n.º 3; archivo 1A; hoja 7; observaciones llamar",
        ] {
            assert_eq!(text.parse::<Archiving>(), Err(ParseArchivingError), "{text}");
        }
    }
}
