//! The looks of a hand-off tab: whatever makes it pleasant and safe to work in.

use std::ops::Range;

use chrono::{Datelike as _, NaiveDate};

use crate::domain::handoff::tab::HEADER_ROW;
use crate::domain::handoff::table::{Column, Content};
use crate::domain::law::deadlines::Deadlines;
use crate::domain::law::state::States;
use crate::google::sheets::change::{Block, Change};
use crate::google::sheets::style::{self, LongText, Style};
use crate::layout::palette::{self, CLERKS, FADED, HEADER, OVERDUE, WITHIN_SEVEN, WITHIN_THREE};
use crate::sheet::column_index::ColumnIndex;
use crate::sheet::serial::serial;
use crate::sheet::sheet_id::SheetId;

/// Freezes, colours and wraps the tab, gives its columns their widths and formats, groups the details, and hides
/// the ledger's column. `lines` is how many rows the table has below its header, `states` what clerks may choose
/// in `Estado`, `today` the day on which it is formatted.
pub(crate) fn styles(
    sheet: SheetId,
    lines: u32,
    states: &States,
    deadlines: Deadlines<'_>,
    today: NaiveDate,
) -> Vec<Change<'static>> {
    let head = |rows, columns| Block { sheet, rows, columns };
    let header = |columns, background| {
        style::style(&head(HEADER_ROW..HEADER_ROW + 1, columns), palette::header(background))
    };
    let visible = 0..Column::Record.index();
    // The text for the citizen is copied, and would make every row several lines high.
    let (wrapped, text) = (0..Column::CitizenText.index(), Column::CitizenText.range());

    let mut changes = vec![
        style::freeze(sheet, HEADER_ROW + 1, Column::FROZEN.end),
        style::style(&head(0..1, 0..1), Style { bold: true, size: Some(14), ..Style::default() }),
        header(0..Column::CLERKS.start, HEADER),
        header(Column::CLERKS, CLERKS),
        header(Column::CLERKS.end..visible.end, HEADER),
        style::style(
            &table(sheet, lines, wrapped),
            Style { long_text: Some(LongText::Wraps), ..Style::default() },
        ),
        style::style(
            &table(sheet, lines, text),
            Style { long_text: Some(LongText::IsCut), ..Style::default() },
        ),
        style::hide_columns(sheet, Column::Record.range()),
        style::group_columns(sheet, Column::DETAILS),
    ];
    let shown = visible.clone().map(|index| Column::ALL[index as usize]);
    changes.extend(shown.map(|column| style::width(sheet, column.range(), column.width())));

    if lines > 0 {
        changes.extend(formats(sheet, lines, states));
        changes.extend(days_left(sheet, lines, &holidays(deadlines, today)));
        changes.push(done(sheet, lines));
        let rows = HEADER_ROW..HEADER_ROW + 1 + lines;
        let view = Block { sheet, rows, columns: visible };
        changes.push(style::filter_view(sheet.number(), "Tabla del traslado", &view));
    }
    changes
}

/// Some columns of the table, its header left out.
pub(crate) fn table(sheet: SheetId, lines: u32, columns: Range<u32>) -> Block {
    Block { sheet, rows: HEADER_ROW + 1..HEADER_ROW + 1 + lines, columns }
}

/// Number formats, drop-downs and checks of the columns that have one.
fn formats(sheet: SheetId, lines: u32, states: &States) -> Vec<Change<'static>> {
    let mut changes = Vec::new();

    // Texts stand at the left of their cells and dates at the right, where one would touch the next.
    let days: Vec<Column> =
        Column::ALL.into_iter().filter(|column| column.content() == Content::Day).collect();
    for days in days.chunk_by(|one, next| one.index() + 1 == next.index()) {
        let (Some(first), Some(last)) = (days.first(), days.last()) else { continue };
        let block = table(sheet, lines, first.index()..last.index() + 1);
        changes.push(style::style(&block, Style { center: true, ..Style::default() }));
    }

    for column in Column::ALL {
        let block = table(sheet, lines, column.range());
        match column.content() {
            Content::Text | Content::Day => {}
            Content::Code => {
                changes.push(style::style(&block, Style { number: Some(("TEXT", "@")), ..Style::default() }));
            }
            Content::Choice => changes.push(style::choices(&block, &states.words().collect::<Vec<_>>())),
            Content::TypedDay => {
                let day = Style { number: Some(("DATE", "dd/mm/yyyy")), center: true, ..Style::default() };
                changes.extend([style::dates_only(&block), style::style(&block, day)]);
            }
        }
    }
    changes
}

/// Days for which the colours of a tab know the holidays, from its hand-off on: longer than any term that is left.
const KNOWN_DAYS: usize = 90;

