//! One case, whatever it is about.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::long::Long;
use crate::sheets::Sheet;
use crate::stage::Stage;
use crate::story::Story;
use crate::times::Instant;
use crate::{history, play};

pub(crate) enum Case {
    Story(Story),
    /// A month, by its seed.
    History(u64),
    /// Odd cells or an odd form of the sheet.
    Sheet(Sheet),
    /// A night that starts at an odd instant.
    Instant(Instant),
    /// One that is told whole.
    Long(Long),
}

impl Case {
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Story(story) => story.name.clone(),
            Self::History(seed) => format!("history/{seed}"),
            Self::Sheet(sheet) => sheet.name(),
            Self::Instant(instant) => instant.name(),
            Self::Long(long) => long.name(),
        }
    }

    /// Plays it; what promise was broken.
    pub(crate) fn play(&self, stage: &Stage) -> Result<(), String> {
        match self {
            Self::Story(story) => caught(|| play::play(stage, story)),
            Self::History(seed) => {
                let story = history::story(*seed);
                let Err(violation) = caught(|| play::play(stage, &story)) else { return Ok(()) };
                let short = history::shortened(stage, &story);
                let again = caught(|| play::play(stage, &short)).err().unwrap_or_default();
                Err(format!("{violation}\n  in short:\n{short}  broken:\n    {again}"))
            }
            Self::Sheet(sheet) => caught(|| sheet.play(stage)),
            Self::Instant(instant) => caught(|| instant.play(stage)),
            Self::Long(long) => caught(|| long.play(stage)),
        }
    }

    /// What is done, in which order.
    pub(crate) fn tell(&self) -> String {
        match self {
            Self::Story(story) => story.to_string(),
            _ => String::new(),
        }
    }
}

/// A panic is a broken promise like another.
pub(crate) fn caught(play: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
    catch_unwind(AssertUnwindSafe(play)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let text = text.or(panic.downcast_ref::<&str>().copied()).unwrap_or_default();
        Err(format!("a panic: {text}"))
    })
}
