//! The part of a row that tells one report from another.

use super::Row;
use crate::domain::cell::Cell;
use crate::domain::field::Field;
use crate::domain::fields::channel::Channel;
use crate::domain::fields::contact::Phone;
use crate::domain::fields::document::Document;
use crate::domain::fields::{date, time};
use crate::domain::spelling;
use crate::domain::texts::Texts;

impl Row<'_> {
    /// The canonical text of each of the citizen's cells that is not blank. A formula counts by
    /// its source, since its value changes by itself.
    pub(super) fn identity(
        &self,
        channel: Option<Channel>,
        document: Option<&Document>,
        phone: Option<&Phone>,
    ) -> Texts {
        let fields = self.reader.layout.columns.keys().copied();
        fields
            .filter(|field| !field.is_office())
            .filter(|&field| !self.cell(field).is_blank())
            .map(|field| {
                let cell = self.cell(field);
                let value = match (field, cell) {
                    (_, Cell::Formula { source, .. }) => Some(spelling::canonical(source)),
                    (Field::Date, _) => date::parse(cell).value.map(|day| {
                        let time = day.time.map(|time| format!(" {}", time::canonical(time)));
                        format!("{}{}", day.date, time.unwrap_or_default())
                    }),
                    (Field::Time, _) => time::parse(cell).value.map(time::canonical),
                    (Field::Network, _) => match channel {
                        Some(Channel::Official(network)) => Some(spelling::canonical(network.name())),
                        _ => None,
                    },
                    (Field::Document, _) => document.map_or_else(
                        || Some(spelling::key(&cell.text())).filter(|key| !key.is_empty()),
                        |document| Some(document.identity(&cell.text())),
                    ),
                    (Field::Phone, _) => phone.map_or_else(
                        || Some(digits(&cell.text())).filter(|digits| !digits.is_empty()),
                        |phone| Some(phone.number().expose().to_owned()),
                    ),
                    _ => None,
                };
                (field, value.unwrap_or_else(|| spelling::canonical(&cell.text())))
            })
            .collect()
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
