//! `google-emulator`: the emulator as a program.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use google_emulator::{Emulator, Options};

const USAGE: &str = "usage: google-emulator --listen 127.0.0.1:PORT [--token TOKEN:EMAIL]… [--key-out key.json] [--seed FILE]";

/// What the command line asks for.
#[derive(Default)]
struct Arguments {
    options: Options,
    tokens: Vec<(String, String)>,
    key_out: Option<PathBuf>,
    seed: Option<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = match parse(std::env::args().skip(1)) {
        Ok(arguments) => arguments,
        Err(text) => {
            eprintln!("google-emulator: {text}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("google-emulator: {error}");
            ExitCode::FAILURE
        }
    }
}

fn parse(mut words: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut out = Arguments::default();
    let mut listens = false;
    while let Some(word) = words.next() {
        if word == "--help" || word == "-h" {
            return Err("an emulator of Google OAuth, Sheets, Drive and Gmail".to_owned());
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => (word.clone(), words.next().ok_or_else(|| format!("{word} needs a value"))?),
        };
        match name.as_str() {
            "--listen" => {
                out.options.listen = value.parse().map_err(|_| format!("{value} is no address"))?;
                listens = true;
            }
            "--token" => {
                let (token, email) = value.rsplit_once(':').ok_or("--token takes TOKEN:EMAIL")?;
                out.tokens.push((token.to_owned(), email.to_owned()));
            }
            "--key-out" => out.key_out = Some(value.into()),
            "--seed" => out.seed = Some(value.into()),
            _ => return Err(format!("{name} is not known")),
        }
    }
    if listens { Ok(out) } else { Err("--listen is missing".to_owned()) }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start(arguments.options)?;
    for (token, email) in &arguments.tokens {
        emulator.add_token(token, email);
    }
    if let Some(path) = &arguments.seed {
        let text = std::fs::read_to_string(path)?;
        emulator.with(|world| world.seed(&text))?;
    }
    if let Some(path) = &arguments.key_out {
        emulator.write_key_file(path)?;
    }
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on {}", emulator.base_url())?;
    stdout.flush()?;
    // The server has its own thread; this one only keeps the process alive.
    loop {
        std::thread::park();
    }
}
