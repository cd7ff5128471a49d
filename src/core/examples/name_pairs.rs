//! Precision and recall of the kind `person_name` on labelled pairs of names.
//!
//! `cargo run --release -p crm_hygiene_core --example name_pairs -- name_pairs.csv [-v]`
//!
//! The file has the columns `schema`, `name1`, `name2`, `is_match`; only `Person` is read. Pairs in two scripts, which
//! are not compared by design (but for Chinese characters and pinyin), are also counted apart.

use crm_hygiene_core::kind::{self, Context, Kind};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("name_pairs.csv is missing")?;
    let verbose = arguments.next().is_some();
    let kind = kind::find("person_name").ok_or("no kind person_name")?;
    let context = Context::default();
    let text = std::fs::read_to_string(path)?;
    let mut levels = vec![(0, 0); kind.levels().len()];
    let mut missed_across = 0;
    for line in text.lines().skip(1) {
        let fields = fields(line);
        let [_, schema, first, second, truth, ..] = fields.as_slice() else { continue };
        if schema != "Person" {
            continue;
        }
        let form = |name: &str| kind.match_form(name, &context).unwrap_or_default();
        let level = kind.compare(&form(first), &form(second));
        let same = truth == "true";
        if same {
            levels[level].0 += 1;
            missed_across += usize::from(level < close(kind) && first.is_ascii() != second.is_ascii());
        } else {
            levels[level].1 += 1;
        }
        if verbose && same == (level < close(kind)) {
            println!("{:16} {} | {first} | {second}", kind.levels()[level].name, if same { "missed" } else { "false " });
        }
    }
    println!("{:18} {:>6} {:>10}", "level", "same", "different");
    for (level, (same, different)) in kind.levels().iter().zip(&levels) {
        println!("{:18} {same:6} {different:10}", level.name);
    }
    for from in ["close", "same sound"] {
        let index = kind.levels().iter().position(|level| level.name == from).unwrap_or(0);
        let (same, different) = levels[index..].iter().fold((0, 0), |sum, level| (sum.0 + level.0, sum.1 + level.1));
        let all: usize = levels.iter().map(|level| level.0).sum();
        let precision = same as f64 / (same + different) as f64;
        let recall = same as f64 / all as f64;
        println!(
            "from \"{from}\" up: precision {precision:.3}, recall {recall:.3} ({:.3} without pairs in two scripts)",
            same as f64 / (all - missed_across) as f64
        );
    }
    Ok(())
}

fn close(kind: &dyn Kind) -> usize {
    kind.levels().iter().position(|level| level.name == "close").unwrap_or(0)
}

/// The fields of one line of CSV.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            _ => fields.last_mut().expect("never empty").push(c),
        }
    }
    fields
}
