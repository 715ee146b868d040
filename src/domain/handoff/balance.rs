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

/// The balance line of the tab and the mail, in Spanish.
impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.annulled > 0 {
            return write!(
                f,
                "anuladas {}; este traslado no trae ninguna fila nueva de CE-F05",
                self.annulled
            );
        }

        if self.reinstated > 0 {
            return write!(
                f,
                "restablecidos {}; este traslado no trae ninguna fila nueva de CE-F05",
                self.reinstated
            );
        }

        write!(
            f,
            "{} filas en CE-F05 = PQR {} + por completar {} + enmiendas {} + ya trasladadas {} + en espera {} \
             + retenidas {} + anteriores al inicio {} + encabezados {} + vacías {}",
            self.rows,
            self.pqr,
            self.incomplete,
            self.amended,
            self.already,
            self.waiting,
            self.withheld,
            self.before_since,
            self.headings,
            self.empty,
        )
    }
}
