//! Google's own description of its methods and types, reduced to text files by `schema/reduce.py`.
//!
//! Everything a client sends is checked against it, so that the emulator is as strict as Google without a
//! hand-written list, and shares no type with the programs it judges.

mod check;
mod kind;
mod mask;

pub(crate) use check::{Violation, check, check_parameter, truth};
pub(crate) use kind::{Field, Kind};
pub(crate) use mask::Mask;

use std::collections::HashMap;
use std::sync::LazyLock;

/// One API: its methods, its types, and the parameters that every method takes.
pub(crate) struct Schema {
    pub(crate) methods: Vec<Method>,
    types: HashMap<&'static str, Vec<Field>>,
    globals: Vec<Field>,
    /// Drive passes over what it does not know: parameters, and members of a body.
    pub(crate) lenient: bool,
}

/// The API a method belongs to; error bodies and headers differ between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Sheets,
    Drive,
    Gmail,
}

/// One method as the discovery document has it.
pub(crate) struct Method {
    pub(crate) id: &'static str,
    pub(crate) verb: &'static str,
    pub(crate) path: &'static str,
    pub(crate) request: Option<&'static str>,
    pub(crate) answer: Option<&'static str>,
    pub(crate) scopes: Vec<&'static str>,
    pub(crate) parameters: Vec<Field>,
}

pub(crate) static SHEETS: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(include_str!("../../schema/sheets.v4.txt"), false));
pub(crate) static DRIVE: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(include_str!("../../schema/drive.v3.txt"), true));
pub(crate) static GMAIL: LazyLock<Schema> =
    LazyLock::new(|| Schema::parse(include_str!("../../schema/gmail.v1.txt"), false));

impl Service {
    pub(crate) fn schema(self) -> &'static Schema {
        match self {
            Self::Sheets => &SHEETS,
            Self::Drive => &DRIVE,
            Self::Gmail => &GMAIL,
        }
    }

    /// The host name in quota and scope messages.
    pub(crate) fn host(self) -> &'static str {
        match self {
            Self::Sheets => "sheets.googleapis.com",
            Self::Drive => "drive.googleapis.com",
            Self::Gmail => "gmail.googleapis.com",
        }
    }
}

impl Schema {
    fn parse(text: &'static str, lenient: bool) -> Self {
        let mut schema = Self { methods: Vec::new(), types: HashMap::new(), globals: Vec::new(), lenient };
        for line in text.lines() {
            let mut words = line.split(' ');
            match words.next() {
                Some("G") => schema.globals = words.map(Field::parse).collect(),
                Some("M") => schema.methods.extend(Method::parse(words)),
                Some("T") => {
                    if let Some(name) = words.next() {
                        schema.types.insert(name, words.map(Field::parse).collect());
                    }
                }
                _ => {}
            }
        }
        schema
    }

    pub(crate) fn method(&self, id: &str) -> Option<&Method> {
        self.methods.iter().find(|m| m.id == id)
    }

    pub(crate) fn fields(&self, type_name: &str) -> &[Field] {
        self.types.get(type_name).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn field(&self, type_name: &str, name: &str) -> Option<&Field> {
        self.fields(type_name).iter().find(|f| f.name == name)
    }

    /// The parameter of that name, whether the method's own or one that all take.
    pub(crate) fn parameter<'a>(&'a self, method: &'a Method, name: &str) -> Option<&'a Field> {
        method.parameters.iter().chain(&self.globals).find(|f| f.name == name)
    }
}

impl Method {
    fn parse(mut words: std::str::Split<'static, char>) -> Option<Self> {
        let some = |word: &'static str| (word != "-").then_some(word);
        Some(Self {
            id: words.next()?,
            verb: words.next()?,
            path: words.next()?,
            request: some(words.next()?),
            answer: some(words.next()?),
            scopes: words.next()?.split(',').collect(),
            parameters: words.map(Field::parse).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_documents_are_read_whole() {
        assert!(SHEETS.method("spreadsheets.batchUpdate").is_some());
        assert!(DRIVE.method("files.list").is_some());
        assert!(GMAIL.method("users.drafts.send").is_some());
        assert_eq!(SHEETS.field("SheetProperties", "sheetId").map(|f| &f.kind), Some(&Kind::Int32));
        assert!(matches!(
            SHEETS.field("Request", "addSheet").map(|f| &f.kind),
            Some(Kind::Named("AddSheetRequest"))
        ));
    }

    #[test]
    fn every_named_type_is_defined() {
        for schema in [&SHEETS, &DRIVE, &GMAIL] {
            for field in schema.types.values().flatten() {
                if let Some(name) = field.kind.named() {
                    assert!(schema.types.contains_key(name), "{name}");
                }
            }
        }
    }
}
