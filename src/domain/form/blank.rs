//! An empty CE-F05: its columns as a new spreadsheet gets them.

use crate::domain::fields::document::DocumentKind;
use crate::domain::finding::field::Field;
use crate::domain::form::definition::Form;
use crate::domain::suggest::RequestKind;

/// The services of the entity.
pub(super) const SERVICES: [&str; 2] = ["Acueducto", "Alcantarillado"];

/// One column of an empty form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlankColumn {
    /// The field of the column.
    pub field: Field,
    /// The column's header, as the form spells it first.
    pub header: String,
    /// The kind of content that people type there.
    pub holds: Holds,
    /// The column's width in pixels.
    pub width: i32,
}

/// The kinds of content that people type into a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A running number.
    Number,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// Text, kept as it is typed: leading zeros and signs included.
    Text,
    /// One of a few values, or something else that is no less true.
    Choice(Vec<String>),
}

impl Form {
    /// The columns of an empty form, in their order, without those that staff may add.
    pub fn blank(&self) -> Vec<BlankColumn> {
        let column = |field: Field| BlankColumn {
            field,
            header: self.headers.first(field).unwrap_or(field.header()).to_owned(),
            holds: self.holds(field),
            width: width(field),
        };
        Field::ALL.into_iter().filter(|field| !field.is_optional()).map(column).collect()
    }

    fn holds(&self, field: Field) -> Holds {
        match field {
            Field::Network => {
                Holds::Choice(self.networks().iter().map(|network| network.name().to_owned()).collect())
            }
            field => holds(field),
        }
    }
}

fn holds(field: Field) -> Holds {
    let choice = |texts: &[&str]| Holds::Choice(texts.iter().map(|text| (*text).to_owned()).collect());

    match field {
        Field::Number => Holds::Number,
        Field::Date | Field::SentOn => Holds::Date,
        Field::Time => Holds::Time,
        Field::Interaction => choice(&["Comentario", "Mensaje", "Etiqueta"]),
        Field::DocumentType => {
            use DocumentKind::{Cc, Ce, Nit, Passport, Pep, Ppt, Rc, Ti};
            choice(&[Cc, Ce, Ti, Rc, Nit, Passport, Ppt, Pep].map(DocumentKind::mark))
        }
        Field::Service => choice(&SERVICES),
        Field::Kind => {
            let mut kinds: Vec<String> = RequestKind::ALL.iter().map(|kind| capital(kind.name())).collect();
            // The most ordinary first.
            kinds.reverse();
            Holds::Choice(kinds)
        }
        _ => Holds::Text,
    }
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

fn width(field: Field) -> i32 {
    match field {
        Field::Number | Field::Time => 60,
        Field::Date | Field::Network | Field::DocumentType | Field::Service | Field::SentOn => 110,
        Field::Interaction
        | Field::Document
        | Field::Phone
        | Field::Subscriber
        | Field::RegisteredBy
        | Field::Quality => 130,
        Field::Profile | Field::District | Field::Kind | Field::Place => 160,
        Field::Name | Field::Email | Field::Address | Field::Link | Field::Reply | Field::Notes => 200,
        Field::Subject | Field::Grounds => 300,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fields::channel::Channel;
    use crate::sheet::cell::Cell;
    use crate::sheet::column_index::ColumnIndex;
    use crate::sheet::normalize;
    use crate::testing::form;

    #[test]
    fn an_empty_form_is_read_back_as_the_form_it_was_made_of() {
        let own = "[headers]\ndate = [\"Día del mensaje\", \"Fecha\"]\n";
        for form in [form(), &Form::from_toml(own).unwrap()] {
            let blank = form.blank();
            let headers: Vec<Cell> = blank.iter().map(|column| Cell::Text(column.header.clone())).collect();
            let layout = form.locate(&[headers]).unwrap().unwrap();
            let read: Vec<(Field, Vec<ColumnIndex>)> = layout.columns.into_iter().collect();
            let made = blank
                .iter()
                .zip(0..)
                .map(|(column, at)| (column.field, vec![ColumnIndex::new(at)]))
                .collect();
            assert_eq!((read, layout.notes), (made, Vec::new()));
        }
        let own = Form::from_toml(own).unwrap().blank();
        assert_eq!(own[1].header, "Día del mensaje");
        let built_in: Vec<String> = form().blank().into_iter().map(|column| column.header).collect();
        let fields = Field::ALL.into_iter().filter(|field| !field.is_optional());
        let spelled: Vec<&str> = fields.map(Field::header).collect();
        assert_eq!(built_in, spelled, "the file and the program spell the form alike");
    }

    #[test]
    fn every_choice_of_a_drop_down_is_understood() {
        let mut understood = 0;
        for BlankColumn { field, holds, .. } in form().blank() {
            let Holds::Choice(choices) = holds else { continue };
            for text in choices {
                let normalized = normalize::plain(&text);
                match field {
                    Field::Network => {
                        let channel = form().channels().parse(&normalized).value;
                        assert!(matches!(channel, Some(Channel::Official(_))), "{text}");
                    }
                    Field::Kind => assert!(form().words().typed_kind(&normalized).is_some(), "{text}"),
                    Field::DocumentType => assert!(form().documents().kind(&normalized).is_some(), "{text}"),
                    _ => continue,
                }
                understood += 1;
            }
        }
        assert_eq!(understood, 18);
    }
}
