//! Tells Citizen Attention: draft, record, attempt, send, record. One notice a run, and with it the notices
//! that earlier nights left.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, SystemTime};

use chrono::NaiveDate;
use lettre::Message;
use lettre::message::{Mailbox, MultiPart};
use tracing::{info, warn};

use crate::clock::Moment;
use crate::config::Settings;
use crate::domain::clerks::pending::{self, Due};
use crate::domain::handoff::plan::Plan;
use crate::domain::handoff::titles;
use crate::domain::ids::handoff_number::HandoffNumber;
use crate::domain::ids::{self, MaintainedTab};
use crate::domain::ledger::Ledger;
use crate::domain::ledger::cross_checks::LedgerEnd;
use crate::domain::mail::first_steps;
use crate::domain::mail::notice::{self, Notice, NoticeFacts, NoticeItem};
use crate::domain::mail::notice_log::{Event, KnownDraft, Next, NoticeLog, RecipientsDigest};
use crate::google::sheets::{Batch, change};
use crate::google::{self, ErrorKind, PROGRESS, RefusalKind};
use crate::session::Session;
use crate::steps::mail_time::MailTime;
use crate::steps::read::{self, Book};

/// How the notice of tonight's hand-offs stands. Of several the greatest is what counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeStatus {
    /// There was nothing to tell, or nobody to tell it to.
    None,
    /// Another run had sent it, or was seen to.
    AlreadySent,
    /// Gmail said that it was sent.
    Sent,
    /// Nobody can say, or it could not be made; exit code 3.
    Uncertain,
}

/// How long to wait for the outcome of an attempt that another run made.
const WAITS: [Duration; 3] = [Duration::from_secs(2), Duration::from_secs(4), Duration::from_secs(8)];
/// The pauses before the second and the third attempt of a night, which is the last: Gmail is often away
/// for some seconds.
const PAUSES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(8)];
/// The time that a notice of an earlier night may take, so that one alone does not take all.
const EARLIER_NOTICE: Duration = Duration::from_secs(30);

impl NoticeStatus {
    /// The status itself, or the other where there was nothing to tell.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::None { other } else { self }
    }
}

/// One notice at work: what it can say.
struct NoticeSender<'a> {
    session: &'a Session<'a>,
    book: &'a Book,
    ledger: &'a Ledger,
    night: NightNews<'a>,
}

/// The news of a night besides the hand-offs that its notice announces.
#[derive(Clone, Copy, Debug)]
pub struct NightNews<'a> {
    /// The later of the clock's day and the night's.
    pub today: NaiveDate,
    /// The night's plan, when the night handed something over.
    pub plan: Option<&'a Plan>,
    /// The tabs that were made for lost lines.
    pub reissued: &'a [String],
    /// The columns of the staff tab that are not as they were, in words for the office.
    pub columns: &'a [String],
    /// The cells and columns beside the staff's rows that are not written, in words for the office.
    pub unwritten: &'a [String],
    /// How many reports only today's rules make complete.
    pub complete_today: u32,
    /// The end of the ledger before tonight, where nothing on this host says that it was the last one.
    pub unconfirmed_end: Option<LedgerEnd>,
}

impl NightNews<'_> {
    /// No news besides the hand-offs themselves: of the notice of an earlier night, or of an annulment.
    pub fn none(today: NaiveDate) -> Self {
        Self {
            today,
            plan: None,
            reissued: &[],
            columns: &[],
            unwritten: &[],
            complete_today: 0,
            unconfirmed_end: None,
        }
    }
}

/// One night's work on a notice.
struct Delivery {
    /// True if the draft or the last attempt is this run's.
    ours: bool,
    waits: std::slice::Iter<'static, Duration>,
    /// The pauses that are left, each before one more attempt.
    pauses: std::slice::Iter<'static, Duration>,
    /// How many attempts this run has made.
    attempts: u32,
}

/// Finishes the notices that earlier runs have begun, then announces every hand-off that no notice
/// announces yet, all within the time that mail has.
pub async fn all(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    night: NightNews<'_>,
    time: &mut MailTime,
) -> NoticeStatus {
    if session.settings.notice.to.is_empty() {
        return NoticeStatus::None;
    }

    info!(target: PROGRESS, "sending the notice");
    // What announces tonight's hand-offs has half of the time for itself.
    let mut earlier = time.half();
    let settled = settle(session, book, ledger, NightNews::none(night.today), &mut earlier).await;
    time.give_back(&earlier);
    let announced = announce(session, book, ledger, night, time).await;

    announced.max(settled)
}

