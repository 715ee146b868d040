//! Citizens who write, and staff who type it: now and then the same person about the same, and often
//! about something else.

use chrono::{Days, NaiveDate};
use fixtures::{
    ADDRESS, Cells, DATE, DISTRICT, DOCUMENT, GROUNDS, MAIL, NAME, NETWORK, PHONE, PLACE, PROFILE, SUBJECT,
    TIME,
};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};

use crate::texts::{COMMON, MATTERS};

const FIRST_NAMES: [&str; 12] = [
    "Marelvis",
    "Yadira",
    "Rosmery",
    "Dubis",
    "Ledys",
    "Nohora",
    "Jairo",
    "Edilberto",
    "Wilmer",
    "Danilo",
    "Farid",
    "Eider",
];
const SURNAMES: [&str; 14] = [
    "Cantillo",
    "Polo",
    "Pertuz",
    "Bolaño",
    "Orozco",
    "Charris",
    "Manjarrés",
    "De la Hoz",
    "Meriño",
    "Ospino",
    "Fontalvo",
    "Barros",
    "Granados",
    "Lechuga",
];
const DISTRICTS: [&str; 8] =
    ["Bastidas", "Gaira", "Pescaíto", "Taganga", "María Eugenia", "Mamatoco", "Bonda", "Los Almendros"];
const NETWORKS: [&str; 4] = ["Facebook", "Instagram", "Twitter/X", "WhatsApp"];

/// A row, with the case that it belongs to: rows of one case are one person about one matter.
#[derive(Clone)]
pub(crate) struct Typed {
    pub(crate) cells: Cells,
    pub(crate) case: u32,
    person: usize,
    matter: usize,
    day: u64,
}

/// How two reports are related.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// The same person, about something else.
    OtherMatter,
    /// The same person and matter, on another network in other words.
    OtherWords,
    /// The same report, typed again in other spellings.
    Retyped,
    /// Two people with the same hour, network and text.
    CommonText,
    /// The same person about the same kind of failure somewhere else.
    OtherPlace,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 5] =
        [Self::OtherMatter, Self::OtherWords, Self::Retyped, Self::CommonText, Self::OtherPlace];

    /// What the kind is called in the table.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::OtherMatter => "same person, something else",
            Self::OtherWords => "same person and matter, other words (repeat)",
            Self::Retyped => "the same in other spellings (repeat)",
            Self::CommonText => "two people, same hour, network and text",
            Self::OtherPlace => "same person and failure, another street",
        }
    }
}

/// A citizen, by everything that a report may say of them.
#[derive(Clone)]
struct Person {
    name: String,
    number: u32,
    via: u32,
    district: &'static str,
}

/// Staff, with those who have written so far.
pub(crate) struct Typists {
    random: StdRng,
    people: Vec<Person>,
    cases: u32,
}

