//! Dresses a hand-off tab: whatever makes it pleasant and safe to work in. Best effort and
//! repeatable; its protection, made last, is the mark that it is done.

use crate::domain::handoff::tab::{CLERK_COLUMNS, HEADER_ROW, HEADERS, RECORD_COLUMN};
use crate::domain::ids;
use crate::domain::ledger::Ledger;
use crate::domain::mail::notice_log::{Next, NoticeLog};
use crate::google::sheets::change::{self, Block, Change};
use crate::google::sheets::style::{self, Style};
use crate::google::sheets::{Batch, TabMetadata};
use crate::google::{self, RefusalKind};
use crate::layout::palette::{CLERKS, HEADER, OVERDUE, WHITE, WITHIN_SEVEN, WITHIN_THREE};
use crate::session::Session;
use crate::steps::ledger;
use crate::steps::read::Book;

/// The states that clerks may choose in their column `Estado`.
const STATES: [&str; 6] = ["Radicado", "Requerido", "Trasladado", "No es PQR", "Respondido", "Desistido"];

/// The columns of days, `Recibido` to `Meta interna`.
const DAYS: std::ops::Range<u32> = 3..6;

/// Widths of the columns in pixels, chosen so that what usually stands there shows.
const WIDTHS: [i32; 22] = [
    110, 120, 150, 125, 90, 95, 95, 145, 170, 130, 200, 230, 280, 320, 150, 160, 220, 110, 110, 120, 110, 200,
];

/// Guards and notices of hand-offs older than this are pruned.
const GUARD_DAYS: i64 = 90;
/// However old they are, this many are kept.
const GUARD_NUMBERS: u32 = 60;
/// Characters of developer metadata beyond which pruning does not wait; Google allows 30,000.
/// <https://developers.google.com/workspace/sheets/api/guides/metadata>
const TIGHT: usize = 25_000;

/// A tab to be dressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnformattedTab {
    /// The tab's sheet id.
    pub sheet: i32,
    /// How many rows its table has.
    pub lines: u32,
}

/// Dresses one tab. `first_of_ledger` protects the ledger as well, and `pruned` are ids of metadata
/// that the batch deletes. `also` goes along in the same batch; whether it did is told.
///
/// # Errors
/// What Google is at fault with. A tab that another run has dressed meanwhile is no error.
pub async fn format(
    session: &Session<'_>,
    UnformattedTab { sheet, lines }: UnformattedTab,
    first_of_ledger: bool,
    pruned: &[i32],
    also: &[Change<'_>],
) -> Result<bool, google::Error> {
    let mut changes: Vec<Change<'_>> = pruned.iter().map(|id| change::delete_metadata(*id)).collect();
    changes.extend(styles(sheet, lines));
    let mut protections = Vec::new();

    if first_of_ledger {
        protections.push(ledger::protection(&session.settings.account));
    }

    let clerks = table(sheet, lines, CLERK_COLUMNS);
    let words = "Traslado: solo se escriben las columnas de Atención al Ciudadano.";
    protections.push(style::protect(sheet, sheet, &[clerks], &session.settings.account, words));
    changes.extend(protections.iter().cloned());
    changes.extend_from_slice(also);

    match send(session, &changes).await {
        // The tab was dressed before and somebody took its protection off, or another run has just
        // dressed it.
        Err(error) if error.refusal() == Some(RefusalKind::ObjectIdTaken) => {
            match send(session, &protections).await {
                Err(error) if error.refusal() == Some(RefusalKind::ObjectIdTaken) => Ok(false),
                other => other.map(|()| false),
            }
        }
        other => other.map(|()| true),
    }
}

async fn send(session: &Session<'_>, changes: &[Change<'_>]) -> Result<(), google::Error> {
    session.google.batch_update(&session.settings.spreadsheet_id, &Batch::new(changes)?, true).await.map(drop)
}

/// Deletes metadata that nothing needs any more, before it leaves no room for the next guard.
///
/// # Errors
/// What Google is at fault with.
pub async fn prune(session: &Session<'_>, pruned: &[i32]) -> Result<(), google::Error> {
    let changes: Vec<Change<'_>> = pruned.iter().map(|id| change::delete_metadata(*id)).collect();
    send(session, &changes).await
}

