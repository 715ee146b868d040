//! How often the alerts of a text are right: `cargo bench --bench alerts`.
//!
//! Reads the invented sentences that the tests share and prints for each alert how many of those raised were
//! meant (precision) and how many of those meant were raised (recall), then each sentence that is read wrong.

use std::collections::{BTreeMap, BTreeSet};

use traslado::domain::finding::Rule;
use traslado::domain::form::Form;
use traslado::sheet::normalize;

#[derive(Default)]
struct Count {
    meant: u32,
    raised: u32,
    right: u32,
}

fn main() {
    let form = Form::builtin();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let (mut sentences, mut innocent) = (0, 0);
    let mut wrong = Vec::new();

    for (texts, codes) in fixtures::SENTENCES {
        let meant: BTreeSet<&str> = codes.iter().copied().collect();
        for text in *texts {
            sentences += 1;
            innocent += u32::from(meant.is_empty());
            let alerts = form.words().read(&[&normalize::plain(text)]).alerts;
            let raised: BTreeSet<&str> = alerts.into_iter().map(Rule::code).collect();

            for code in meant.union(&raised) {
                let count = counts.entry(code).or_default();
                count.meant += u32::from(meant.contains(code));
                count.raised += u32::from(raised.contains(code));
                count.right += u32::from(meant.contains(code) && raised.contains(code));
            }
            if meant != raised {
                wrong.push(format!("{text}: {raised:?}, not {meant:?}"));
            }
        }
    }

    println!("{sentences} sentences, {innocent} of them innocent\n");
    println!("{:<30} {:>6} {:>6} {:>10} {:>7}", "alert", "meant", "raised", "precision", "recall");
    for (code, Count { meant, raised, right }) in &counts {
        println!(
            "{code:<30} {meant:>6} {raised:>6} {:>10} {:>7}",
            percent(*right, *raised),
            percent(*right, *meant)
        );
    }
    println!("\n{} read wrong", wrong.len());
    for line in wrong {
        println!("  {line}");
    }
}

fn percent(part: u32, whole: u32) -> String {
    if whole == 0 { "-".into() } else { format!("{:.0} %", f64::from(part) * 100.0 / f64::from(whole)) }
}
