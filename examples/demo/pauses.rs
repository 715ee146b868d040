//! Pauses of the story, for somebody who looks at what it has come to.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

/// Whether each part of the story waits for Enter, until nobody answers any more.
pub(crate) struct Pauses {
    waits: bool,
}

impl Pauses {
    /// Waits when it is told to, and where somebody sits at a terminal.
    pub(crate) fn new(asked: bool) -> Self {
        Self { waits: asked || (io::stdin().is_terminal() && io::stdout().is_terminal()) }
    }

    pub(crate) fn waits(&self) -> bool {
        self.waits
    }

    /// Waits for Enter, which does as the words say.
    pub(crate) fn wait(&mut self, words: &str) {
        if !self.waits {
            return;
        }
        print!("\n\x1b[2mEnter {words}.\x1b[0m ");
        // A line that cannot be written is not waited for less.
        let _ = io::stdout().flush();
        let line = io::stdin().lock().lines().next();
        self.waits = matches!(line, Some(Ok(_)));
    }
}
