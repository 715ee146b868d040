//! The baseline: the rows dated before the start that stood in the sheet on the first night, and the titles
//! above its header row.
//!
//! They are kept in a hidden tab of their own, closed by one record in the metadata. A row dated before the
//! start that is none of them appeared later, and is handed over whatever its date.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};

use crate::domain::form::KnownTitles;
use crate::domain::handoff::assessment::Assessment;
use crate::domain::identity::digests::Digests;
use crate::domain::identity::fields::FieldSet;
use crate::domain::reconcile::{EarlierRow, stood};
use crate::sheet::cell::Cell;
use crate::sheet::sheet_id::SheetId;

/// Version of the tab and of the record.
const FORMAT: &str = "1";
/// First cell of the tab, for people who unhide it.
const HEADING: &str = "Filas anteriores al inicio: solo lo escribe el sistema.";
/// Before the version and the fields that had a column.
const FIELDS: &str = "campos";
/// Before a row.
const ROW: &str = "fila";
/// Before a title.
const TITLE: &str = "título";
/// Before the record, which closes the tab as it closes the metadata.
const RECORD: &str = "cierre";
/// Ends a record whose rows nobody was told yet.
const UNREPORTED: &str = "sin decir";

/// The rows and titles of the first night.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The fields that had a column.
    read: FieldSet,
    rows: Vec<EarlierRow>,
    titles: KnownTitles,
}

/// The first night, once it has been, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct FirstNight<'a> {
    /// Day of that night.
    pub day: NaiveDate,
    /// Rows of that night; `None` while none of tonight's can be another, or where they are lost.
    pub baseline: Option<&'a Baseline>,
}

impl Baseline {
    /// The baseline of a first night that is tonight.
    pub fn of(assessment: &Assessment) -> Self {
        let reports = &assessment.sheet.reports;
        let rows = assessment.before_start().map(|at| EarlierRow::of(&reports[at].digests)).collect();
        let columns = assessment.sheet.layout.iter().flat_map(|layout| layout.columns.keys().copied());
        let read = reports.first().map_or_else(|| columns.collect(), |report| report.digests.read());
        Self { read, rows, titles: assessment.sheet.titles.clone() }
    }

    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// The titles above the header row.
    pub fn titles(&self) -> &KnownTitles {
        &self.titles
    }

    /// For each row, `true` if it stood in the sheet on the first night.
    pub(super) fn stood(&self, rows: &[&Digests]) -> Vec<bool> {
        stood(rows, &self.rows)
    }

    /// The cells of the tab, one below the other. The record stands last, so that a copy of the file which
    /// has lost the metadata can tell whether the tab is whole.
    pub fn lines(&self, record: &BaselineRecord) -> Vec<String> {
        let record = record.clone().unreported(false);
        let heading = std::iter::once(HEADING.to_owned());
        heading.chain(self.contents()).chain([format!("{RECORD} {record}")]).collect()
    }

    /// The cells between the heading and the record.
    fn contents(&self) -> impl Iterator<Item = String> {
        let fields = std::iter::once(format!("{FIELDS} {FORMAT} {}", self.read));
        let rows = self.rows.iter().map(|row| format!("{ROW} {row}"));
        let titles = self.titles.digests().map(|title| format!("{TITLE} {title}"));
        fields.chain(rows).chain(titles)
    }

    /// Reads the tab's first column, in whatever order its rows stand; `None` where something else stands
    /// there too, or the version is not known.
    pub fn parse(column: &[Vec<Cell>]) -> Option<Self> {
        let cells = column.iter().filter_map(|cells| cells.first()).filter(|cell| !cell.is_blank());
        let lines: Vec<String> =
            cells.map(|cell| cell.text().into_owned()).filter(|line| line != HEADING).collect();
        let of = |kind: &str| {
            let kind = format!("{kind} ");
            lines.iter().filter_map(move |line| line.strip_prefix(&kind).map(str::to_owned))
        };

        let [fields] = &of(FIELDS).collect::<Vec<_>>()[..] else { return None };
        let (FORMAT, read) = fields.split_once(' ')? else { return None };
        let read: FieldSet = read.parse().ok()?;
        let rows: Vec<EarlierRow> =
            of(ROW).map(|row| EarlierRow::parse(&row, read)).collect::<Option<_>>()?;
        let titles: Vec<String> = of(TITLE).collect();

        let is_whole = 1 + rows.len() + titles.len() + of(RECORD).count() == lines.len();
        is_whole.then(|| Self { read, rows, titles: KnownTitles::of_digests(titles) })
    }

    /// A digest of all of it, whatever the order of the rows.
    fn digest(&self) -> String {
        let mut lines: Vec<String> = std::iter::once(HEADING.to_owned()).chain(self.contents()).collect();
        lines.sort_unstable();
        let hash = Sha256::digest(lines.join("\n"));
        URL_SAFE_NO_PAD.encode(&hash[..12])
    }
}

/// The record that closes the baseline: only with it the tab says anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaselineRecord {
    /// The tab that holds it.
    pub sheet: SheetId,
    /// The day of the first night.
    pub day: NaiveDate,
    /// The start: rows dated before it are in the baseline.
    pub since: NaiveDate,
    count: usize,
    digest: String,
    /// True if the baseline was made anew, and nobody was told yet which rows it took in.
    pub is_unreported: bool,
}

