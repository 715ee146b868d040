//! How many invented addresses are read as what they are, as they are typed and with typos:
//! `cargo bench --bench addresses [-- COUNT] [--print]`. `--print` shows those that are refused.

#[path = "../src/domain/fields/address/tests/generated.rs"]
mod generated;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use traslado::domain::fields::address::{self, PostalAddress};
use traslado::domain::form::Form;
use traslado::sheet::normalize;

/// How many of a list were read as full addresses, as approximate ones, and as none.
#[derive(Default)]
struct Tally {
    full: usize,
    approximate: usize,
    refused: Vec<String>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let count = std::env::args().find_map(|argument| argument.parse().ok()).unwrap_or(1000);
    let print = std::env::args().any(|argument| argument == "--print");
    let form = Form::builtin();
    let with_typos = |typos: u8| {
        let mut addresses = generated::full().boxed();
        for _ in 0..typos {
            addresses = addresses.prop_flat_map(generated::with_a_typo).boxed();
        }
        addresses
    };

    let misspelt = generated::full().prop_flat_map(generated::with_a_letter_wrong);

    println!("{:<28} {:>6} {:>12} {:>8}", format!("{count} of each"), "full", "approximate", "refused");
    for (name, texts) in [
        ("addresses as typed", with_typos(0)),
        ("  with a typo", with_typos(1)),
        ("  with a long word misspelt", misspelt.boxed()),
        ("  with two typos", with_typos(2)),
        ("places", generated::approximate().boxed()),
        ("  with a typo", generated::approximate().prop_flat_map(generated::with_a_typo).boxed()),
        ("texts around a number", generated::around_a_number().boxed()),
    ] {
        let tally = tally(&form, &texts, count)?;
        println!("{name:<28} {:>6} {:>12} {:>8}", tally.full, tally.approximate, tally.refused.len());
        if print {
            tally.refused.iter().for_each(|typed| println!("    {typed}"));
        }
    }
    Ok(())
}

fn tally(form: &Form, texts: &BoxedStrategy<String>, count: usize) -> Result<Tally, String> {
    let mut tally = Tally::default();
    let mut runner = TestRunner::deterministic();
    for _ in 0..count {
        let typed = texts.new_tree(&mut runner).map_err(|reason| reason.to_string())?.current();
        let normalized = normalize::plain(&typed);
        match address::parse(&normalized, form.neighbourhoods(), || false, form.placeholders()).value {
            Some(PostalAddress::Full) => tally.full += 1,
            Some(PostalAddress::Approximate) => tally.approximate += 1,
            None => tally.refused.push(typed),
        }
    }
    Ok(tally)
}