fn styles(sheet: i32, lines: u32) -> Vec<Change<'static>> {
    let head = |rows, columns| Block { sheet, rows, columns };
    let header = |columns, background| {
        let style = Style {
            bold: true,
            color: Some(WHITE),
            background: Some(background),
            wrap: true,
            ..Style::default()
        };
        style::style(&head(HEADER_ROW..HEADER_ROW + 1, columns), style)
    };

    let mut changes = vec![
        style::freeze(sheet, HEADER_ROW + 1, 1),
        style::style(&head(0..1, 0..1), Style { bold: true, size: Some(14), ..Style::default() }),
        header(0..CLERK_COLUMNS.start, HEADER),
        header(CLERK_COLUMNS, CLERKS),
        style::style(&table(sheet, lines, 0..RECORD_COLUMN), Style { wrap: true, ..Style::default() }),
        style::hide_columns(sheet, RECORD_COLUMN..RECORD_COLUMN + 1),
    ];
    changes.extend((0..).zip(WIDTHS).map(|(column, pixels)| style::width(sheet, column..column + 1, pixels)));

    if lines == 0 {
        return changes;
    }

    // Texts stand at the left of their cells and dates at the right, where one would touch the next.
    let days = table(sheet, lines, DAYS);
    let [radicado, state, _, answered, _] =
        [17, 18, 19, 20, 21].map(|column| table(sheet, lines, column..column + 1));
    changes.extend([
        style::style(&days, Style { center: true, ..Style::default() }),
        // A radicado may begin with zeros.
        style::style(&radicado, Style { number: Some(("TEXT", "@")), ..Style::default() }),
        style::choices(&state, &STATES),
        style::dates_only(&answered),
        style::style(
            &answered,
            Style { number: Some(("DATE", "dd/mm/yyyy")), center: true, ..Style::default() },
        ),
    ]);

    changes.extend(days_left(sheet, lines));
    let view = Block { sheet, rows: HEADER_ROW..HEADER_ROW + 1 + lines, columns: 0..CLERK_COLUMNS.end };
    changes.push(style::filter_view(sheet, "Tabla del traslado", &view));

    changes
}

/// Colours `Vence` by the days left until somebody types an answer date. The formulas use neither
/// commas nor semicolons, which differ between locales. The rule added last is looked at first.
fn days_left(sheet: i32, lines: u32) -> impl Iterator<Item = Change<'static>> {
    let first = HEADER_ROW + 2;
    let due = table(sheet, lines, 4..5);
    [(7, WITHIN_SEVEN), (3, WITHIN_THREE), (-1, OVERDUE)].into_iter().map(move |(days, background)| {
        let formula = format!("=($E{first}<>\"\")*($U{first}=\"\")*($E{first}-TODAY()<={days})");
        style::highlight(&due, &formula, background)
    })
}

/// Some columns of the table, its header left out.
fn table(sheet: i32, lines: u32, columns: std::ops::Range<u32>) -> Block {
    Block { sheet, rows: HEADER_ROW + 1..HEADER_ROW + 1 + lines, columns }
}

/// The tabs of hand-offs that have not been dressed.
pub fn unformatted(book: &Book, ledger: &Ledger) -> Vec<UnformattedTab> {
    let unformatted = |tab: &TabMetadata| {
        let sheet = tab.sheet_id;
        let number = book.id_space.number_of_tab(sheet).filter(|number| *number <= ledger.head())?;
        if tab.protections.contains(&sheet) {
            return None;
        }
        let lines = match book.listed.get(&sheet) {
            Some(listed) if sheet != book.id_space.of(number) => listed.reports.len(),
            _ => ledger.handoff(number).count(),
        };
        Some(UnformattedTab { sheet, lines: u32::try_from(lines).unwrap_or(u32::MAX) })
    };

    book.tabs.iter().filter_map(unformatted).collect()
}

/// Returns `true` if the ledger tab stands unprotected.
pub fn ledger_is_unformatted(book: &Book) -> bool {
    let ledger = book.tabs.iter().find(|tab| tab.sheet_id == ids::LEDGER);
    ledger.is_none_or(|tab| !tab.protections.contains(&ids::LEDGER))
}

/// The metadata to prune before the next guard, because the developer metadata is nearly full.
pub fn prunable_first(book: &Book, ledger: &Ledger, as_of: chrono::NaiveDate) -> Vec<i32> {
    if metadata_is_tight(book) { prunable(book, ledger, as_of) } else { Vec::new() }
}

fn metadata_is_tight(book: &Book) -> bool {
    book.metadata_size(&[]) > TIGHT
}

/// Ids of the guards and notice records, among those read tonight, that nothing needs any more.
/// Verification needs only the guards that remain, and a notice without an outcome is never pruned.
/// Where metadata is tight, age does not count: nights of several numbers fill it within weeks.
pub fn prunable(book: &Book, ledger: &Ledger, as_of: chrono::NaiveDate) -> Vec<i32> {
    let aged = |number: u32| {
        metadata_is_tight(book)
            || ledger.handoff(number).all(|entry| (as_of - entry.handed_over).num_days() > GUARD_DAYS)
    };
    let old = |number: u32| number + GUARD_NUMBERS <= ledger.head() && aged(number);
    let settled = |log: &NoticeLog| matches!(log.next(), Next::Done | Next::Unknown);
    let guards =
        book.guards.iter().filter(|guard| old(guard.number)).map(|guard| book.id_space.of(guard.number));
    let notices = book.notices.values().filter(|log| old(*log.numbers().end()) && settled(log));

    let records = notices.flat_map(|log| {
        (0..).zip(&log.events).map(|(position, _)| book.id_space.record(log.first, position))
    });
    guards.chain(records).collect()
}

const _: () = assert!(WIDTHS.len() + 1 == HEADERS.len(), "every visible column has a width");
