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
            nearest_due: None,
            undated: 0,
        };

        for entry in entries {
            match entry.class {
                _ if entry.is_reinstated() => item.reinstated += 1,
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
    let (pqr, incomplete, amended, annulled, reinstated) = totals(facts.items);
    let numbers = numbers(facts.items);
    let mut subject = format!(
        "[{} {} {numbers}] Traslado de redes sociales: {pqr} PQR, {incomplete} por completar, {}",
        facts.entity.form.code,
        facts.as_of,
        plural(amended, "enmienda", "enmiendas"),
    );

    if annulled > 0 {
        subject = format!("{subject}, {}", plural(annulled, "anulado", "anulados"));
    }

    if reinstated > 0 {
        subject = format!("{subject}, {}", plural(reinstated, "restablecido", "restablecidos"));
    }

    let paragraphs = paragraphs(facts, &numbers);
    render(subject, &paragraphs)
}

/// A mail out of its pieces.
pub(crate) fn render(subject: String, blocks: &[MailBlock]) -> Notice {
    Notice { subject, text: text(blocks), html: html(blocks) }
}

/// A piece of the mail, before it is text or HTML.
pub(crate) enum MailBlock {
    Paragraph(String),
    Linked { label: String, link: String },
    List(Vec<String>),
}

fn paragraphs(facts: &NoticeFacts<'_>, numbers: &str) -> Vec<MailBlock> {
    let mut blocks = vec![
        MailBlock::Paragraph("Cordial saludo.".into()),
        MailBlock::Paragraph(format!(
            "Los reportes de redes sociales del traslado {numbers} quedaron a disposición de {} ({}). Se tramitan según \
             el procedimiento {}.",
            facts.entity.clerks_office,
            facts.entity.cited(facts.reference),
            facts.entity.answering.cited(),
        )),
    ];

    for item in facts.items {
        blocks.push(MailBlock::Linked { label: item.title.clone(), link: item.link.clone() });
        blocks.push(MailBlock::List(counts(item)));
    }

    blocks.push(MailBlock::Paragraph("Sin fecha de respuesta, de este traslado y de los anteriores:".into()));
    blocks.push(MailBlock::List(facts.due.lines().into()));
    blocks.push(MailBlock::Linked { label: "Ver los pendientes".into(), link: facts.list.to_owned() });

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

fn counts(item: &NoticeItem) -> Vec<String> {
    let mut lines = vec![
        format!("PQR: {}", item.pqr),
        format!("Por completar: {}", item.incomplete),
        format!("Enmiendas: {}", item.amended),
    ];

    if item.annulled > 0 {
        lines.push(format!("Anulados: {}", item.annulled));
    }
    if item.reinstated > 0 {
        lines.push(format!("Restablecidos: {}", item.reinstated));
    }
    if let Some(due) = item.nearest_due {
        lines.push(format!("Vencimiento más próximo: {}", due.format("%d/%m/%Y")));
    }
    if item.undated > 0 {
        lines.push(format!("Sin fecha de vencimiento, por no tener una fecha válida: {}", item.undated));
    }

    lines
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

fn totals(items: &[NoticeItem]) -> (usize, usize, usize, usize, usize) {
    let sum = |of: fn(&NoticeItem) -> usize| items.iter().map(of).sum();
    (
        sum(|item| item.pqr),
        sum(|item| item.incomplete),
        sum(|item| item.amended),
        sum(|item| item.annulled),
        sum(|item| item.reinstated),
    )
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
            MailBlock::Linked { label, link } => {
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

fn html(blocks: &[MailBlock]) -> String {
    let mut html =
        String::from("<!doctype html>\n<html lang=\"es\"><body style=\"font-family:sans-serif\">\n");
    for block in blocks {
        match block {
            MailBlock::Paragraph(words) => {
                let _ = writeln!(html, "<p>{}</p>", escape(words));
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
