//! Takes hand-offs away whose copies are proved: what the second of the two nights does.

use std::collections::{BTreeMap, BTreeSet};

use tracing::info;

use super::file::File;
use super::register::{creation, title};
use super::undo::unless_undone;
use super::{Archived, Bench, Done, Stays};
use crate::domain::archive::lines;
use crate::domain::archive::mark::Mark;
use crate::domain::archive::register;
use crate::domain::archive::ripe::{Harvest, Ripe};
use crate::domain::chain::Guard;
use crate::domain::entry::Entry;
use crate::domain::ledger::Ledger;
use crate::domain::place;
use crate::domain::tab::TabCell;
use crate::error::Error;
use crate::google::RefusalKind;
use crate::google::sheets::{Batch, Change, change, look, tabs};
use crate::steps::commit::{self, Outcome};
use crate::steps::ledger;
use crate::steps::read::Book;

/// Lines that go under one number: each stands in the request three times.
const LINES: usize = 250;

/// The tab that lists what is archived.
#[derive(Clone, Copy)]
struct List {
    /// Its sheet id.
    tab: i32,
    /// Whether it is there, or is still to be made.
    stands: bool,
}

/// A hand-off whose copies say what its tabs say, which nobody can change any more.
struct Proved<'a> {
    ripe: &'a Ripe,
    file: String,
    /// The copy of each tab.
    copies: BTreeMap<i32, i32>,
}

