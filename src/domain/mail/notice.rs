//! The mail that tells Citizen Attention what was handed over: counts, dates and links, never a
//! citizen's data.

use std::fmt::Write as _;

use chrono::NaiveDate;

use crate::domain::clerks::pending::Due;
use crate::domain::handoff::balance::Balance;
use crate::domain::handoff::early_date::EarlyDate;
use crate::domain::handoff::{plan, quarantine};
use crate::domain::ids;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::law::entity::Entity;
use crate::domain::ledger::cross_checks::LedgerEnd;
use crate::domain::ledger::entry::{Class, Entry};
use crate::domain::mail::first_steps::dated;
use crate::sheet::column_index::ColumnIndex;

/// One hand-off as the notice names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeItem {
    /// Number of the hand-off.
    pub number: HandoffNumber,
    /// Title of its tab.
    pub title: String,
    /// Address that opens the tab.
    pub link: String,
    /// Rows handed over as PQR.
    pub pqr: usize,
    /// Rows handed over with something missing.
    pub incomplete: usize,
    /// Amended rows.
    pub amended: usize,
    /// Reports that the office took back.
    pub annulled: usize,
    /// Reports whose annulment the office took back.
    pub reinstated: usize,
    /// Reports that the office brings back to the clerks.
    pub reopened: usize,
    /// The earliest day to answer.
    pub nearest_due: Option<NaiveDate>,
    /// Rows whose date cell holds no usable date, so that nobody knows when they are due.
    pub undated: usize,
}

impl NoticeItem {
    /// Counts the ledger lines of one hand-off.
    pub fn count<'a>(
        number: HandoffNumber,
        title: String,
        link: String,
        entries: impl Iterator<Item = &'a Entry>,
    ) -> Self {
        let mut item = Self {
            number,
            title,
            link,
            pqr: 0,
            incomplete: 0,
            amended: 0,
            annulled: 0,
            reinstated: 0,
            reopened: 0,
            nearest_due: None,
            undated: 0,
        };

        for entry in entries {
            match entry.class {
                _ if entry.is_reinstated() => item.reinstated += 1,
                _ if entry.reopened_because().is_some() => item.reopened += 1,
                Class::Pqr => item.pqr += 1,
                Class::Incomplete => item.incomplete += 1,
                Class::Amendment => item.amended += 1,
                // Nobody has to answer it any more.
                Class::Annulled => {
                    item.annulled += 1;
                    continue;
                }
                // What stood before the first hand-off, and what was answered long ago, is announced to nobody.
                Class::KnownBefore | Class::Archived => continue,
            }
            item.nearest_due = item.nearest_due.into_iter().chain(entry.due).min();
            item.undated += usize::from(entry.due.is_none());
        }

        item
    }
}

/// The facts that a notice tells.
#[derive(Clone, Debug)]
pub struct NoticeFacts<'a> {
    /// The day of the hand-off.
    pub as_of: NaiveDate,
    /// The hand-offs it announces, oldest first; never empty.
    pub items: &'a [NoticeItem],
    /// The balance of the night, when the notice is written by the night that handed them over.
    pub balance: Option<Balance>,
    /// The columns from which an older version's cells end it that rows are held back.
    pub quarantined_columns: &'a [ColumnIndex],
    /// Rows of the first night whose date before the start is probably a slip.
    pub early: &'a [EarlyDate],
    /// Earlier hand-offs whose notice nobody could confirm.
    pub unconfirmed: &'a [NoticeItem],
    /// Titles of tabs that hold lines which people had deleted from others.
    pub reissued: &'a [String],
    /// The columns of the staff tab that are not as they were, in words for the office.
    pub columns: &'a [String],
    /// The cells and columns beside the staff's rows that are not written, in words for the office.
    pub unwritten: &'a [String],
    /// How many reports went over incomplete and only today's rules make complete.
    pub complete_today: u32,
    /// The end of the ledger before tonight, where nothing on the host says that it was the last one.
    pub unconfirmed_end: Option<LedgerEnd>,
    /// Sentences on what must be done first about tonight's lines.
    pub first: &'a [String],
    /// The later of the clock's day and the night's.
    pub today: NaiveDate,
    /// How many answered hand-offs went to the archive since the last notice.
    pub archived: usize,
    /// How many reports wait for an answer, tonight's among them.
    pub due: Due,
    /// Address that opens the work list.
    pub list: &'a str,
    /// The office's reference of its internal communications (GD-P01); empty for none.
    pub reference: &'a str,
    /// The papers and offices that the notice cites.
    pub entity: &'a Entity,
}

