//! Deduplicates a CSV file with the engine alone, no PostgreSQL, and scores the clusters where the file tells the truth:
//! the same columns, plan, records, blocks, model and clusters that `crm_dedupe` uses.
//!
//! `dedupe_csv FILE.csv [--id rec_id] [--truth entity_id] [--wrong N] [--region CN] [--builtin] [--model] [--keys] [--large]`

mod csv;

use crm_hygiene_core::blocking::{self, LEAST_LIMIT};
use crm_hygiene_core::cluster::Graph;
use crm_hygiene_core::model::{Decision, Model};
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record::{self, Record};
use crm_hygiene_core::roll;
use crm_hygiene_core::score::{Judge, Scorer, level_of};
use crm_hygiene_core::strangers::{self, Strangers};
use crm_hygiene_core::tally::{Counts, RARE};
use crm_hygiene_core::train;
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let option = |name: &str| args.iter().position(|arg| arg == name).and_then(|index| args.get(index + 1)).cloned();
    let path = args.first().expect("a CSV file");
    let id_name = option("--id").unwrap_or_else(|| "rec_id".into());
    let truth_name = option("--truth").unwrap_or_else(|| "entity_id".into());
    let region = option("--region").unwrap_or_else(|| "CN".into());
    let wrong: usize = option("--wrong").and_then(|text| text.parse().ok()).unwrap_or(0);
    let threshold: f64 = option("--threshold").and_then(|text| text.parse().ok()).unwrap_or(0.9);

    let rows = csv::read(path);
    let header = &rows[0];
    let rows = &rows[1..];
    let id = header.iter().position(|name| *name == id_name).expect("the id column");
    let truth = header.iter().position(|name| *name == truth_name);
    let mut table_plan = csv::plan(header, rows, &[Some(id), truth], &region);
    table_plan.thorough = !args.iter().any(|arg| arg == "--large");
    for field in &table_plan.fields {
        eprintln!("  {} = {}", field.kind, field.label);
    }
    let plan = Plan::new(table_plan.clone()).unwrap();
    let judge_of = |model: &Model| Judge::new(Plan::new(table_plan.clone()).unwrap(), model.clone());

    let started = Instant::now();
    let records: Vec<Vec<u8>> = rows
        .iter()
        .map(|row| {
            let values: Vec<_> = row.iter().map(|value| Some(value.as_str().into()).filter(|_| !value.is_empty())).collect();
            record::pack(&plan, &row[id], &values)
        })
        .collect();
    let packed = started.elapsed();
    let builtin = Model::builtin(&plan, rows.len() as f64, threshold, 0.3);
    let blocks = blocks_of(&records);
    let mut sizes: BTreeMap<u32, u64> = BTreeMap::new();
    blocks.values().for_each(|rows| *sizes.entry(rows.len() as u32).or_default() += 1);
    let block_limit = blocking::limit(sizes.into_iter());
    eprintln!("  blocks of up to {block_limit} rows");
    let keys: usize = blocks.values().map(Vec::len).sum();
    let counts = frequencies(&blocks);
    let mut model = builtin.clone();
    let joined = |members: &[u32]| -> Vec<u8> { members.iter().flat_map(|index| records[*index as usize].iter().copied()).collect() };
    if !args.iter().any(|arg| arg == "--builtin") {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by_key(|index| strangers::lot(roll::hash(&rows[*index][id])));
        order.truncate(strangers::ROWS);
        let some: Vec<u8> = order.iter().flat_map(|index| records[*index].iter().copied()).collect();
        let judge = judge_of(&builtin);
        let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: LEAST_LIMIT };
        let strangers = Strangers::meet(&scorer, &some, &|| {});
        strangers.correct(&mut model, &plan);
        for _ in 0..train::ROUNDS {
            let judge = judge_of(&model);
            let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: LEAST_LIMIT };
            let mut expected = train::Expected::new(plan.fields.len());
            for (key, members) in blocks.iter().filter(|(_, members)| (2..=LEAST_LIMIT as usize).contains(&members.len())) {
                expected.add_block(&scorer, *key, &joined(members), &|| {});
            }
            model = expected.fit(&plan, &builtin, &strangers, 1);
        }
        eprintln!(
            "  {:.3} pairs per row; to each {:.2} of neighbours, {:.3} of relatives, {:.3} of fathers and sons",
            model.pairs_per_row, model.neighbours, model.relatives, model.juniors
        );
        if args.iter().any(|arg| arg == "--model") {
            for (field, levels) in plan.fields.iter().zip(&model.fields) {
                for (level, [m, u]) in field.kind.levels().iter().zip(levels) {
                    eprintln!(
                        "    {:<14} {:<32} m {:.4} (builtin {:.4})  weight {:+.1}",
                        field.kind.name(),
                        level.name,
                        m,
                        level.m,
                        (m / u).log2()
                    );
                }
            }
        }
    }
    let started = Instant::now();
    let judge = judge_of(&model);
    let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit };
    let mut graph = Graph::default();
    let mut pairs: Vec<(String, String, Decision, f64)> = Vec::new();
    let mut by_rule: BTreeMap<String, usize> = BTreeMap::new();
    let mut compared = 0;
    for (key, members) in &blocks {
        if members.len() < 2 || members.len() > block_limit as usize {
            continue;
        }
        compared += scorer.block(*key, &joined(members), &|| {}, &mut |pair| {
            if let Some(rule) = pair.rule {
                *by_rule.entry(rule.to_owned()).or_default() += 1;
            }
            pairs.push((pair.a.into(), pair.b.into(), pair.decision, pair.weight));
        });
    }
    for (a, b, decision, weight) in &pairs {
        if *decision == Decision::Duplicate {
            graph.join(a, b, *weight);
        }
    }
    let doubtful: f64 = option("--doubtful").and_then(|text| text.parse().ok()).unwrap_or(crm_hygiene_core::model::DOUBTFUL);
    let clusters = graph.resolve(doubtful);
    eprintln!("  decided by rule {by_rule:?}, {} weak bridges", clusters.weak.len());
    let scored = started.elapsed();
    let cluster: HashMap<String, String> = clusters
        .iter()
        .flat_map(|members| members.iter().map(|member| (clusters.row(member).to_owned(), clusters.row(&members[0]).to_owned())))
        .collect();
    let bytes: usize = records.iter().map(Vec::len).sum();
    eprintln!(
        "  {} rows, {:.1} keys and {} bytes a row, {} compared ({:.0} ns each), pack {:.2} s, score {:.2} s",
        rows.len(),
        keys as f64 / rows.len() as f64,
        bytes / rows.len().max(1),
        compared,
        scored.as_nanos() as f64 / compared.max(1) as f64,
        packed.as_secs_f64(),
        scored.as_secs_f64()
    );

    if let Some(path) = option("--pairs") {
        dump_pairs(&path, &scorer, &blocks, &records, rows, id, truth.unwrap_or(id));
    }
    let Some(truth) = truth else { return };
    let entity: HashMap<&str, &str> = rows.iter().map(|row| (row[id].as_str(), row[truth].as_str())).collect();
    let mut joint: HashMap<(&str, &str), u64> = HashMap::new();
    let (mut by_entity, mut by_cluster): (HashMap<&str, u64>, HashMap<&str, u64>) = Default::default();
    for row in rows {
        let own = cluster.get(&row[id]).unwrap_or(&row[id]).as_str();
        *joint.entry((own, entity[row[id].as_str()])).or_default() += 1;
        *by_entity.entry(entity[row[id].as_str()]).or_default() += 1;
        *by_cluster.entry(own).or_default() += 1;
    }
    let pairs_in = |count: &u64| count * (count - 1) / 2;
    let (hit, said, real): (u64, u64, u64) =
        (joint.values().map(pairs_in).sum(), by_cluster.values().map(pairs_in).sum(), by_entity.values().map(pairs_in).sum());
    let (precision, recall) = (hit as f64 / said.max(1) as f64, hit as f64 / real.max(1) as f64);
    // What no key brings together cannot be found.
    let mut reached = 0;
    let index: HashMap<&str, usize> = rows.iter().enumerate().map(|(index, row)| (row[id].as_str(), index)).collect();
    let mut members: HashMap<&str, Vec<&str>> = HashMap::new();
    rows.iter().for_each(|row| members.entry(row[truth].as_str()).or_default().push(&row[id]));
    let hot = |key: &u32| blocks.get(key).is_some_and(|rows| rows.len() <= block_limit as usize);
    let mut missed: Vec<(&str, &str, &str)> = Vec::new();
    for group in members.values() {
        for (nth, a) in group.iter().enumerate() {
            for b in &group[nth + 1..] {
                let keys: Vec<u32> = Record::keys_of(&records[index[a]]).filter(hot).collect();
                let shared = Record::keys_of(&records[index[b]]).any(|key| keys.contains(&key));
                reached += u64::from(shared);
                let own = |row: &str| cluster.get(row).cloned().unwrap_or_else(|| row.to_owned());
                if own(a) != own(b) {
                    missed.push((a, b, if shared { "not matched" } else { "no shared key" }));
                }
            }
        }
    }
    println!(
        "{:<20} precision {precision:.4} recall {recall:.4} f1 {:.4}  keys reach {:.4} of the true pairs",
        path.rsplit('/').next().unwrap_or_default(),
        2.0 * precision * recall / (precision + recall).max(1e-9),
        reached as f64 / real.max(1) as f64
    );
    if args.iter().any(|arg| arg == "--keys") {
        show_keys(
            &plan,
            &records,
            &blocks,
            block_limit,
            &members.values().map(|group| group.iter().map(|row| index[row]).collect()).collect::<Vec<_>>(),
        );
    }
    if wrong == 0 {
        return;
    }
    let show = |row: &str| {
        let row = &rows[index[row]];
        let values: Vec<&str> =
            row.iter().enumerate().filter(|(column, _)| *column != id && *column != truth).map(|(_, value)| value.as_str()).collect();
        values.join(" | ")
    };
    let explain = |a: &str, b: &str| {
        let row = |id: &str| scorer.row(Record::first(&records[index[id]]).unwrap());
        let (a, b) = (row(a), row(b));
        let (levels, total) = scorer.pair(&a, &b);
        let outcomes: Vec<_> = scorer.outcomes(&a, &b).collect();
        let parts: Vec<String> = plan
            .fields
            .iter()
            .enumerate()
            .filter_map(|(nth, field)| {
                let level = level_of(levels, nth)?;
                Some(format!(
                    "{} {} {:+.1}",
                    field.kind.name(),
                    field.kind.levels()[level].name,
                    model.weight(nth, field.kind.levels(), outcomes[nth])
                ))
            })
            .collect();
        format!("{total:+.1}: prior {:+.1}, {}", model.prior(), parts.join(", "))
    };
    let false_pairs = || pairs.iter().filter(|pair| pair.2 == Decision::Duplicate && entity[pair.0.as_str()] != entity[pair.1.as_str()]);
    println!("\nFALSE ({})", false_pairs().count());
    let every = (false_pairs().count() / wrong).max(1);
    for (a, b, ..) in false_pairs().step_by(every).take(wrong) {
        println!("{}\n{}\n    {}", show(a), show(b), explain(a, b));
    }
    missed.sort_unstable();
    println!("\nMISSED ({}, {} without a shared key)", missed.len(), missed.iter().filter(|miss| miss.2 == "no shared key").count());
    let every = (missed.len() / wrong).max(1);
    for (a, b, why) in missed.iter().step_by(every).take(wrong) {
        println!("{}\n{}\n    {why}; {}", show(a), show(b), explain(a, b));
    }
}

