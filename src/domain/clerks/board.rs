//! The tab of counts and its chart: what is to be done today, how the last two months stand, and how much was
//! answered in time. Every table has a fixed place and size, so that the chart once made shows what the next night
//! counts; a line that would say nothing is left blank.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{NaiveDate, NaiveDateTime};

use crate::domain::clerks::figures::{Dimension, FigureLine};
use crate::domain::clerks::month_figures::{MonthFigures, month_name, says_nothing};
use crate::domain::clerks::pending::{Due, Pending, PendingReports};
use crate::domain::clerks::period::Period;
use crate::domain::fields::channel::Network;
use crate::domain::fields::date;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::deadlines::Terms;
use crate::domain::law::entity::Entity;
use crate::domain::law::life::{Action, Phase};
use crate::sheet::cell::Cell;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::row_number::RowNumber;
use crate::sheet::tab_cell::{TabCell, padded};

/// How many columns the chart takes up beside the tables.
const CHART: u32 = 6;
/// How many columns the widest table has.
const WIDEST: u32 = 4;
/// How many months the table of answers shows.
const MONTHS: u32 = 12;
/// How many services a table has room for: each, both, another, and none said.
const SERVICES: u32 = 5;
/// The cell with the instant of the last night that did all it had to.
pub const LAST_SUCCESS: CellAddress = CellAddress::new(ColumnIndex::new(1), RowNumber::new(3));
/// The cell with the formula that says whether that is too long ago.
pub const ALARM: CellAddress = CellAddress::new(ColumnIndex::new(2), RowNumber::new(3));
/// That formula: it works when the service does not. Every locale takes `;` between arguments.
pub const ALARM_FORMULA: &str = "=IF(NOW()-B3>1;\"Sin traslado desde hace más de un día: avise a quien opera el \
                                 servicio\";\"Al día\")";
/// The condition that makes the row of the last success turn red.
pub const ALARM_CONDITION: &str = "=NOW()-$B$3>1";

/// One table: a title, a header row and a fixed number of rows, from column A.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table {
    /// Row of its title, from 0; the header stands in the next one.
    pub top: u32,
    /// Rows below the header.
    pub rows: u32,
    /// The table's columns.
    pub columns: u32,
}

/// The work of today.
pub const TODAY: Table = Table { top: 4, rows: 7, columns: 2 };
/// How much was answered in time, by month; the chart draws it.
pub const IN_TIME: Table = below(TODAY, MONTHS, WIDEST);
/// The figures of the month before and of this one.
pub const MEASURES: Table = below(IN_TIME, 14, 3);
/// How often each criterion was missing in them.
pub const MISSING: Table = below(MEASURES, 4, 3);
/// Reports of them by service.
pub const BY_SERVICE: Table = below(MISSING, SERVICES, 3);

/// Reports of them by network: each official network, any other, and none said.
pub fn by_network(networks: &[Network]) -> Table {
    below(BY_SERVICE, u32::try_from(networks.len()).unwrap_or(0) + 2, 3)
}

const fn below(table: Table, rows: u32, columns: u32) -> Table {
    Table { top: table.header() + table.rows + 2, rows, columns }
}

/// All tables, from the top.
pub fn tables(networks: &[Network]) -> [Table; 6] {
    [TODAY, IN_TIME, MEASURES, MISSING, BY_SERVICE, by_network(networks)]
}

/// How many columns the tab has: its widest table, one between, and the chart.
pub const COLUMNS: u32 = WIDEST + 1 + CHART;

impl Table {
    /// The row of its header, from 0.
    pub const fn header(self) -> u32 {
        self.top + 1
    }
}

/// The last success that the tab shows, as the bulk read found it.
pub fn last_success(found: &[Vec<Cell>]) -> Option<NaiveDateTime> {
    let day = date::parse(LAST_SUCCESS.get(found)?).value?;
    Some(day.date.and_time(day.time.unwrap_or_default()))
}

