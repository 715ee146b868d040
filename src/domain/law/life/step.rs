//! The step that comes next, as a sentence and a day.

use chrono::NaiveDate;

use crate::domain::law::criteria::Criterion;
use crate::domain::law::deadlines::{AfterRequirement, Deadlines};
use crate::domain::law::life::facts::{Anonymous, Facts, OtherEntity, Quality};
use crate::domain::law::life::record::StateRecord;
use crate::domain::law::life::standing::Standing;
use crate::domain::law::life::suspension::{Completion, TermSuspension};
use crate::domain::law::life::{Phase, full, short};
use crate::domain::law::state::State;

/// The kind of a step, in the order in which those of one day come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// To find out what was said, or whether anything is asked.
    Clarify,
    /// To send on to another entity (CPACA, art. 21).
    Remit,
    /// To require what is missing (CPACA, art. 17).
    Require,
    /// To answer.
    Answer,
    /// To let the citizen have the time that the law gives.
    Wait,
    /// To declare the withdrawal (CPACA, art. 17).
    Withdraw,
    /// To look at a correction.
    Review,
}

/// StepTopic of a sentence, so that no alert repeats it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepTopic {
    /// An appeal.
    Appeal,
    /// A report that may ask for nothing.
    Seems,
    /// A recording or picture that nobody has transcribed.
    Untranscribed,
    /// Another entity whose it may be.
    Elsewhere,
    /// A report without a name.
    Anonymous,
    /// Something is missing that may not be required.
    NotRequirable,
    /// Documents or information are asked for.
    Documents,
    /// Several petitions.
    Several,
}

/// The step that is next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct StepInWords {
    pub(super) phase: Phase,
    pub(super) say: String,
    pub(super) before: Option<NaiveDate>,
    pub(super) action: Option<Action>,
    pub(super) topics: Vec<StepTopic>,
}

impl StepInWords {
    /// A step that somebody must take.
    fn open(say: String, before: Option<NaiveDate>, action: Action, topics: &[StepTopic]) -> Self {
        Self { phase: Phase::Open, say, before, action: Some(action), topics: topics.to_vec() }
    }
}

/// How a sentence goes on from "Radicar".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filing {
    /// A sentence that begins with a verb: "Radicar y responder".
    AndThen,
    /// A sentence of its own: "Radicar. Recurso: …".
    Before,
    /// A sentence about what may be no petition, which is not filed before somebody has looked.
    After,
}

/// All that decides the next step of one report.
pub(super) struct Situation<'a> {
    pub(super) facts: &'a Facts,
    pub(super) record: &'a StateRecord,
    pub(super) standing: &'a Standing,
    pub(super) suspension: Option<&'a TermSuspension>,
    pub(super) completion: Option<Completion>,
    pub(super) due: Option<NaiveDate>,
    pub(super) deadlines: Deadlines<'a>,
    pub(super) today: NaiveDate,
}

const APPEAL: &str = "Recurso: revise si llegó dentro de los 5 días hábiles siguientes a la notificación (Ley 142, \
                      art. 154). No se requiere: se decide o se rechaza motivado. Si trae apelación, remita el \
                      expediente a Superservicios.";
const TRANSCRIBE: &str = "Pedir a Comunicaciones que transcriba el audio o la imagen";
const WITH_FACTS: &str = "Anónimo con hechos verificables: no exija identificación; tramite y publique la respuesta \
                          (aviso).";
const WITHOUT_FACTS: &str = "Anónimo sin hechos verificables: valorar; si no hay con qué seguir, escriba No es PQR y el \
                             motivo en Observaciones AC.";
const SEVERAL: &str =
    "Pide varias cosas: responda todas o radique por separado (una línea, varios radicados).";
const MONTH_OVER: &str = "Venció el mes del ciudadano: confirme que no contestó por otro medio. Si contestó, escriba \
                          Completado y la fecha; si no, declarar el desistimiento (acto motivado, notificación \
                          personal, procede reposición).";