/// The rows of every key.
fn blocks_of(records: &[Vec<u8>]) -> BTreeMap<u32, Vec<u32>> {
    let mut blocks: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        for key in Record::keys_of(record) {
            blocks.entry(key).or_default().push(index as u32);
        }
    }
    blocks
}

fn frequencies(blocks: &BTreeMap<u32, Vec<u32>>) -> Vec<u8> {
    Counts::pack(&blocks.iter().map(|(key, rows)| (*key, rows.len() as u32)).filter(|(_, rows)| *rows > RARE).collect::<Vec<_>>())
}

/// Writes every compared pair: 1 where it is one customer, its weight, and the level that each field reached.
fn dump_pairs(
    path: &str,
    scorer: &Scorer,
    blocks: &BTreeMap<u32, Vec<u32>>,
    records: &[Vec<u8>],
    rows: &[Vec<String>],
    id: usize,
    truth: usize,
) {
    use std::fmt::Write;
    let entity: HashMap<&str, &str> = rows.iter().map(|row| (row[id].as_str(), row[truth].as_str())).collect();
    let mut text = String::new();
    for (key, members) in blocks.iter().filter(|(_, members)| (2..=scorer.block_limit as usize).contains(&members.len())) {
        let block: Vec<u8> = members.iter().flat_map(|index| records[*index as usize].iter().copied()).collect();
        scorer.each_pair(*key, &block, &|| {}, &mut |a, b| {
            let (levels, weight) = scorer.pair(a, b);
            let _ = write!(text, "{}\t{weight:.1}\t{}\t{}", i32::from(entity[a.row_id] == entity[b.row_id]), a.row_id, b.row_id);
            for (nth, field) in scorer.judge.plan.fields.iter().enumerate() {
                let level = level_of(levels, nth).map_or("missing", |level| field.kind.levels()[level].name);
                let _ = write!(text, "\t{}={level}", field.kind.name());
            }
            text.push('\n');
        });
    }
    std::fs::write(path, text).expect("a file to write");
}

