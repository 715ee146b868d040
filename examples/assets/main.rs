//! Writes the man pages and the shell completions: `cargo run --example assets -- FOLDER`.

mod pages;

use std::path::PathBuf;
use std::{env, fs, io};

use clap::CommandFactory as _;
use clap_complete::Shell;
use traslado::cli::Cli;

fn main() -> io::Result<()> {
    let folder = env::args().nth(1).map_or_else(|| PathBuf::from("target/assets"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    for (name, page) in pages::pages()? {
        fs::write(folder.join(name), page)?;
    }
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut Cli::command(), "traslado", &folder)?;
    }
    println!("written to {}", folder.display());
    Ok(())
}
