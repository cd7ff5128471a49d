//! How often each agreement between company names comes up in pairs of the same and of different customers: the
//! measurement behind the levels of the company kind.
//!
//! `cargo run --release -p crm_hygiene_core --example company_levels -- FOLDER [AGREEMENT true|random|blocked]`
//! with FOLDER holding leads_20k.csv, crm_lead.csv, restaurants.csv and name_pairs.csv; the last two arguments list examples.

use crm_hygiene_core::kind::{Context, Kind, company};
use std::collections::{BTreeMap, HashMap, HashSet};

/// A row: company, another field that rows of one customer may share, and the customer.
struct Row {
    raw: String,
    form: Option<String>,
    other: String,
    entity: String,
}

fn csv(line: &str) -> Vec<String> {
    let (mut fields, mut field, mut quoted) = (Vec::new(), String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                field.push('"');
                chars.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => fields.push(std::mem::take(&mut field)),
            _ => field.push(c),
        }
    }
    fields.push(field);
    fields
}

fn read(path: &str, name: &str, other: &str) -> Vec<Row> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut lines = text.lines();
    let head = csv(lines.next().unwrap_or_default());
    let at = |column: &str| head.iter().position(|field| field == column).unwrap_or_else(|| panic!("{path} has no {column}"));
    let (name, other, entity) = (at(name), at(other), at("entity_id"));
    lines
        .map(csv)
        .filter(|fields| fields.len() == head.len())
        .map(|fields| Row {
            form: company::Company.match_form(&fields[name], &Context::default()),
            raw: fields[name].clone(),
            other: fields[other].to_lowercase(),
            entity: fields[entity].clone(),
        })
        .filter(|row| row.form.is_some())
        .collect()
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().map(String::as_str).expect("the folder of the data sets");
    let wanted = arguments.get(1).map(|agreement| (agreement.clone(), arguments.get(2).cloned().unwrap_or("true".into())));
    for (file, name, other) in
        [("leads_20k.csv", "company", "name"), ("crm_lead.csv", "company_name", "last_name"), ("restaurants.csv", "name", "city")]
    {
        measure(file, &read(&format!("{folder}/{file}"), name, other), wanted.as_ref());
    }
    name_pairs(&format!("{folder}/name_pairs.csv"), wanted.is_some());
}

