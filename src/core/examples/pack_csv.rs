//! What packing the rows of a CSV file costs, by kind, and a hash of all records: two readings that say the same make the same hash.
//!
//! `pack_csv FILE.csv [ID COLUMN]`

mod csv;

use crm_hygiene_core::kind::Context;
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record;
use std::borrow::Cow;
use std::time::{Duration, Instant};
use xxhash_rust::xxh3::Xxh3;

fn main() {
    let path = std::env::args().nth(1).expect("usage: pack_csv FILE.csv [ID COLUMN]");
    let id = std::env::args().nth(2);
    let rows = csv::read(&path);
    let (header, rows) = rows.split_first().expect("a header");
    let silent: Vec<Option<usize>> = id.iter().map(|id| header.iter().position(|name| name == id)).collect();
    let mut table_plan = csv::plan(header, rows, &silent, "CN");
    let id = silent.first().copied().flatten().unwrap_or(0);
    for thorough in [true, false] {
        table_plan.thorough = thorough;
        let plan = Plan::new(table_plan.clone()).expect("a plan");
        let (mut hash, mut bytes, mut time) = (Xxh3::new(), 0, Duration::ZERO);
        let mut values: Vec<Option<Cow<str>>> = Vec::new();
        for row in rows {
            values.clear();
            // Copied, as a row's values lie side by side when they come from a table.
            values.extend(row.iter().map(|value| Some(Cow::Owned(value.clone())).filter(|_| !value.is_empty())));
            let started = Instant::now();
            let record = record::pack(&plan, &row[id], &values);
            time += started.elapsed();
            bytes += record.len();
            hash.update(&record);
        }
        println!(
            "{} {:>8}: {:032x}, {} bytes, {:.0} ns a row",
            path.rsplit('/').next().unwrap_or_default(),
            if thorough { "thorough" } else { "large" },
            hash.digest128(),
            bytes,
            time.as_nanos() as f64 / rows.len() as f64
        );
    }
    let plan = Plan::new(table_plan).expect("a plan");
    let context = Context { region: &plan.region, city: None, phone_ranges: &plan.phone_ranges };
    for field in &plan.fields {
        let columns: Vec<usize> = field.sources.iter().filter(|source| source.len() == 1).flatten().flatten().copied().collect();
        let texts: Vec<&str> =
            columns.iter().flat_map(|column| rows.iter().map(|row| row[*column].as_str())).filter(|text| !text.is_empty()).collect();
        let started = Instant::now();
        let forms: Vec<Option<String>> = texts.iter().map(|raw| field.kind.match_form(raw, &context)).collect();
        let form = started.elapsed();
        let (mut keys, started) = (0, Instant::now());
        for form in forms.iter().flatten() {
            field.kind.match_keys(form, &mut |_, key| keys += key.len());
            keys += usize::from(field.kind.is_shared(form));
        }
        let keyed = started.elapsed();
        let each = |time: Duration| time.as_nanos() as f64 / rows.len() as f64;
        println!(
            "  {:<14} {:>6.0} + {:>5.0} ns a row, form and keys  ({keys}, {})",
            field.kind.name(),
            each(form),
            each(keyed),
            field.label
        );
    }
}