/// The days from Monday to Friday on which offices are closed, as serial numbers.
fn holidays(deadlines: Deadlines<'_>, today: NaiveDate) -> Vec<f64> {
    let weekday = |day: &NaiveDate| day.weekday().num_days_from_monday() < 5;
    let days = today.iter_days().take(KNOWN_DAYS).filter(weekday);
    days.filter(|day| !deadlines.is_business_day(*day)).map(serial).collect()
}

/// How many days from Monday to Friday have passed up to a day, as a formula: serial number 0 is a Saturday. A
/// function for it would need arguments, and what stands between those differs between locales.
fn weekdays(day: &str) -> String {
    format!("({day}-2*INT({day}/7)-({day}>7*INT({day}/7)))")
}

/// Colours `Antes de` and `Vence` by the business days left until the line has a state. The formulas use neither
/// commas nor semicolons, which differ between locales. The rule added last is looked at first.
fn days_left(sheet: SheetId, lines: u32, holidays: &[f64]) -> Vec<Change<'static>> {
    // The column of the day is that of the cell, since the formula names the first of the block without a `$`.
    let (day, state) = (first_cell(Column::Before), first_cell(Column::State));
    let block = table(sheet, lines, Column::Before.index()..Column::Due.index() + 1);
    let closed: Vec<String> =
        holidays.iter().map(|closed| format!("-({closed}>TODAY())*({closed}<={day})")).collect();
    let left = format!("{}-{}{}", weekdays(&day), weekdays("TODAY()"), closed.concat());

    let colour = |condition: String, background| {
        let formula = format!("=({day}<>\"\")*(${state}=\"\")*({condition})");
        style::highlight(&block, &formula, background)
    };
    vec![
        colour(format!("{left}<=7"), WITHIN_SEVEN),
        colour(format!("{left}<=3"), WITHIN_THREE),
        colour(format!("{day}<TODAY()"), OVERDUE),
    ]
}

/// Fades the steps of the day of the hand-off as soon as the line has a state.
fn done(sheet: SheetId, lines: u32) -> Change<'static> {
    let block = table(sheet, lines, Column::ToDo.index()..Column::Before.index() + 1);
    style::recolor(&block, &format!("=(${}<>\"\")", first_cell(Column::State)), FADED)
}

/// The address of a column's first cell below the header, as a formula of the table names it.
fn first_cell(column: Column) -> String {
    format!("{}{}", ColumnIndex::new(column.index() as usize).letters(), HEADER_ROW + 2)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::google::sheets::Batch;
    use crate::testing::{day, form, gid};

    #[test]
    fn the_colours_of_a_tab_know_the_holidays_until_every_term_is_over() {
        let found = holidays(form().deadlines(), day("2026-12-01"));
        let expected =
            ["2026-12-08", "2026-12-25", "2027-01-01", "2027-01-11"].map(|closed| serial(day(closed)));
        assert_eq!(found, expected);
    }

    #[test]
    fn weekdays_are_counted_from_monday_to_friday() {
        let weekdays = |day: i64| day - 2 * (day / 7) - i64::from(day > 7 * (day / 7));
        let from = day("2026-11-01");
        let mut passed = 0;
        for day in from.iter_days().take(60).skip(1) {
            passed += i64::from(day.weekday().num_days_from_monday() < 5);
            #[expect(clippy::cast_possible_truncation, reason = "A day is a whole number.")]
            let serial = |day| serial(day) as i64;
            assert_eq!(weekdays(serial(day)) - weekdays(serial(from)), passed, "{day}");
        }
    }

    #[test]
    fn days_have_colours_until_the_line_has_a_state_and_its_steps_fade_then() {
        let rules = |changes: &[Change<'_>]| -> Vec<(Value, String)> {
            let batch = Batch::new(changes).expect("it serialises");
            let written: Value = serde_json::from_slice(&batch.bytes()).expect("it is JSON");
            let rules = written["requests"].as_array().expect("requests").iter();
            rules
                .map(|request| {
                    let rule = &request["addConditionalFormatRule"]["rule"];
                    let formula = &rule["booleanRule"]["condition"]["values"][0]["userEnteredValue"];
                    (rule["ranges"][0]["startColumnIndex"].clone(), formula.as_str().unwrap().to_owned())
                })
                .collect()
        };
        let colours = rules(&days_left(gid(7), 3, &[46_364.0]));
        let left = "(D5-2*INT(D5/7)-(D5>7*INT(D5/7)))-(TODAY()-2*INT(TODAY()/7)-(TODAY()>7*INT(TODAY()/7)))\
                    -(46364>TODAY())*(46364<=D5)";
        for ((column, formula), condition) in
            colours.into_iter().zip([format!("{left}<=7"), format!("{left}<=3"), "D5<TODAY()".to_owned()])
        {
            assert_eq!((column, formula), (3.into(), format!("=(D5<>\"\")*($I5=\"\")*({condition})")));
        }
        assert_eq!(rules(&[done(gid(7), 3)]), [(2.into(), "=($I5<>\"\")".to_owned())]);
    }
}