fn measure(file: &str, rows: &[Row], wanted: Option<&(String, String)>) {
    let mut pairs: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    let mut groups: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut blocks: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        groups.entry(&row.entity).or_default().push(at);
        blocks.entry(format!("other {}", row.other)).or_default().push(at);
        company::Company
            .match_keys(row.form.as_deref().unwrap_or_default(), &mut |_, key| blocks.entry(key.to_owned()).or_default().push(at));
    }
    let all = |list: &[usize], keep: &dyn Fn(usize, usize) -> bool| {
        let pairs = list.iter().enumerate().flat_map(|(i, &a)| list[i + 1..].iter().map(move |&b| (a, b)));
        pairs.filter(|&(a, b)| keep(a, b)).collect::<Vec<_>>()
    };
    let mut sorted: Vec<_> = groups.values().collect();
    sorted.sort();
    pairs.insert("true", sorted.iter().flat_map(|list| all(list, &|_, _| true)).collect());
    let differ = |a: usize, b: usize| rows[a].entity != rows[b].entity;
    let blocked: HashSet<(usize, usize)> = blocks.values().filter(|list| list.len() <= 60).flat_map(|list| all(list, &differ)).collect();
    let mut blocked: Vec<_> = blocked.into_iter().collect();
    blocked.sort();
    pairs.insert("blocked", blocked);
    let mut state = 42u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % rows.len()
    };
    pairs.insert("random", (0..2_000_000).map(|_| (next(), next())).filter(|&(a, b)| differ(a, b)).collect());

    println!("\n{file}: {} rows with a match form", rows.len());
    let mut counts: BTreeMap<company::Agreement, [f64; 3]> = BTreeMap::new();
    for (column, kind) in ["true", "random", "blocked"].iter().enumerate() {
        let list = &pairs[kind];
        let mut shown = 0;
        for &(a, b) in list {
            let (x, y) = (&rows[a], &rows[b]);
            let agreement = company::agreement(x.form.as_deref().unwrap_or_default(), y.form.as_deref().unwrap_or_default());
            counts.entry(agreement).or_default()[column] += 1.0 / list.len() as f64;
            let shows = wanted.is_some_and(|(name, from)| from == kind && (*name == format!("{agreement:?}") || name == "all"));
            if shows && x.raw != y.raw && shown < 400 {
                println!("  {agreement:?}: {} | {}   [{} | {}]", x.raw, y.raw, show(x), show(y));
                shown += 1;
            }
        }
    }
    println!("{:<20} {:>9} {:>11} {:>9} {:>6}", "agreement", "true", "random", "blocked", "bits");
    for (agreement, [m, u, blocked]) in &counts {
        println!("{:<20} {m:>9.4} {u:>11.7} {blocked:>9.4} {:>6.1}", format!("{agreement:?}"), (m / u.max(5e-7)).log2());
    }
    let shared = |list: &[(usize, usize)], most: usize| {
        let mut by_key: Vec<f64> = vec![0.0; most];
        for &(a, b) in list {
            let keys = |row: &Row| {
                let mut keys = Vec::new();
                company::Company.match_keys(row.form.as_deref().unwrap_or_default(), &mut |_, key| keys.push(key.to_owned()));
                keys
            };
            let (x, y) = (keys(&rows[a]), keys(&rows[b]));
            if let Some(first) = x.iter().position(|key| y.contains(key)) {
                by_key[first.min(most - 1)] += 1.0 / list.len() as f64;
            }
        }
        by_key
    };
    println!("pairs that share a key, by the first one shared: true {:.4?}", shared(&pairs["true"], 3));
    let alike: Vec<_> = pairs["true"].iter().copied().filter(|&(a, b)| level(&rows[a], &rows[b]) > 0).collect();
    println!("                        of the true pairs above level 0: {:.4?}", shared(&alike, 3));
    let mut sizes: Vec<usize> = blocks.iter().filter(|(key, _)| !key.starts_with("other ")).map(|(_, list)| list.len()).collect();
    sizes.sort_unstable_by(|a, b| b.cmp(a));
    println!(
        "blocks {} largest {:?} pairs {}",
        sizes.len(),
        &sizes[..sizes.len().min(12)],
        sizes.iter().map(|n| n * (n - 1) / 2).sum::<usize>()
    );
}

fn level(a: &Row, b: &Row) -> usize {
    company::Company.compare(a.form.as_deref().unwrap_or_default(), b.form.as_deref().unwrap_or_default())
}

fn show(row: &Row) -> String {
    row.form.clone().unwrap_or_default().replace('\u{1f}', "/")
}

fn name_pairs(path: &str, verbose: bool) {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let mut counts = [[0usize; 2]; 8];
    for line in text.lines().skip(1) {
        let fields = csv(line);
        if !matches!(fields.get(1).map(String::as_str), Some("Company" | "Organization" | "LegalEntity")) {
            continue;
        }
        let form = |raw: &str| company::Company.match_form(raw, &Context::default());
        let truth = usize::from(fields[4] == "true");
        let (a, b) = (form(&fields[2]).unwrap_or_default(), form(&fields[3]).unwrap_or_default());
        let level = company::Company.compare(&a, &b);
        counts[level][truth] += 1;
        if verbose && (level >= 4) != (truth == 1) {
            println!(
                "  {} level {level} {:?}: {} | {}   [{} | {}]",
                fields[4],
                company::agreement(&a, &b),
                fields[2],
                fields[3],
                a.replace('\u{1f}', "/"),
                b.replace('\u{1f}', "/")
            );
        }
    }
    println!("\nname_pairs, organisations: level, true, false; precision and recall when that level and all above count as a match");
    let (mut hits, mut wrong) = (0, 0);
    let all: usize = counts.iter().map(|row| row[1]).sum();
    for (level, row) in counts.iter().enumerate().rev() {
        hits += row[1];
        wrong += row[0];
        println!(
            "{level} {:>4} {:>4}  precision {:.3} recall {:.3}",
            row[1],
            row[0],
            hits as f64 / (hits + wrong).max(1) as f64,
            hits as f64 / all as f64
        );
    }
}
