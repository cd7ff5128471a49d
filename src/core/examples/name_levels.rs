//! How often each comparison level of names is reached, which is what m and u of the levels are set from, and how many
//! pairs of one person share a key.
//!
//! `cargo run --release -p crm_hygiene_core --example name_levels -- leads_20k.csv name`
//! `cargo run --release -p crm_hygiene_core --example name_levels -- crm_lead.csv first_name last_name`
//!
//! One column is a full name, two are given and family name. Rows of one `entity_id` are the same person.

use crm_hygiene_core::kind::{self, Context, Strength, person_name};
use std::collections::HashMap;
use std::time::Instant;

/// The fastest of so many rounds counts.
const ROUNDS: usize = 15;

struct Row {
    entity: String,
    raw: String,
    form: String,
    keys: Vec<(Strength, String)>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (path, columns) = arguments.split_first().ok_or("a file and one or two columns are missing")?;
    let kind = kind::find("person_name").ok_or("no kind person_name")?;
    let context = Context::default();
    let text = std::fs::read_to_string(path)?;
    let mut lines = text.lines().map(fields);
    let header = lines.next().ok_or("empty file")?;
    let place = |name: &str| header.iter().position(|column| column == name).ok_or(format!("no column {name}"));
    let entity = place("entity_id")?;
    let places = columns.iter().take(2).map(|column| place(column)).collect::<Result<Vec<_>, _>>()?;
    let raws: Vec<(String, Vec<String>)> = lines
        .filter(|line| line.len() == header.len())
        .map(|line| (line[entity].clone(), places.iter().map(|place| line[*place].clone()).collect()))
        .collect();

    let form = |parts: &[String]| match parts {
        [given, family] => person_name::from_parts(Some(given), Some(family), None, &context),
        _ => kind.match_form(&parts[0], &context),
    };
    let mut speeds = Vec::new();
    for (group, ascii) in [("Chinese", false), ("ASCII", true)] {
        let members: Vec<_> = raws.iter().filter(|(_, parts)| parts[0].is_ascii() == ascii).collect();
        // In small portions, each as fast as it ever was: the machine may be busy with others.
        let (mut time, mut count) = (0, 0);
        for portion in members.chunks(500).take(8) {
            let rounds = (0..ROUNDS).map(|_| {
                let start = Instant::now();
                std::hint::black_box(portion.iter().filter(|(_, parts)| form(parts).is_some()).count());
                start.elapsed().as_nanos()
            });
            time += rounds.min().unwrap_or(0);
            count += portion.len() as u128;
        }
        speeds.push(format!("{group} {}", time / count.max(1)));
    }
    let forms: Vec<String> = raws.iter().map(|(_, parts)| form(parts).unwrap_or_default()).collect();
    let mut rows: Vec<Row> = Vec::new();
    for ((entity, parts), form) in raws.into_iter().zip(forms).filter(|(_, form)| !form.is_empty()) {
        let mut keys = Vec::new();
        kind.match_keys(&form, &mut |strength, key| keys.push((strength, key.to_owned())));
        rows.push(Row { entity, raw: parts.join(" "), form, keys });
    }
    let mut per_keys = u128::MAX;
    for portion in rows.chunks(500).take(8) {
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let mut letters = 0;
            portion.iter().for_each(|row| kind.match_keys(&row.form, &mut |_, key| letters += key.len()));
            std::hint::black_box(letters);
            per_keys = per_keys.min(start.elapsed().as_nanos() / portion.len() as u128);
        }
    }
    let bytes: usize = rows.iter().map(|row| row.form.len()).sum();
    println!("{} names; ns a form: {}; {} bytes, {per_keys} ns for its keys", rows.len(), speeds.join(", "), bytes / rows.len().max(1));

    let mut entities: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut blocks: HashMap<&str, Vec<usize>> = HashMap::new();
    for (index, row) in rows.iter().enumerate() {
        entities.entry(&row.entity).or_default().push(index);
        for (_, key) in row.keys.iter().filter(|key| key.0 == Strength::Common) {
            blocks.entry(key).or_default().push(index);
        }
    }
    let mut same = vec![0; kind.levels().len()];
    let (mut common, mut any, mut pairs) = (0, 0, 0);
    for members in entities.values() {
        each_pair(members, |a, b| {
            let (a, b) = (&rows[a], &rows[b]);
            let level = kind.compare(&a.form, &b.form);
            same[level] += 1;
            let share = |least: Strength| a.keys.iter().any(|key| key.0 <= least && b.keys.contains(key));
            pairs += 1;
            common += usize::from(share(Strength::Common));
            any += usize::from(share(Strength::Coarse));
            if columns.len() > 2 || level < 3 && std::env::var_os("SHOW").is_some() {
                println!("{:18} {} | {}", kind.levels()[level].name, a.raw, b.raw);
            }
        });
    }
    let mut random = vec![0; kind.levels().len()];
    let (mut seed, mut tries, rounds) = (1u64, 0u64, 20_000_000u64);
    let mut next = || {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (seed >> 33) as usize % rows.len()
    };
    let start = Instant::now();
    for _ in 0..rounds {
        let (a, b) = (&rows[next()], &rows[next()]);
        if a.entity != b.entity {
            random[kind.compare(&a.form, &b.form)] += 1;
            tries += 1;
        }
    }
    let mut per_random = start.elapsed().as_nanos() / u128::from(rounds);
    let sample: Vec<(usize, usize)> = (0..2000).map(|_| (next(), next())).collect();
    for _ in 0..ROUNDS * 20 {
        let start = Instant::now();
        let sum: usize = sample.iter().map(|(a, b)| kind.compare(&rows[*a].form, &rows[*b].form)).sum();
        std::hint::black_box(sum);
        per_random = per_random.min(start.elapsed().as_nanos() / sample.len() as u128);
    }
    let mut blocked = vec![0; kind.levels().len()];
    let mut sample = Vec::new();
    for members in blocks.values().filter(|members| members.len() <= 300) {
        each_pair(members, |a, b| {
            sample.push((a, b));
            let level = kind.compare(&rows[a].form, &rows[b].form);
            blocked[level] += usize::from(rows[a].entity != rows[b].entity);
        });
    }
    let (mut blocked_time, mut blocked_count) = (0, 0);
    for sample in sample.chunks(1000).take(30) {
        let mut best = u128::MAX;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let sum: usize = sample.iter().map(|(a, b)| kind.compare(&rows[*a].form, &rows[*b].form)).sum();
            std::hint::black_box(sum);
            best = best.min(start.elapsed().as_nanos());
        }
        blocked_time += best;
        blocked_count += sample.len() as u128;
    }
    let per_blocked = blocked_time / blocked_count.max(1);
    println!("{per_random} ns a random comparison, {per_blocked} ns within blocks ({})", sample.len());
    println!("{pairs} pairs of one person: {:.3} share a common key, {:.3} any", common as f64 / pairs as f64, any as f64 / pairs as f64);
    println!("{:18} {:>8} {:>10} {:>7} {:>9}", "level", "m", "u", "weight", "in blocks");
    for (index, level) in kind.levels().iter().enumerate() {
        let m = same[index] as f64 / pairs as f64;
        let u = random[index] as f64 / tries as f64;
        println!("{:18} {m:8.5} {u:10.7} {:7.1} {:9}", level.name, (m / u).log2(), blocked[index]);
    }
    Ok(())
}

fn each_pair(members: &[usize], mut visit: impl FnMut(usize, usize)) {
    for (place, a) in members.iter().enumerate() {
        for b in &members[place + 1..] {
            visit(*a, *b);
        }
    }
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
