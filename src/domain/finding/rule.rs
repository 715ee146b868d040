//! The rules that notice things, by name and weight; their Spanish is in `words.rs`.

/// How much a finding matters to the person who reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Worth a look before the answer goes out.
    Warning,
    /// Changes a deadline, a priority or who must answer.
    Alert,
}

use Severity::{Alert, Note, Warning};

/// A rule that can notice something about a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// The date cell is blank or holds a placeholder: no deadline.
    MissingDate,
    /// The date cell holds no date that can be read.
    UnreadableDate,
    /// The date names a day that does not exist.
    ImpossibleDate,
    /// The date has no year.
    YearlessDate,
    /// The date is relative to an unknown day.
    RelativeDate,
    /// The date is before the first year the form admits.
    OldDate,
    /// The date is computed, so it changes by itself.
    FormulaDate,
    /// The date is after today.
    FutureDate,
    /// Day first, the date is long past; month first it would be recent.
    DoubtfulDate,
    /// Only month first makes a date of it.
    MonthFirstDate,
    /// More stands in the date cell than one date.
    TrailingDate,
    /// The time cannot be read; the date stands alone.
    UnreadableTime,
    /// The network cell is blank.
    MissingNetwork,
    /// The network is not one of the four official ones.
    OffListNetwork,
    /// The network cannot be recognised.
    UnknownNetwork,
    /// Two networks stand in one cell; the first was kept.
    SeveralNetworks,
    /// The person asks to stay, or is recorded as, anonymous.
    AnonymousPerson,
    /// Anonymous, but with facts that may be pursued ex officio.
    AnonymousFacts,
    /// The name cell holds a handle, one word or a common noun.
    ImplausibleName,
    /// The number is one people type to fill a cell.
    DummyDocument,
    /// The number has an unusual length for its type.
    DocumentLength,
    /// The NIT's check digit does not match.
    NitCheckDigit,
    /// The NIT has no check digit.
    NitWithoutCheckDigit,
    /// Several documents stand in one cell; the first was kept.
    SeveralDocuments,
    /// The number went through scientific notation.
    LossyDocument,
    /// The type column and the mark in the number's cell disagree.
    DocumentTypeConflict,
    /// The cell holds something that is no document number.
    UnreadableDocument,
    /// The document or the text suggests a minor.
    MinorPerson,
    /// The address may reach the person but has no full street number.
    ApproximateAddress,
    /// The address cell holds text, but no place to notify.
    InsufficientAddress,
    /// Only an e-mail address serves for notices.
    EmailOnly,
    /// The e-mail address is not valid; the detail may suggest a repair.
    InvalidEmail,
    /// The e-mail address is valid but looks mistyped.
    DoubtfulEmail,
    /// Several addresses stand in one cell.
    SeveralEmails,
    /// The phone number is none that can be dialled.
    UnreadablePhone,
    /// A seven-digit landline, as dialled before December 2021.
    OldLandline,
    /// Several phone numbers stand in one cell.
    SeveralPhones,
    /// The subscriber number is none.
    UnreadableSubscriber,
    /// One column serves as objeto and fundamentos.
    InferredCriterion,
    /// The text is only a link, a mention or a symbol.
    NoContent,
    /// The cell says that it is a test.
    TestText,
    /// The cell shows an error value where a datum was expected.
    ErrorCell,
    /// A text was taken for a formula by the spreadsheet.
    FormulaText,
    /// A checkbox stands where a datum was expected.
    LogicalCell,
    /// The row repeats the header row.
    RepeatedHeader,
    /// The words suggest another kind than staff typed, or staff typed none.
    SuggestedKind,
    /// May belong to the waste collection company.
    Cleaning,
    /// May belong to the electricity company.
    Energy,
    /// May belong to the city: roads, traffic lights, street lights.
    Roads,
    /// A person of special protection or imminent harm.
    Priority,
    /// The citizen announces going elsewhere.
    Escalation,
    /// May be an appeal, with rules of its own.
    Appeal,
    /// Asks for documents: ten days for non-users.
    DocumentsRequest,
    /// Claims that a term ran out.
    Silence,
    /// The citizen says it was asked before.
    Reiteration,
    /// May be a claim about personal data.
    PersonalData,
    /// Reads like thanks, opinion or insult.
    NoRequest,
}

impl Rule {
    /// Every rule, in the order of the form.
    pub const ALL: [Self; 57] = [
        Self::MissingDate,
        Self::UnreadableDate,
        Self::ImpossibleDate,
        Self::YearlessDate,
        Self::RelativeDate,
        Self::OldDate,
        Self::FormulaDate,
        Self::FutureDate,
        Self::DoubtfulDate,
        Self::MonthFirstDate,
        Self::TrailingDate,
        Self::UnreadableTime,
        Self::MissingNetwork,
        Self::OffListNetwork,
        Self::UnknownNetwork,
        Self::SeveralNetworks,
        Self::AnonymousPerson,
        Self::AnonymousFacts,
        Self::ImplausibleName,
        Self::DummyDocument,
        Self::DocumentLength,
        Self::NitCheckDigit,
        Self::NitWithoutCheckDigit,
        Self::SeveralDocuments,
        Self::LossyDocument,
        Self::DocumentTypeConflict,
        Self::UnreadableDocument,
        Self::MinorPerson,
        Self::ApproximateAddress,
        Self::InsufficientAddress,
        Self::EmailOnly,
        Self::InvalidEmail,
        Self::DoubtfulEmail,
        Self::SeveralEmails,
        Self::UnreadablePhone,
        Self::OldLandline,
        Self::SeveralPhones,
        Self::UnreadableSubscriber,
        Self::InferredCriterion,
        Self::NoContent,
        Self::TestText,
        Self::ErrorCell,
        Self::FormulaText,
        Self::LogicalCell,
        Self::RepeatedHeader,
        Self::SuggestedKind,
        Self::Cleaning,
        Self::Energy,
        Self::Roads,
        Self::Priority,
        Self::Escalation,
        Self::Appeal,
        Self::DocumentsRequest,
        Self::Silence,
        Self::Reiteration,
        Self::PersonalData,
        Self::NoRequest,
    ];

