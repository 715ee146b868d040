//! `traslado report`: a month in figures, one line a report, without anything of a citizen's. Reads only.

use std::fmt;
use std::path::Path;

use serde_json::{Map, Value, json};
use tracing::warn;

use crate::clock::Moment;
use crate::commands::EXIT_STATUS;
use crate::config::Settings;
use crate::domain::clerks::figures::{DRAFT, Dimension, FigureLine, Figures, HEADERS, Punctuality};
use crate::domain::clerks::period::Period;
use crate::domain::handoff::copied::harmless;
use crate::domain::law::deadlines::Terms;
use crate::error::{Error, exit};
use crate::session::Session;
use crate::steps::read;
use crate::telemetry::{print, print_json, show};

/// Sources of the figures, as the office calls them.
const SOURCES: [&str; 3] = ["Libro de traslados", "pestañas de traslado", "Historia de estados"];

/// Prints a month in figures: one line a report without personal data, and on a terminal what they add up to. A
/// report belongs to the month of its hand-off. Writes nothing.
#[derive(Debug, clap::Args)]
#[command(after_help = EXIT_STATUS)]
pub struct Args {
    /// A month (2026-11), a day or a range (2026-11-01..2026-11-15); default the month before this one.
    #[arg(value_name = "MONTH|FROM..TO")]
    period: Option<Period>,
    /// Print the lines as CSV, with the office's headers.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
    /// Print one JSON object on stdout.
    #[arg(long)]
    pub json: bool,
}

/// Prints the figures of a period.
///
/// # Errors
/// Why nobody can look.
pub async fn report(config: &Path, Args { period, csv, json }: Args) -> Result<u8, Error> {
    let settings = Settings::load(config)?;
    let moment = Moment::now();
    let google = crate::commands::log_in(&settings, moment).await?;
    let session = Session { google: &google, settings: &settings, moment };
    let (book, ledger) = read::book(&session).await?;

    let lives = book.lives(&session, &ledger, moment.today());
    if !book.history.faults().is_empty() {
        warn!(
            "the tab of the states that nights have seen was changed, and the days of states may be wrong; `traslado verify` says where"
        );
    }
    let period = period.unwrap_or_else(|| Period::month_before(moment.today()));
    let terms = settings.sheet.form.deadlines().terms();
    let output = ReportOutput { figures: Figures::of(period, lives, &settings.sheet.form), moment, terms };

    match () {
        () if json => print_json(&output.object()),
        () if csv => print(&output.table()?),
        () => show!("{output}"),
    }
    Ok(exit::OK)
}

/// The figures, as they are printed.
struct ReportOutput {
    figures: Figures,
    moment: Moment,
    terms: Terms,
}

impl ReportOutput {
    /// The lines as CSV. Each says its cut-off and that it is a draft: a file goes on without the screen that it
    /// was made on.
    fn table(&self) -> Result<String, Error> {
        let cut_off = self.moment.in_colombia().format("%d/%m/%Y %H:%M").to_string();
        let note = format!("{DRAFT} Fuentes: {}.", SOURCES.join(", "));
        let mut csv = csv::Writer::from_writer(Vec::new());

        let mut written = csv.write_record(HEADERS.iter().chain(&["Corte", "Nota"]));
        for line in &self.figures.lines {
            let cells = line.cells().into_iter().chain([cut_off.clone(), note.clone()]);
            written = written.and_then(|()| csv.write_record(cells.map(|cell| harmless(&cell))));
        }

        let bytes = written.map_err(|_| Error::Defect).and(csv.into_inner().map_err(|_| Error::Defect))?;
        String::from_utf8(bytes).map_err(|_| Error::Defect)
    }

    /// The lines and what they add up to, as one object.
    fn object(&self) -> Value {
        let Self { figures, .. } = self;
        let dimensions = Dimension::ALL.into_iter().map(|dimension| {
            let counts: Map<String, Value> =
                figures.counts(dimension).into_iter().map(|(word, count)| (word, count.into())).collect();
            (name(dimension).to_owned(), Value::from(counts))
        });
        let (required, required_late) = figures.required();
        let (remitted, remitted_late) = figures.remitted();

        json!({
            "outcome": "reported",
            "from": figures.period.first(),
            "to": figures.period.last(),
            "cut_off": self.moment.utc(),
            "sources": SOURCES,
            "note": DRAFT,
            "totals": {
                "reports": figures.standing().count(),
                "annulled": figures.lines.len() - figures.standing().count(),
                "by": dimensions.collect::<Map<_, _>>(),
                "required": required,
                "required_late": required_late,
                "remitted": remitted,
                "remitted_late": remitted_late,
            },
            "due": {
                "in_time": figures.due(Punctuality::InTime),
                "late": figures.due(Punctuality::Late),
                "overdue": figures.due(Punctuality::Overdue),
                "open": figures.due(Punctuality::Open),
                "ended_unanswered": figures.due(Punctuality::EndedUnanswered),
                "resumed": figures.resumed.values().sum::<usize>(),
                "resumed_in_time": figures.resumed.get(&Punctuality::InTime).copied().unwrap_or_default(),
            },
            "reports": figures.lines.iter().map(object).collect::<Vec<_>>(),
        })
    }
}