/// Returns `true` if the formula of the alarm stands where it should. Google may give it back in the
/// spelling of the file's locale.
pub fn has_alarm(found: &[Vec<Cell>]) -> bool {
    matches!(ALARM.get(found), Some(Cell::Formula { source, .. }) if source.contains("B3") && source.contains('>'))
}

/// How many reports stand how today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TodayCounts {
    /// Past their due date.
    pub overdue: i32,
    /// Due today or within the next three business days.
    pub soon: i32,
    /// Waiting on a citizen.
    pub waiting: i32,
    /// To be required.
    pub to_require: i32,
    /// To be sent on, or looked at for that.
    pub to_remit: i32,
    /// Without a radicado.
    pub unfiled: i32,
    /// Not ended.
    pub open: i32,
}

impl TodayCounts {
    /// Counts the work list.
    pub fn of(list: &PendingReports<'_>) -> Self {
        let open = || list.open.iter().filter(|pending| pending.life.phase != Phase::Corrected);
        let count = |of: &dyn Fn(&Pending<'_>) -> bool| {
            i32::try_from(open().filter(|pending| of(pending)).count()).unwrap_or(i32::MAX)
        };
        let next = |action: Action| count(&|pending| pending.life.action == Some(action));
        let due = Due::of(list);
        let of_due = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);

        Self {
            overdue: of_due(due.past),
            soon: of_due(due.soon),
            waiting: count(&|pending| pending.life.phase == Phase::Waiting),
            to_require: next(Action::Require),
            to_remit: next(Action::Remit),
            unfiled: count(&|pending| pending.life.is_unfiled),
            open: count(&|_| true),
        }
    }

    fn rows(self) -> Vec<Vec<TabCell>> {
        [
            ("Vencidos", self.overdue),
            ("Vencen hoy o en los próximos tres días hábiles", self.soon),
            ("Por remitir, si son de otra entidad", self.to_remit),
            ("Por requerir", self.to_require),
            ("Sin radicar", self.unfiled),
            ("Esperan al ciudadano", self.waiting),
            ("Abiertos en total", self.open),
        ]
        .map(|(name, count)| vec![TabCell::Text(name.to_owned()), TabCell::Number(count)])
        .to_vec()
    }
}

/// The sources of the board.
#[derive(Clone, Copy, Debug)]
pub struct BoardSources<'a> {
    /// All reports in figures.
    pub lines: &'a [FigureLine],
    /// How many reports stand how today.
    pub counts: TodayCounts,
    /// The official networks.
    pub networks: &'a [Network],
    /// The terms.
    pub terms: Terms,
    /// The papers and offices that the tab cites.
    pub entity: &'a Entity,
    /// The instant of the last night that did all it had to, Colombian time.
    pub last_success: Option<NaiveDateTime>,
    /// The day.
    pub today: NaiveDate,
}

/// The whole tab from A1, but for the formula.
pub fn rows(sources: BoardSources<'_>) -> Vec<Vec<TabCell>> {
    let BoardSources { counts, networks, entity, last_success, today, .. } = sources;
    let text = |text: &str| TabCell::Text(text.to_owned());
    let mut rows = vec![
        vec![text(&format!("Tablero · {}", entity.judged_by()))],
        vec![text(&format!(
            "El sistema lo actualiza cada noche. Cuenta los reportes trasladados, sin los anulados; cada uno es del mes \
             de su traslado. {}",
            entity.no_record()
        ))],
        vec![text("Último traslado correcto"), last_success.map_or(TabCell::Blank, TabCell::Moment)],
        vec![],
    ];

    let months = [Period::month_before(today), Period::month_of(today)];
    let names = months.map(|month| text(&month_name(month.first())));
    let headed = |name: &str| [vec![text(name)], names.to_vec()].concat();
    let two = TwoMonths(months.map(|month| MonthFigures::of(sources.lines, month)));
    let in_time =
        ["Mes de vencimiento", "A tiempo", "Tarde o sin respuesta", "Proporción a tiempo"].map(text);

    for (table, title, header, lines) in [
        (TODAY, "Hoy", vec![text("Reportes"), text("Cuántos")], counts.rows()),
        (IN_TIME, "A tiempo, por mes de vencimiento", in_time.to_vec(), answers_by_month(sources)),
        (MEASURES, "El mes anterior y este", headed("Cifra"), two.measures(sources.terms)),
        (MISSING, "Lo que más falta", headed("Criterio"), two.missing()),
        (BY_SERVICE, "Por servicio", headed("Servicio"), two.words(Dimension::Service)),
        (by_network(networks), "Por red social", headed("Red social"), two.words(Dimension::Network)),
    ] {
        rows.push(vec![text(title)]);
        rows.push(header);
        let end = rows.len() + table.rows as usize;
        rows.extend(lines);
        rows.resize(end, Vec::new());
        rows.push(vec![]);
    }
    rows.pop();

    padded(rows, COLUMNS)
}