/// Finishes every notice that an earlier run has begun and not settled, and says how they stand.
async fn settle(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    night: NightNews<'_>,
    time: &mut MailTime,
) -> NoticeStatus {
    let mut status = NoticeStatus::None;
    let open: Vec<NoticeLog> = book.notices.values().filter(|log| !log.has_ended()).cloned().collect();

    for mut log in open {
        let sender = NoticeSender { session, book, ledger, night };
        let settled = time.at_most(EARLIER_NOTICE, Box::pin(sender.settle(&mut log))).await;
        status = status.max(settled.unwrap_or(NoticeStatus::Uncertain));
        book.notices.insert(log.first, log);
    }

    status
}

/// Announces every hand-off that no notice announces yet, in one mail; where another run is found
/// to announce some of them, the rest goes into a mail of its own.
async fn announce(
    session: &Session<'_>,
    book: &mut Book,
    ledger: &Ledger,
    night: NightNews<'_>,
    time: &mut MailTime,
) -> NoticeStatus {
    let mut status = NoticeStatus::None;

    loop {
        let last = book.notices.values().max_by_key(|log| log.end());
        let announced = last.map(NoticeLog::end).unwrap_or_default();
        // What was archived is told with the next hand-off, not by a mail of its own.
        if ledger.last_handed_over() <= announced {
            // Records that are none of ours stand in the place of tonight's.
            let is_lost = night.plan.is_some() && last.is_some_and(|log| log.next() == Next::Unknown);
            return if is_lost { NoticeStatus::Uncertain } else { status };
        }

        let mut log = NoticeLog { first: announced.next(), events: Vec::new() };
        let sender = NoticeSender { session, book, ledger, night };
        let announced = time.all(Box::pin(sender.settle(&mut log))).await;
        status = status.max(announced.unwrap_or(NoticeStatus::Uncertain));
        if log.events.is_empty() {
            return status;
        }
        book.notices.insert(log.first, log);
    }
}

impl Delivery {
    /// Waits until one more attempt may be made; `false` where this night has made enough.
    async fn may_try(&mut self) -> bool {
        if self.attempts > 0 {
            let Some(pause) = self.pauses.next() else { return false };
            tokio::time::sleep(*pause).await;
        }
        self.attempts += 1;
        true
    }
}

