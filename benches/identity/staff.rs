//! Staff at their worst: whatever people do to a shared sheet between two nights.
//!
//! The operations and their chances are those of the design's own simulation. Every person, place
//! and text is invented.

use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, SliceRandom as _};
use rand::{Rng as _, SeedableRng as _};

/// The staff columns, in the order of the cells of a [`SheetRow`].
pub(crate) const HEADERS: &[&str] = fixtures::HEADERS.split_at(fixtures::DATE).1;
const COLUMNS: usize = HEADERS.len();

const DATE: usize = 0;
const TIME: usize = 1;
const NETWORK: usize = 2;
/// Profile, name, document, phone, e-mail, address and district.
const PERSON: std::ops::Range<usize> = 3..10;
const DISTRICT: usize = 9;
const SERVICE: usize = 10;
const KIND: usize = 11;
const SUBJECT: usize = 12;
const GROUNDS: usize = 13;
const PLACE: usize = 14;

/// A row of the sheet, and which report it really is: what nobody but the simulation knows.
#[derive(Clone)]
pub(crate) struct SheetRow {
    /// The report that somebody once typed here.
    pub(crate) report: u32,
    /// The staff cells.
    pub(crate) cells: [String; COLUMNS],
    /// The ID cell.
    pub(crate) id: String,
}

/// What a person types for themselves, by column.
type Person = [String; 7];

/// The office, its sheet and its habits.
pub(crate) struct Staff {
    random: StdRng,
    people: Vec<Person>,
    reports: u32,
    values: u32,
    /// The sheet.
    pub(crate) rows: Vec<SheetRow>,
}

/// What people do, and how often out of 87 times.
const HABITS: [(Habit, u32); 13] = [
    (Habit::Report, 40),
    (Habit::Edit(1), 14),
    (Habit::Edit(2), 6),
    (Habit::Edit(4), 2),
    (Habit::Delete, 3),
    (Habit::Sort, 6),
    (Habit::SortStaffColumns, 1),
    (Habit::TypeOverCopy, 4),
    (Habit::Copy, 3),
    (Habit::EraseId, 2),
    (Habit::ForgeId, 1),
    (Habit::SwapIds, 1),
    (Habit::SamePerson, 4),
];

/// What a hand that slips does to the cells of one column in a run of ten to forty rows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mishap {
    /// They change places.
    Sort,
    /// One cell is deleted, and all that stand below it move up, to the end of the sheet.
    Shift,
    /// They are emptied.
    Empty,
    /// One value is dragged over all of them.
    Fill,
    /// A block of values of another sheet is pasted over them.
    Retype,
}

/// The columns that a slip takes: name, document, phone, e-mail, address, object and grounds.
const TELLING: [usize; 7] = [4, 5, 6, 7, 8, SUBJECT, GROUNDS];

#[derive(Clone, Copy)]
enum Habit {
    Report,
    Edit(usize),
    Delete,
    Sort,
    /// The staff columns are sorted and the service's are left behind.
    SortStaffColumns,
    /// A row is copied with its ID, and a new report typed over most of it.
    TypeOverCopy,
    Copy,
    EraseId,
    ForgeId,
    SwapIds,
    SamePerson,
}

impl Staff {
    /// An empty sheet and a history yet to come.
    pub(crate) fn new(seed: u64) -> Self {
        let random = StdRng::seed_from_u64(seed);
        Self { random, people: Vec::new(), reports: 0, values: 0, rows: Vec::new() }
    }

    /// One day of work.
    pub(crate) fn work(&mut self, day: u32) {
        for _ in 0..self.random.random_range(4..=20) {
            let habit = HABITS.choose_weighted(&mut self.random, |(_, chance)| *chance);
            let habit = habit.map_or(Habit::Report, |(habit, _)| *habit);
            if self.rows.is_empty() {
                self.do_as(Habit::Report, 0, day);
            } else {
                let at = self.random.random_range(0..self.rows.len());
                self.do_as(habit, at, day);
            }
        }
    }

    /// A sort that takes some neighbouring columns along and leaves the rest: the columns whose
    /// cells no longer belong to their rows.
    pub(crate) fn sort_in_part(&mut self) -> std::ops::Range<usize> {
        let first = self.random.random_range(0..COLUMNS - 1);
        let width = self.random.random_range(1..=(COLUMNS - 1 - first).min(6));
        let columns = first..first + width;
        let mut parts: Vec<Vec<String>> =
            self.rows.iter().map(|row| row.cells[columns.clone()].to_vec()).collect();
        parts.shuffle(&mut self.random);
        for (row, part) in self.rows.iter_mut().zip(parts) {
            row.cells[columns.clone()].clone_from_slice(&part);
        }
        columns
    }

    /// Types so many reports on one day, and nothing else: a book that has been kept for long.
    pub(crate) fn fill(&mut self, reports: u32, day: u32) {
        for _ in 0..reports {
            self.do_as(Habit::Report, 0, day);
        }
    }

    /// One slip of the hand over a run of rows.
    pub(crate) fn mishap(&mut self, mishap: Mishap) {
        let length = self.random.random_range(10..=40).min(self.rows.len());
        let first = self.random.random_range(0..=self.rows.len() - length);
        let column = TELLING.choose(&mut self.random).copied().unwrap_or(SUBJECT);
        let before: Vec<String> = self.rows.iter().map(|row| row.cells[column].clone()).collect();
        let run = &mut self.rows[first..first + length];

        match mishap {
            Mishap::Sort => {
                let mut cells = before[first..first + length].to_vec();
                cells.shuffle(&mut self.random);
                for (row, cell) in run.iter_mut().zip(cells) {
                    row.cells[column] = cell;
                }
            }
            Mishap::Shift => {
                for (at, row) in self.rows.iter_mut().enumerate().skip(first) {
                    row.cells[column] = before.get(at + 1).cloned().unwrap_or_default();
                }
            }
            Mishap::Empty => {
                for row in run {
                    row.cells[column].clear();
                }
            }
            Mishap::Fill => {
                for row in run {
                    row.cells[column] = format!("valor arrastrado {first}");
                }
            }
            Mishap::Retype => {
                for (at, row) in run.iter_mut().enumerate() {
                    row.cells[column] = format!("pegado de otra hoja {first} {at}");
                }
            }
        }
    }

