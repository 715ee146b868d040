//! The text for the citizen about the next step of a report, and by whom and through what it is sent. It holds nothing
//! that the citizen gave: neither name, document, phone and address, nor a word of what was said.

use chrono::NaiveDate;

use crate::domain::fields::channel::Channel;
use crate::domain::finding::field::Field;
use crate::domain::form::report::Report;
use crate::domain::form::{Form, TextBlank};
use crate::domain::handoff::facts;
use crate::domain::law::criteria::Criterion;
use crate::domain::law::life::{Action, Life, StepTopic, full};
use crate::sheet::normalize;

/// Office that sends what cannot be sent to an address.
const COMMUNICATIONS: &str = "Comunicaciones";
/// Words of `Tipo de interacción` for what everybody can read.
const PUBLIC: [&str; 4] = ["coment", "etiquet", "mencion", "public"];

/// Facts that are known on the day on which a text is sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// The radicado, as clerks typed it; empty for none.
    pub radicado: &'a str,
    /// The day.
    pub day: NaiveDate,
}

/// The text for the next step of a report; empty where none is sent. Without `sent` it is a template whose blanks a
/// clerk fills on the day.
pub fn citizen_text(life: &Life, report: &Report, form: &Form, sent: Option<Sent<'_>>) -> String {
    let texts = form.citizen_texts();
    let elsewhere = facts::elsewhere(report);
    let template = match life.action {
        // Whoever wants no name in it is answered by a public notice.
        _ if life.topics.contains(&StepTopic::Anonymous) => return String::new(),
        Some(Action::Answer) => &texts.acknowledgement,
        Some(Action::Require) => &texts.requirement,
        Some(Action::Remit) if elsewhere.as_ref().is_some_and(|elsewhere| elsewhere.partly) => {
            &texts.partial_remission
        }
        Some(Action::Remit) => &texts.remission,
        Some(Action::Clarify | Action::Wait | Action::Withdraw | Action::Review) | None => {
            return String::new();
        }
    };

    let text = texts.filled(template, |blank| match blank {
        TextBlank::Radicado => sent.and_then(|sent| radicado(sent.radicado, form)),
        TextBlank::Received => received(report),
        TextBlank::Due => life.due.map(full),
        TextBlank::Missing => Some(missing(&report.may_be_required())),
        TextBlank::Until => sent.and_then(|sent| form.deadlines().months_after(sent.day, 1)).map(full),
        TextBlank::Entity => elsewhere.as_ref().map(|elsewhere| elsewhere.entity.clone()),
        TextBlank::Sent => sent.map(|sent| full(sent.day)),
        TextBlank::Policy => None,
    });

    let mut lines = vec![way(report, form), text];
    let interaction = normalize::plain(report.text(Field::Interaction));
    if PUBLIC.iter().any(|word| interaction.contains(word)) {
        lines.push(format!("En el comentario público escriba solo: {}", texts.public));
    }
    lines.join("\n")
}

/// By whom and through what a text is sent: "Envíe por mensaje privado de Facebook (lo envía Comunicaciones)."
fn way(report: &Report, form: &Form) -> String {
    let clerks = form.entity().clerks_office.as_str();
    let (way, office) = match &report.channel {
        _ if report.email.is_some() => ("por correo electrónico".to_owned(), clerks),
        _ if report.address.is_some() => ("a la dirección de notificación".to_owned(), clerks),
        Some(Channel::Official(network)) if network.name() == "WhatsApp" => {
            ("por mensaje de WhatsApp".to_owned(), COMMUNICATIONS)
        }
        Some(Channel::Official(network)) => {
            (format!("por mensaje privado de {}", network.name()), COMMUNICATIONS)
        }
        Some(Channel::OffList) | None => ("por el medio por el que escribió".to_owned(), COMMUNICATIONS),
    };
    let office = form.citizen_texts().sender.as_deref().unwrap_or(office);
    format!("Envíe {way} (lo envía {office}). Nunca como comentario público.")
}

/// A radicado that may stand in a text: clerks' slips put anything into its cell.
fn radicado(typed: &str, form: &Form) -> Option<String> {
    let checked = form.radicado_prefixes().checked(typed);
    (!checked.is_empty() && normalize::key(&checked) == normalize::key(typed)).then_some(checked)
}

/// The day and time of the message (CPACA, art. 15).
fn received(report: &Report) -> Option<String> {
    let received = report.received?;
    let time = received.time.map(|time| format!(" a las {}", time.format("%H:%M")));
    Some(format!("{}{}", full(received.date), time.unwrap_or_default()))
}

/// The data that are required, in words for the citizen.
fn missing(criteria: &[Criterion]) -> String {
    let words: Vec<&str> = criteria
        .iter()
        .map(|criterion| match criterion {
            Criterion::Identification => "su nombre completo y su número de documento",
            Criterion::Address => "una dirección o un correo electrónico para responderle",
            Criterion::Subject => "que nos diga qué solicita",
            Criterion::Grounds => "las razones de su solicitud",
        })
        .collect();
    match words.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} y {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