/// A mail, rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Carries the reference that tells this hand-off from every other.
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The text as HTML.
    pub html: String,
}

/// Writes the notice.
pub fn write(facts: &NoticeFacts<'_>) -> Notice {
    let numbers = numbers(facts.items);
    let counted = Counts::of(facts.items);
    let of_rows = counted.rows();
    let what = if of_rows.is_empty() {
        counted.acts().join(", ")
    } else {
        format!("Traslado de redes sociales: {}", [of_rows, counted.acts()].concat().join(", "))
    };
    let subject = format!("[{} {} {numbers}] {what}", facts.entity.form.code, facts.as_of);

    render(subject, &blocks(facts, &counted, &numbers))
}

/// How many lines of each kind the hand-offs of a notice have.
#[derive(Default)]
struct Counts {
    pqr: usize,
    incomplete: usize,
    amended: usize,
    annulled: usize,
    reinstated: usize,
    reopened: usize,
}

impl Counts {
    fn of<'a>(items: impl IntoIterator<Item = &'a NoticeItem>) -> Self {
        let mut counts = Self::default();
        for item in items {
            counts.pqr += item.pqr;
            counts.incomplete += item.incomplete;
            counts.amended += item.amended;
            counts.annulled += item.annulled;
            counts.reinstated += item.reinstated;
            counts.reopened += item.reopened;
        }
        counts
    }

    /// The counts of what came from rows; those of none are left out.
    fn rows(&self) -> Vec<String> {
        let counts = [
            (self.pqr, "PQR", "PQR"),
            (self.incomplete, "por completar", "por completar"),
            (self.amended, "enmienda", "enmiendas"),
        ];
        said(&counts)
    }

    /// The counts of what the office did; those of none are left out.
    fn acts(&self) -> Vec<String> {
        let counts = [
            (self.annulled, "reporte anulado", "reportes anulados"),
            (self.reinstated, "reporte restablecido", "reportes restablecidos"),
            (self.reopened, "reporte reabierto", "reportes reabiertos"),
        ];
        said(&counts)
    }
}

fn said(counts: &[(usize, &str, &str)]) -> Vec<String> {
    let counts = counts.iter().filter(|(count, ..)| *count > 0);
    counts.map(|(count, one, many)| plural(*count, one, many)).collect()
}

/// A mail out of its pieces.
pub(crate) fn render(subject: String, blocks: &[MailBlock]) -> Notice {
    Notice { subject, text: text(blocks), html: html(blocks) }
}

/// A piece of the mail, before it is text or HTML.
pub(crate) enum MailBlock {
    Heading(String),
    Paragraph(String),
    /// Button for what the reader is to open.
    Button {
        label: String,
        link: String,
    },
    Linked {
        label: String,
        link: String,
    },
    List(Vec<String>),
}

