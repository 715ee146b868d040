//! The type of one field, as the reduced documents write it.

/// A named field of a type, or a named parameter of a method.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) required: bool,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Int32,
    Uint32,
    Int64,
    Float,
    Double,
    Bool,
    Mask,
    Time,
    Bytes,
    Any,
    Named(&'static str),
    List(Box<Self>),
    Map(Box<Self>),
    Choice(Vec<&'static str>),
}

impl Field {
    pub(crate) fn parse(word: &'static str) -> Self {
        let (name, kind) = word.split_once(':').unwrap_or((word, "any"));
        let bare = name.trim_end_matches('!');
        Self { name: bare, required: bare.len() < name.len(), kind: Kind::parse(kind) }
    }
}

impl Kind {
    fn parse(text: &'static str) -> Self {
        if let Some(item) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
            return Self::List(Box::new(Self::parse(item)));
        }
        if let Some(item) = text.strip_prefix('{').and_then(|t| t.strip_suffix('}')) {
            return Self::Map(Box::new(Self::parse(item)));
        }
        if text.contains('|') {
            return Self::Choice(text.split('|').collect());
        }
        match text {
            "string" => Self::Text,
            "int32" => Self::Int32,
            "uint32" => Self::Uint32,
            "int64" => Self::Int64,
            "float" => Self::Float,
            "double" => Self::Double,
            "bool" => Self::Bool,
            "mask" => Self::Mask,
            "time" => Self::Time,
            "bytes" => Self::Bytes,
            "any" => Self::Any,
            name => Self::Named(name),
        }
    }

    /// The type that this kind is, or is a list or map of.
    pub(crate) fn named(&self) -> Option<&'static str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(item) | Self::Map(item) => item.named(),
            _ => None,
        }
    }
}
