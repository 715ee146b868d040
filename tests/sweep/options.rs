//! The command line, which also bears what `cargo test` hands to every test binary.

use std::ops::Range;

use clap::Parser;

/// Disturbs thousands of nights and looks whether the promises hold.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "A flag is a bool.")]
pub(crate) struct Options {
    /// Every case, not a sample.
    #[arg(long)]
    pub(crate) full: bool,
    /// Only the cases whose names contain this.
    #[arg(long, value_name = "NAME")]
    pub(crate) case: Option<String>,
    /// Only the history of this seed.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// How many histories; 24, in full 3000.
    #[arg(long, value_name = "COUNT")]
    pub(crate) seeds: Option<u64>,
    /// Writes down how many calls a clean night makes.
    #[arg(long)]
    pub(crate) record: bool,
    /// Takes the calls of a clean night as they are written down, without counting them.
    #[arg(long)]
    pub(crate) uncounted: bool,
    /// How many stories of broken promises are told.
    #[arg(long, default_value_t = 5)]
    pub(crate) tell: usize,
    /// The same as --case, as `cargo test NAME` has it.
    filter: Option<String>,
    #[arg(long, hide = true)]
    list: bool,
    #[arg(long, hide = true, default_value_t = 2)]
    pub(crate) test_threads: usize,
    #[arg(long, hide = true, alias = "no-capture")]
    nocapture: bool,
    #[arg(long, short, hide = true)]
    quiet: bool,
    #[arg(long, hide = true)]
    exact: bool,
    #[arg(long, hide = true)]
    show_output: bool,
    #[arg(long, hide = true)]
    ignored: bool,
    #[arg(long, hide = true)]
    include_ignored: bool,
    #[arg(long, hide = true)]
    skip: Vec<String>,
    #[arg(long, hide = true)]
    format: Option<String>,
    #[arg(long, hide = true)]
    color: Option<String>,
}

impl Options {
    /// The histories that are told.
    pub(crate) fn seeds(&self) -> Range<u64> {
        match self.seed {
            Some(seed) => seed..seed + 1,
            None => 0..self.seeds.unwrap_or(if self.full { 3000 } else { 24 }),
        }
    }

    /// What is asked for; nothing where only a list is, for this is one test to the outside.
    pub(crate) fn read() -> Option<Self> {
        let mut options = Self::parse();
        if options.list || options.ignored {
            if options.list {
                println!("sweep: test");
            }
            return None;
        }
        options.case = options.case.or(options.filter.take());
        Some(options)
    }
}