/// The months in which reports were due that are answered or past due, the last of them last.
fn answers_by_month(sources: BoardSources<'_>) -> Vec<Vec<TabCell>> {
    let mut months: BTreeMap<NaiveDate, (i32, i32)> = BTreeMap::new();
    let first_days =
        sources.lines.iter().filter_map(|line| line.due).map(|due| Period::month_of(due).first());
    for first in first_days.collect::<BTreeSet<NaiveDate>>() {
        let punctual = MonthFigures::of(sources.lines, Period::month_of(first)).punctual();
        if punctual != (0, 0) {
            months.insert(first, punctual);
        }
    }

    let shown = months.iter().rev().take(MONTHS as usize).collect::<Vec<_>>();
    let line = |(first, (in_time, late)): (&NaiveDate, &(i32, i32))| {
        let percent = (in_time * 100).checked_div(in_time + late).and_then(|share| u8::try_from(share).ok());
        vec![
            TabCell::Text(month_name(*first)),
            TabCell::Number(*in_time),
            TabCell::Number(*late),
            percent.map_or(TabCell::Blank, TabCell::Percent),
        ]
    };
    shown.into_iter().rev().map(line).collect()
}

/// The month before and this one, side by side.
struct TwoMonths<'a>([MonthFigures<'a>; 2]);

impl TwoMonths<'_> {
    /// The figures; one that says nothing of either month is left out.
    fn measures(&self, terms: Terms) -> Vec<Vec<TabCell>> {
        let [before, now] = self.0.each_ref().map(|month| month.measures(terms));
        let pairs = before.into_iter().zip(now);
        let said = pairs.filter(|(before, now)| !(says_nothing(&before.value) && says_nothing(&now.value)));
        said.map(|(before, now)| vec![TabCell::Text(before.name), before.value, now.value]).collect()
    }

    /// How often each criterion was missing, the most first; one that never was is left out.
    fn missing(&self) -> Vec<Vec<TabCell>> {
        lines(Criterion::ALL.map(|criterion| {
            let counts = self.0.each_ref().map(|month| month.missing(criterion));
            (criterion.name().to_owned(), counts)
        }))
    }

    /// How many reports have each word, the most first.
    fn words(&self, dimension: Dimension) -> Vec<Vec<TabCell>> {
        let words: BTreeSet<String> = self.0.iter().flat_map(|month| month.words(dimension)).collect();
        lines(words.into_iter().map(|word| {
            let counts = self.0.each_ref().map(|month| month.count(dimension, &word));
            (word, counts)
        }))
    }
}

/// A line for each name that is counted in one of the two months, the most first.
fn lines(counted: impl IntoIterator<Item = (String, [i32; 2])>) -> Vec<Vec<TabCell>> {
    let mut counted: Vec<(String, [i32; 2])> =
        counted.into_iter().filter(|(_, counts)| *counts != [0, 0]).collect();
    counted.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.iter().sum::<i32>()));
    let line = |(name, counts): (String, [i32; 2])| {
        [vec![TabCell::Text(name)], counts.map(TabCell::Number).to_vec()].concat()
    };
    counted.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests;