impl Situation<'_> {
    /// The step that is next.
    pub(super) fn next(&self) -> StepInWords {
        if self.facts.is_annulled || self.standing.ends {
            return self.closing();
        }
        if let Some(step) = self.waiting() {
            return step;
        }

        let (mut step, filing) = self.substance();
        if !self.record.is_filed() {
            step.say = match filing {
                Filing::AndThen => format!("Radicar y {}", lower_first(&step.say)),
                Filing::Before => format!("Radicar. {}", step.say),
                Filing::After => step.say,
            };
        }
        if self.facts.is_priority {
            step.say = format!("PRIORITARIO: {}", lower_first(&step.say));
        }
        step
    }

    /// Returns `true` if no radicado is typed and a business day has begun since the hand-off.
    pub(super) fn is_unfiled(&self) -> bool {
        let is_over = self.facts.is_annulled || self.standing.ends;
        let first = self.deadlines.following(self.facts.handed_over, 1);
        !is_over && !self.record.is_filed() && first.is_some_and(|first| first <= self.today)
    }

    /// Sentences about what a clerk should look at because of the days.
    pub(super) fn review(&self) -> Vec<String> {
        let mut review = Vec::new();
        if self.due.is_none() && !self.facts.is_annulled {
            review.push("Sin fecha de vencimiento: falta saber cuándo se recibió".to_owned());
        }

        let state = self.standing.state;
        if state == State::Completed && self.suspension.is_none() {
            review.push("Completado sin Requerido: el plazo no se detuvo".to_owned());
        }
        if matches!(state, State::Remitted | State::PartlyRemitted)
            && let Some(last) = self.transfer_day()
            && self.standing.day.is_some_and(|day| day > last)
        {
            let days = self.deadlines.terms().transfer_days;
            review.push(format!("{} después del día {days} (CPACA, art. 21)", state.name()));
        }
        review.extend(Completion::review(self.facts, self.record, self.today));

        review
    }

    /// The citizen's time, and what follows when it is over.
    fn waiting(&self) -> Option<StepInWords> {
        let suspension = self.suspension.filter(|suspension| suspension.stops)?;
        if self.standing.state != State::Required || self.completion.is_some() {
            return None;
        }

        let until = suspension.until?;
        if until < self.today {
            return Some(StepInWords {
                say: MONTH_OVER.to_owned(),
                before: self.deadlines.following(until, 1),
                action: Some(Action::Withdraw),
                ..StepInWords::default()
            });
        }

        let say = format!("Esperar al ciudadano hasta el {}", short(until));
        let wait = StepInWords {
            phase: Phase::Waiting,
            say,
            before: Some(until),
            action: Some(Action::Wait),
            ..StepInWords::default()
        };
        match (self.deadlines.terms().requirement, self.due) {
            (AfterRequirement::Runs, Some(due)) if due < until => Some(self.while_the_term_runs(wait, due)),
            _ => Some(wait),
        }
    }

    /// The citizen's time where it does not stop the term: the answer must be ready all the same.
    fn while_the_term_runs(&self, wait: StepInWords, due: NaiveDate) -> StepInWords {
        let target = self.deadlines.target(due);
        let is_late = target.is_some_and(|target| target < self.today);
        StepInWords {
            phase: if is_late { Phase::Open } else { Phase::Waiting },
            say: format!("{}; el plazo corre: responder a más tardar el {}", wait.say, short(due)),
            before: target,
            ..wait
        }
    }

    /// The step that the matter itself asks for, and how filing goes with it.
    fn substance(&self) -> (StepInWords, Filing) {
        // Whoever types a state has looked: it is a petition, and it is ours.
        let is_looked_at = self.standing.handoff.is_some();
        let facts = self.facts;

        if facts.is_appeal {
            let step =
                StepInWords::open(APPEAL.to_owned(), self.target(), Action::Answer, &[StepTopic::Appeal]);
            return (step, Filing::Before);
        }
        if let Some(seems) = facts.seems.filter(|_| !is_looked_at) {
            return (self.doubtful(seems), Filing::After);
        }
        if facts.is_untranscribed && !is_looked_at {
            let topics = [StepTopic::Untranscribed];
            return (
                StepInWords::open(TRANSCRIBE.to_owned(), self.usual_day(), Action::Clarify, &topics),
                Filing::AndThen,
            );
        }
        if let Some(elsewhere) = facts.elsewhere.as_ref().filter(|_| !is_looked_at) {
            return (self.remission(elsewhere), Filing::AndThen);
        }

        match facts.anonymous {
            Some(Anonymous::WithFacts) => {
                let topics = [StepTopic::Anonymous];
                (
                    StepInWords::open(WITH_FACTS.to_owned(), self.target(), Action::Answer, &topics),
                    Filing::Before,
                )
            }
            Some(Anonymous::WithoutFacts) if !is_looked_at => {
                let topics = [StepTopic::Anonymous];
                (
                    StepInWords::open(WITHOUT_FACTS.to_owned(), self.target(), Action::Clarify, &topics),
                    Filing::After,
                )
            }
            _ if self.may_still_require() => {
                let say = format!("Requerir: {}", self.requirable());
                (StepInWords::open(say, self.request_day(), Action::Require, &[]), Filing::AndThen)
            }
            _ => self.answer(),
        }
    }

    /// Returns `true` if something is missing, may be required and was not yet.
    fn may_still_require(&self) -> bool {
        let facts = self.facts;
        let state = self.standing.state;
        !facts.may_require.is_empty()
            && self.completion.is_none()
            && !matches!(state, State::Required | State::Completed)
    }

    /// The answer, with what is to be minded.
    fn answer(&self) -> (StepInWords, Filing) {
        let facts = self.facts;
        if let Some(completion) = self.completion.filter(|completion| !completion.is_typed)
            && self.suspension.is_some()
        {
            let seen = full(completion.day);
            let say = format!(
                "Completado (visto el {seen}): responder. Si el ciudadano contestó antes, escriba Completado y esa fecha."
            );
            return (StepInWords::open(say, self.target(), Action::Answer, &[]), Filing::Before);
        }
        if facts.asks_documents {
            return (self.documents(), Filing::AndThen);
        }

        let mut topics = Vec::new();
        let mut sentences = vec![if self.standing.state == State::PartlyRemitted {
            "Responder lo demás".to_owned()
        } else {
            "Responder".to_owned()
        }];
        let reasons = self.not_requirable();
        if !reasons.is_empty() && self.completion.is_none() {
            topics.push(StepTopic::NotRequirable);
            sentences.extend(reasons.into_iter().map(str::to_owned));
        }
        if facts.asks_several {
            topics.push(StepTopic::Several);
            sentences.push(SEVERAL.to_owned());
        }

        if sentences.len() > 1 {
            sentences[0].push('.');
        }
        (StepInWords::open(sentences.join(" "), self.target(), Action::Answer, &topics), Filing::AndThen)
    }

    /// Documents or information: day ten, whoever asks (CPACA, art. 14-1).
    fn documents(&self) -> StepInWords {
        let day = self.request_day().filter(|day| self.due.is_none_or(|due| *day <= due)).or(self.due);
        let by = by_day("Responder", day);
        let say = match self.facts.quality {
            Quality::Unknown => format!(
                "{by}: documentos; si no es usuario, ese día es el plazo legal y luego se entiende aceptada (CPACA, \
                 art. 14-1)"
            ),
            Quality::NotUser => {
                format!("{by}: documentos; es el plazo legal y luego se entiende aceptada (CPACA, art. 14-1)")
            }
            Quality::User => format!("{by}: documentos o información"),
        };
        StepInWords::open(say, day, Action::Answer, &[StepTopic::Documents])
    }

    /// A report that may ask for nothing. Its days stay those of a petition until somebody has looked.
    fn doubtful(&self, seems: &str) -> StepInWords {
        let mut say = format!(
            "Revisar si pide algo: parece {seems}. Si no pide nada, escriba No es PQR y el motivo en Observaciones AC"
        );
        if !self.facts.may_require.is_empty() {
            let ask = format!("Si pide, requerir: {}", self.requirable());
            let day = self.request_day().map(|day| format!(", a más tardar el {}", short(day)));
            say = format!("{say}. {ask}{}", day.unwrap_or_default());
        }
        say.push('.');
        StepInWords::open(say, self.usual_day(), Action::Clarify, &[StepTopic::Seems])
    }

    /// The question of what may be another entity's, in whole or in part (CPACA, art. 21).
    fn remission(&self, elsewhere: &OtherEntity) -> StepInWords {
        let OtherEntity { entity, matter, partly } = elsewhere;
        let day = self.transfer_day();
        let say = if *partly {
            let send = by_day("remitir esa parte", day);
            format!(
                "Revisar: parece en parte de {entity} ({matter}). Si lo es, {send} (CPACA, art. 21), con copia al \
                 ciudadano, y responder lo demás."
            )
        } else {
            let send = by_day("remitir", day);
            format!("Revisar si es de {entity}; si lo es, {send}; si no, escriba Radicado.")
        };
        StepInWords::open(say, day, Action::Remit, &[StepTopic::Elsewhere])
    }

    /// The day on which the report would be due for its next step if nothing were in question.
    fn usual_day(&self) -> Option<NaiveDate> {
        if self.may_still_require() { self.request_day() } else { self.target() }
    }

    /// The day by which the office wants to have answered.
    fn target(&self) -> Option<NaiveDate> {
        self.deadlines.target(self.due?)
    }

    /// The last day to require; `None` without a usable date.
    fn request_day(&self) -> Option<NaiveDate> {
        self.deadlines.request(self.facts.received.filter(|_| self.due.is_some())?)
    }

    /// The last day to send on; `None` without a usable date.
    fn transfer_day(&self) -> Option<NaiveDate> {
        self.deadlines.transfer(self.facts.received.filter(|_| self.due.is_some())?)
    }

    fn requirable(&self) -> String {
        let names: Vec<&str> = self.facts.may_require.iter().map(|criterion| criterion.name()).collect();
        names.join(", ")
    }

    /// Why what is missing may not be required.
    fn not_requirable(&self) -> Vec<&'static str> {
        let facts = self.facts;
        let misses =
            |criterion| facts.missing.contains(&criterion) && !facts.may_require.contains(&criterion);
        [
            (
                misses(Criterion::Grounds),
                "Faltan fundamentos: CE-P08 los pide, pero por eso no se puede requerir ni rechazar (CPACA, art. 16, \
                 par. 2).",
            ),
            (
                misses(Criterion::Address),
                "Falta la dirección, pero la empresa la tiene: suscriptor conocido (CPACA, art. 16, par. 1).",
            ),
            (misses(Criterion::Subject), "El objeto se entiende de los fundamentos; no lo requiera."),
        ]
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect()
    }
}

/// A verb with the last day for it, where there is one.
fn by_day(verb: &str, day: Option<NaiveDate>) -> String {
    day.map_or_else(|| verb.to_owned(), |day| format!("{verb} a más tardar el {}", short(day)))
}

/// A sentence that goes on from another word.
fn lower_first(sentence: &str) -> String {
    let mut characters = sentence.chars();
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}
