//! The states that clerks give a report.

use std::collections::BTreeMap;

use crate::sheet::normalize;

/// Writes [`State`] and its words from one table, a row a state: meaning, variant, Spanish name, what else
/// clerks write.
macro_rules! states {
    ($($(#[$definition:meta])+ $variant:ident = $name:literal $(or $($other:literal)|+)?;)+) => {
        /// State of a report, as clerks type it in `Estado`.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum State {
            $($(#[$definition])+ $variant,)+
        }

        impl State {
            /// Every state, in the order of the drop-down.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$variant),+];

            /// The Spanish name, as the service itself writes the state.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// The other words that clerks write for the state.
            fn synonyms(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($($other),+)?],)+
                }
            }
        }
    };
}

states! {
    /// Filed: the report has its radicado and waits for an answer.
    #[default]
    Filed = "Radicado";
    /// The missing data were asked of the citizen (CPACA, art. 17).
    Required = "Requerido";
    /// The citizen gave what was asked.
    Completed = "Completado";
    /// Sent on to the entity that must answer (CPACA, art. 21).
    Remitted = "Remitido" or "Trasladado";
    /// A part of it was sent on, and the rest is answered here.
    PartlyRemitted = "Remitido en parte" or "Trasladado en parte";
    /// The answer was sent or delivered.
    Answered = "Respondido";
    /// Nothing is asked.
    NotPetition = "No es PQR";
    /// The citizen did not complete it, and an act says so (CPACA, art. 17).
    Withdrawn = "Desistido";
    /// Repeats another report, which is answered.
    Duplicate = "Duplicado";
}

impl State {
    /// Returns `true` if the state means nothing without the day on which it came about.
    pub fn needs_a_day(self) -> bool {
        matches!(
            self,
            Self::Required | Self::Completed | Self::Remitted | Self::PartlyRemitted | Self::Answered
        )
    }

    /// Returns `true` if nothing more is done for a report in the state.
    pub fn ends(self) -> bool {
        matches!(
            self,
            Self::Remitted | Self::Answered | Self::NotPetition | Self::Withdrawn | Self::Duplicate
        )
    }

    /// Returns `true` if the state ends a report without an answer of the entity.
    pub fn ends_unanswered(self) -> bool {
        self.ends() && self != Self::Answered
    }
}

/// The words by which clerks know the states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct States {
    shown: BTreeMap<State, String>,
    by_key: BTreeMap<String, State>,
}

/// A word of an operator's cannot name a state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateWordError {
    /// Clerks could not say which they mean.
    #[error("\"{0}\" names two states, by which clerks could mean either")]
    Two(String),
    /// Nobody could type it.
    #[error("\"{0}\" names no state: a word has letters or digits")]
    Blank(String),
}

impl Default for States {
    /// The states by their own names.
    fn default() -> Self {
        let mut by_key = BTreeMap::new();
        for state in State::ALL {
            let known = state.synonyms().iter().copied().chain([state.name()]);
            by_key.extend(known.map(|word| (normalize::key(word), state)));
        }
        Self { shown: BTreeMap::new(), by_key }
    }
}

impl States {
    /// The states by their own names, and by the words of an operator's: the first word of a state is the
    /// one that clerks are offered.
    ///
    /// # Errors
    /// When a word names two states or none.
    pub fn new(words: BTreeMap<State, Vec<String>>) -> Result<Self, StateWordError> {
        let mut states = Self::default();

        for (state, words) in words {
            for word in &words {
                let key = normalize::key(word);
                if key.is_empty() {
                    return Err(StateWordError::Blank(word.clone()));
                }
                if states.by_key.insert(key, state).is_some_and(|other| other != state) {
                    return Err(StateWordError::Two(word.clone()));
                }
            }
            states.shown.extend(words.into_iter().next().map(|word| (state, word.trim().to_owned())));
        }

        Ok(states)
    }

    /// The state that a clerk typed; `None` of a blank cell and of a word that is no state's.
    pub fn read(&self, typed: &str) -> Option<State> {
        self.by_key.get(&normalize::key(typed)).copied()
    }

    /// The word that clerks are offered for a state.
    pub fn word(&self, state: State) -> &str {
        self.shown.get(&state).map_or(state.name(), String::as_str)
    }

    /// The words of the drop-down, in its order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        State::ALL.into_iter().map(|state| self.word(state))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_read_however_clerks_write_them() {
        let states = States::default();
        for state in State::ALL {
            assert_eq!(states.read(state.name()), Some(state));
            assert_eq!(states.read(&format!("  {}. ", state.name().to_uppercase())), Some(state));
        }
        assert_eq!(states.read("trasladado"), Some(State::Remitted));
        assert_eq!(states.read("Remitido  en parte"), Some(State::PartlyRemitted));
        assert_eq!(states.read("no es pqr"), Some(State::NotPetition));
        for typed in ["", " ", "en trámite", "Respondido por Ana"] {
            assert_eq!(states.read(typed), None, "{typed}");
        }
        assert_eq!(State::default(), State::Filed);
    }

    #[test]
    fn the_drop_down_has_the_nine_states_in_their_order() {
        let states = States::default();
        assert_eq!(
            states.words().collect::<Vec<_>>(),
            [
                "Radicado",
                "Requerido",
                "Completado",
                "Remitido",
                "Remitido en parte",
                "Respondido",
                "No es PQR",
                "Desistido",
                "Duplicado"
            ]
        );
    }

    #[test]
    fn an_office_has_words_of_its_own_beside_the_names() {
        let words = ["Cerrado", "Contestado"].map(str::to_owned).to_vec();
        let states = States::new([(State::Answered, words)].into()).unwrap();
        assert_eq!(states.word(State::Answered), "Cerrado");
        for typed in ["cerrado", "CONTESTADO", "respondido"] {
            assert_eq!(states.read(typed), Some(State::Answered));
        }
    }

    #[test]
    fn a_word_that_names_two_states_or_none_is_refused() {
        let words = |state, word: &str| (state, vec!["Cerrado".to_owned(), word.to_owned()]);
        let error =
            |words: &[(State, Vec<String>)]| States::new(words.iter().cloned().collect()).unwrap_err();
        assert_eq!(error(&[words(State::Answered, "TRASLADADO")]), StateWordError::Two("TRASLADADO".into()));
        assert_eq!(error(&[words(State::Answered, " - ")]), StateWordError::Blank(" - ".into()));
        let two = [words(State::Withdrawn, "Archivado"), words(State::Answered, "Contestado")];
        assert_eq!(error(&two), StateWordError::Two("Cerrado".into()));
    }

    #[test]
    fn five_states_need_a_day_and_five_end_a_report() {
        use State::{
            Answered, Completed, Duplicate, NotPetition, PartlyRemitted, Remitted, Required, Withdrawn,
        };

        let which = |of: fn(State) -> bool| State::ALL.into_iter().filter(move |state| of(*state)).collect();
        let dated: Vec<State> = which(State::needs_a_day);
        let ending: Vec<State> = which(State::ends);
        let unanswered: Vec<State> = which(State::ends_unanswered);
        assert_eq!(dated, [Required, Completed, Remitted, PartlyRemitted, Answered]);
        assert_eq!(ending, [Remitted, Answered, NotPetition, Withdrawn, Duplicate]);
        assert_eq!(unanswered, [Remitted, NotPetition, Withdrawn, Duplicate]);
    }
}