impl NoticeSender<'_> {
    /// Carries a notice through as far as it goes tonight. What fails is taken up by the next run.
    async fn settle(&self, log: &mut NoticeLog) -> NoticeStatus {
        let first = log.first;
        self.carry_through(log).await.unwrap_or_else(|error| {
            warn!(first = first.number(), %error, "the notice is not confirmed; the next run takes it up");
            NoticeStatus::Uncertain
        })
    }

    /// Does what the log says is next until it is settled, or until this night has tried often enough.
    async fn carry_through(&self, log: &mut NoticeLog) -> Result<NoticeStatus, google::Error> {
        let mut delivery = Delivery { ours: false, waits: WAITS.iter(), pauses: PAUSES.iter(), attempts: 0 };

        loop {
            match log.next() {
                Next::Done if delivery.ours => return Ok(NoticeStatus::Sent),
                Next::Done => return Ok(NoticeStatus::AlreadySent),
                Next::Unknown => return Ok(NoticeStatus::Uncertain),
                Next::MakeDraft => delivery.ours = self.make_draft(log).await?,
                Next::Send(draft) | Next::Ascertain(draft)
                    if self.is_there(&draft, log, &delivery).await? =>
                {
                    if draft.to != self.recipients() {
                        delivery.ours = self.replace(log, &draft).await?;
                    } else if !log.has_room_for(2) {
                        self.give_up(log, &draft).await?;
                    } else if delivery.may_try().await {
                        delivery.ours = self.attempt(log, &draft.id).await?;
                    } else {
                        warn!(
                            first = log.first.number(),
                            "Gmail does not send the notice; the next run tries again"
                        );
                        return Ok(NoticeStatus::Uncertain);
                    }
                }
                Next::Send(_) => {
                    if log.last() > Some(self.ledger.head()) {
                        // Another run announces hand-offs that this one has not read.
                        return Ok(NoticeStatus::Uncertain);
                    }
                    if log.was_tried() || !log.has_room_for(3) {
                        // A person has deleted the draft or sent it.
                        self.end_as_uncertain(log).await?;
                    } else {
                        delivery.ours = self.make_draft(log).await?;
                    }
                }
                Next::Ascertain(_) => match delivery.waits.next().filter(|_| !delivery.ours) {
                    Some(wait) => {
                        // Another run may be about to record that it was sent.
                        tokio::time::sleep(*wait).await;
                        self.reload(log).await?;
                    }
                    None => self.end_as_uncertain(log).await?,
                },
            }
        }
    }

    /// Returns `true` if a draft is there. One that this run has just recorded is.
    async fn is_there(
        &self,
        draft: &KnownDraft,
        log: &NoticeLog,
        delivery: &Delivery,
    ) -> Result<bool, google::Error> {
        let just_made = delivery.ours && matches!(log.events.last(), Some(Event::Draft { .. }));
        Ok(just_made || self.session.google.draft_exists(&draft.id).await?)
    }

    /// To whom the notice goes, by the configuration.
    fn recipients(&self) -> RecipientsDigest {
        let notice = &self.session.settings.notice;
        RecipientsDigest::of(notice.to.iter().chain(&notice.cc).map(|mailbox| mailbox.email.as_ref()))
    }

    /// Makes a draft in place of one for recipients that are no longer the configured ones, where there is
    /// room to send it. The old one, which was not sent, is deleted.
    async fn replace(&self, log: &mut NoticeLog, old: &KnownDraft) -> Result<bool, google::Error> {
        if !log.has_room_for(3) {
            return self.give_up(log, old).await.map(|()| false);
        }
        self.session.google.delete_draft(&old.id).await?;
        self.make_draft(log).await
    }

    /// Ends a notice that was tried too often. Its draft is deleted, so that nobody finds it among the
    /// account's own months later.
    async fn give_up(&self, log: &mut NoticeLog, draft: &KnownDraft) -> Result<(), google::Error> {
        warn!(
            first = log.first.number(),
            "the notice was tried too often and is given up; the next notice says so"
        );
        self.session.google.delete_draft(&draft.id).await?;
        self.end_as_uncertain(log).await
    }

    async fn end_as_uncertain(&self, log: &mut NoticeLog) -> Result<(), google::Error> {
        self.append(log, Event::Uncertain).await?;
        Ok(())
    }

    /// Makes a draft and records it; where another run recorded one first, ours is deleted.
    async fn make_draft(&self, log: &mut NoticeLog) -> Result<bool, google::Error> {
        let last = log.last().unwrap_or(self.ledger.last_handed_over());
        let draft = self.session.google.create_draft(&self.mime(log.first, last)).await?;
        let event = Event::Draft { last, to: self.recipients(), draft: draft.clone() };
        let recorded = self.append(log, event).await;
        if !matches!(recorded, Ok(true)) {
            // A draft without a record is never sent; one more in the account's list harms nobody.
            let _ = self.session.google.delete_draft(&draft).await;
        }
        recorded
    }

    /// Records an attempt and, as its only maker, sends the draft. A send without an answer leaves
    /// the log at the attempt, and the next look at the draft tells.
    async fn attempt(&self, log: &mut NoticeLog, draft: &str) -> Result<bool, google::Error> {
        let nonce = format!("{}.{:016x}", self.night.today, rand::random::<u64>());
        if !self.append(log, Event::Attempt { nonce }).await? {
            return Ok(false);
        }

        match self.session.google.send_draft(draft).await {
            Ok(()) => {
                info!(first = log.first.number(), "notice sent");
                // Another run that found the attempt unanswered may have recorded something since.
                while log.next() != Next::Done && log.has_room_for(1) {
                    self.append(log, Event::Sent).await?;
                }
                Ok(true)
            }
            // The draft is gone: another run sent it, and is about to record that.
            Err(error) if error.kind == ErrorKind::NotFound => Ok(false),
            Err(error) if error.ambiguous => Ok(true),
            Err(error) => {
                // Where this is not recorded, the next look finds the draft all the same.
                self.append(log, Event::Refused).await?;
                Err(error)
            }
        }
    }

    /// Records an event at the log's next position. `false` when another run has recorded
    /// something there; the log is then as it stands now.
    async fn append(&self, log: &mut NoticeLog, event: Event) -> Result<bool, google::Error> {
        let position = u32::try_from(log.events.len()).unwrap_or(u32::MAX);
        let id = self.book.id_space.record(log.first, position);
        let change = change::create_metadata(id, ids::NOTICE_KEY, event.to_string());
        let file = self.session.file();

        match self.session.google.batch_update(file, &Batch::new(&[change])?, true).await {
            Ok(_) => {}
            Err(error) if error.refusal() == Some(RefusalKind::MetadataIdTaken) => {
                let existing = self
                    .session
                    .google
                    .metadata_by_id(file, id)
                    .await?
                    .and_then(|entry| entry.metadata_value);
                if existing != Some(event.to_string()) {
                    self.reload(log).await?;
                    // What is no record of a notice leaves the log as it was, and would do so for ever.
                    let moved_on = log.events.len() > position as usize;
                    return if moved_on { Ok(false) } else { Err(error) };
                }
            }
            Err(error) => return Err(error),
        }

        log.events.push(event);
        Ok(true)
    }

    async fn reload(&self, log: &mut NoticeLog) -> Result<(), google::Error> {
        let mut logs = read::notices_now(self.session).await?;
        if let Some(found) = logs.remove(&log.first) {
            *log = found;
        }
        Ok(())
    }

    fn mime(&self, first: HandoffNumber, last: HandoffNumber) -> Vec<u8> {
        let items: Vec<NoticeItem> = first.through(last).filter_map(|number| self.item(number)).collect();
        let of_archives = first.through(last).filter(|number| self.ledger.is_archiving(*number));
        let archived: BTreeSet<HandoffNumber> = of_archives
            .flat_map(|number| self.ledger.archivings().filter(move |(entry, _)| entry.number == number))
            .map(|(_, archiving)| archiving.handoff)
            .collect();
        let notices = || self.book.notices.values();
        let settled = notices().filter(|log| log.next() == Next::Done).map(|log| log.first).max();

        // A notice that went out has told of all that were not confirmed before it.
        let unconfirmed: Vec<NoticeItem> = notices()
            .filter(|log| log.next() != Next::Done && log.first < first && Some(log.first) > settled)
            .flat_map(NoticeLog::numbers)
            .filter_map(|number| self.item(number))
            .collect();
        let entries = &mut self.ledger.handoff(last);
        let as_of = entries.next().map_or_else(|| self.session.moment.today(), |entry| entry.handed_over);
        let Session { settings, moment, .. } = *self.session;

        let today = moment.today().max(as_of);
        let announced = first..=last;
        let planned = self.night.plan.into_iter().flat_map(|plan| &plan.lines);
        let planned = planned.filter(|line| {
            let latest = self.ledger.latest(line.entry.id);
            latest.is_some_and(|latest| announced.contains(&latest.number))
        });
        let steps = first_steps::sentences(planned, today);

        let lives = self.book.lives(self.session, self.ledger, today);
        let pending = pending::list(lives, &BTreeMap::new());
        let facts = NoticeFacts {
            as_of,
            items: &items,
            balance: self.night.plan.map(|plan| plan.balance),
            quarantined_columns: self.night.plan.map_or(&[][..], |plan| &plan.quarantined_columns),
            early: self.night.plan.filter(|plan| plan.is_first_night).map_or(&[][..], |plan| &plan.early),
            unconfirmed: &unconfirmed,
            reissued: self.night.reissued,
            columns: self.night.columns,
            unwritten: self.night.unwritten,
            complete_today: self.night.complete_today,
            unconfirmed_end: self.night.unconfirmed_end,
            first: &steps,
            today,
            archived: archived.len(),
            due: Due::of(&pending),
            list: &list_link(settings, self.book),
            reference: &settings.notice.reference,
            entity: settings.sheet.form.entity(),
        };

        message(&notice::write(&facts), &settings.notice.to, &settings.notice.cc, settings, moment)
    }

    fn item(&self, number: HandoffNumber) -> Option<NoticeItem> {
        if self.ledger.is_archiving(number) {
            return None;
        }

        // What people have called a tab stays in the spreadsheet.
        let title = match self.book.tab_of(number).filter(|tab| titles::is_of_handoff(&tab.title)) {
            Some(tab) => tab.title.clone(),
            None => format!("Traslado n.º {number}"),
        };
        let file = self.session.file();
        let sheet = self.book.id_space.tab(number);
        let link = format!("https://docs.google.com/spreadsheets/d/{file}/edit#gid={sheet}");
        self.ledger.handoff(number).next()?;

        Some(NoticeItem::count(number, title, link, self.ledger.handoff(number)))
    }
}

