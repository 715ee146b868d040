//! The cells of one row, packed.

use std::fmt;

use crate::domain::finding::field::Field;

const FIELDS: usize = Field::ALL.len();

/// Citizens' texts by field, in one allocation: a sheet of years has millions of cells.
///
/// Like [`Private`](crate::domain::finding::private::Private) it has no `Display` and its `Debug` names the fields
/// only; [`Texts::expose`] and [`Texts::iter`] are the ways out. A blank text is no text.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Texts {
    packed: Box<str>,
    ends: [u32; FIELDS],
}

impl Texts {
    /// The text of a field; `None` where there is none.
    pub fn expose(&self, field: Field) -> Option<&str> {
        Some(slice(&self.packed, &self.ends, field)).filter(|text| !text.is_empty())
    }

    /// The fields that have a text, in the order of the form.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL.into_iter().filter_map(|field| Some((field, self.expose(field)?)))
    }

    /// Returns `true` if no field has a text.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }
}

fn slice<'a>(packed: &'a str, ends: &[u32; FIELDS], field: Field) -> &'a str {
    let index = field as usize;
    let start = if index == 0 { 0 } else { ends[index - 1] };
    packed.get(start as usize..ends[index] as usize).unwrap_or_default()
}

/// Packs texts one field after the other, in the order of the form, without an allocation each.
#[derive(Debug, Default)]
pub(crate) struct Packer {
    packed: String,
    ends: [u32; FIELDS],
    next: usize,
}

impl Packer {
    /// Appends the text of a field that comes after all fields packed so far.
    pub(crate) fn push(&mut self, field: Field, write: impl FnOnce(&mut String)) {
        self.fill(field as usize);
        write(&mut self.packed);
        self.fill(field as usize + 1);
    }

    /// The texts packed since the last call.
    pub(crate) fn finish(&mut self) -> Texts {
        self.end();
        let texts = Texts { packed: self.packed.as_str().into(), ends: self.ends };
        self.clear();
        texts
    }

    /// Ends the packing, so that [`Packer::text`] knows where each text ends.
    pub(crate) fn end(&mut self) {
        self.fill(FIELDS);
    }

    /// Forgets the texts packed so far.
    pub(crate) fn clear(&mut self) {
        self.packed.clear();
        self.next = 0;
    }

    /// A text packed before the end; empty where none was.
    pub(crate) fn text(&self, field: Field) -> &str {
        slice(&self.packed, &self.ends, field)
    }

    /// Ends the fields before `field` where the text ends now.
    fn fill(&mut self, field: usize) {
        // A spreadsheet holds 50,000 characters a cell, far from the limit of the count.
        let end = u32::try_from(self.packed.len()).unwrap_or(u32::MAX);
        if let Some(ends) = self.ends.get_mut(self.next..field) {
            ends.fill(end);
        }
        self.next = field;
    }
}

impl<T: AsRef<str>> FromIterator<(Field, T)> for Texts {
    /// The last text given for a field is the one kept.
    fn from_iter<I: IntoIterator<Item = (Field, T)>>(texts: I) -> Self {
        let mut slots: [Option<T>; FIELDS] = [const { None }; FIELDS];
        for (field, text) in texts {
            slots[field as usize] = Some(text);
        }
        let mut packer = Packer::default();
        for (field, slot) in Field::ALL.into_iter().zip(&slots) {
            packer.push(field, |packed| packed.push_str(slot.as_ref().map_or("", AsRef::as_ref)));
        }
        packer.finish()
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