fn blocks(facts: &NoticeFacts<'_>, counted: &Counts, numbers: &str) -> Vec<MailBlock> {
    let mut blocks = vec![MailBlock::Paragraph("Cordial saludo.".into())];
    blocks.extend(openings(facts, counted, numbers).into_iter().map(MailBlock::Paragraph));

    if !facts.first.is_empty() {
        blocks.push(MailBlock::Heading("Lo primero".into()));
        blocks.push(MailBlock::List(facts.first.to_vec()));
    }
    blocks.push(MailBlock::Button { label: "Abrir Pendientes".into(), link: facts.list.to_owned() });

    blocks.push(MailBlock::Heading("Este traslado".into()));
    for item in facts.items {
        blocks.push(MailBlock::Linked { label: item.title.clone(), link: item.link.clone() });
        blocks.push(MailBlock::List(counts(item, facts.today)));
    }

    blocks.push(MailBlock::Heading("Por responder, de este traslado y de los anteriores".into()));
    blocks.push(MailBlock::List(vec![in_words(facts.due)]));

    if let Some(balance) = facts.balance {
        let left = left_over(balance, facts.quarantined_columns, facts.early);
        if !left.is_empty() {
            blocks.push(MailBlock::Paragraph("No se trasladaron:".into()));
            blocks.push(MailBlock::List(left));
        }
    }

    if !facts.columns.is_empty() {
        blocks.push(MailBlock::Paragraph(
            "Las columnas de CE-F05 no están como antes; Comunicaciones debe revisar los encabezados:".into(),
        ));
        blocks.push(MailBlock::List(facts.columns.to_vec()));
    }

    if let Some(sentence) = plan::complete_today(facts.complete_today) {
        blocks.push(MailBlock::Paragraph(format!("{sentence}.")));
    }

    if !facts.unwritten.is_empty() {
        blocks.push(MailBlock::Paragraph(
            "En las columnas del servicio en CE-F05 hay textos que el servicio no escribió y que no modifica:".into(),
        ));
        blocks.push(MailBlock::List(facts.unwritten.to_vec()));
    }

    if let Some(LedgerEnd { number, day }) = facts.unconfirmed_end {
        let day = day.map(|day| format!(", del {}", day.format("%d/%m/%Y"))).unwrap_or_default();
        blocks.push(MailBlock::Paragraph(format!(
            "El servidor que hizo este traslado no tiene registro de los anteriores. El último que figura en la hoja es el \
             n.º {number}{day}. Si usted recibió uno posterior, avise a Comunicaciones: es posible que se haya \
             restaurado una versión anterior de la hoja."
        )));
    }

    if !facts.unconfirmed.is_empty() {
        blocks.push(MailBlock::Paragraph(
            "No se pudo confirmar que hubiera llegado el aviso de estos traslados anteriores; sus pestañas están \
             completas:"
                .into(),
        ));
        for item in facts.unconfirmed {
            blocks.push(MailBlock::Linked { label: item.title.clone(), link: item.link.clone() });
        }
    }

    if !facts.reissued.is_empty() {
        blocks.push(MailBlock::Paragraph(
            "Alguien borró filas o pestañas de traslados anteriores. Se repusieron aquí; revise si hay que volver a \
             escribir radicado, estado y respuesta:"
                .into(),
        ));
        blocks.push(MailBlock::List(facts.reissued.to_vec()));
    }

    if facts.archived > 0 {
        blocks.push(MailBlock::Paragraph(format!(
            "Traslados antiguos, respondidos por completo, que pasaron al archivo desde el último aviso: {}. La pestaña \
             «{}» dice dónde está cada reporte.",
            facts.archived,
            ids::ARCHIVE_INDEX_TITLE,
        )));
    }

    blocks.push(MailBlock::Paragraph(
        "Este mensaje lo envía el sistema y no contiene datos de los ciudadanos; esos datos solo están en la hoja \
         compartida."
            .into(),
    ));

    blocks
}

fn counts(item: &NoticeItem, today: NaiveDate) -> Vec<String> {
    let counted = Counts::of([item]);
    let mut lines = [counted.rows(), counted.acts()].concat();
    if let Some(due) = item.nearest_due {
        lines.push(format!("Primer vencimiento: {}", dated(due, today)));
    }
    if item.undated > 0 {
        lines.push(format!("Sin fecha de vencimiento, por no tener una fecha válida: {}", item.undated));
    }

    lines
}

