//! The cells of one row, packed.

use std::fmt;

use super::field::Field;

const FIELDS: usize = Field::ALL.len();

/// Citizens' texts by field, in one allocation: a sheet of years has millions of cells.
///
/// Like [`Private`](super::private::Private) it has no `Display` and its `Debug` names the fields
/// only; [`Texts::expose`] and [`Texts::iter`] are the ways out. A blank text is no text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts {
    packed: Box<str>,
    ends: [u32; FIELDS],
}

impl Texts {
    /// The text of a field; `None` where there is none.
    pub fn expose(&self, field: Field) -> Option<&str> {
        let index = field as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        self.packed.get(start as usize..self.ends[index] as usize).filter(|text| !text.is_empty())
    }

    /// The fields that have a text, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL.into_iter().filter_map(|field| Some((field, self.expose(field)?)))
    }

    /// Whether no field has a text.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }
}

impl<T: AsRef<str>> FromIterator<(Field, T)> for Texts {
    /// The last text given for a field is the one kept.
    fn from_iter<I: IntoIterator<Item = (Field, T)>>(texts: I) -> Self {
        let mut slots: [Option<T>; FIELDS] = [const { None }; FIELDS];
        for (field, text) in texts {
            slots[field as usize] = Some(text);
        }
        let mut packed = String::new();
        let mut ends = [0; FIELDS];
        for (slot, end) in slots.iter().zip(&mut ends) {
            packed.push_str(slot.as_ref().map_or("", AsRef::as_ref));
            // A spreadsheet holds 50,000 characters a cell, far from the limit of the count.
            *end = u32::try_from(packed.len()).unwrap_or(u32::MAX);
        }
        Self { packed: packed.into_boxed_str(), ends }
    }
}

impl fmt::Debug for Texts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(|(field, _)| field)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_by_field_and_in_the_order_of_the_form() {
        let texts: Texts = [(Field::Subject, "no hay agua"), (Field::Name, "Ana Ruiz"), (Field::Notes, "")]
            .into_iter()
            .collect();
        assert_eq!(texts.expose(Field::Subject), Some("no hay agua"));
        assert_eq!(texts.expose(Field::Notes), None);
        assert_eq!(texts.iter().next(), Some((Field::Name, "Ana Ruiz")));
        assert_eq!(format!("{texts:?}"), "{Name, Subject}");
    }
}
