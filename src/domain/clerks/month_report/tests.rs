use super::*;
use crate::domain::clerks::figures::Punctuality;
use crate::domain::clerks::month_figures::tests::line;
use crate::testing::{day, form};

fn sources<'a>(lines: &'a [FigureLine], cut_off: &str) -> MonthReportSources<'a> {
    let cut_off = day(cut_off).and_hms_opt(3, 10, 0).unwrap();
    MonthReportSources { lines, terms: form().deadlines().terms(), entity: form().entity(), cut_off }
}

fn read_back(rows: &[Vec<TabCell>]) -> Vec<Vec<Cell>> {
    let cell = |cell: &TabCell| match cell {
        TabCell::Text(text) => Cell::Text(text.clone()),
        TabCell::Number(number) => Cell::Number(f64::from(*number)),
        _ => Cell::Blank,
    };
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn it_says_its_cut_off_its_sources_and_how_each_figure_is_computed() {
    let lines = [line(1, "2026-12-01", Punctuality::Open), line(2, "2026-12-01", Punctuality::InTime)];
    let rows = rows(sources(&lines, "2026-12-01")).unwrap();
    let text = |cell: &TabCell| if let TabCell::Text(text) = cell { text.clone() } else { String::new() };
    assert!(text(&rows[0][0]).starts_with("Informe de noviembre de 2026 · "), "{rows:?}");
    assert!(
        text(&rows[1][0]).starts_with("Corte: 01/12/2026 03:10. Fuentes: Libro de traslados"),
        "{rows:?}"
    );
    assert!(text(&rows[1][0]).ends_with(DRAFT));
    let figures = &rows[HEADER_ROW as usize + 1..rows.len() - 1];
    assert!(figures.iter().all(|row| !text(&row[2]).is_empty() && !says_nothing(&row[1])), "{figures:?}");
    let names: Vec<String> = figures.iter().map(|row| text(&row[0])).collect();
    assert!(names.contains(&"Reportes trasladados".to_owned()), "{names:?}");
    assert!(names.contains(&"Red social: Facebook".to_owned()), "{names:?}");
}

#[test]
fn it_stands_as_it_was_written_until_the_next_month_or_until_somebody_types_in_it() {
    let lines = [line(1, "2026-12-01", Punctuality::Open)];
    let found = read_back(&rows(sources(&lines, "2026-12-01")).unwrap());
    let later = [line(1, "2026-12-01", Punctuality::Overdue), line(2, "2026-12-09", Punctuality::Open)];
    assert!(stands(&found, sources(&later, "2026-12-31")), "whatever has become of the reports");
    assert!(!stands(&found, sources(&later, "2027-01-01")), "another month");

    for (row, column) in [(0, 0), (4, 0), (4, 1), (5, 2), (found.len() - 1, 1)] {
        let mut changed = found.clone();
        changed[row][column] = Cell::Text("ojo".into());
        assert!(!stands(&changed, sources(&later, "2026-12-31")), "{row} {column}");
    }
    assert!(!stands(&[], sources(&later, "2026-12-31")));
}

#[test]
fn a_month_without_reports_has_none() {
    let lines = [line(1, "2026-12-01", Punctuality::Open)];
    assert_eq!(rows(sources(&lines, "2026-11-20")), None);
    assert_eq!(rows(sources(&[], "2026-12-01")), None);
}
