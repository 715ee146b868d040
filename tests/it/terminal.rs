//! A terminal at which a person sits: what the executable says there, and what that person types.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::process::Command;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

/// Runs a command at a terminal to its end, with these lines typed; its exit code, and all that stood on the
/// terminal.
pub(crate) fn at_terminal(mut command: Command, typed: &str) -> (i32, String) {
    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&terminal).unwrap();
    unlockpt(&terminal).unwrap();
    let name = ptsname(&terminal, Vec::new()).unwrap();
    let side = File::options().read(true).write(true).open(OsStr::from_bytes(name.to_bytes())).unwrap();
    command.stdin(side.try_clone().unwrap()).stdout(side.try_clone().unwrap()).stderr(side);
    let mut process = command.spawn().unwrap();
    // The command holds the terminal open too.
    drop(command);

    let mut terminal = File::from(terminal);
    terminal.write_all(typed.as_bytes()).unwrap();
    let mut shown = Vec::new();
    let mut piece = [0; 4096];
    // Once nobody holds the other side any more, a read fails.
    while let Ok(count @ 1..) = terminal.read(&mut piece) {
        shown.extend_from_slice(&piece[..count]);
    }
    (process.wait().unwrap().code().unwrap_or(-1), String::from_utf8(shown).unwrap())
}
