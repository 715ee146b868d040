use super::*;
use crate::domain::law::life::StateDay;
use crate::testing::{SPREADSHEET, day, id, nth, nth_row};

const NIGHT: &str = "2026-12-01";

fn prefixes() -> RadicadoPrefixes {
    RadicadoPrefixes::new(["ES"])
}

fn line(number: u32, state: &str, on: &str, radicado: &str) -> AnswerLine {
    AnswerLine {
        id: id(1),
        number: nth(number),
        sheet: IdSpace::default().tab(nth(number)),
        row: nth_row(5),
        radicado: radicado.to_owned(),
        state: State::ALL.into_iter().find(|known| known.name() == state),
        typed_state: state.to_owned(),
        state_date: if on.is_empty() { StateDay::Blank } else { StateDay::Day(day(on)) },
        responsible: String::new(),
        has_notes: false,
        named: None,
    }
}

/// The tab of a spreadsheet, as nights leave it.
#[derive(Default)]
struct Tab {
    grid: Vec<Vec<Cell>>,
    stored: StoredRecord,
}

impl Tab {
    fn read(&self) -> StateHistory {
        StateHistory::read(&self.grid, &self.stored, SPREADSHEET)
    }

    /// Plays a night over what clerks have typed, and answers how many lines it adds.
    fn night(&mut self, lines: &[AnswerLine], night: &str) -> usize {
        let mut history = self.read();
        history.see(&Answers::of_lines(lines), IdSpace::default(), &prefixes(), day(night));
        let Some((rows, record)) = history.rows() else { return 0 };
        self.add(&rows, &record);
        rows.len()
    }

    fn add(&mut self, rows: &[Vec<TabCell>], record: &HistoryRecord) {
        let header = self.grid.is_empty().then(header);
        for row in header.iter().chain(rows) {
            self.grid.push(row.iter().map(shown).collect());
        }
        self.stored = StoredRecord::Read(record.to_string().parse().expect("a record"));
    }

    fn faults(&self) -> Vec<HistoryFault> {
        self.read().faults().to_vec()
    }
}

fn shown(cell: &TabCell) -> Cell {
    match cell {
        TabCell::Text(text) => Cell::Text(text.clone()),
        _ => Cell::Blank,
    }
}

fn walked() -> Tab {
    let mut tab = Tab::default();
    assert_eq!(tab.night(&[line(1, "", "", "2026-ES-7")], "2026-11-24"), 1);
    assert_eq!(tab.night(&[line(1, "Requerido", "2026-11-27", "2026-ES-7")], "2026-11-28"), 1);
    assert_eq!(tab.night(&[line(1, "Completado", "2026-12-10", "2026-ES-7")], "2026-12-11"), 1);
    assert_eq!(tab.night(&[line(1, "Respondido", "2026-12-15", "2026-ES-7")], "2026-12-16"), 1);
    tab
}

#[test]
fn every_state_is_kept_once_and_an_earlier_one_is_not_forgotten() {
    let mut tab = walked();
    assert_eq!(
        tab.night(&[line(1, "Respondido", "2026-12-15", "2026-ES-7")], "2026-12-17"),
        0,
        "nothing new"
    );
    assert!(tab.faults().is_empty());
    let states: Vec<_> = tab.read().states_of(id(1), None);
    let said: Vec<_> = states.iter().map(|seen| (seen.state, seen.day, seen.seen)).collect();
    assert_eq!(
        said,
        [
            (Some(State::Filed), None, day("2026-11-24")),
            (Some(State::Required), Some(day("2026-11-27")), day("2026-11-28")),
            (Some(State::Completed), Some(day("2026-12-10")), day("2026-12-11")),
            (Some(State::Answered), Some(day("2026-12-15")), day("2026-12-16")),
        ]
    );
    assert!(states.iter().all(|seen| !seen.is_corrected && seen.handoff == 1));
}

#[test]
fn what_was_taken_off_stays_and_is_marked() {
    let mut tab = Tab::default();
    tab.night(&[line(1, "Requerido", "2026-11-27", "")], NIGHT);
    assert_eq!(tab.night(&[line(1, "", "2026-11-27", "")], "2026-12-02"), 1);
    let states = tab.read().states_of(id(1), None);
    assert_eq!(
        states.iter().map(|seen| (seen.state, seen.is_corrected)).collect::<Vec<_>>(),
        [(Some(State::Required), true), (None, false)]
    );
    assert_eq!(states[1].day, None);
    assert_eq!(tab.night(&[line(1, "", "", "")], "2026-12-03"), 0);
}

#[test]
fn only_words_of_the_list_days_and_checked_radicados_go_in() {
    let mut tab = Tab::default();
    let typed = [line(1, "Respondido por Prueba Inventada", "2026-12-01", "Calle 7")];
    assert_eq!(tab.night(&typed, NIGHT), 0, "a word that is no state's says nothing");
    assert_eq!(tab.night(&[line(1, "Radicado", "", "Prueba Inventada")], NIGHT), 1);
    let texts: Vec<String> = tab.grid[1].iter().map(|cell| cell.text().into_owned()).collect();
    assert_eq!(&texts[..7], ["CE-2026-00001", "Radicado", "", "revisar", "1", NIGHT, "1"]);
    assert_eq!((texts[7].len(), texts.len(), COLUMNS as usize), (LINK, HEADERS.len(), HEADERS.len()));
}