impl BaselineRecord {
    /// The record of a baseline that a tab holds, by the day of its night and the start.
    pub fn of(baseline: &Baseline, sheet: SheetId, day: NaiveDate, since: NaiveDate) -> Self {
        let (count, digest) = (baseline.rows.len(), baseline.digest());
        Self { sheet, day, since, count, digest, is_unreported: false }
    }

    /// The record that a tab itself ends with, where it is that of what stands there.
    pub fn in_tab(column: &[Vec<Cell>], baseline: &Baseline, sheet: SheetId) -> Option<Self> {
        let cells = column.iter().filter_map(|cells| cells.first());
        let mut records = cells
            .filter_map(|cell| cell.text().strip_prefix(RECORD)?.strip_prefix(' ')?.parse::<Self>().ok());
        let record = records.next().filter(|_| records.next().is_none())?;
        record.is_of(baseline).then_some(Self { sheet, ..record })
    }

    /// Returns `true` if this was the first night of a service that begins on a day: it was not before that
    /// day, and took that day for the start.
    pub fn begins(&self, since: NaiveDate) -> bool {
        self.since == since && self.day >= since
    }

    /// The record with the mark that nobody was told yet which rows were taken in, or without it.
    #[must_use]
    pub fn unreported(self, is_unreported: bool) -> Self {
        Self { is_unreported, ..self }
    }

    /// How many rows the baseline has.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Returns `true` if this is the record of a baseline, wherever that stands.
    pub fn is_of(&self, baseline: &Baseline) -> bool {
        self.count == baseline.rows.len() && self.digest == baseline.digest()
    }
}

impl fmt::Display for BaselineRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sheet, day, since, count, digest, is_unreported } = self;
        write!(f, "{FORMAT}:{sheet}:{day}:{since}:{count}:{digest}")?;
        if *is_unreported { write!(f, ":{UNREPORTED}") } else { Ok(()) }
    }
}

/// The text is no such record of a version that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a record of earlier rows of version 1")]
pub struct ParseBaselineRecordError;

impl FromStr for BaselineRecord {
    type Err = ParseBaselineRecordError;

    fn from_str(text: &str) -> Result<Self, ParseBaselineRecordError> {
        let parse = || {
            let parts: Vec<&str> = text.split(':').collect();
            let (parts, is_unreported) = match &parts[..] {
                [parts @ .., UNREPORTED] => (parts, true),
                parts => (parts, false),
            };
            let [FORMAT, sheet, day, since, count, digest] = *parts else { return None };
            Some(Self {
                sheet: SheetId::new(sheet.parse().ok()?),
                day: day.parse().ok()?,
                since: since.parse().ok()?,
                count: count.parse().ok()?,
                digest: digest.to_owned(),
                is_unreported,
            })
        };
        parse().ok_or(ParseBaselineRecordError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ledger::Ledger;
    use crate::testing::{DATE, InventedRows, SPREADSHEET, assess_rows, complete, day, gid, window};

    fn baseline(count: u32) -> Baseline {
        let mut rows: InventedRows = (0..count).map(complete).collect();
        for row in &mut rows {
            row[DATE] = "20/10/2026".into();
        }
        rows.push(complete(99));
        Baseline::of(&assess_rows(&rows, &Ledger::empty(SPREADSHEET), window("2026-11-24")))
    }

    fn column(lines: &[String]) -> Vec<Vec<Cell>> {
        lines.iter().map(|line| vec![Cell::Text(line.clone())]).collect()
    }

    #[test]
    fn a_baseline_is_read_back_in_any_order_and_nothing_else_is() {
        let baseline = baseline(3);
        assert_eq!(baseline.rows(), 3);
        let record = BaselineRecord::of(&baseline, gid(7), day("2026-11-24"), day("2026-11-01"));
        let unreported = BaselineRecord { is_unreported: true, ..record.clone() };
        assert_eq!(record.to_string().parse(), Ok(record.clone()));
        assert_eq!(unreported.to_string().parse(), Ok(unreported.clone()));

        let mut lines = baseline.lines(&unreported);
        lines.reverse();
        let read = Baseline::parse(&column(&lines)).expect("a baseline");
        assert!(record.is_of(&read));
        assert_eq!(BaselineRecord::in_tab(&column(&lines), &read, gid(7)), Some(record.clone()));
        assert_eq!(BaselineRecord::in_tab(&column(&lines[1..]), &read, gid(7)), None, "no record");
        assert_eq!(BaselineRecord::in_tab(&column(&lines), &Baseline::default(), gid(7)), None);

        let without = |at: usize| {
            let mut lines = lines.clone();
            lines.remove(at);
            Baseline::parse(&column(&lines)).is_some_and(|read| record.is_of(&read))
        };
        assert_eq!(
            (0..lines.len()).filter(|at| without(*at)).collect::<Vec<_>>(),
            [0, lines.len() - 1],
            "the record, which stands in the metadata, and the heading"
        );

        let mut changed = lines.clone();
        changed[1].push('x');
        assert_eq!(Baseline::parse(&column(&changed)), None);
        let other_version: Vec<String> =
            lines.iter().map(|line| line.replace("campos 1", "campos 2")).collect();
        assert_eq!(Baseline::parse(&column(&other_version)), None);
        for wrong in [
            "",
            "1:7",
            "2:7:2026-11-24:2026-11-01:3:x",
            "1:x:2026-11-24:2026-11-01:3:x",
            "1:7:2026-11-24:3:x",
        ] {
            assert_eq!(wrong.parse::<BaselineRecord>(), Err(ParseBaselineRecordError), "{wrong}");
        }
    }
}
