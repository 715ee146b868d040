//! The templates of the texts for the citizen.

use crate::domain::form::error::FormFileError;

/// Writes [`TextBlank`] and the marks from one table.
macro_rules! blanks {
    ($($(#[$definition:meta])+ $variant:ident = $mark:literal;)+) => {
        /// A blank of a template.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum TextBlank { $($(#[$definition])+ $variant,)+ }

        impl TextBlank {
            /// Every blank.
            pub const ALL: [Self; [$($mark),+].len()] = [$(Self::$variant),+];

            /// The blank as templates have it, and as it stays where nothing fills it.
            pub fn mark(self) -> &'static str {
                match self {
                    $(Self::$variant => $mark,)+
                }
            }
        }
    };
}

blanks! {
    /// The clerks' filing number.
    Radicado = "«[radicado]»";
    /// The day and time of the message.
    Received = "«[recibido]»";
    /// The last day to answer.
    Due = "«[vence]»";
    /// The data that are required.
    Missing = "«[faltan]»";
    /// The last day of the citizen.
    Until = "«[hasta]»";
    /// The other entity.
    Entity = "«[entidad]»";
    /// The day on which something is sent.
    Sent = "«[fecha]»";
    /// Where the policy on personal data is.
    Policy = "«[política]»";
}

/// The texts that an office sends to citizens, as templates, and which office sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitizenTexts {
    /// That the petition was received and filed (CPACA, art. 15).
    pub acknowledgement: String,
    /// That something is missing, and how long the citizen has (CPACA, art. 17).
    pub requirement: String,
    /// That another entity must answer (CPACA, art. 21).
    pub remission: String,
    /// That another entity must answer a part of the petition.
    pub partial_remission: String,
    /// The one sentence that may stand where everybody reads it.
    pub public: String,
    /// Where the policy on personal data is.
    pub policy: String,
    /// The office that sends the texts; `None` for the one that the way of sending tells.
    pub sender: Option<String>,
}

impl CitizenTexts {
    /// A template with its blanks filled as far as a value is known.
    pub fn filled(&self, template: &str, value: impl Fn(TextBlank) -> Option<String>) -> String {
        let mut text = template.to_owned();
        for blank in TextBlank::ALL {
            let value = if blank == TextBlank::Policy { Some(self.policy.clone()) } else { value(blank) };
            if let Some(value) = value {
                text = text.replace(blank.mark(), &value);
            }
        }
        text
    }

    /// Refuses a blank that is none: nobody would fill it, and the citizen would read it.
    pub(super) fn checked(
        self,
        fault: impl Fn(&str, String) -> FormFileError,
    ) -> Result<Self, FormFileError> {
        for (key, template) in [
            ("acknowledgement", &self.acknowledgement),
            ("requirement", &self.requirement),
            ("remission", &self.remission),
            ("partial_remission", &self.partial_remission),
            ("public", &self.public),
        ] {
            let rest =
                TextBlank::ALL.iter().fold(template.clone(), |text, blank| text.replace(blank.mark(), ""));
            if rest.contains(['«', '»', '[', ']']) {
                let known: Vec<&str> = TextBlank::ALL.iter().map(|blank| blank.mark()).collect();
                return Err(fault(key, format!("a blank is one of {}", known.join(", "))));
            }
        }
        Ok(self)
    }
}