#[test]
fn a_line_that_was_written_anew_or_whose_tab_lost_a_column_takes_nothing_off() {
    let mut tab = Tab::default();
    tab.night(&[line(1, "Requerido", "2026-11-27", "")], NIGHT);
    let reissue = IdSpace::default().reissues(nth(1), day(NIGHT)).next().expect("an id");
    let anew = AnswerLine { sheet: reissue, ..line(1, "", "", "") };
    assert_eq!(tab.night(std::slice::from_ref(&anew), "2026-12-02"), 0);
    assert_eq!(tab.night(&[line(1, "", "", ""), anew], "2026-12-02"), 0);

    let mut answers = Answers::of_lines(&[line(1, "", "", "")]);
    answers.lose_columns(IdSpace::default().tab(nth(1)));
    let mut history = tab.read();
    history.see(&answers, IdSpace::default(), &prefixes(), day("2026-12-03"));
    assert_eq!(history.rows(), None);
    assert_eq!(tab.night(&[], "2026-12-03"), 0, "the tab is gone");
}

#[test]
fn a_line_that_changed_or_is_gone_is_named_and_carried_on() {
    let whole = walked();
    for at in 1..whole.grid.len() {
        for column in 0..HEADERS.len() {
            let mut tab = walked();
            tab.grid[at][column] = Cell::Text("Otro".into());
            assert!(!tab.faults().is_empty(), "row {at}, column {column}");
        }
        let mut tab = walked();
        tab.grid.remove(at);
        assert!(!tab.faults().is_empty(), "row {at} gone");
    }
    let mut tab = walked();
    tab.grid.swap(2, 3);
    assert!(tab.faults().contains(&HistoryFault::Broken(nth_row(3))), "{:?}", tab.faults());

    let mut tab = walked();
    tab.grid.truncate(2);
    assert_eq!(tab.faults(), [HistoryFault::End { recorded: 4, found: 1 }]);
    assert_eq!(tab.night(&[line(1, "Respondido", "2026-12-15", "2026-ES-7")], "2026-12-18"), 1);
    assert_eq!(tab.faults(), [HistoryFault::Broken(nth_row(3))], "it hides nothing");
    let (rows, record) = tab.read().taken_as_it_is(day("2026-12-19"));
    tab.add(&rows, &record);
    assert!(tab.faults().is_empty());
    assert_eq!(tab.night(&[line(1, "Radicado", "", "2026-ES-7")], "2026-12-20"), 1);
    assert!(tab.faults().is_empty());
}

#[test]
fn a_tab_that_is_gone_is_made_anew_from_what_stands() {
    let mut tab = walked();
    tab.grid.clear();
    assert_eq!(tab.faults(), [HistoryFault::End { recorded: 4, found: 0 }]);
    assert_eq!(tab.night(&[line(1, "Respondido", "2026-12-15", "2026-ES-7")], "2026-12-18"), 1);
    assert_eq!(tab.faults(), [HistoryFault::Broken(nth_row(2))]);

    let mut tab = walked();
    for stored in [StoredRecord::None, StoredRecord::Unreadable] {
        tab.stored = stored;
        assert_eq!(tab.faults(), [HistoryFault::NoRecord]);
    }
    assert!(!StateHistory::read(&tab.grid, &StoredRecord::None, "a copy").faults().is_empty());
    assert_eq!(
        StateHistory::read(&[], &StoredRecord::None, SPREADSHEET),
        StateHistory { link: Some(StateHistory::origin(SPREADSHEET)), ..StateHistory::default() }
    );
}

#[test]
fn a_line_of_another_version_counts_for_nothing_and_is_named() {
    let mut tab = walked();
    tab.grid[2][6] = Cell::Text("2".into());
    assert!(tab.faults().contains(&HistoryFault::Unknown(nth_row(3))));
    assert_eq!(tab.read().lines_of(id(1)).len(), 3);
    for wrong in ["2:1:1:x", "1:x:1:x", "1:1:1", ""] {
        assert_eq!(wrong.parse::<HistoryRecord>(), Err(ParseHistoryRecordError), "{wrong}");
    }
}

#[test]
fn tonights_states_are_dated_by_the_night() {
    let mut history = StateHistory::default();
    let answers = Answers::of_lines(&[line(1, "Requerido", "2026-11-27", "")]);
    history.see(&answers, IdSpace::default(), &prefixes(), day("2026-11-28"));
    history.date_news(day("2026-11-30"));
    assert_eq!(history.lines_of(id(1))[0].seen, day("2026-11-30"));
    let (rows, _) = history.rows().expect("a row");
    assert_eq!(rows[0][5], TabCell::Text("2026-11-30".into()));
}