/// The key of a dimension.
fn name(dimension: Dimension) -> &'static str {
    match dimension {
        Dimension::Class => "class",
        Dimension::Network => "network",
        Dimension::Kind => "kind",
        Dimension::Service => "service",
        Dimension::District => "district",
        Dimension::State => "state",
        Dimension::Missing => "missing",
    }
}

/// A line as one object; what is not known is null.
fn object(line: &FigureLine) -> Value {
    let word = |word: &str| Some(word.to_owned()).filter(|word| !word.is_empty());
    let missing: Vec<&str> = line.missing.iter().map(|criterion| criterion.name()).collect();
    json!({
        "id": line.id.to_string(),
        "handoff": line.handoff,
        "handed_over": line.handed_over,
        "received": line.received,
        "class": line.class.name(),
        "missing": missing,
        "network": word(&line.words.network),
        "kind": word(&line.words.kind),
        "service": word(&line.words.service),
        "district": word(&line.words.district),
        "radicado": word(&line.radicado),
        "filed": line.filed,
        "state": word(line.state),
        "state_day": line.state_day,
        "required": line.required,
        "completed": line.completed,
        "remitted": line.remitted,
        "answered": line.answered,
        "days_to_answer": line.days_to_answer,
        "due": line.due,
        "resumed": line.is_resumed,
        "punctuality": key(line.punctuality),
        "required_in_time": line.is_required_in_time,
        "remitted_in_time": line.is_remitted_in_time,
    })
}

/// The key of how a report stands with its due date.
fn key(punctuality: Punctuality) -> &'static str {
    match punctuality {
        Punctuality::InTime => "in_time",
        Punctuality::Late => "late",
        Punctuality::Overdue => "overdue",
        Punctuality::Open => "open",
        Punctuality::EndedUnanswered => "ended_unanswered",
        Punctuality::Undated => "undated",
        Punctuality::Annulled => "annulled",
    }
}

impl fmt::Display for ReportOutput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { figures, moment, terms } = self;
        let (period, standing) = (figures.period, figures.standing().count());
        let annulled = figures.lines.len() - standing;
        let cut_off = moment.in_colombia().format("%Y-%m-%d %H:%M");

        writeln!(f, "handed over in {period}: {standing} (annulled since, and left out below: {annulled})")?;
        writeln!(f, "cut-off {cut_off} (Colombia), from: {}", SOURCES.join(", "))?;
        writeln!(f, "{DRAFT}")?;

        for dimension in Dimension::ALL {
            writeln!(f, "\n{}", dimension.header())?;
            for (word, count) in figures.counts(dimension) {
                writeln!(f, "{count:>8}  {word}")?;
            }
        }

        writeln!(f, "\nanswers due in {period}")?;
        for (punctuality, words) in [
            (Punctuality::InTime, "answered on or before Vence"),
            (Punctuality::Late, "answered after it"),
            (Punctuality::Overdue, "not answered, and past it"),
            (Punctuality::Open, "not answered, and not past it yet"),
            (Punctuality::EndedUnanswered, "ended without an answer of the entity"),
        ] {
            writeln!(f, "{:>8}  {words}", figures.due(punctuality))?;
        }
        let resumed = figures.resumed.values().sum::<usize>();
        if resumed > 0 {
            let in_time = figures.resumed.get(&Punctuality::InTime).copied().unwrap_or_default();
            writeln!(
                f,
                "{resumed:>8}  of these by a term that was resumed, {in_time} of them answered in time"
            )?;
        }
        let share = (figures.due(Punctuality::InTime) * 100).checked_div(figures.decided());
        if let Some(share) = share {
            writeln!(f, "{share:>7}%  on time, of those that are answered or past Vence")?;
        }

        let ((required, required_late), (remitted, remitted_late)) = (figures.required(), figures.remitted());
        writeln!(f, "\nRequerido")?;
        writeln!(f, "{required:>8}  in all")?;
        writeln!(f, "{required_late:>8}  after day {}", terms.request_days)?;
        writeln!(f, "\nRemitido")?;
        writeln!(f, "{remitted:>8}  in all")?;
        write!(f, "{remitted_late:>8}  after day {}", terms.transfer_days)
    }
}
