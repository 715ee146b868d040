//! The four criteria of CE-P08 and the verdict on them.

use std::fmt;

/// The four criteria that a report must meet to be processed as PQR (CE-P08; CPACA art. 16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
pub enum Criterion {
    /// Who asks: a plausible full name and a document.
    #[serde(rename = "identificación")]
    Identification,
    /// Where to answer: a postal address or a valid e-mail address.
    #[serde(rename = "dirección de notificación")]
    Address,
    /// The petition: what is asked.
    #[serde(rename = "objeto")]
    Subject,
    /// Why it is asked.
    #[serde(rename = "fundamentos")]
    Grounds,
}

impl Criterion {
    /// The four, in the order CE-P08 lists them.
    pub const ALL: [Self; 4] = [Self::Identification, Self::Address, Self::Subject, Self::Grounds];

    /// The name as the hand-off tab shows it in `Faltan`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Identification => "identificación",
            Self::Address => "dirección de notificación",
            Self::Subject => "objeto",
            Self::Grounds => "fundamentos",
        }
    }
}

/// Kind of address at which an office notifies people (CE-P08; CPACA arts. 16 and 56).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub enum NoticeAddress {
    /// A postal address.
    #[serde(rename = "dirección")]
    Postal,
    /// An e-mail address.
    #[serde(rename = "correo")]
    Email,
    /// A telephone number, whatever the network.
    #[serde(rename = "teléfono")]
    Phone,
    /// The telephone number of somebody who writes through WhatsApp.
    #[serde(rename = "WhatsApp")]
    WhatsApp,
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which required criteria a report does not meet. It never drops a report; it says what to ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The required criteria that are not met, in the order of CE-P08.
    pub missing: Vec<Criterion>,
}

impl Verdict {
    /// The verdict on the criteria that are met, as far as they are required.
    pub fn new(required: &[Criterion], met: impl Fn(Criterion) -> bool) -> Self {
        let missing = Criterion::ALL
            .into_iter()
            .filter(|criterion| required.contains(criterion) && !met(*criterion))
            .collect();
        Self { missing }
    }

    /// Returns `true` if the report can be processed as PQR.
    pub fn is_complete(&self) -> bool {
        self.missing.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn criteria_are_called_as_in_the_procedure() {
        let names = Criterion::ALL.map(|criterion| criterion.to_string());
        assert_eq!(names, ["identificación", "dirección de notificación", "objeto", "fundamentos"]);
    }

    #[test]
    fn only_required_criteria_can_be_missing() {
        let met = |criterion| criterion == Criterion::Subject;
        let all = Verdict::new(&Criterion::ALL, met);
        assert_eq!(all.missing, [Criterion::Identification, Criterion::Address, Criterion::Grounds]);
        let by_law = [Criterion::Subject];
        assert!(Verdict::new(&by_law, met).is_complete());
    }
}
