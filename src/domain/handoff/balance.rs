//! The balance of a night: every row counted once.

use std::fmt;

use crate::domain::ledger::entry::Class;

/// How many rows of the staff tab have each disposition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Balance {
    /// Rows below the header, down to the last one with anything in it, and those above it that are no titles.
    pub rows: u32,
    /// Nothing typed, or only what the form fills in by itself.
    pub empty: u32,
    /// No reports: the heading of a day, a total, the header again, a signature.
    pub headings: u32,
    /// Dated before the configured start, and in the sheet since the first night.
    pub before_since: u32,
    /// Dated today; they go tomorrow.
    pub waiting: u32,
    /// Handed over on an earlier night and unchanged since.
    pub already: u32,
    /// Handed over now with all required criteria met.
    pub pqr: u32,
    /// Handed over now with something missing.
    pub incomplete: u32,
    /// Handed over now because staff changed them after an earlier hand-off.
    pub amended: u32,
    /// Not handed over, and listed by row.
    pub withheld: u32,
    /// Of these, those held back because their changes look like a slip of the sheet.
    #[serde(skip)]
    pub quarantined: u32,
    /// Of these, those that were due and that Google did not take.
    #[serde(skip)]
    pub deferred: u32,
    /// Of these, those held back because many rows dated before the start appeared at once.
    #[serde(skip)]
    pub early: u32,
    /// Reports of the ledger that no row holds any more. They are no rows, so not in the sum.
    pub missing: u32,
    /// Reports that the office takes back; they are no rows either, and a night has none.
    #[serde(skip)]
    pub annulled: u32,
    /// Reports whose annulment the office takes back; they are no rows, and a night has none.
    #[serde(skip)]
    pub reinstated: u32,
    /// Reports that the office brings back to the clerks; they are no rows, and a night has none.
    #[serde(skip)]
    pub reopened: u32,
}

impl Balance {
    /// Returns `true` if the dispositions add up to the rows.
    pub fn adds_up(&self) -> bool {
        let dispositions = [
            self.empty,
            self.headings,
            self.before_since,
            self.waiting,
            self.already,
            self.pqr,
            self.incomplete,
            self.amended,
            self.withheld,
        ];

        u64::from(self.rows) == dispositions.into_iter().map(u64::from).sum::<u64>()
    }

    /// The count of rows that go over in a class. No night annuls anything, none goes back before the first, and
    /// what is archived is no row: those stay where they were.
    pub fn of_class(&mut self, class: Class) -> &mut u32 {
        match class {
            Class::Pqr => &mut self.pqr,
            Class::Incomplete => &mut self.incomplete,
            Class::Amendment => &mut self.amended,
            Class::Annulled | Class::Archived | Class::KnownBefore => &mut self.already,
        }
    }

    /// Rows handed over now.
    pub fn handed_over(&self) -> u32 {
        self.pqr + self.incomplete + self.amended
    }
}

/// The balance line of the tab, in Spanish; parts of zero are left out.
impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let acts = [
            (self.annulled, "reporte anulado", "reportes anulados"),
            (self.reinstated, "reporte restablecido", "reportes restablecidos"),
            (self.reopened, "reporte reabierto", "reportes reabiertos"),
        ];
        if let Some((count, one, many)) = acts.into_iter().find(|(count, ..)| *count > 0) {
            let what = if count == 1 { one } else { many };
            return write!(f, "{count} {what}. Este traslado no trae filas nuevas");
        }

        let rows = if self.rows == 1 { "fila" } else { "filas" };
        let parts = [
            ("PQR", self.pqr),
            ("por completar", self.incomplete),
            ("enmiendas", self.amended),
            ("ya trasladadas", self.already),
            ("en espera", self.waiting),
            ("retenidas", self.withheld),
            ("anteriores al inicio", self.before_since),
            ("encabezados", self.headings),
            ("vacías", self.empty),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0);
        let parts: Vec<String> = parts.map(|(what, count)| format!("{what} {count}")).collect();

        write!(f, "{} {rows} en CE-F05", self.rows)?;
        if parts.is_empty() { Ok(()) } else { write!(f, " = {}", parts.join(" + ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_zero_are_left_out_and_one_is_one() {
        let said = |balance: Balance| balance.to_string();
        assert_eq!(said(Balance { rows: 1, pqr: 1, ..Balance::default() }), "1 fila en CE-F05 = PQR 1");
        let night = Balance { rows: 9, pqr: 2, already: 5, withheld: 1, empty: 1, ..Balance::default() };
        assert_eq!(said(night), "9 filas en CE-F05 = PQR 2 + ya trasladadas 5 + retenidas 1 + vacías 1");
        assert_eq!(said(Balance::default()), "0 filas en CE-F05");
        for (act, words) in [
            (Balance { annulled: 1, ..Balance::default() }, "1 reporte anulado"),
            (Balance { annulled: 2, ..Balance::default() }, "2 reportes anulados"),
            (Balance { reinstated: 2, ..Balance::default() }, "2 reportes restablecidos"),
            (Balance { reopened: 1, ..Balance::default() }, "1 reporte reabierto"),
        ] {
            assert_eq!(said(act), format!("{words}. Este traslado no trae filas nuevas"));
        }
    }
}