    /// The stable name of the rule, for records and logs.
    pub fn code(self) -> &'static str {
        self.code_and_severity().0
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        self.code_and_severity().1
    }

    /// Returns `true` if it suggests that another entity must answer (CPACA, art. 21).
    pub fn is_competence(self) -> bool {
        matches!(self, Self::Cleaning | Self::Energy | Self::Roads)
    }

    fn code_and_severity(self) -> (&'static str, Severity) {
        match self {
            Self::MissingDate => ("fecha-ausente", Alert),
            Self::UnreadableDate => ("fecha-ilegible", Alert),
            Self::ImpossibleDate => ("fecha-imposible", Alert),
            Self::YearlessDate => ("fecha-sin-anio", Alert),
            Self::RelativeDate => ("fecha-relativa", Alert),
            Self::OldDate => ("fecha-anterior", Alert),
            Self::FormulaDate => ("fecha-formula", Alert),
            Self::FutureDate => ("fecha-futura", Alert),
            Self::DoubtfulDate => ("fecha-dudosa", Warning),
            Self::MonthFirstDate => ("fecha-mes-primero", Warning),
            Self::TrailingDate => ("fecha-con-texto", Warning),
            Self::UnreadableTime => ("hora-ilegible", Note),
            Self::MissingNetwork => ("red-ausente", Warning),
            Self::OffListNetwork => ("red-no-oficial", Warning),
            Self::UnknownNetwork => ("red-desconocida", Warning),
            Self::SeveralNetworks => ("varias-redes", Warning),
            Self::AnonymousPerson => ("anonimo", Note),
            Self::AnonymousFacts => ("anonimo-con-hechos", Warning),
            Self::ImplausibleName => ("nombre-insuficiente", Warning),
            Self::DummyDocument => ("documento-de-relleno", Warning),
            Self::DocumentLength => ("documento-longitud", Warning),
            Self::NitCheckDigit => ("nit-digito", Warning),
            Self::NitWithoutCheckDigit => ("nit-sin-digito", Note),
            Self::SeveralDocuments => ("varios-documentos", Warning),
            Self::LossyDocument => ("documento-exponente", Warning),
            Self::DocumentTypeConflict => ("tipo-documento-distinto", Warning),
            Self::UnreadableDocument => ("documento-ilegible", Warning),
            Self::MinorPerson => ("menor-de-edad", Alert),
            Self::ApproximateAddress => ("direccion-aproximada", Warning),
            Self::InsufficientAddress => ("direccion-insuficiente", Warning),
            Self::EmailOnly => ("correo-sin-autorizacion", Note),
            Self::InvalidEmail => ("correo-invalido", Warning),
            Self::DoubtfulEmail => ("correo-dudoso", Warning),
            Self::SeveralEmails => ("varios-correos", Note),
            Self::UnreadablePhone => ("telefono-dudoso", Note),
            Self::OldLandline => ("fijo-antiguo", Note),
            Self::SeveralPhones => ("varios-telefonos", Note),
            Self::UnreadableSubscriber => ("suscriptor-dudoso", Note),
            Self::InferredCriterion => ("criterio-inferido", Note),
            Self::NoContent => ("sin-contenido", Warning),
            Self::TestText => ("texto-de-prueba", Warning),
            Self::ErrorCell => ("celda-con-error", Warning),
            Self::FormulaText => ("texto-como-formula", Note),
            Self::LogicalCell => ("casilla-donde-dato", Note),
            Self::RepeatedHeader => ("encabezado-repetido", Warning),
            Self::SuggestedKind => ("tipo-sugerido", Note),
            Self::Cleaning => ("competencia-aseo", Alert),
            Self::Energy => ("competencia-energia", Alert),
            Self::Roads => ("competencia-vias", Alert),
            Self::Priority => ("prioridad", Alert),
            Self::Escalation => ("escalamiento", Alert),
            Self::Appeal => ("recurso", Alert),
            Self::DocumentsRequest => ("solicitud-de-documentos", Warning),
            Self::Silence => ("silencio-administrativo", Alert),
            Self::Reiteration => ("reiteracion", Warning),
            Self::PersonalData => ("habeas-data", Warning),
            Self::NoRequest => ("sin-solicitud", Note),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_advice_is_a_sentence() {
        let mut codes: Vec<&str> = Rule::ALL.iter().map(|rule| rule.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert!(rule.code().chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{rule:?}");
            assert!(rule.advice().ends_with('.'), "{rule:?}");
            assert!(rule.advice().starts_with(char::is_uppercase), "{rule:?}");
        }
    }
}
