//! `google-emulator`: the emulator as a program.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::ExitCode;

use google_emulator::{Emulator, Options};

/// An allocator that gives back what is no longer used: after a reset the process is as small as it began.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const USAGE: &str = "usage: google-emulator --listen 127.0.0.1:PORT [--expose] [--token TOKEN:EMAIL]… [--api-key KEY]… [--key-out key.json] [--seed FILE]";

/// What the command line asks for.
#[derive(Default)]
struct Arguments {
    options: Options,
    tokens: Vec<(String, String)>,
    api_keys: Vec<String>,
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
    // A program is left running for days where a test ends soon.
    out.options.limits.logged_entries = 20_000;
    out.options.limits.logged_bytes = 64 * 1024 * 1024;
    let (mut listens, mut exposed) = (false, false);
    while let Some(word) = words.next() {
        if word == "--help" || word == "-h" {
            return Err("an emulator of Google OAuth, Sheets, Drive and Gmail".to_owned());
        }
        if word == "--expose" {
            exposed = true;
            continue;
        }
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), value.to_owned()),
            None => (word.clone(), words.next().ok_or_else(|| format!("{word} needs a value"))?),
        };
        match name.as_str() {
            "--listen" => {
                out.options.listen = address(&value).ok_or_else(|| format!("{value} is no address"))?;
                listens = true;
            }
            "--token" => {
                let (token, email) = value.rsplit_once(':').ok_or("--token takes TOKEN:EMAIL")?;
                out.tokens.push((token.to_owned(), email.to_owned()));
            }
            "--api-key" => out.api_keys.push(value),
            "--key-out" => out.key_out = Some(value.into()),
            "--seed" => out.seed = Some(value.into()),
            _ => return Err(format!("{name} is not known")),
        }
    }
    if !listens {
        return Err("--listen is missing".to_owned());
    }
    let listen = out.options.listen;
    if exposed || listen.ip().to_canonical().is_loopback() {
        return Ok(out);
    }
    Err(format!(
        "{listen} can be reached from other machines, and whoever reaches the emulator may do everything; listen on 127.0.0.1, or say --expose as well"
    ))
}

/// An address to listen on; of the names of machines only this one's is one.
fn address(text: &str) -> Option<SocketAddr> {
    let named = text.rsplit_once(':').filter(|(host, _)| host.eq_ignore_ascii_case("localhost"));
    match named {
        Some((_, port)) => port.parse().ok().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port))),
        None => text.parse().ok(),
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start(arguments.options)?;
    for (token, email) in &arguments.tokens {
        emulator.add_token(token, email);
    }
    for key in &arguments.api_keys {
        emulator.with(|world| world.add_api_key(key));
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
