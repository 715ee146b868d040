//! What figures count a report under: words of the form's lists, never what somebody typed.

use std::collections::BTreeMap;

use crate::domain::fields::channel::Channel;
use crate::domain::finding::field::Field;
use crate::domain::form::blank::SERVICES;
use crate::domain::form::definition::Form;
use crate::domain::form::report::Report;
use crate::domain::suggest::RequestKind;
use crate::sheet::normalize;

/// A text that is no word of the list.
const OTHER: &str = "otro";

/// The words that a report falls under; each is blank where its cell is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Classification {
    /// The network by its name.
    pub network: String,
    /// The kind that staff typed.
    pub kind: String,
    /// The service, or both.
    pub service: String,
    /// The neighbourhood of the configured list.
    pub district: String,
}

/// The names of neighbourhoods, by their letters and digits.
#[derive(Clone, Debug, Default)]
pub(super) struct Districts(BTreeMap<String, String>);

impl Districts {
    pub(super) fn new<'a>(names: impl IntoIterator<Item = &'a String>) -> Self {
        Self(names.into_iter().map(|name| (normalize::key(name), name.clone())).collect())
    }
}

impl Form {
    /// The words that a report falls under.
    pub fn classify(&self, report: &Report) -> Classification {
        let network = match &report.channel {
            Some(Channel::Official(network)) => network.name().to_owned(),
            _ => other(report.text(Field::Network)),
        };
        let kind = match report.kind {
            Some(kind) => kind.name().to_owned(),
            None => other(report.text(Field::Kind)),
        };
        let district = report.text(Field::District);
        let known = self.districts.0.get(&normalize::key(district));

        Classification {
            network,
            kind,
            service: service(report.text(Field::Service)),
            district: known.cloned().unwrap_or_else(|| other(district)),
        }
    }
}

impl Form {
    /// The words of a ledger line, as far as they stand in the lists of today.
    pub fn listed(&self, words: &Classification) -> Classification {
        let listed = |word: &String, is_listed: bool| if is_listed { word.clone() } else { other(word) };
        let is_service = |word: &String| word.split(" y ").all(|service| SERVICES.contains(&service));
        Classification {
            network: listed(
                &words.network,
                self.networks().iter().any(|known| known.name() == words.network),
            ),
            kind: listed(&words.kind, RequestKind::ALL.iter().any(|kind| kind.name() == words.kind)),
            service: listed(&words.service, is_service(&words.service)),
            district: listed(
                &words.district,
                self.districts.0.values().any(|known| *known == words.district),
            ),
        }
    }
}

fn other(typed: &str) -> String {
    if typed.is_empty() { String::new() } else { OTHER.to_owned() }
}

fn service(typed: &str) -> String {
    let normalized = normalize::plain(typed);
    let named = SERVICES.into_iter().filter(|service| normalized.contains(&normalize::plain(service)));
    let named: Vec<&str> = named.collect();
    if named.is_empty() { other(typed) } else { named.join(" y ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::cell::Cell;
    use crate::testing::{day, form};

    #[test]
    fn figures_know_words_of_lists_only() {
        let classified = |cells: &[(Field, &str)]| {
            let typed = |field: &Field| {
                let typed = cells.iter().find(|(of, _)| of == field).map_or("", |(_, text)| text);
                Cell::Text(if *field == Field::Subject { "no hay agua" } else { typed }.to_owned())
            };
            let header = Field::ALL.iter().map(|field| Cell::Text(field.header().to_owned())).collect();
            let grid = [header, Field::ALL.iter().map(typed).collect()];
            let sheet = form().read(&grid, day("2026-11-18")).expect("the header row is complete");
            form().classify(&sheet.reports[0])
        };

        let known = classified(&[
            (Field::Network, "fb"),
            (Field::Kind, "QUEJA"),
            (Field::Service, "acueducto / alcantarillado"),
            (Field::District, "GAIRA"),
        ]);
        assert_eq!(known.network, "Facebook");
        assert_eq!((known.kind.as_str(), known.district.as_str()), ("queja", "Gaira"));
        assert_eq!(known.service, "Acueducto y Alcantarillado");

        let typed = classified(&[
            (Field::Network, "la emisora"),
            (Field::Kind, "Ana Prueba"),
            (Field::Service, "300 000 0011"),
            (Field::District, "donde Ana"),
        ]);
        assert_eq!([typed.network, typed.kind, typed.service, typed.district], [OTHER; 4]);
        assert_eq!(classified(&[(Field::Service, ""), (Field::District, "")]).service, "");

        let words = ["Ana Prueba", "300 000 0011", "Calle 1", "Acueducto y Ana"].map(str::to_owned);
        let [network, kind, service, district] = words;
        assert_eq!(form().listed(&known), known);
        let unlisted = form().listed(&Classification { network, kind, service, district });
        assert_eq!([unlisted.network, unlisted.kind, unlisted.service, unlisted.district], [OTHER; 4]);
        assert_eq!(form().listed(&Classification::default()), Classification::default());
    }
}
