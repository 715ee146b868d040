//! One line of the ledger.

use chrono::NaiveDate;

use crate::domain::identity::fingerprint::{Digests, Fingerprint};
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::criteria::Criterion;
use crate::sheet::cell::Cell;
use crate::sheet::row_number::RowNumber;

/// As what a report was handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// All required criteria of CE-P08 are met.
    Pqr,
    /// Something is missing; the citizen is to be asked for it (CPACA art. 17).
    Incomplete,
    /// Staff changed a row that had already been handed over.
    Amendment,
    /// The office took back a report that had been handed over.
    Annulled,
    /// The tab that listed this revision was put away into the archive. It is no revision of the
    /// report, only the record of where its line went.
    Archived,
    /// Known before the first hand-off: an undated row that stood there when the service began, or a
    /// report that was handed over from the file of which this one is a copy.
    KnownBefore,
}

impl Class {
    /// Every class, in the order of the hand-off table.
    pub const ALL: [Self; 6] =
        [Self::Pqr, Self::Incomplete, Self::Amendment, Self::Annulled, Self::Archived, Self::KnownBefore];

    /// As the tab and the ledger spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pqr => "PQR",
            Self::Incomplete => "POR COMPLETAR",
            Self::Amendment => "ENMIENDA",
            Self::Annulled => "ANULADA",
            Self::Archived => "ARCHIVADA",
            Self::KnownBefore => "ANTERIOR",
        }
    }
}

/// One revision of one report, as it was handed over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Number of the hand-off; 0 for what was known before the first.
    pub number: HandoffNumber,
    /// Position within the hand-off, from 1.
    pub line: u32,
    /// The report.
    pub id: ReportId,
    /// Revision of the report, from 1; of an archived line, the revision that it listed.
    pub revision: u32,
    /// As what it was handed over.
    pub class: Class,
    /// The criteria that were not met.
    pub missing: Vec<Criterion>,
    /// The day of the citizen's message, where the row had a usable one.
    pub received: Option<NaiveDate>,
    /// The last day to answer; a later revision keeps the first.
    pub due: Option<NaiveDate>,
    /// Row of the staff tab at the time, for people; rows move.
    pub row: RowNumber,
    /// Everything the citizen's cells said.
    pub fingerprint: Fingerprint,
    /// The digests of the same content, field by field.
    pub digests: Digests,
    /// The day of the hand-off.
    pub handed_over: NaiveDate,
    /// Why the office annulled the report, or where its line was archived; of a report known
    /// before that another file handed over, as what. Empty in every other entry.
    pub note: String,
}

impl Entry {
    /// As what the report was handed over, here or from the file of which this one is a copy. `None`
    /// for a row that was only recorded as known.
    pub fn handed_over_as(&self) -> Option<Class> {
        match self.class {
            Class::KnownBefore => Class::ALL.into_iter().find(|class| class.name() == self.note),
            class => Some(class),
        }
    }
}

/// A ledger line that cannot be read: the column at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadableEntry {
    /// Header of the column.
    pub column: &'static str,
}

impl Entry {
    /// The ledger's headers. The last column holds the chain and is not part of the entry.
    pub const HEADERS: [&'static str; 14] = [
        "N.º de traslado",
        "Línea",
        "ID",
        "Revisión",
        "Clase",
        "Faltan",
        "Recibido",
        "Vence",
        "Fila de CE-F05",
        "Huella",
        "Huellas por campo",
        "Trasladado el",
        "Nota",
        "Cadena",
    ];

    /// How many columns the ledger has.
    pub const COLUMNS: u32 = 14;

    /// Index of the column that holds the chain.
    pub const CHAIN: usize = 13;

    /// The cells of the entry as the ledger keeps them: all text, so that no format or locale can
    /// change what is read back.
    pub fn cells(&self) -> [String; Self::CHAIN] {
        let date = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
        [
            self.number.to_string(),
            self.line.to_string(),
            self.id.to_string(),
            self.revision.to_string(),
            self.class.name().to_owned(),
            missing_names(&self.missing),
            date(self.received),
            date(self.due),
            self.row.to_string(),
            self.fingerprint.to_string(),
            self.digests.to_string(),
            self.handed_over.to_string(),
            self.note.clone(),
        ]
    }

    /// Reads an entry back from its cells.
    ///
    /// # Errors
    /// Names the first column whose cell does not hold what was written there.
    pub fn parse(cells: &[Cell]) -> Result<Self, UnreadableEntry> {
        let bad = |column: usize| UnreadableEntry { column: Self::HEADERS[column] };
        let text =
            |column: usize| cells.get(column).map_or_else(String::new, |cell| cell.text().into_owned());
        let whole = |column: usize| text(column).parse::<u32>().map_err(|_| bad(column));
        let date = |column: usize| text(column).parse::<NaiveDate>().map_err(|_| bad(column));
        let optional =
            |column: usize| if text(column).is_empty() { Ok(None) } else { date(column).map(Some) };

        Ok(Self {
            number: text(0).parse().map_err(|_| bad(0))?,
            line: whole(1)?,
            id: text(2).parse().map_err(|_| bad(2))?,
            revision: whole(3)?,
            class: Class::ALL.into_iter().find(|class| class.name() == text(4)).ok_or(bad(4))?,
            missing: parse_missing(&text(5)).ok_or(bad(5))?,
            received: optional(6)?,
            due: optional(7)?,
            row: text(8).parse().map_err(|_| bad(8))?,
            fingerprint: Fingerprint::parse(&text(9)).ok_or(bad(9))?,
            digests: Digests::parse(&text(10)).ok_or(bad(10))?,
            handed_over: date(11)?,
            note: text(12),
        })
    }
}

/// The missing criteria as tab, ledger and annotations list them.
pub fn missing_names(missing: &[Criterion]) -> String {
    missing.iter().map(|criterion| criterion.name()).collect::<Vec<_>>().join("; ")
}

fn parse_missing(text: &str) -> Option<Vec<Criterion>> {
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split("; ")
        .map(|name| Criterion::ALL.into_iter().find(|criterion| criterion.name() == name))
        .collect()
}