/// What each family of keys costs and brings: rows in shared blocks, candidate pairs, true pairs reached, and those reached by it alone.
fn show_keys(plan: &Plan, records: &[Vec<u8>], blocks: &BTreeMap<u32, Vec<u32>>, limit: u32, entities: &[Vec<usize>]) {
    let families = |record: &[u8]| -> Vec<(u32, String)> {
        let record = Record::first(record).unwrap();
        let mut seen: HashMap<Vec<usize>, usize> = HashMap::new();
        let texts = crm_hygiene_core::blocking::key_texts_of(plan, &record);
        let name = |text: crm_hygiene_core::blocking::KeyText| {
            let nth = seen.entry(text.fields.clone()).or_default();
            *nth += 1;
            let labels: Vec<&str> = text.fields.iter().map(|field| plan.fields[*field].kind.name()).collect();
            (text.hash, format!("{} {}", labels.join(" & "), nth))
        };
        texts.into_iter().map(name).collect()
    };
    let per_record: Vec<Vec<(u32, String)>> = records.iter().map(|record| families(record)).collect();
    let mut figures: BTreeMap<&str, [u64; 5]> = BTreeMap::new();
    let mut counted: std::collections::HashSet<u32> = Default::default();
    for keys in &per_record {
        for (hash, family) in keys {
            let rows = blocks.get(hash).map_or(0, Vec::len) as u64;
            let entry = figures.entry(family).or_default();
            entry[0] += 1;
            entry[1] += u64::from(rows > 1);
            if counted.insert(*hash) && rows <= u64::from(limit) {
                entry[2] += rows * (rows - 1) / 2;
            }
        }
    }
    for group in entities {
        for (nth, a) in group.iter().enumerate() {
            for b in &group[nth + 1..] {
                let shared: Vec<&str> = per_record[*a]
                    .iter()
                    .filter(|(hash, _)| {
                        blocks.get(hash).is_some_and(|rows| rows.len() <= limit as usize)
                            && per_record[*b].iter().any(|(other, _)| other == hash)
                    })
                    .map(|(_, family)| family.as_str())
                    .collect();
                for family in &shared {
                    figures.entry(family).or_default()[3] += 1;
                }
                if let [only] = shared[..] {
                    figures.entry(only).or_default()[4] += 1;
                }
            }
        }
    }
    println!("{:<32} {:>9} {:>9} {:>10} {:>9} {:>7}", "key", "rows", "shared", "pairs", "true", "alone");
    for (family, [rows, shared, pairs, reached, alone]) in figures {
        println!("{family:<32} {rows:>9} {shared:>9} {pairs:>10} {reached:>9} {alone:>7}");
    }
}