/// Words of a mail for what is due.
pub(crate) fn in_words(due: Due) -> String {
    let soon = if due.soon > 0 { " hoy o en los próximos tres días hábiles" } else { "" };
    let mut words = format!("{}{soon}", due.in_words());
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

/// The sentences that say what came about.
fn openings(facts: &NoticeFacts<'_>, counted: &Counts, numbers: &str) -> Vec<String> {
    let cited = facts.entity.cited(facts.reference);
    let mut openings = Vec::new();
    if !counted.rows().is_empty() || counted.acts().is_empty() {
        openings.push(format!(
            "Los reportes de redes sociales del traslado {numbers} quedaron a disposición de {} ({cited}). Se tramitan \
             según el procedimiento {}.",
            facts.entity.clerks_office,
            facts.entity.answering.cited(),
        ));
    }

    let of = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("{} ({cited}; traslado {numbers}).", plural(count, one, many)))
    };
    let acts = [
        of(
            counted.annulled,
            "reporte fue anulado por la oficina y no se tramita; el motivo está en la pestaña",
            "reportes fueron anulados por la oficina y no se tramitan; el motivo está en la pestaña",
        ),
        of(
            counted.reinstated,
            "reporte volvió a trámite, porque la oficina dejó sin efecto su anulación",
            "reportes volvieron a trámite, porque la oficina dejó sin efecto su anulación",
        ),
        of(
            counted.reopened,
            "reporte que estaba cerrado se abrió de nuevo; el motivo está en la pestaña",
            "reportes que estaban cerrados se abrieron de nuevo; el motivo está en la pestaña",
        ),
    ];
    openings.extend(acts.into_iter().flatten());
    openings
}

/// So many rows are named one by one.
const NAMED: usize = 20;

fn left_over(balance: Balance, quarantined_columns: &[ColumnIndex], early: &[EarlyDate]) -> Vec<String> {
    let mut lines = Vec::new();
    if balance.waiting > 0 {
        lines
            .push(format!("En espera, con fecha de hoy; se trasladan la próxima noche: {}", balance.waiting));
    }

    if balance.deferred > 0 {
        lines.push(format!(
            "Filas que Google no aceptó en este intento; siguen en la hoja y se trasladan en el próximo: {}",
            balance.deferred
        ));
    }

    if !early.is_empty() {
        let day = |day: NaiveDate| format!(" (probablemente {})", day.format("%d/%m/%Y"));
        let row = |early: &EarlyDate| format!("{}{}", early.row, early.meant.map(day).unwrap_or_default());
        let named: Vec<String> = early.iter().take(NAMED).map(row).collect();
        let more = early.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" y {more} más") } else { String::new() };
        lines.push(format!(
            "Con fecha anterior al inicio del servicio que puede estar mal escrita; Comunicaciones debe revisarla, filas: \
             {}{more}",
            named.join(", ")
        ));
    }

    let repeats = balance.withheld - balance.quarantined - balance.early - balance.deferred;
    if repeats > 0 {
        lines.push(format!(
            "Filas retenidas porque repiten otra; están listadas debajo de la tabla: {repeats}"
        ));
    }

    if balance.early > 0 {
        lines.push(format!(
            "Filas retenidas porque aparecieron a la vez más de veinte con fecha anterior al inicio del servicio; están \
             listadas debajo de la tabla: {}",
            balance.early
        ));
    }

    if balance.headings > 0 {
        lines.push(format!(
            "Filas que no son reportes (encabezados, totales o firmas); están listadas debajo de la tabla: {}",
            balance.headings
        ));
    }

    if balance.quarantined > 0 {
        lines.push(format!(
            "Filas retenidas porque cambiaron muchas a la vez, como cuando se ordena o se borra una parte de la hoja por error: \
             {}; están listadas debajo de la tabla y lo ya trasladado sigue en pie. {}",
            balance.quarantined,
            quarantine::way_out(quarantined_columns),
        ));
    }

    lines
}

fn numbers(items: &[NoticeItem]) -> String {
    match items {
        [] => String::new(),
        [only] => format!("n.º {}", only.number),
        [first, .., last] => format!("n.os {} a {}", first.number, last.number),
    }
}

pub(crate) fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn text(blocks: &[MailBlock]) -> String {
    let mut text = String::new();
    for block in blocks {
        match block {
            MailBlock::Paragraph(words) => text.push_str(words),
            MailBlock::Heading(words) => text.push_str(&words.to_uppercase()),
            MailBlock::Linked { label, link } | MailBlock::Button { label, link } => {
                // Writing to a `String` cannot fail.
                let _ = write!(text, "{label}\n{link}");
            }
            MailBlock::List(lines) => {
                text.truncate(text.trim_end().len());
                for line in lines {
                    let _ = write!(text, "\n  - {line}");
                }
            }
        }
        text.push_str("\n\n");
    }

    text.truncate(text.trim_end().len());
    text.push('\n');

    text
}

