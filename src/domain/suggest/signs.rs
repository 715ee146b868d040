//! What the words of one report were signs of, and what that suggests.

use crate::domain::finding::Rule;
use crate::domain::suggest::topic::{Mark, RequestKind, Suggestions, Topic};

/// The signs found in one report.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Signs {
    kinds: [u32; RequestKind::ALL.len()],
    /// One bit a rule.
    rules: u128,
    /// One bit a mark.
    marks: u16,
    foreign: usize,
}

// A rule has its bit in a number of 128.
const _: () = assert!(Rule::ALL.len() <= 128);

/// The kinds of message that ask for nothing, the most telling first: an insult with thanks in it is an
/// insult.
const REMARKS: [Rule; 4] = [Rule::Advertising, Rule::Insult, Rule::Praise, Rule::NoRequest];

impl Signs {
    pub(super) fn note(&mut self, topic: Topic) {
        match topic {
            Topic::RequestKind(kind) => self.kinds[kind as usize] += 1,
            Topic::Alert(rule) => self.rules |= 1 << rule as u32,
            Topic::Mark(mark) => {
                self.marks |= 1 << mark as u8;
                self.foreign += usize::from(mark == Mark::Foreign);
            }
        }
    }

    pub(super) fn extend(&mut self, topics: impl IntoIterator<Item = Topic>) {
        topics.into_iter().for_each(|topic| self.note(topic));
    }

    /// How many words of other languages there are.
    pub(super) fn foreign(&self) -> usize {
        self.foreign
    }

    fn has(&self, mark: Mark) -> bool {
        self.marks & 1 << mark as u8 != 0
    }

    /// The rules of the bits that are set, in the order of the table.
    fn rules(&self) -> impl Iterator<Item = Rule> {
        let mut rest = self.rules;
        std::iter::from_fn(move || {
            let rule = Rule::ALL.get(rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(*rule)
        })
    }

    fn has_rule(&self, rule: Rule) -> bool {
        self.rules & 1 << rule as u32 != 0
    }

    /// The suggestions that the signs make of a report with such texts; `is_foreign` tells whether they are written in
    /// another language.
    pub(super) fn suggestions(&self, texts: &[&str], is_foreign: impl FnOnce() -> bool) -> Suggestions {
        let has_number = || texts.iter().any(|text| text.bytes().any(|byte| byte.is_ascii_digit()));
        let kind = if self.has_rule(Rule::Appeal) { Some(RequestKind::Appeal) } else { self.kind() };
        let is_located = || self.has(Mark::Place) || self.has(Mark::Date) || has_number();

        let (remarks, mut alerts): (Vec<Rule>, Vec<Rule>) =
            self.rules().partition(|rule| REMARKS.contains(rule));

        let accuses = self.has_rule(Rule::AnonymousFacts)
            || self.has_rule(Rule::Bribery)
            || self.has(Mark::Accusation) && is_located();

        if kind == Some(RequestKind::Appeal) && !alerts.contains(&Rule::Appeal) {
            alerts.push(Rule::Appeal);
        }
        if is_foreign() {
            alerts.push(Rule::OtherLanguage);
        }

        // Opinions have no end of words: a text of which no list knows anything is one too.
        let is_unknown = !self.has(Mark::Utility) && texts.iter().any(|text| !text.is_empty());
        let remark = REMARKS
            .into_iter()
            .find(|remark| remarks.contains(remark))
            .or_else(|| is_unknown.then_some(Rule::NoRequest));
        alerts.extend(remark.filter(|remark| {
            // Telephone numbers and prices are what advertising is made of.
            let is_located = is_located() && *remark != Rule::Advertising;
            let asks = self.has(Mark::Request) || texts.iter().any(|text| text.contains('?'));
            alerts.is_empty() && kind.is_none() && !asks && !is_located && !self.has(Mark::Damage)
        }));

        if self.has(Mark::OwnService) && alerts.iter().any(|rule| rule.is_competence()) {
            alerts.push(Rule::PartlyOurs);
        }
        alerts.sort_unstable();

        Suggestions { kind, alerts, accuses, tells_damage: self.has(Mark::Damage) && is_located() }
    }

    /// The kind that so many words of each suggest.
    fn kind(&self) -> Option<RequestKind> {
        let count = |kind: RequestKind| self.kinds[kind as usize];
        if count(RequestKind::Appeal) > 0 {
            return Some(RequestKind::Appeal);
        }
        let most = self.kinds.iter().max().copied().unwrap_or(0);
        match RequestKind::ALL.into_iter().find(|kind| most > 0 && count(*kind) == most) {
            Some(RequestKind::Petition) if count(RequestKind::Documents) > 0 => Some(RequestKind::Documents),
            kind => kind,
        }
    }
}
