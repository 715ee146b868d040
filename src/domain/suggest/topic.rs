//! Kinds of request and the other subjects of the word lists.

use crate::domain::finding::Rule;

/// The kinds of report, from the most to the least special (CE-P08; CPACA art. 14; Ley 142 de 1994,
/// art. 154).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RequestKind {
    /// Recurso: reposición, and apelación in subsidy.
    Appeal,
    /// Reclamo: about billing.
    Claim,
    /// Queja: about conduct.
    Complaint,
    /// Solicitud de documentos o información.
    Documents,
    /// Consulta.
    Consultation,
    /// Petición: everything else that asks for something.
    Petition,
}

impl RequestKind {
    /// The kinds, the most special first.
    pub const ALL: [Self; 6] =
        [Self::Appeal, Self::Claim, Self::Complaint, Self::Documents, Self::Consultation, Self::Petition];

    /// The Spanish name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Appeal => "recurso",
            Self::Claim => "reclamo",
            Self::Complaint => "queja",
            Self::Documents => "solicitud de documentos",
            Self::Consultation => "consulta",
            Self::Petition => "petición",
        }
    }
}

/// The subject of a word list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Words of a kind of report.
    RequestKind(RequestKind),
    /// Words that make a finding.
    Alert(Rule),
    /// Words that make none by themselves.
    Mark(Mark),
}

/// Something else that the words of a report tell, by which findings are made or left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A verb of asking or a question.
    Request,
    /// A place.
    Place,
    /// A day, or a length of time.
    Date,
    /// A fault of the service.
    Damage,
    /// A wrong that somebody is blamed for, of which nothing is said yet that can be verified.
    Accusation,
    /// Water, sewer or their bills, which are the company's own.
    OwnService,
    /// Anything that the company deals with, in any sense.
    Utility,
    /// A word of another language that is none in Spanish.
    Foreign,
}

/// The suggestions that the words of one report make.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// The kind with most words, the most special of those with as many; `None` without any. A
    /// single word of an appeal makes one, whatever else it speaks of, because its rules are its own;
    /// and asking for documents is a request of documents, however often it says "please".
    pub kind: Option<RequestKind>,
    /// The findings the words make, in the order of the table of rules.
    pub alerts: Vec<Rule>,
    /// True if somebody is blamed for an act that can be verified.
    pub accuses: bool,
    /// True if a fault of the service is told with its place or its day.
    pub tells_damage: bool,
}