/// Begins a mail: one column, as wide as a phone where the screen is one.
const HEAD: &str = "<!doctype html>\n<html lang=\"es\"><head><meta name=\"viewport\" \
                    content=\"width=device-width\"></head>\n<body style=\"font:16px/1.5 \
                    sans-serif;max-width:600px;margin:0 auto;padding:12px\">\n";
/// Looks of a heading.
const HEADING: &str = "font-size:18px;line-height:1.3;margin:24px 0 4px";
/// Looks of a button: dark enough to read, large enough for a thumb.
const BUTTON: &str = "display:inline-block;background:#1a56b0;color:#ffffff;padding:12px 20px;border-radius:6px;\
                      text-decoration:none;font-weight:bold";

fn html(blocks: &[MailBlock]) -> String {
    let mut html = String::from(HEAD);
    for block in blocks {
        match block {
            MailBlock::Paragraph(words) => {
                let _ = writeln!(html, "<p>{}</p>", escape(words));
            }
            MailBlock::Heading(words) => {
                let _ = writeln!(html, "<h2 style=\"{HEADING}\">{}</h2>", escape(words));
            }
            MailBlock::Button { label, link } => {
                let (label, link) = (escape(label), escape(link));
                let _ = writeln!(html, "<p><a style=\"{BUTTON}\" href=\"{link}\">{label}</a></p>");
            }
            MailBlock::Linked { label, link } => {
                let _ = writeln!(html, "<p><a href=\"{}\"><b>{}</b></a></p>", escape(link), escape(label));
            }
            MailBlock::List(lines) => {
                let items: Vec<String> = lines.iter().map(|line| escape(line)).collect();
                let _ = writeln!(html, "<ul><li>{}</li></ul>", items.join("</li><li>"));
            }
        }
    }

    html.push_str("</body></html>\n");
    html
}

/// A tab's title is typed by people too, so nothing goes into the HTML as it is.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::nth;

    #[test]
    fn counts_of_none_are_left_out_and_those_of_one_are_one() {
        let words = |soon, past| in_words(Due { all: 9, soon, past });
        assert_eq!(words(0, 1), "1 reporte vencido");
        assert_eq!(words(2, 1), "1 reporte vencido, 2 por vencer hoy o en los próximos tres días hábiles");
        assert_eq!(words(1, 0), "1 reporte por vencer hoy o en los próximos tres días hábiles");
        assert_eq!(words(0, 0), "Ningún reporte vencido ni por vencer");

        let counts = Counts { pqr: 2, amended: 1, annulled: 1, ..Counts::default() };
        assert_eq!(counts.rows(), ["2 PQR", "1 enmienda"]);
        assert_eq!(counts.acts(), ["1 reporte anulado"]);
    }

    #[test]
    fn a_title_is_text_in_html() {
        let item = NoticeItem::count(
            nth(1),
            "<b>&\"".into(),
            "https://x.example/?a=1&b=2".into(),
            std::iter::empty(),
        );
        let facts = NoticeFacts {
            as_of: NaiveDate::default(),
            items: &[item],
            balance: None,
            quarantined_columns: &[],
            early: &[],
            unconfirmed: &[],
            reissued: &[],
            columns: &[],
            unwritten: &[],
            complete_today: 0,
            unconfirmed_end: None,
            first: &[],
            today: NaiveDate::default(),
            archived: 0,
            due: Due::default(),
            list: "https://x.example/",
            reference: "CI-<7>",
            entity: &Entity::default(),
        };
        let html = write(&facts).html;
        assert!(
            html.contains("<a href=\"https://x.example/?a=1&amp;b=2\"><b>&lt;b&gt;&amp;&quot;</b></a>"),
            "{html}"
        );
        assert!(html.contains("GD-P01 CI-&lt;7&gt;)."), "{html}");
    }
}
