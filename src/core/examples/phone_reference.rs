//! How the phone kind agrees with a reference table: `cargo run --release --example phone_reference -- reference_30k.tsv`.
//!
//! Columns: shape, region, input, e164, extension, valid, type, number region, possible; an empty e164 is a string that
//! the library refuses. Shapes that it refuses or misreads are judged by what a person reads: the part in front of the
//! extension as the library reads it alone, and the extension; both numbers of two. Garbage (random digits, letters and signs)
//! is no shape of a number: what the library makes of some is listed, and counted apart.

use crm_hygiene_core::kind::phone::{self, PhoneInfo};
use crm_hygiene_core::kind::{Context, Kind};
use rlibphonenumber::{PHONE_NUMBER_UTIL as UTIL, PhoneNumberFormat, Region};
use std::collections::BTreeMap;

#[derive(Default)]
struct Count {
    rows: usize,
    refused: usize,
    also_refused: usize,
    agree: [usize; 6],
    all: usize,
}

const FIELDS: [&str; 6] = ["e164", "extension", "valid", "type", "region", "possible"];

/// What the library says about the readable part of a number.
fn alone(text: &str, region: &str) -> String {
    let number = UTIL.parse(text, Region::from_code(region).ok()).ok();
    number.map(|number| UTIL.format(&number, PhoneNumberFormat::E164).into_owned()).unwrap_or_default()
}

fn parts(info: &PhoneInfo) -> [String; 6] {
    [
        info.e164.clone().unwrap_or_default(),
        info.extension.clone().unwrap_or_default(),
        u8::from(info.valid).to_string(),
        info.number_type.unwrap_or_default().to_uppercase(),
        info.region.unwrap_or_default().to_owned(),
        u8::from(info.possible).to_string(),
    ]
}

/// For the shapes that the library can't read: what a person reads, and what we read.
fn by_person(shape: &str, input: &str, region: &str) -> Option<(String, String)> {
    let context = Context::of(region);
    let read = |info: PhoneInfo| format!("{};{}", info.e164.unwrap_or_default(), info.extension.unwrap_or_default());
    match shape {
        "cn_two" => {
            let want: Vec<String> = input.split('/').map(|part| alone(part, region)).collect();
            Some((want.join(" "), phone::all(input, &context).join(" ")))
        }
        "cn_fixext-" => {
            let (head, tail) = input.rsplit_once('-')?;
            Some((format!("{};{tail}", alone(head, region)), read(phone::info(input, &context))))
        }
        "cn_fixext转" | "cn_fixext分机" => {
            let (head, tail) = input.split_once(if shape.ends_with('转') { "转" } else { "分机" })?;
            Some((format!("{};{tail}", alone(head.trim(), region)), read(phone::info(input, &context))))
        }
        "text" => {
            let head = input.trim_start_matches("Tel: ").trim_end_matches(" (office)");
            Some((format!("{};", alone(head, region)), read(phone::info(input, &context))))
        }
        _ => None,
    }
}

fn main() {
    let path = std::env::args().nth(1).expect("usage: phone_reference TABLE.tsv");
    let table = std::fs::read_to_string(path).expect("a readable table");
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut persons: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut unstable = 0;
    for line in table.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [shape, region, input, want @ ..] = columns.as_slice() else { continue };
        let context = Context::of(region);
        if let Ok(normal) = phone::Phone.normalize(input, &context)
            && phone::Phone.normalize(&normal, &context).as_ref() != Ok(&normal)
        {
            unstable += 1;
            println!("NOT IDEMPOTENT {shape} {region} {input:?}: {normal} then {:?}", phone::Phone.normalize(&normal, &context));
        }
        if let Some((want, have)) = by_person(shape, input, region) {
            let person = persons.entry(shape).or_default();
            person.0 += 1;
            if want == have {
                person.1 += 1;
            } else {
                println!("PERSON {shape} {region} {input:?}: a person reads {want}, we read {have}");
            }
            continue;
        }
        let count = counts.entry(shape).or_default();
        count.rows += 1;
        let info = phone::info(input, &context);
        let have = parts(&info);
        if want.first().is_none_or(|e164| e164.is_empty()) {
            count.refused += 1;
            let normal = phone::Phone.normalize(input, &context);
            count.also_refused += usize::from(normal.is_err());
            if let Ok(normal) = normal {
                println!("ONLY WE {shape} {region} {input:?}: {normal}{}", if info.valid { "" } else { " (not valid)" });
            }
            continue;
        }
        let mut all = true;
        for (index, (have, want)) in have.iter().zip(want).enumerate() {
            count.agree[index] += usize::from(have == want);
            all &= have == want;
        }
        count.all += usize::from(all);
        if !all {
            println!("DIFFERS {shape} {region} {input:?}: library {want:?}, we {have:?}");
        }
    }
    println!("\n{:14} {:>6} {:>8} | {} all", "shape", "rows", "accepted", FIELDS.map(|field| format!("{field:>9}")).join(" "));
    let mut total = Count::default();
    let garbage = counts.remove("garbage").unwrap_or_default();
    for (shape, count) in &counts {
        let accepted = count.rows - count.refused;
        println!("{shape:14} {:>6} {accepted:>8} | {} {}", count.rows, count.agree.map(|n| format!("{n:>9}")).join(" "), count.all);
        total.rows += count.rows;
        total.refused += count.refused;
        total.also_refused += count.also_refused;
        total.all += count.all;
    }
    let accepted = total.rows - total.refused;
    println!(
        "accepted by the library: {accepted}, agree in all fields: {} ({:.3} %)",
        total.all,
        100.0 * total.all as f64 / accepted as f64
    );
    println!("refused by the library: {}, also refused by us: {}", total.refused, total.also_refused);
    println!(
        "garbage: {}, of which the library makes a number of {}; as valid as it says {}, the same number {}",
        garbage.rows,
        garbage.rows - garbage.refused,
        garbage.agree[2],
        garbage.agree[0]
    );
    for (shape, (rows, good)) in persons {
        println!("as a person reads {shape}: {good} of {rows}");
    }
    println!("normal forms that are not their own normal form: {unstable}");
}
