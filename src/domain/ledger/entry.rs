//! One line of the ledger.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::domain::form::report::Report;
use crate::domain::form::{Classification, Form, FormId};
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fingerprint::Fingerprint;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::report_id::ReportId;
use crate::domain::law::criteria::Criterion;
use crate::domain::ledger::delivered::Delivered;
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

    /// Returns `true` if a report whose last revision is of the class has to be answered.
    pub fn waits(self) -> bool {
        match self {
            Self::Pqr | Self::Incomplete | Self::Amendment => true,
            Self::Annulled | Self::Archived | Self::KnownBefore => false,
        }
    }

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
    /// How many business days from the message the term was counted with.
    pub term_days: Option<u32>,
    /// The headings under which figures count the report.
    pub classification: Classification,
    /// Row of the staff tab at the time, for people; rows move.
    pub row: RowNumber,
    /// Everything the citizen's cells said.
    pub fingerprint: Fingerprint,
    /// The digests of the same content, field by field, and the fields that had a column.
    pub digests: Digests,
    /// The form's text that the row was read with.
    pub form: FormId,
    /// The digests of the cells that clerks were given.
    pub delivered: Delivered,
    /// True if the citizen's texts were left out of the line, because Google refused them.
    pub without_texts: bool,
    /// The day of the hand-off.
    pub handed_over: NaiveDate,
    /// The procedure and the form that the report was judged by.
    pub procedure: String,
    /// Why the office annulled the report or took its annulment back, or where its line was archived; of a
    /// report known before that another file handed over, as what. Empty in every other entry.
    pub note: String,
}

impl Entry {
    /// The entry of a report in its first revision, before it is given a number and a line. It has no term
    /// yet.
    pub fn of(report: &Report, id: ReportId, class: Class, form: &Form, handed_over: NaiveDate) -> Self {
        Self {
            number: HandoffNumber::default(),
            line: 0,
            id,
            revision: 1,
            class,
            missing: report.verdict.missing.clone(),
            received: report.received.map(|received| received.date),
            due: None,
            term_days: None,
            classification: form.classify(report),
            row: report.row,
            fingerprint: Fingerprint::of(&report.digests),
            digests: report.digests.clone(),
            form: form.id(),
            delivered: Delivered::default(),
            without_texts: false,
            handed_over,
            procedure: form.entity().judged_by(),
            note: String::new(),
        }
    }
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

    /// Returns `true` if the entry takes an annulment back: it is what the revision before the annulment was,
    /// and says why.
    pub fn is_reinstated(&self) -> bool {
        matches!(self.class, Class::Pqr | Class::Incomplete | Class::Amendment)
            && !self.note.is_empty()
            && self.reopened_because().is_none()
    }

    /// The note of an entry that brings a report back to the clerks which had ended.
    pub fn reopening(reason: &str) -> String {
        format!("{REOPENED}{reason}")
    }

    /// Why the entry brings a report back to the clerks; `None` where it does not.
    pub fn reopened_because(&self) -> Option<&str> {
        self.note.strip_prefix(REOPENED).filter(|_| self.class == Class::Amendment)
    }
}

/// A ledger line that cannot be read: the column at fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreadableEntry {
    /// Header of the column.
    pub column: &'static str,
}

/// Version of a ledger line: which columns it has and how each is written.
pub const FORMAT: &str = "1";

/// Version of the hand-off table that clerks were given: which columns it has, and in which order. Which cells
/// are read, protected and compared with what was delivered goes by it.
pub const TABLE: &str = "1";

/// Begins the note of an entry that brings a report back which had ended. No reason that people give begins so.
pub const REOPENED: &str = "reabierto: ";

/// Mark of a line whose texts were left out.
const WITHOUT_TEXTS: &str = "sin textos";

