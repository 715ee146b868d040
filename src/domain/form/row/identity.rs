//! The part of a row that tells one report from another.

use super::Row;
use crate::domain::cell::Cell;
use crate::domain::field::Field;
use crate::domain::fields::channel::Channel;
use crate::domain::fields::contact::Phone;
use crate::domain::fields::document::Document;
use crate::domain::fields::time;
use crate::domain::spelling;
use crate::domain::texts::{Packer, Texts};

impl Row<'_> {
    /// The canonical text of each of the citizen's cells that is not blank. A formula counts by
    /// its source, since its value changes by itself.
    pub(super) fn identity(
        &self,
        channel: Option<Channel>,
        document: Option<&Document>,
        phone: Option<&Phone>,
        packer: &mut Packer,
    ) -> Texts {
        for field in self.fields().filter(|field| !field.is_office()) {
            let cell = self.cell(field);
            let value = match field {
                _ if matches!(cell, Cell::Formula { .. }) => None,
                Field::Date => self.day.map(|day| {
                    let time = day.time.map(|time| format!(" {}", time::canonical(time)));
                    format!("{}{}", day.date, time.unwrap_or_default())
                }),
                Field::Time => self.clock.map(time::canonical),
                Field::Network => match channel {
                    Some(Channel::Official(network)) => Some(network.name().to_lowercase()),
                    _ => None,
                },
                Field::Document => Some(match document {
                    Some(document) => document.identity(&cell.text()),
                    None => spelling::key(&cell.text()),
                }),
                Field::Phone => Some(match phone {
                    Some(phone) => phone.number().expose().to_owned(),
                    None => digits(&cell.text()),
                }),
                _ => None,
            };
            packer.push(field, |text| match (value.filter(|value| !value.is_empty()), cell) {
                (Some(value), _) => text.push_str(&value),
                (None, Cell::Formula { source, .. }) => spelling::canonical_into(source, text),
                (None, _) => spelling::canonical_into(&cell.text(), text),
            });
        }
        packer.finish()
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
