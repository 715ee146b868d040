//! What a running daemon can be told: by signals, which every system has.

use std::io;

use tokio::signal::unix::{Signal, SignalKind, signal};

/// One instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instruction {
    /// SIGTERM or SIGINT: end, and let a night at work end first.
    Stop,
    /// SIGUSR1: say how things stand.
    Status,
    /// SIGHUP: read the schedule again.
    Reload,
}

/// Receives the instructions. From here on none of these signals ends the process by itself.
#[derive(Debug)]
pub(super) struct Signals {
    terminate: Signal,
    interrupt: Signal,
    status: Signal,
    reload: Signal,
    /// True if one of them was to stop.
    pub(super) stopping: bool,
}

impl Signals {
    /// # Errors
    /// When the system gives no signal handler.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
            status: signal(SignalKind::user_defined1())?,
            reload: signal(SignalKind::hangup())?,
            stopping: false,
        })
    }

    /// The next instruction.
    pub(super) async fn next(&mut self) -> Instruction {
        let instruction = tokio::select! {
            _ = self.terminate.recv() => Instruction::Stop,
            _ = self.interrupt.recv() => Instruction::Stop,
            _ = self.status.recv() => Instruction::Status,
            _ = self.reload.recv() => Instruction::Reload,
        };
        self.stopping |= instruction == Instruction::Stop;
        instruction
    }
}