/// Writes [`Column`] and the headers from one table, a row a column of the ledger.
macro_rules! columns {
    ($($variant:ident = $header:literal;)+) => {
        /// A column of the ledger's tab.
        #[derive(Clone, Copy)]
        enum Column { $($variant,)+ }

        impl Column {
            const HEADERS: [&'static str; [$(Self::$variant),+].len()] = [$($header),+];
        }
    };
}

columns! {
    Number = "N.º de traslado";
    Line = "Línea";
    Id = "ID";
    Revision = "Revisión";
    Class = "Clase";
    Missing = "Faltan";
    Received = "Recibido";
    Due = "Vence";
    Row = "Fila de CE-F05";
    TermDays = "Días del término";
    Network = "Red social";
    Kind = "Tipo";
    Service = "Servicio";
    District = "Barrio";
    Fingerprint = "Huella";
    Digests = "Huellas por campo";
    Read = "Columnas leídas";
    Table = "Tabla";
    Delivered = "Huella de lo entregado";
    Texts = "Textos";
    Procedure = "Procedimiento";
    HandedOver = "Trasladado el";
    Note = "Nota";
    Format = "Formato";
    Chain = "Cadena";
}

impl Entry {
    /// The ledger's headers. The last column holds the chain and is not part of the entry.
    pub const HEADERS: [&'static str; Column::HEADERS.len()] = Column::HEADERS;

    /// How many columns the ledger has.
    pub const COLUMNS: u32 = Column::Chain as u32 + 1;

    /// Headers of the columns that say which version of the program wrote the line: the line's own version and
    /// that of the hand-off table.
    pub const VERSION_HEADERS: [&str; 2] =
        [Self::HEADERS[Column::Format as usize], Self::HEADERS[Column::Table as usize]];

    /// Index of the column that holds the chain.
    pub const CHAIN: usize = Column::Chain as usize;

    /// The cells of the entry as the ledger keeps them: all text, so that no format or locale can
    /// change what is read back.
    pub fn cells(&self) -> [String; Self::CHAIN] {
        let date = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
        let Classification { network, kind, service, district } = self.classification.clone();
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
            self.term_days.map_or_else(String::new, |days| days.to_string()),
            network,
            kind,
            service,
            district,
            self.fingerprint.to_string(),
            self.digests.to_string(),
            format!("{}:{}", self.form, self.digests.read()),
            TABLE.to_owned(),
            self.delivered.to_string(),
            if self.without_texts { WITHOUT_TEXTS.to_owned() } else { String::new() },
            self.procedure.clone(),
            self.handed_over.to_string(),
            self.note.clone(),
            FORMAT.to_owned(),
        ]
    }

    /// Reads an entry back from its cells.
    ///
    /// # Errors
    /// Names the first column whose cell does not hold what was written there; the column of the format
    /// or of the table where another version of the program wrote the line.
    pub fn parse(cells: &[Cell]) -> Result<Self, UnreadableEntry> {
        let bad = |column: Column| UnreadableEntry { column: Self::HEADERS[column as usize] };
        let text = |column: Column| cells.get(column as usize).map_or(Cow::Borrowed(""), Cell::text);
        let whole = |column: Column| text(column).parse::<u32>().map_err(|_| bad(column));
        let date = |column: Column| text(column).parse::<NaiveDate>().map_err(|_| bad(column));
        let optional =
            |column: Column| if text(column).is_empty() { Ok(None) } else { date(column).map(Some) };

        if text(Column::Format) != FORMAT {
            return Err(bad(Column::Format));
        }
        if text(Column::Table) != TABLE {
            return Err(bad(Column::Table));
        }
        let read = text(Column::Read);
        let (form, read) = read.split_once(':').ok_or(bad(Column::Read))?;
        let read = read.parse().map_err(|_| bad(Column::Read))?;
        let class = text(Column::Class);
        let texts = text(Column::Texts);
        let term_days = text(Column::TermDays);

        Ok(Self {
            number: text(Column::Number).parse().map_err(|_| bad(Column::Number))?,
            line: whole(Column::Line)?,
            id: text(Column::Id).parse().map_err(|_| bad(Column::Id))?,
            revision: whole(Column::Revision)?,
            class: Class::ALL.into_iter().find(|known| known.name() == class).ok_or(bad(Column::Class))?,
            missing: parse_missing(&text(Column::Missing)).ok_or(bad(Column::Missing))?,
            received: optional(Column::Received)?,
            due: optional(Column::Due)?,
            term_days: if term_days.is_empty() { None } else { Some(whole(Column::TermDays)?) },
            classification: Classification {
                network: text(Column::Network).into_owned(),
                kind: text(Column::Kind).into_owned(),
                service: text(Column::Service).into_owned(),
                district: text(Column::District).into_owned(),
            },
            row: text(Column::Row).parse().map_err(|_| bad(Column::Row))?,
            fingerprint: text(Column::Fingerprint).parse().map_err(|_| bad(Column::Fingerprint))?,
            digests: Digests::parse(&text(Column::Digests), read).ok_or(bad(Column::Digests))?,
            form: form.parse().map_err(|_| bad(Column::Read))?,
            delivered: text(Column::Delivered).parse().map_err(|_| bad(Column::Delivered))?,
            without_texts: match &*texts {
                "" => false,
                WITHOUT_TEXTS => true,
                _ => return Err(bad(Column::Texts)),
            },
            handed_over: date(Column::HandedOver)?,
            procedure: text(Column::Procedure).into_owned(),
            note: text(Column::Note).into_owned(),
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
