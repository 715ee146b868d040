//! Whole nights over rows that nobody has written: one that hands over, one that finds nothing, and
//! the proof.

use chrono::{Days, NaiveDate};
use lettre::message::Mailbox;

use crate::clock::Moment;
use crate::commands::rehearse::report::RehearsalReport;
use crate::config::Settings;
use crate::domain::finding::field::Field;
use crate::domain::form::{Form, Layout};
use crate::domain::handoff::assessment::NightOptions;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::error::{Error, exit};
use crate::google::Google;
use crate::google::sheets::change;
use crate::night;
use crate::session::Session;
use crate::sheet::cell_address::CellAddress;
use crate::sheet::tab_cell::TabCell;
use crate::steps::read::{self, Book};
use crate::steps::{adopt, annotate, notify, verify};

/// The tab of the invented rows.
pub(super) const TAB: &str = "CE-F05";

/// The columns they fill.
const COLUMNS: [Field; 11] = [
    Field::Number,
    Field::Date,
    Field::Time,
    Field::Network,
    Field::Profile,
    Field::Name,
    Field::Document,
    Field::Phone,
    Field::Address,
    Field::Subject,
    Field::Grounds,
];

/// Plays them in the scratch spreadsheet: `settings` are turned to it, to the built-in form, and to
/// the one address that was named. Returns what came of them, in a line. What this host has seen of the real spreadsheet stays as it is.
pub(super) async fn play(
    google: &Google,
    settings: &mut Settings,
    file: &str,
    to: Option<&Mailbox>,
    moment: Moment,
    report: &mut RehearsalReport,
) -> String {
    const WHAT: &str = "a night over invented rows, another that finds nothing new, and the proof of both";
    file.clone_into(&mut settings.sheet.spreadsheet_id);
    TAB.clone_into(&mut settings.sheet.tab);
    settings.sheet.form = Form::builtin();
    settings.notice.to = to.into_iter().cloned().collect();
    settings.notice.cc = Vec::new();
    settings.access = None;
    let today = moment.today();
    settings.handoff.since = today.checked_sub_days(Days::new(30)).unwrap_or(today);

    // What is remembered of a scratch spreadsheet serves nobody.
    let memory = tempfile::tempdir().ok();
    settings.host.state_dir = memory.as_ref().map(|folder| folder.path().to_owned());

    let session = Session { google, settings, moment };
    match nights(&session).await {
        Ok(None) => report.holds(WHAT),
        Ok(Some(why)) => report.fails(WHAT, why, exit::LEDGER),
        Err(error) => report.fails(WHAT, &error.to_string(), error.exit_code()),
    }
}

/// The first thing that is not as it should be.
async fn nights(session: &Session<'_>) -> Result<Option<&'static str>, Error> {
    fill(session, session.moment.today()).await?;
    let (book, _) = read::book(session).await?;
    let layout = layout(&book, session.settings)?;
    adopt::adopt(session, &book, &adopt::missing(&book, &layout)).await?;

    let options = NightOptions::default();
    let first = night::run(session, &options).await?;
    let balance = first.assessment.plan.balance;

    if let Some(error) = first.cut_short {
        return Err(error);
    }
    if !balance.adds_up() || (balance.pqr, balance.incomplete, balance.withheld) != (2, 1, 1) {
        return Ok(Some("the rows are not in the lanes they belong in"));
    }
    if first.annotations.status != annotate::AnnotationStatus::Current {
        return Ok(Some("what became of each row does not stand beside it"));
    }

    let expected = if session.settings.notice.to.is_empty() {
        notify::NoticeStatus::None
    } else {
        notify::NoticeStatus::Sent
    };
    if first.notice != expected {
        return Ok(Some("nobody can say whether the notice was sent"));
    }

    let second = night::run(session, &options).await?;
    if !second.handoffs.is_empty() || second.assessment.plan.balance.already != 3 {
        return Ok(Some("the second night hands over what the first has handed over"));
    }

    let verification = verify::reading(session, session.moment.today()).await?.verification;
    let verified = verification.discrepancies.is_empty() && verification.head == HandoffNumber::FIRST;

    Ok((!verified).then_some("the ledger and its tab do not agree"))
}

fn layout(book: &Book, settings: &Settings) -> Result<Layout, Error> {
    let wrong = |source| Error::Form { tab: book.staff_place(settings), source };
    let found = settings.sheet.form.locate(book.staff_tab()).map_err(wrong)?;
    found.ok_or_else(|| Error::NoHeaders { tab: book.staff_place(settings) })
}

/// Types the headers and the rows.
async fn fill(session: &Session<'_>, today: NaiveDate) -> Result<(), Error> {
    let metadata = session.metadata().await?;
    let sheet = metadata.tabs.first().map(|tab| tab.sheet_id).unwrap_or_default();
    let texts = |row: [String; 11]| row.map(TabCell::Text).to_vec();
    let headers = texts(COLUMNS.map(|field| field.header().to_owned()));
    let rows: Vec<Vec<TabCell>> = std::iter::once(headers).chain(rows(today).map(texts)).collect();
    let batch = session.batch(&[change::update_cells(sheet, CellAddress::A1, &rows)])?;
    session
        .google
        .batch_update(session.file(), &batch, true)
        .await
        .map(drop)
        .map_err(|error| session.error(error))
}

/// Two complete reports, one of them with words that a spreadsheet could take for a formula; one
/// without a name; and the first again.
fn rows(today: NaiveDate) -> [[String; 11]; 4] {
    let day = today.pred_opt().unwrap_or(today).format("%d/%m/%Y").to_string();
    let row = |n: u32, name: &str, subject: &str| {
        [
            n.to_string(),
            day.clone(),
            format!("{:02}:30", 8 + n),
            "Facebook".to_owned(),
            format!("perfil.inventado.{n}"),
            name.to_owned(),
            format!("1.999.000.00{n}"),
            format!("300 000 000{n}"),
            format!("Calle {n}0 # {n}-2{n}"),
            subject.to_owned(),
            format!("Ensayo del servicio, reporte inventado {n}"),
        ]
    };

    let first = || row(1, "Ana Prueba Inventada", "Solicito revisión del medidor");
    let second = row(2, "Luis Ensayo Inventado", "=TAPA FALTANTE");

    [first(), second, row(3, "", "No llega agua al barrio"), first()]
}
