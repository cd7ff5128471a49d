//! How often true and random pairs agree at each level of a kind, and which of its keys find the true ones: the counts behind
//! the m and u of `levels()`.
//!
//! `cargo run --release -p crm_hygiene_core --example kind_levels -- date febrl3.csv date_of_birth entity_id`

use crm_hygiene_core::kind::{self, Context, Kind};
use std::collections::{HashMap, HashSet};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [name, file, column, entity] = arguments.as_slice() else {
        eprintln!("usage: kind_levels KIND FILE.csv COLUMN ENTITY_COLUMN");
        std::process::exit(2);
    };
    let kind = kind::find(name).expect("a kind of that name");
    let text = std::fs::read_to_string(file).expect("a readable file");
    let mut rows = text.lines().map(fields);
    let header = rows.next().expect("a header");
    let at = |name: &String| header.iter().position(|title| title == name).expect("a column of that name");
    let (column, entity) = (at(column), at(entity));

    let mut filled = 0;
    let mut forms: Vec<(String, String)> = Vec::new();
    for row in rows {
        let Some(raw) = row.get(column).filter(|raw| !raw.is_empty()) else { continue };
        filled += 1;
        if let Some(form) = kind.match_form(raw, &Context::default()) {
            forms.push((form, row.get(entity).cloned().unwrap_or_default()));
        }
    }
    println!("{file}: {filled} values, {} with a match form", forms.len());
    levels(kind, &forms);
    keys(kind, &forms);
}

/// The fields of a CSV line; quotes may hold commas.
fn fields(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => out.last_mut().expect("never empty").push(c),
        }
    }
    out
}

fn true_pairs(forms: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    let mut groups: HashMap<&str, Vec<&str>> = HashMap::new();
    for (form, entity) in forms {
        groups.entry(entity).or_default().push(form);
    }
    groups.into_values().flat_map(|group| {
        let pairs = (0..group.len()).flat_map(|i| (i + 1..group.len()).map(move |j| (i, j)));
        pairs.map(|(i, j)| (group[i], group[j])).collect::<Vec<_>>()
    })
}

fn levels(kind: &dyn Kind, forms: &[(String, String)]) {
    let count = |pairs: &mut dyn Iterator<Item = (&str, &str)>| {
        let mut counts = vec![0u64; kind.levels().len()];
        pairs.for_each(|(a, b)| counts[kind.compare(a, b)] += 1);
        counts
    };
    let matches = count(&mut true_pairs(forms));
    // A fixed stream of numbers, so that a run can be repeated.
    let mut state = 42u64;
    let mut pick = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        &forms[(state >> 33) as usize % forms.len()]
    };
    let mut random = (0..3_000_000).map(|_| (pick(), pick())).filter(|(a, b)| a.1 != b.1).map(|(a, b)| (a.0.as_str(), b.0.as_str()));
    let others = count(&mut random);
    let share = |counts: &[u64], level: usize| counts[level] as f64 / counts.iter().sum::<u64>().max(1) as f64;
    println!("  {} true pairs\n  {:32} {:>8} {:>10} {:>8}   built in: m, u", matches.iter().sum::<u64>(), "level", "m", "u", "m/u");
    for (at, level) in kind.levels().iter().enumerate() {
        let (m, u) = (share(&matches, at), share(&others, at));
        println!("  {:32} {m:>8.4} {u:>10.6} {:>8.1}   {}, {}", level.name, m / u.max(1e-9), level.m, level.u);
    }
}

fn keys(kind: &dyn Kind, forms: &[(String, String)]) {
    let emitted = |form: &str| {
        let mut keys = Vec::new();
        kind.match_keys(form, &mut |strength, key| keys.push((strength, key.to_owned())));
        keys
    };
    let mut found: Vec<u64> = Vec::new();
    let (mut any, mut pairs) = (0u64, 0u64);
    for (a, b) in true_pairs(forms) {
        let (a, b) = (emitted(a), emitted(b));
        found.resize(found.len().max(a.len()), 0);
        a.iter().enumerate().filter(|(_, key)| b.contains(key)).for_each(|(at, _)| found[at] += 1);
        any += u64::from(a.iter().any(|key| b.contains(key)));
        pairs += 1;
    }
    println!("  keys: {any} of {pairs} true pairs share one");
    for (at, found) in found.iter().enumerate() {
        let keys: Vec<_> = forms.iter().filter_map(|(form, _)| emitted(form).into_iter().nth(at)).collect();
        let distinct: HashSet<_> = keys.iter().map(|(_, key)| key).collect();
        let strength = keys.first().map(|(strength, _)| format!("{strength:?}")).unwrap_or_default();
        println!("  key {} ({strength}): {found} true pairs, {:.1} rows a key", at + 1, keys.len() as f64 / distinct.len().max(1) as f64);
    }
}
