//! What the generator promises about a whole file.

use crate::plan::Plan;
use crate::write::write;
use std::collections::{HashMap, HashSet};

fn made(rows: u32, seed: u64, with_slices: bool) -> (String, String) {
    let (mut leads, mut truth) = (Vec::new(), Vec::new());
    write(&Plan::new(rows, seed), &mut leads, &mut truth, with_slices).expect("writing to memory");
    (String::from_utf8(leads).expect("UTF-8"), String::from_utf8(truth).expect("UTF-8"))
}

/// The slices of each row by id.
fn slices(truth: &str) -> Vec<HashSet<&str>> {
    truth.lines().skip(1).map(|line| line.rsplit(',').next().unwrap_or("").split(' ').collect()).collect()
}

#[test]
fn the_shipped_sample_regenerates_byte_for_byte() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/data");
    let (leads, truth) = made(5000, 1, false);
    for (file, made) in [("leads_5k.csv", leads), ("leads_5k_truth.csv", truth)] {
        let shipped = std::fs::read_to_string(format!("{folder}/{file}")).expect(file);
        let differing = shipped.lines().zip(made.lines()).find(|(a, b)| a != b);
        assert!(shipped == made, "{file} is not what --rows 5000 --seed 1 makes; first difference {differing:?}");
    }
}

#[test]
fn another_seed_gives_other_leads() {
    assert_eq!(made(50, 7, true), made(50, 7, true));
    assert_ne!(made(50, 7, false).0, made(50, 8, false).0);
}

#[test]
fn slices_change_the_truth_file_only() {
    let (plain, sliced) = (made(300, 1, false), made(300, 1, true));
    assert_eq!(plain.0, sliced.0);
    for (a, b) in plain.1.lines().skip(1).zip(sliced.1.lines().skip(1)) {
        assert_eq!(b.rsplit_once(',').map(|(rest, _)| rest), Some(a));
    }
}

#[test]
fn every_row_has_nine_columns() {
    let (leads, _) = made(2000, 3, false);
    for line in leads.lines() {
        let (mut columns, mut quoted) = (1, false);
        for c in line.chars() {
            match c {
                '"' => quoted = !quoted,
                ',' if !quoted => columns += 1,
                _ => {}
            }
        }
        assert!(columns == 9 && !quoted, "{line}");
    }
}

#[test]
fn every_slice_occurs_and_is_explained_in_the_readme() {
    let readme = include_str!("README.md");
    let (_, truth) = made(40_000, 1, true);
    let mut seen: HashMap<&str, u32> = HashMap::new();
    for tag in slices(&truth).into_iter().flatten().filter(|tag| !tag.is_empty()) {
        *seen.entry(tag).or_default() += 1;
    }
    let explained: HashSet<&str> =
        readme.split('`').skip(1).step_by(2).filter(|word| word.contains('-') && !word.contains([' ', '.', '/'])).collect();
    let unexplained: Vec<&&str> = seen.keys().filter(|tag| !explained.contains(**tag)).collect();
    assert!(unexplained.is_empty(), "not in the README: {unexplained:?}");
    let never: Vec<&&str> = explained.iter().filter(|word| !word.starts_with("--") && !seen.contains_key(**word)).collect();
    assert!(never.is_empty(), "in the README, in no row: {never:?}");
}

#[test]
fn shares_of_missing_values_are_those_of_a_real_file() {
    let (_, truth) = made(20_000, 1, true);
    let rows = slices(&truth);
    let share = |tag: &str| rows.iter().filter(|row| row.contains(tag)).count() * 1000 / rows.len();
    for (tag, from, to) in [
        ("phone-missing", 110, 170),
        ("email-missing", 140, 210),
        ("city-missing", 130, 155),
        ("address-missing", 410, 455),
        ("phone-placeholder", 14, 26),
        ("email-placeholder", 9, 20),
        ("moved-job", 25, 60),
        ("name-pinyin", 25, 45),
    ] {
        assert!((from..to).contains(&share(tag)), "{tag}: {} in a thousand", share(tag));
    }
}

#[test]
fn every_value_of_a_row_can_be_told_from_its_neighbours() {
    let (leads, _) = made(3000, 11, false);
    assert!(leads.lines().skip(1).enumerate().all(|(at, line)| line.starts_with(&format!("{},", at + 1))));
    assert!(leads.lines().skip(1).all(|line| line.contains("20") && line.contains(':')));
}