impl Bench<'_> {
    /// Finishes what earlier days have marked. The answer is why to begin again, when another run came
    /// first.
    pub(super) async fn finish(
        &self,
        book: &Book,
        ledger: &Ledger,
        ripe: &Harvest,
        register: Option<i32>,
        done: &mut Done,
    ) -> Result<Option<Error>, Error> {
        let mut files: BTreeMap<i32, Option<File>> = BTreeMap::new();
        let mut proved = Vec::new();
        for (number, mark) in &book.shelf.marks {
            if mark.as_ref().is_some_and(|mark| mark.day >= self.today()) {
                done.waiting.push(*number);
                continue;
            }
            if let Some(Mark { year, .. }) = mark
                && !files.contains_key(year)
            {
                files.insert(*year, self.open(*year, book, ledger).await?);
            }
            let file =
                mark.as_ref().and_then(|mark| files.get(&mark.year)?.as_ref()).map(|file| file.id.clone());
            let mut held = BTreeSet::new();
            let found = match (mark, &file, ripe.ripe.iter().find(|ripe| ripe.number == *number)) {
                (Some(mark), Some(file), Some(ripe)) if ripe.sheets.len() == mark.copies.len() => {
                    self.prove(ripe, mark, file, &mut held).await?
                }
                (Some(_), Some(_), None) if ripe.open.contains_key(number) => Err(Stays::Reopened),
                _ => Err(Stays::Gone),
            };
            match found {
                Ok(one) => proved.push(one),
                Err(why) => {
                    self.undo(*number, mark.as_ref(), file.as_deref(), &held, book).await?;
                    done.stays.insert(*number, why);
                }
            }
        }
        let mut ledger = ledger.with([]);
        let mut ids = register.map_or_else(|| book.places.registers(), |id| id..id + 1);
        let mut list = List { tab: ids.next().unwrap_or_default(), stands: register.is_some() };
        for group in groups(proved, &ledger) {
            let taken = loop {
                match self.take_away(&group, book, &ledger, list).await {
                    // Google does not give out the id of a deleted tab, or another run has it.
                    Err(Error::PlaceTaken { number, source }) if !list.stands => {
                        let Some(next) = ids.next() else {
                            return Err(Error::PlaceTaken { number, source });
                        };
                        list.tab = next;
                    }
                    taken => break taken?,
                }
            };
            match taken {
                Ok((archived, entries)) => {
                    info!(number = archived.number, lines = archived.lines, "hand-offs archived");
                    done.archived.push(archived);
                    ledger = ledger.with(entries);
                }
                Err(why) => return Ok(Some(why)),
            }
            if !list.stands {
                list.stands = true;
                self.dress_register(list.tab).await;
            }
        }
        Ok(None)
    }

    /// Holds the tabs still, so that nobody types in them after they were looked at, and compares them
    /// with their copies.
    async fn prove<'a>(
        &self,
        ripe: &'a Ripe,
        mark: &Mark,
        file: &str,
        held: &mut BTreeSet<i32>,
    ) -> Result<Result<Proved<'a>, Stays>, Error> {
        let mut copies = BTreeMap::new();
        for (sheet, copy) in ripe.sheets.iter().zip(&mark.copies) {
            if !self.hold_still(*sheet).await? {
                return Ok(Err(Stays::Gone));
            }
            held.insert(*sheet);
            let tab = self.picture(&self.settings.spreadsheet_id, *sheet).await?;
            let archived = self.picture(file, copy.sheet).await?;
            let (Some(tab), Some(archived)) = (tab, archived) else { return Ok(Err(Stays::Gone)) };
            if let Some(cell) = tab.first_difference(&archived) {
                return Ok(Err(Stays::Differs { cell }));
            }
            copies.insert(*sheet, copy.sheet);
        }
        Ok(Ok(Proved { ripe, file: file.to_owned(), copies }))
    }

    /// `false` where the tab is gone.
    async fn hold_still(&self, sheet: i32) -> Result<bool, Error> {
        let words = "Traslado respondido que pasa al archivo: ya no se modifica.";
        let still = look::protect(place::stillness(sheet), sheet, &[], &self.settings.account, words);
        let batch = Batch::new(&[still]).map_err(self.failed())?;
        match self.google.batch_update(&self.settings.spreadsheet_id, &batch, true).await {
            Ok(_) => Ok(true),
            Err(error) => match error.refusal() {
                // A run that was cut short held it still before.
                Some(RefusalKind::ObjectIdTaken) => Ok(true),
                Some(RefusalKind::NotFoundId) => Ok(false),
                _ => Err(self.failed()(error)),
            },
        }
    }

    /// Takes the tabs away, records under the next number where each line went, and lists it: one
    /// atomic batch behind a guard, so that no tab goes unrecorded, and none twice. Why to begin again,
    /// when another run came first.
    async fn take_away(
        &self,
        group: &[Proved<'_>],
        book: &Book,
        ledger: &Ledger,
        list: List,
    ) -> Result<Result<(Archived, Vec<Entry>), Error>, Error> {
        let number = ledger.head() + 1;
        let of = |one: &Proved<'_>| {
            lines::entries(one.ripe, &one.file, &one.copies, ledger, &book.answers, self.today())
        };
        let numbered = group.iter().flat_map(of).zip(1..);
        let entries: Vec<Entry> = numbered.map(|(entry, line)| Entry { number, line, ..entry }).collect();
        let after = ledger.with(entries.iter().cloned());
        let nonce = format!("{:016x}", rand::random::<u64>());
        let batch = self.batch(group, &entries, &after, &nonce, list, book)?;
        match commit::guarded(self.google, self.settings, book.places, number, &nonce, &batch).await {
            Ok(Outcome::Committed) => {
                commit::remember(self.settings, number, after.link(), entries.first());
                let handoffs = group.iter().map(|one| one.ripe.number).collect();
                Ok(Ok((Archived { number, handoffs, lines: entries.len() }, entries)))
            }
            Ok(Outcome::Lost) => Ok(Err(Error::AnotherRun)),
            Ok(Outcome::Declined(error)) => Ok(Err(error)),
            // Somebody deleted one of the tabs, which is then shown to be gone.
            Err(Error::Refused(error)) if error.refusal() == Some(RefusalKind::NotFoundId) => {
                Ok(Err(Error::AnotherRun))
            }
            Err(error) => Err(error),
        }
    }

    fn batch(
        &self,
        group: &[Proved<'_>],
        entries: &[Entry],
        after: &Ledger,
        nonce: &str,
        list: List,
        book: &Book,
    ) -> Result<Batch, Error> {
        let number = after.head();
        let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let guard = Guard { number, nonce: nonce.to_owned(), count, link: after.link().clone() };
        let sheets = || group.iter().flat_map(|one| &one.ripe.sheets);
        let recorded: Vec<_> = after.archivings().filter(|(entry, _)| entry.number == number).collect();
        let mut listed = register::rows(&recorded, after);
        listed.extend(register::vanished(sheets().filter_map(|sheet| book.listed.get(sheet))));
        let line = |entry: &Entry| {
            let cells = Vec::from(entry.cells()).into_iter().chain([after.link().to_string()]);
            cells.map(TabCell::Text).collect()
        };
        let header = register::header();
        let lines: Vec<Vec<TabCell>> = entries.iter().map(line).collect();
        let mut changes: Vec<Change<'_>> =
            vec![change::create_metadata(book.places.of(number), place::GUARD_KEY, guard.to_string())];
        changes.extend(group.iter().flat_map(|one| unless_undone(one.ripe.number)));
        changes.extend(sheets().map(|sheet| tabs::delete(*sheet)));
        // Where the spreadsheet has as many tabs as it may, those that go make room for this one.
        if !list.stands {
            changes.extend(creation(list.tab, &title(book), &header));
        }
        changes.extend(ledger::widening(&book.tabs, list.tab, register::COLUMNS));
        changes.push(change::append_cells(list.tab, &listed));
        changes.extend(ledger::widening(&book.tabs, place::LEDGER, Entry::COLUMNS));
        changes.push(change::append_cells(place::LEDGER, &lines));
        changes.extend(group.iter().map(|one| change::delete_metadata(place::mark(one.ripe.number))));
        Batch::new(&changes).map_err(self.failed())
    }
}

/// As many as go under one number, and never a part of a hand-off.
fn groups<'a>(proved: Vec<Proved<'a>>, ledger: &Ledger) -> Vec<Vec<Proved<'a>>> {
    let mut groups: Vec<Vec<Proved<'a>>> = Vec::new();
    let mut lines = 0;
    for one in proved {
        let count = ledger.handoff(one.ripe.number).count();
        match groups.last_mut() {
            Some(group) if lines + count <= LINES => {
                lines += count;
                group.push(one);
            }
            _ => {
                lines = count;
                groups.push(vec![one]);
            }
        }
    }
    groups
}