impl Typists {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: StdRng::seed_from_u64(seed), people: Vec::new(), cases: 0 }
    }

    /// So many reports, in the order in which they were typed.
    pub(crate) fn book(&mut self, count: usize) -> Vec<Typed> {
        let mut rows: Vec<Typed> = Vec::new();
        while rows.len() < count {
            let day = rows.len() as u64 / 8;
            let earlier = rows.choose(&mut self.random).filter(|row| row.day + 20 > day).cloned();
            let row = match (self.random.random_range(0..100), earlier) {
                (0..15, Some(of)) => self.related(&of, Kind::OtherMatter, day),
                (15..23, Some(of)) => self.related(&of, Kind::OtherWords, day),
                (23..28, Some(of)) => self.related(&of, Kind::Retyped, day),
                (28..32, Some(of)) => self.related(&of, Kind::OtherPlace, day),
                (32..37, _) => {
                    let first = self.wave(day);
                    let second = self.related(&first, Kind::CommonText, day);
                    rows.push(first);
                    second
                }
                _ => self.fresh(day),
            };
            rows.push(row);
        }
        rows.truncate(count);
        rows
    }

    /// Two reports of a kind.
    pub(crate) fn pair(&mut self, kind: Kind) -> Vec<Typed> {
        let first = match kind {
            Kind::CommonText => self.wave(0),
            Kind::OtherPlace => self.leak(0),
            _ => self.fresh(0),
        };
        let day = self.random.random_range(0..12);
        let second = self.related(&first, kind, day);
        vec![first, second]
    }

    fn fresh(&mut self, day: u64) -> Typed {
        let person = self.person();
        let matter = self.random.random_range(0..MATTERS.len());
        self.typed(person, matter, day)
    }

    /// A leak in a street, told by somebody who tells of others.
    fn leak(&mut self, day: u64) -> Typed {
        let person = self.person();
        let mut row = self.typed(person, 3, day);
        row.cells[PLACE] = self.street();
        row
    }

    /// One of many who write the same in one night.
    fn wave(&mut self, day: u64) -> Typed {
        let person = self.person();
        let mut row = self.typed(person, 0, day);
        let (subject, grounds) = COMMON.choose(&mut self.random).copied().unwrap_or_default();
        (row.cells[SUBJECT], row.cells[GROUNDS]) = (subject.to_owned(), grounds.to_owned());
        "7:40 p. m.".clone_into(&mut row.cells[TIME]);
        row
    }

    fn related(&mut self, of: &Typed, kind: Kind, day: u64) -> Typed {
        match kind {
            Kind::OtherMatter => {
                let other = self.random.random_range(1..MATTERS.len());
                self.typed(of.person, (of.matter + other) % MATTERS.len(), day)
            }
            Kind::OtherWords => {
                let mut row = self.typed(of.person, of.matter, day);
                row.case = of.case;
                row.cells[PLACE].clone_from(&of.cells[PLACE]);
                while row.cells[NETWORK] == of.cells[NETWORK] {
                    row.cells[NETWORK] = self.network();
                }
                while row.cells[GROUNDS] == of.cells[GROUNDS] {
                    self.say(&mut row.cells, of.matter);
                }
                keep_a_trace(&mut row.cells, of);
                row
            }
            Kind::Retyped => Typed { cells: self.retyped(&of.cells), ..of.clone() },
            Kind::CommonText => {
                let person = self.person();
                let mut row = self.typed(person, of.matter, of.day);
                for column in [DATE, TIME, NETWORK, SUBJECT, GROUNDS] {
                    row.cells[column].clone_from(&of.cells[column]);
                }
                row
            }
            Kind::OtherPlace => {
                let mut row = self.typed(of.person, 3, day);
                row.cells[PLACE] = self.street();
                row
            }
        }
    }

    /// A row about a matter, as a person says it that day.
    fn typed(&mut self, person: usize, matter: usize, day: u64) -> Typed {
        self.cases += 1;
        let mut cells = Cells::default();
        let first = NaiveDate::from_ymd_opt(2026, 11, 2).unwrap_or_default();
        cells[DATE] = (first + Days::new(day)).format("%d/%m/%Y").to_string();
        let minute = self.random.random_range(0..60);
        let hour = self.random.random_range(7..19);
        cells[TIME] = self.maybe(format!("{hour:02}:{minute:02}"));
        cells[NETWORK] = self.network();
        self.tell_who(&mut cells, person);
        self.say(&mut cells, matter);
        Typed { cells, case: self.cases, person, matter, day }
    }

    fn tell_who(&mut self, cells: &mut Cells, person: usize) {
        let Person { name, number, via, district } = self.people[person].clone();
        let handle = name.to_lowercase().replace(' ', ".");
        cells[PROFILE] = if self.random.random_bool(0.5) { handle } else { format!("perfil{number}") };
        cells[NAME] = self.mostly(name);
        cells[DOCUMENT] = self.mostly(format!("CC 1.999.{:03}.{:03}", number / 1000, number % 1000));
        cells[PHONE] = self.mostly(format!("300 {:03} {:04}", number / 10_000, number % 10_000));
        cells[MAIL] = self.mostly(format!("persona{number}@correo.example"));
        cells[ADDRESS] = self.mostly(format!("Carrera {via} # 22-{}", 1 + number % 90));
        district.clone_into(&mut cells[DISTRICT]);
    }

    fn say(&mut self, cells: &mut Cells, matter: usize) {
        let (subject, grounds) = MATTERS[matter].choose(&mut self.random).copied().unwrap_or_default();
        let mut grounds = grounds.to_owned();
        if self.random.random_bool(0.3) {
            grounds = self.with_a_letter_wrong(&grounds);
        }
        cells[SUBJECT] = self.mostly(subject.to_owned());
        cells[GROUNDS] = grounds;
    }

    /// The same report as somebody else types it.
    fn retyped(&mut self, cells: &Cells) -> Cells {
        let mut cells = cells.clone();
        cells[DOCUMENT] = cells[DOCUMENT].replace("CC ", "").replace('.', "");
        cells[PHONE] = cells[PHONE].replace(' ', "");
        cells[ADDRESS] =
            cells[ADDRESS].replace("Carrera", "Cra.").replace(" # ", " No. ").replace('-', " - ");
        cells[NAME] = cells[NAME].to_uppercase();
        cells[SUBJECT] = format!("{}.", cells[SUBJECT].to_lowercase());
        if self.random.random_bool(0.5) {
            cells[GROUNDS] = self.with_a_letter_wrong(&cells[GROUNDS]);
        } else {
            cells[GROUNDS] = cells[GROUNDS].to_uppercase();
        }
        cells
    }

    fn with_a_letter_wrong(&mut self, text: &str) -> String {
        let mut letters: Vec<char> = text.chars().collect();
        let at = self.random.random_range(0..letters.len().max(1));
        if let Some(letter) = letters.get_mut(at) {
            *letter = 'x';
        }
        letters.into_iter().collect()
    }

    fn person(&mut self) -> usize {
        let mut pick = |from: &[&'static str]| from.choose(&mut self.random).copied().unwrap_or_default();
        let name = [pick(&FIRST_NAMES), pick(&SURNAMES), pick(&SURNAMES)].join(" ");
        let district = pick(&DISTRICTS);
        let number = self.random.random_range(100_000..999_999);
        let via = self.random.random_range(1..60);
        self.people.push(Person { name, number, via, district });
        self.people.len() - 1
    }

    fn street(&mut self) -> String {
        format!("calle {} con carrera {}", self.random.random_range(1..90), self.random.random_range(1..60))
    }

    fn network(&mut self) -> String {
        NETWORKS.choose(&mut self.random).copied().unwrap_or_default().to_owned()
    }

    fn mostly(&mut self, text: String) -> String {
        if self.random.random_bool(0.3) { String::new() } else { text }
    }

    fn maybe(&mut self, text: String) -> String {
        if self.random.random_bool(0.5) { text } else { String::new() }
    }
}

/// Somebody who writes on another network still says one thing by which staff know who it is.
fn keep_a_trace(cells: &mut Cells, of: &Typed) {
    let columns = [NAME, DOCUMENT, PHONE, MAIL, PROFILE];
    if columns.iter().any(|column| !cells[*column].is_empty() && cells[*column] == of.cells[*column]) {
        return;
    }
    if let Some(column) = columns.iter().find(|column| !of.cells[**column].is_empty()) {
        cells[*column].clone_from(&of.cells[*column]);
    }
}
