use super::*;
use crate::domain::clerks::answers::Answers;
use crate::domain::clerks::history::StateHistory;
use crate::domain::ids::IdSpace;
use crate::sheet::cell::Cell;
use crate::testing::{DATE, DOCUMENT, InventedRows, Memory, NETWORK, complete, day, form, id, nth};

/// A text that somebody might type into any free cell.
const CANARY: &str = "Canaria Inventada 300 000 0099";

/// A report's cells of the clerks': `Radicado`, `Estado`, `Fecha del estado`.
type Typed = [&'static str; 3];

/// Reports of one night in November, answered as clerks type it.
fn figures(typed: &[Typed], period: &str, today: &str) -> Figures {
    figures_over(&[(today, typed)], period)
}

/// Reports of one night in November, and what clerks had typed by each of some nights; on the last the figures are
/// computed.
fn figures_over(nights: &[(&str, &[Typed])], period: &str) -> Figures {
    let (today, typed) = *nights.last().unwrap();
    let mut rows: InventedRows = (1..).zip(typed).map(|(n, _)| complete(n)).collect();
    for row in &mut rows {
        row[DATE] = "09/11/2026".to_owned();
    }
    rows[0][NETWORK] = CANARY.to_owned();
    rows[1][DOCUMENT] = String::new();
    let mut memory = Memory::default();
    memory.night(&mut rows, "2026-11-17");
    let ledger = memory.verified();

    let mut history = StateHistory::default();
    let mut answers = Answers::default();
    for (night, typed) in nights {
        answers = answers_of(typed);
        history.see(&answers, IdSpace::default(), form().radicado_prefixes(), day(night));
    }
    let lives =
        Lives { ledger: &ledger, answers: &answers, history: &history, form: form(), today: day(today) };
    Figures::of(period.parse().unwrap(), lives, form())
}

fn answers_of(typed: &[Typed]) -> Answers {
    let text = |text: &str| if text.is_empty() { Cell::Blank } else { Cell::Text(text.to_owned()) };
    let ids: Vec<Vec<Cell>> = std::iter::once(vec![text("ID")])
        .chain((1..).zip(typed).map(|(n, _)| vec![text(&id(n).to_string())]))
        .collect();
    let headers = ["Radicado", "Estado", "Fecha del estado", "Responsable", "Observaciones AC"];
    let clerks: Vec<Vec<Cell>> = std::iter::once(headers.map(text).to_vec())
        .chain(
            typed
                .iter()
                .map(|[radicado, state, day]| [radicado, state, day, CANARY, CANARY].map(text).to_vec()),
        )
        .collect();
    let mut answers = Answers::default();
    assert!(answers.read(IdSpace::default().tab(nth(1)), &ids, &clerks));
    answers
}

/// Messages of Monday 09/11/2026: the sixteenth is a holiday, so day five is Tuesday the 17th, day ten Tuesday
/// the 24th, and `Vence` Tuesday 01/12.
const LIVES: [Typed; 9] = [
    ["2026-ES-1", "Respondido", "01/12/2026"],
    ["2026-ES-2", "Requerido", "24/11/2026"],
    ["2026-ES-3", "Requerido", "25/11/2026"],
    ["2026-ES-4", "Remitido", "17/11/2026"],
    ["2026-ES-5", "Remitido", "18/11/2026"],
    ["2026-ES-6", "Respondido", "02/12/2026"],
    [CANARY, CANARY, CANARY],
    ["", "", ""],
    ["2026-ES-9", "", ""],
];

#[test]
fn a_report_is_a_line_of_the_month_of_its_hand_off() {
    let lines = |period: &str| figures(&LIVES, period, "2026-12-10").lines.len();
    assert_eq!((lines("2026-11"), lines("2026-12"), lines("2026-10")), (9, 0, 0));
    assert_eq!((lines("2026-11-17"), lines("2026-11-01..2026-11-16")), (9, 0));
}

#[test]
fn days_of_law_decide_what_was_in_time() {
    let figures = figures(&LIVES, "2026-11", "2026-12-10");
    let line = |n: usize| &figures.lines[n - 1];
    assert_eq!(line(1).due, Some(day("2026-12-01")));
    let in_time: Vec<Option<bool>> = [2, 3].map(|n| line(n).is_required_in_time).to_vec();
    assert_eq!(in_time, [Some(true), Some(false)], "day ten is 24/11");
    let in_time: Vec<Option<bool>> = [4, 5].map(|n| line(n).is_remitted_in_time).to_vec();
    assert_eq!(in_time, [Some(true), Some(false)], "day five is 17/11");
    assert_eq!((figures.required(), figures.remitted()), ((2, 1), (2, 1)));
    assert_eq!(line(1).days_to_answer, Some(15));

    let [in_time, late, overdue] = [Punctuality::InTime, Punctuality::Late, Punctuality::Overdue];
    let stands: Vec<Punctuality> = figures.lines.iter().map(|line| line.punctuality).collect();
    let ended = [Punctuality::EndedUnanswered; 2];
    assert_eq!(
        stands,
        [&[in_time, overdue, overdue][..], &ended, &[late, overdue, overdue, overdue]].concat()
    );
}

#[test]
fn answers_count_in_the_month_of_their_due_date() {
    let november = figures(&LIVES, "2026-11", "2026-12-10");
    assert_eq!(november.due, BTreeMap::new(), "all are due in December");
    let december = figures(&LIVES, "2026-12", "2026-12-10");
    let counts = [Punctuality::InTime, Punctuality::Late, Punctuality::Overdue, Punctuality::EndedUnanswered]
        .map(|punctuality| december.due(punctuality));
    assert_eq!((counts, december.decided()), ([1, 1, 5, 2], 7));

    let early = figures(&LIVES, "2026-12", "2026-11-30");
    assert_eq!(
        (early.due(Punctuality::Open), early.due(Punctuality::InTime)),
        (7, 0),
        "no day to come counts"
    );
}

#[test]
fn what_was_typed_over_is_known_from_what_nights_have_seen() {
    let over = |states: &[(&'static str, Typed)]| {
        let typed: Vec<[Typed; 2]> = states.iter().map(|(_, typed)| [*typed, ["", "", ""]]).collect();
        let nights: Vec<(&str, &[Typed])> =
            states.iter().zip(&typed).map(|((night, _), typed)| (*night, typed.as_slice())).collect();
        figures_over(&nights, "2026-11")
    };
    let figures = over(&[
        ("2026-11-19", ["2026-ES-1", "", ""]),
        ("2026-11-26", ["2026-ES-1", "Requerido", "25/11/2026"]),
        ("2026-12-10", ["2026-ES-1", "Respondido", "01/12/2026"]),
    ]);
    let line = &figures.lines[0];
    assert_eq!((line.filed, line.required), (Some(day("2026-11-19")), Some(day("2026-11-25"))));
    assert_eq!((line.answered, figures.required()), (Some(day("2026-12-01")), (1, 1)));

    let taken_back = over(&[
        ("2026-11-26", ["2026-ES-1", "Remitido", "25/11/2026"]),
        ("2026-11-27", ["2026-ES-1", "Radicado", "18/11/2026"]),
    ]);
    assert_eq!(
        (taken_back.lines[0].filed, taken_back.remitted()),
        (Some(day("2026-11-18")), (0, 0)),
        "it was taken back"
    );
}

/// Ten days were spent when the citizen was asked, and five were left on the day after completion.
#[test]
fn a_term_that_was_resumed_counts_by_the_resumed_day_and_apart() {
    let by_night = [
        [["", "", ""], ["2026-ES-2", "Requerido", "24/11/2026"]],
        [["", "", ""], ["2026-ES-2", "Completado", "10/12/2026"]],
        [["", "", ""], ["2026-ES-2", "Respondido", "17/12/2026"]],
    ];
    let nights: Vec<(&str, &[Typed])> = ["2026-11-25", "2026-12-11", "2026-12-18"]
        .into_iter()
        .zip(by_night.iter().map(<[_; 2]>::as_slice))
        .collect();
    let figures = figures_over(&nights, "2026-12");
    assert_eq!((figures.due(Punctuality::InTime), figures.due(Punctuality::Overdue)), (1, 1));
    assert_eq!(figures.resumed, [(Punctuality::InTime, 1)].into());

    let november = figures_over(&nights, "2026-11");
    let line = &november.lines[1];
    assert_eq!((line.due, line.is_resumed), (Some(day("2026-12-17")), true));
    assert_eq!((line.required, line.completed), (Some(day("2026-11-24")), Some(day("2026-12-10"))));
}

#[test]
fn nothing_is_printed_that_somebody_typed_freely() {
    let figures = figures(&LIVES, "2026-11", "2026-12-10");
    let cells: Vec<String> = figures.lines.iter().flat_map(FigureLine::cells).collect();
    let counted = Dimension::ALL.into_iter().flat_map(|dimension| figures.counts(dimension));
    let words = counted.map(|(word, _)| word);
    for text in cells.into_iter().chain(words) {
        assert!(!text.contains("Canaria") && !text.contains("300") && !text.contains("Inventada"), "{text}");
    }
    let line = &figures.lines[6];
    assert_eq!((line.radicado.as_str(), line.state, line.state_day), ("revisar", "otro", None));
    assert_eq!(figures.lines[0].words.network, "otro");
    assert_eq!((figures.lines[8].state, figures.lines[7].state), ("Radicado", ""));
}

#[test]
fn counts_say_every_report_once() {
    let figures = figures(&LIVES, "2026-11", "2026-12-10");
    for dimension in Dimension::ALL {
        let counts = figures.counts(dimension);
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<usize>(), 9, "{}", dimension.header());
    }
    assert_eq!(figures.counts(Dimension::Class), [("PQR".to_owned(), 8), ("POR COMPLETAR".to_owned(), 1)]);
    assert!(figures.counts(Dimension::State).contains(&("sin dato".to_owned(), 1)));
}
