//! What one value costs, by kind and by call: `cargo run --release -p crm_hygiene_core --example kind_speed [LEADS.csv]`.
//! Nanoseconds on a processor, so that other work on the machine does not count; the best of several batches.

use crm_hygiene_core::infer::{self, Column};
use crm_hygiene_core::kind::address::{self, Address};
use crm_hygiene_core::kind::city::City;
use crm_hygiene_core::kind::company::{self, Company};
use crm_hygiene_core::kind::email::{self, Email};
use crm_hygiene_core::kind::person_name::{self, PersonName};
use crm_hygiene_core::kind::phone::{self, Phone};
use crm_hygiene_core::kind::{Context, Kind};
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record;
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hasher};
use std::hint::black_box;

const BATCHES: usize = 7;

/// Nanoseconds that this thread has been on a processor.
fn now() -> f64 {
    // Giving way brings the account up to date.
    std::thread::yield_now();
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|field| field.parse().ok()).unwrap_or(0.0)
}

/// Nanoseconds per call over indexes 0 to `count`.
fn time(count: usize, mut call: impl FnMut(usize)) -> f64 {
    let batch = |_| {
        let start = now();
        (0..count).for_each(&mut call);
        (now() - start) / count as f64
    };
    (0..BATCHES).map(batch).fold(f64::MAX, f64::min)
}

type Info = fn(&str, &Context);

/// A line of the table: one kind over one list of values.
fn row(name: &str, kind: &dyn Kind, info: Option<Info>, region: &str, values: &[&str]) {
    if values.is_empty() {
        return println!("{name:<26} no values");
    }
    let context = Context::of(region);
    let count = 40_000;
    let value = |index: usize| black_box(values[index % values.len()]);
    let forms: Vec<String> = values.iter().filter_map(|raw| kind.match_form(raw, &context)).collect();
    let form = |index: usize| black_box(forms[index % forms.len().max(1)].as_str());
    let normalize = time(count, |index| drop(black_box(kind.normalize(value(index), &context))));
    let validate = time(count, |index| drop(black_box(kind.validate(value(index), &context))));
    let info = info.map_or(String::new(), |info| format!("{:.0}", time(count, |index| info(value(index), &context))));
    let match_form = time(count, |index| drop(black_box(kind.match_form(value(index), &context))));
    let match_keys = time(count, |index| kind.match_keys(form(index), &mut |_, key| _ = black_box(key)));
    let compare = time(count * 5, |index| _ = black_box(kind.compare(form(index), form(index + 1))));
    println!("{name:<26} {normalize:>9.0} {validate:>9.0} {info:>9} {match_form:>10.0} {match_keys:>10.0} {compare:>9.0}");
}

fn main() {
    let path = std::env::args().nth(1).unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data/leads_5k.csv").into());
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    // The lists hold no quoted commas: a line that has one is left out.
    let mut rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
    let header = if rows.is_empty() { return println!("{path} cannot be read") } else { rows.remove(0) };
    rows.retain(|row| row.len() == header.len() && !row.iter().any(|value| value.contains('"')));
    let column = |name: &str| -> Vec<&str> {
        let at = header.iter().position(|column| *column == name).unwrap_or(0);
        rows.iter().map(|row| row[at]).filter(|value| !value.is_empty()).collect()
    };
    let parted = |name: &str| -> (Vec<&str>, Vec<&str>) { column(name).into_iter().partition(|value| !value.is_ascii()) };
    println!("ns per value               normalize  validate      info match_form match_keys   compare");
    let mobiles = ["13912345670", "18612345671", "17712345672", "19912345673"];
    let phone: Info = |raw, context| drop(black_box(phone::info(raw, context)));
    row("phone, Chinese mobile", &Phone, Some(phone), "CN", &mobiles);
    row("phone, any of the list", &Phone, Some(phone), "CN", &column("phone"));
    row("email", &Email, Some(|raw, context| drop(black_box(email::info(raw, context)))), "CN", &column("email"));
    let name: Info = |raw, context| drop(black_box(person_name::info(raw, context)));
    let (chinese, western) = parted("name");
    row("name, Chinese with pinyin", &PersonName, Some(name), "CN", &chinese);
    row("name, Western", &PersonName, Some(name), "CN", &western);
    let company: Info = |raw, context| drop(black_box(company::info(raw, context)));
    let (chinese, western) = parted("company");
    row("company, Chinese", &Company, Some(company), "CN", &chinese);
    row("company, Western", &Company, Some(company), "CN", &western);
    let address: Info = |raw, context| drop(black_box(address::info(raw, context)));
    let (chinese, western) = parted("address");
    row("address, Chinese", &Address, Some(address), "CN", &chinese);
    row("address, Western", &Address, Some(address), "CN", &western);
    row("city", &City, None, "CN", &column("city"));

    let columns: Vec<Column> = (0..header.len())
        .map(|index| {
            let sample: Vec<&str> = rows.iter().take(1000).map(|row| row[index]).collect();
            Column::infer(header[index], &sample, "CN").0
        })
        .collect();
    for thorough in [true, false] {
        let mut plan = infer::plan(&columns, "CN");
        plan.thorough = thorough;
        let plan = match Plan::new(plan) {
            Ok(plan) => plan,
            Err(error) => return println!("{error}"),
        };
        let values = |row: &[&str]| {
            row.iter().map(|value| Some(Cow::Owned((*value).to_owned())).filter(|value: &Cow<str>| !value.is_empty())).collect()
        };
        let ready: Vec<Vec<Option<Cow<str>>>> = rows.iter().map(|row| values(row)).collect();
        let mut bytes = 0;
        let mut sum = DefaultHasher::new();
        for (row, values) in rows.iter().zip(&ready) {
            let packed = record::pack(&plan, row[0], values);
            bytes += packed.len();
            sum.write(&packed);
        }
        let cost = time(rows.len(), |index| drop(black_box(record::pack(&plan, rows[index][0], &ready[index]))));
        println!(
            "whole row{}: {cost:.0} ns, {} bytes, checksum {:016x}",
            if thorough { ", thorough plan" } else { "" },
            bytes / rows.len().max(1),
            sum.finish()
        );
    }
}