/// Opens the work list, which is made in the night of the first hand-off.
pub(super) fn list_link(settings: &Settings, book: &Book) -> String {
    let existing = book.maintained_tab(MaintainedTab::Pending).map(|tab| tab.sheet_id);
    let sheet = existing.or_else(|| MaintainedTab::Pending.ids().next()).unwrap_or_default();
    format!("https://docs.google.com/spreadsheets/d/{}/edit#gid={sheet}", settings.sheet.spreadsheet_id)
}

/// The mail as RFC 5322 has it. Its headers hold nothing but configuration and counts.
pub(super) fn message(
    notice: &Notice,
    to: &[Mailbox],
    cc: &[Mailbox],
    settings: &Settings,
    moment: Moment,
) -> Vec<u8> {
    let mut builder = Message::builder().subject(&notice.subject).date(SystemTime::from(moment.utc()));
    if let Ok(address) = settings.account.parse() {
        builder = builder.from(Mailbox::new(Some("Traslado CE-F05".to_owned()), address));
    }
    builder = to.iter().fold(builder, |builder, to| builder.to(to.clone()));
    builder = cc.iter().fold(builder, |builder, cc| builder.cc(cc.clone()));
    let body = MultiPart::alternative_plain_html(notice.text.clone(), notice.html.clone());
    // The account's address was parsed with the configuration, so a message can always be built.
    builder.multipart(body).map(|message| message.formatted()).unwrap_or_default()
}