    fn do_as(&mut self, habit: Habit, at: usize, day: u32) {
        match habit {
            Habit::Report => {
                let row = self.report(day);
                let place = if self.chance(0.5) { self.rows.len() } else { self.place() };
                self.rows.insert(place, row);
            }
            Habit::Edit(cells) => self.edit(at, cells),
            Habit::Delete => drop(self.rows.remove(at)),
            Habit::Sort => self.rows.shuffle(&mut self.random),
            Habit::SortStaffColumns => {
                let ids: Vec<String> = self.rows.iter().map(|row| row.id.clone()).collect();
                self.rows.shuffle(&mut self.random);
                for (row, id) in self.rows.iter_mut().zip(ids) {
                    row.id = id;
                }
            }
            Habit::TypeOverCopy => {
                let mut row = self.report(day);
                row.id.clone_from(&self.rows[at].id);
                for column in [NETWORK, DATE, SERVICE, DISTRICT] {
                    row.cells[column].clone_from(&self.rows[at].cells[column]);
                }
                let place = self.place();
                self.rows.insert(place, row);
            }
            Habit::Copy => {
                let mut row = self.rows[at].clone();
                if self.chance(0.5) {
                    row.id.clear();
                }
                let place = self.place();
                self.rows.insert(place, row);
            }
            Habit::EraseId => self.rows[at].id.clear(),
            Habit::ForgeId => self.rows[at].id = format!("CE-2026-{:05}", self.random.random_range(1..=60)),
            Habit::SwapIds => {
                let other = self.random.random_range(0..self.rows.len());
                let id = std::mem::take(&mut self.rows[at].id);
                let id = std::mem::replace(&mut self.rows[other].id, id);
                // Where both are one row, it was emptied above and keeps its own.
                if at == other { self.rows[at].id.clone_from(&id) } else { self.rows[at].id = id }
            }
            Habit::SamePerson => {
                let mut row = self.report(day);
                row.cells[PERSON].clone_from_slice(&self.rows[at].cells[PERSON]);
                self.rows.push(row);
            }
        }
    }

    fn edit(&mut self, at: usize, cells: usize) {
        for column in rand::seq::index::sample(&mut self.random, COLUMNS, cells) {
            self.rows[at].cells[column] =
                if self.chance(0.9) { format!("e{}", self.value()) } else { String::new() };
        }
    }

    fn report(&mut self, day: u32) -> SheetRow {
        self.reports += 1;
        let mut cells: [String; COLUMNS] = Default::default();
        let person = match self.people.choose(&mut self.random).cloned() {
            Some(known) if self.chance(0.25) => known,
            _ => self.person(),
        };
        cells[PERSON].clone_from_slice(&person);
        cells[DATE] = format!("{:02}/11/2026", day - self.random.random_range(0..=2));
        let minute = self.random.random_range(0..=200);
        cells[TIME] = self.maybe(|_| format!("{:02}:{:02}", 7 + minute / 60, minute % 60));
        cells[NETWORK] = self.one_of(&["Facebook", "Twitter/X", "Instagram", "WhatsApp"]);
        cells[SERVICE] = self.one_of(&["", "Acueducto", "Alcantarillado", "Aseo"]);
        cells[KIND] = self.one_of(&["", "Petición", "Queja", "Reclamo"]);
        cells[SUBJECT] = match self.random.random_range(0..3) {
            0 => String::new(),
            1 => format!("objeto corriente {}", self.random.random_range(1..=30)),
            _ => format!("objeto {}", self.value()),
        };
        cells[GROUNDS] = match self.random.random_range(0..4) {
            0 => String::new(),
            1 => format!("razón corriente {}", self.random.random_range(1..=20)),
            _ => format!("razón {}", self.value()),
        };
        let place = self.random.random_range(1..=200);
        cells[PLACE] = self.maybe(|_| format!("frente al parque {place}"));
        SheetRow { report: self.reports, cells, id: String::new() }
    }

    fn person(&mut self) -> Person {
        let n = self.value();
        let district = self.random.random_range(1..=25);
        let person = [
            format!("perfil.{n}"),
            self.mostly(format!("Persona Inventada {n}")),
            self.mostly(format!("CC 1.{n:09}")),
            self.mostly(format!("300{n:07}")),
            self.mostly(format!("persona{n}@correo.example")),
            self.mostly(format!("Calle {n} # 1-{n}")),
            format!("Barrio {district}"),
        ];
        self.people.push(person.clone());
        person
    }

    fn mostly(&mut self, text: String) -> String {
        if self.chance(0.3) { String::new() } else { text }
    }

    fn maybe(&mut self, text: impl Fn(&mut Self) -> String) -> String {
        if self.chance(0.5) { text(self) } else { String::new() }
    }

    fn one_of(&mut self, texts: &[&str]) -> String {
        texts.choose(&mut self.random).map_or_else(String::new, |text| (*text).to_owned())
    }

    fn chance(&mut self, chance: f64) -> bool {
        self.random.random_bool(chance)
    }

    fn place(&mut self) -> usize {
        self.random.random_range(0..=self.rows.len())
    }

    fn value(&mut self) -> u32 {
        self.values += 1;
        self.values
    }
}
