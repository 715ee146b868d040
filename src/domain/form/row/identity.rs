//! The part of a row that tells one report from another.

use std::fmt::Write as _;

use crate::domain::fields::channel::Channel;
use crate::domain::fields::contact::Phone;
use crate::domain::fields::document::Document;
use crate::domain::fields::time;
use crate::domain::finding::field::Field;
use crate::domain::form::row::cells::FormRow;
use crate::domain::form::texts::{Packer, Texts};
use crate::sheet::cell::Cell;
use crate::sheet::normalize;

impl FormRow<'_> {
    /// The canonical text of each of the citizen's cells that is not blank. A formula counts by
    /// its source, since its value changes by itself.
    pub(super) fn identity(
        &self,
        channel: Option<Channel>,
        document: Option<&Document>,
        phone: Option<&Phone>,
        packer: &mut Packer,
    ) -> Texts {
        for field in self.normalized.filled().filter(|field| !field.is_office()) {
            packer.push(field, |out| {
                let start = out.len();
                let cell = self.cell(field);

                match (field, cell) {
                    (_, Cell::Formula { source, .. }) => normalize::canonical_into(source, out),
                    (Field::Date, _) => self.write_instant(out),
                    (Field::Time, _) => out.extend(self.clock.map(time::canonical)),
                    (Field::Network, _) => {
                        if let Some(Channel::Official(network)) = channel {
                            normalize::canonical_into(network.name(), out);
                        }
                    }
                    (Field::Document, _) => match document {
                        Some(document) => out.push_str(&document.identity(&cell.text())),
                        None => out.push_str(&normalize::key(&cell.text())),
                    },
                    (Field::Phone, _) => match phone {
                        Some(phone) => out.push_str(phone.number().expose()),
                        None => out.extend(cell.text().chars().filter(char::is_ascii_digit)),
                    },
                    _ => {}
                }

                // A text without a form of its own, or that its column cannot read, counts as it was typed.
                if out.len() == start {
                    normalize::canonical_into(&cell.text(), out);
                }
            });
        }

        packer.finish()
    }

    /// Appends the day that the date cell names, and the time of day if it holds both.
    fn write_instant(&self, out: &mut String) {
        let Some(day) = self.day else { return };
        // Writing to a `String` cannot fail.
        let _ = write!(out, "{}", day.date);
        if let Some(time) = day.time {
            out.push(' ');
            out.push_str(&time::canonical(time));
        }
    }
}
