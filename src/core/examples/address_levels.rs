//! How often each comparison level of addresses and cities comes up between rows of one customer, between
//! rows that share a key without being one, and between random rows: the m and u of the levels.
//!
//! `cargo run --release -p crm_hygiene_core --example address_levels -- DIRECTORY` with the benchmark data in DIRECTORY.

use crm_hygiene_core::kind::{self, Context, Kind};
use std::collections::{BTreeMap, HashMap};

struct Row {
    entity: String,
    form: String,
    keys: Vec<String>,
    raw: String,
}

fn main() {
    let directory = std::env::args().nth(1).expect("the folder of the data sets");
    let show: Option<usize> = std::env::args().nth(2).and_then(|level| level.parse().ok());
    let address: &[(&str, &[&str])] = &[
        ("leads_20k.csv", &["address"]),
        ("restaurants.csv", &["addr"]),
        ("restaurants.csv", &["addr", "city"]),
        ("febrl3.csv", &["street_number", "address_1", "address_2", "suburb", "postcode", "state"]),
        ("senzing_truthset.csv", &["ADDR_FULL", "ADDR_LINE1", "ADDR_CITY", "ADDR_STATE", "ADDR_POSTAL_CODE", "ADDR_COUNTRY"]),
    ];
    for (file, columns) in address {
        report("address", &directory, file, columns, None, show);
    }
    report("address", &directory, "leads_20k.csv", &["address"], Some("city"), show);
    for (file, columns) in
        [("leads_20k.csv", ["city"]), ("restaurants.csv", ["city"]), ("fake_1000.csv", ["city"]), ("febrl3.csv", ["suburb"])]
    {
        report("city", &directory, file, &columns, None, show);
    }
}

fn report(kind: &str, directory: &str, file: &str, columns: &[&str], city: Option<&str>, show: Option<usize>) {
    let Some(kind) = kind::find(kind) else { return };
    let Ok(text) = std::fs::read_to_string(format!("{directory}/{file}")) else {
        println!("{file}: not found");
        return;
    };
    let rows = read(kind, &text, columns, city);
    println!("\n{} of {file} {columns:?}, context {city:?}: {} rows with a form", kind.name(), rows.len());
    let bytes: usize = rows.iter().map(|row| row.form.len()).sum();
    println!("  mean form {} bytes", bytes / rows.len().max(1));

    let count = kind.levels().len();
    let (mut together, mut apart, mut random) = (vec![0_u64; count], vec![0_u64; count], vec![0_u64; count]);
    let mut entities: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| entities.entry(&row.entity).or_default().push(row));
    let (mut pairs, mut found) = (0_u64, 0_u64);
    for group in entities.values() {
        for (a, b) in every_pair(group) {
            pairs += 1;
            let level = kind.compare(&a.form, &b.form);
            assert_eq!(level, kind.compare(&b.form, &a.form), "symmetric: {} {}", a.form, b.form);
            found += u64::from(a.keys.iter().any(|key| b.keys.contains(key)));
            together[level] += 1;
            if show == Some(level) && together[level] <= 40 {
                println!("    {} | {}\n        {}  {}", a.raw, b.raw, a.form, b.form);
            }
        }
    }
    let mut blocks: HashMap<&str, Vec<&Row>> = HashMap::new();
    rows.iter().for_each(|row| row.keys.iter().for_each(|key| blocks.entry(key).or_default().push(row)));
    let largest = blocks.values().map(Vec::len).max().unwrap_or(0);
    for group in blocks.values().filter(|group| group.len() <= 200) {
        for (a, b) in every_pair(group).filter(|(a, b)| a.entity != b.entity) {
            let level = kind.compare(&a.form, &b.form);
            apart[level] += 1;
            if show == Some(level + 10) && apart[level] <= 40 {
                println!("    {} | {}\n        {}  {}", a.raw, b.raw, a.form, b.form);
            }
        }
    }
    let mut state = 12345_u64;
    let mut pick = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize % rows.len().max(1)
    };
    let started = processor_time();
    for _ in 0..2_000_000_u32 {
        let (a, b) = (&rows[pick()], &rows[pick()]);
        if a.entity != b.entity {
            random[kind.compare(&a.form, &b.form)] += 1;
        }
    }
    let nanoseconds = (processor_time() - started) / 2_000_000;
    println!("  {pairs} true pairs, {:.1} % share a Common key; largest block {largest}; compare {nanoseconds} ns", percent(found, pairs));
    println!("  {:<14} {:>9} {:>12} {:>12}", "level", "true", "key shared", "random");
    let sums = [together.iter().sum::<u64>(), apart.iter().sum(), random.iter().sum()];
    for (index, level) in kind.levels().iter().enumerate() {
        println!(
            "  {:<14} {:>8.2}% {:>11.3}% {:>11.5}%",
            level.name,
            percent(together[index], sums[0]),
            percent(apart[index], sums[1]),
            percent(random[index], sums[2])
        );
    }
}

/// Nanoseconds that this process ran, so that others on the machine do not count.
fn processor_time() -> u64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|part| part.parse().ok()).unwrap_or(0)
}

fn percent(part: u64, whole: u64) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn every_pair<'a>(group: &'a [&'a Row]) -> impl Iterator<Item = (&'a Row, &'a Row)> {
    group.iter().enumerate().flat_map(move |(at, a)| group.iter().skip(at + 1).map(move |b| (*a, *b)))
}

fn read(kind: &dyn Kind, text: &str, columns: &[&str], city: Option<&str>) -> Vec<Row> {
    let mut lines = text.lines().map(fields);
    let header = lines.next().unwrap_or_default();
    let at = |name: &str| header.iter().position(|column| column == name);
    let picked: Vec<usize> = columns.iter().filter_map(|column| at(column)).collect();
    let entity = header.iter().rposition(|column| column == "entity_id").unwrap_or(0);
    let city = city.and_then(at);
    lines
        .filter_map(|fields| {
            let raw = picked.iter().filter_map(|at| fields.get(*at)).map(String::as_str).collect::<Vec<_>>().join(" ");
            let city = city.and_then(|at| fields.get(at)).map(String::as_str).filter(|city| !city.is_empty());
            // Rows with more fields than the header keep their entity at the end.
            let entity = if fields.len() == header.len() { fields.get(entity)? } else { fields.last()? };
            let form = kind.match_form(&raw, &Context { city, ..Context::default() })?;
            let mut keys = vec![];
            kind.match_keys(&form, &mut |strength, key| {
                if strength == kind::Strength::Common || kind.name() == "city" {
                    keys.push(key.to_owned());
                }
            });
            Some(Row { entity: entity.clone(), form, keys, raw })
        })
        .collect()
}

/// One CSV line: fields in double quotes may hold commas.
fn fields(line: &str) -> Vec<String> {
    let (mut out, mut quoted) = (vec![String::new()], false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => out.push(String::new()),
            _ => out.last_mut().expect("never empty").push(c),
        }
    }
    out
}
