//! Match keys of a row: rows that share one are compared.
//!
//! A field's own keys stand alone when they are selective enough ([`Strength::Unique`], [`Strength::Common`]);
//! the plan names pairs of fields whose loosest keys are joined, which is how a name with a typo still meets its
//! twin in the same company, or two rows without phone and e-mail meet by birth date and postcode.
//!
//! A plan that is not thorough, for large tables, leaves out what costs most and brings least: of each value only its
//! first key stands alone, where rows are people, what they share with others (a company, an address) only stands
//! joined with what is their own, and a name that a company, a date or a postcode narrows is not joined with its place too.

use crate::kind::{Kind, Strength, Subject};
use crate::plan::Plan;
use crate::record::Record;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Keys kept per row.
const MAX_KEYS: usize = 24;
/// Rows that may share a key and still be compared with each other, whatever the table.
pub const LEAST_LIMIT: u32 = 50;
/// Pairs that take no time worth mentioning: in a table of so few, larger blocks are compared as well.
const FEW_PAIRS: u64 = 400_000;
/// Most rows in a block that is compared in any table: a single one of more makes more pairs.
pub const MOST_LIMIT: u32 = 894;

/// The match keys of one row.
#[derive(Debug, Default, PartialEq)]
pub struct Keys {
    /// Hashes, distinct and ascending. Two keys that fall on one hash only cost a comparison.
    pub hashes: Vec<u32>,
    /// Per form, the index in `hashes` of its own first key.
    pub own: Vec<Option<usize>>,
}

/// One key in words.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyText {
    /// The hashed key.
    pub hash: u32,
    /// The fields that it is made of: one, or two.
    pub fields: Vec<usize>,
    /// The text of each.
    pub texts: Vec<String>,
}

/// The loosest key of a form, which is joined with those of other fields.
struct Loosest<'f> {
    field: usize,
    hash: u32,
    /// Whether the value belongs to a place and not to a customer.
    shared: bool,
    form: &'f str,
}

/// What a key is made of.
enum KeyOf<'k> {
    /// A field's own key.
    Own(usize, &'k str),
    /// The loosest keys of two fields' forms.
    Joined([(usize, &'k str); 2]),
}

/// The hashed keys of a row with these match forms, each with its field, field by field.
pub fn keys<'f>(plan: &Plan, forms: impl Iterator<Item = (usize, &'f str)>) -> Keys {
    let mut hashes: Vec<u32> = Vec::with_capacity(MAX_KEYS);
    let own = walk(plan, forms, &mut |hash, _| {
        if hashes.len() < MAX_KEYS {
            hashes.push(hash);
        }
    });
    hashes.sort_unstable();
    hashes.dedup();
    let own = own.into_iter().map(|hash| hash.and_then(|hash| hashes.binary_search(&hash).ok())).collect();
    Keys { hashes, own }
}

/// The same keys in words, with their hashes.
pub fn key_texts<'f>(plan: &Plan, forms: impl Iterator<Item = (usize, &'f str)>) -> Vec<KeyText> {
    let mut texts = Vec::new();
    walk(plan, forms, &mut |hash, key| {
        let (fields, words) = match key {
            KeyOf::Own(field, text) => (vec![field], vec![text.to_owned()]),
            KeyOf::Joined(parts) => parts.iter().map(|&(field, form)| (field, loosest_text(plan, field, form))).unzip(),
        };
        texts.push(KeyText { hash, fields, texts: words });
    });
    texts.truncate(MAX_KEYS);
    texts
}

/// How many pairs so many rows make.
pub fn pairs_of(rows: u64) -> u64 {
    rows * rows.saturating_sub(1) / 2
}

/// How many rows may share a key and still be compared with each other, where so many keys are shared by so many rows: ascending
/// by rows. What a town or a first name says is worth nothing in a million rows, and worth a look in a thousand.
pub fn limit(sizes: impl Iterator<Item = (u32, u64)>) -> u32 {
    let (mut limit, mut pairs) = (LEAST_LIMIT, 0u64);
    for (rows, keys) in sizes {
        pairs = pairs.saturating_add(pairs_of(rows.into()).saturating_mul(keys));
        if pairs > FEW_PAIRS {
            break;
        }
        limit = limit.max(rows);
    }
    limit
}

/// The loosest key of a form in words.
fn loosest_text(plan: &Plan, field: usize, form: &str) -> String {
    let mut last = String::new();
    if let Some(field) = plan.fields.get(field) {
        field.kind.match_keys(form, &mut |strength, text| {
            if strength != Strength::Unique {
                last.clear();
                last.push_str(text);
            }
        });
    }
    last
}

/// The keys of a packed record in words.
pub fn key_texts_of(plan: &Plan, record: &Record) -> Vec<KeyText> {
    key_texts(plan, (0..plan.fields.len()).flat_map(|field| record.field(field).iter().map(move |form| (field, form.text))))
}

/// The keys of one kind's values in words, each with its kind's name, most selective first.
pub fn own_key_texts(kind: &dyn Kind, forms: &[String]) -> Vec<String> {
    let mut texts: Vec<(Strength, String)> = Vec::new();
    for form in forms {
        kind.match_keys(form, &mut |strength, text| texts.push((strength, format!("{}:{text}", kind.name()))));
    }
    texts.sort_by_key(|(strength, _)| *strength);
    let mut texts: Vec<String> = texts.into_iter().map(|(_, text)| text).collect();
    texts.dedup();
    texts
}

/// Calls `emit` for every key, own keys before joined ones; returns the hash of each form's own first key.
fn walk<'f>(plan: &Plan, forms: impl Iterator<Item = (usize, &'f str)>, emit: &mut impl FnMut(u32, KeyOf)) -> Vec<Option<u32>> {
    let mut loosest: Vec<Loosest> = Vec::with_capacity(8);
    let mut own = Vec::with_capacity(8);
    let of_people = plan.names_people();
    for (index, form) in forms {
        let Some(field) = plan.fields.get(index) else { continue };
        let (mut first, mut last) = (None, None);
        // What names a person finds him, even a family name alone.
        let is_shared = field.kind.names() != Some(Subject::Person) && field.kind.is_shared(form);
        let alone = plan.thorough || !(of_people && is_shared);
        let seed = seed(&field.space);
        field.kind.match_keys(form, &mut |strength, text| {
            let hash = hash_in(seed, text);
            let coarse = strength == Strength::Coarse;
            if alone && (plan.thorough || (!coarse && first.is_none())) && !(coarse && is_shared && of_people) {
                emit(hash, KeyOf::Own(index, text));
                if !coarse {
                    first.get_or_insert(hash);
                }
            }
            if strength != Strength::Unique {
                last = Some(hash);
            }
        });
        own.push(first);
        loosest.extend(last.map(|hash| Loosest { field: index, hash, shared: is_shared, form }));
    }
    for [a, b] in &plan.combine {
        for left in loosest.iter().filter(|left| left.field == *a) {
            for right in loosest.iter().filter(|right| right.field == *b) {
                if !plan.thorough && of_people && left.shared && right.shared {
                    continue;
                }
                let joined = xxh3_64_with_seed(&left.hash.to_le_bytes(), right.hash.into());
                emit(joined as u32, KeyOf::Joined([(*a, left.form), (*b, right.form)]));
            }
        }
    }
    own
}

/// The key of `text` in a key space.
pub fn hash(space: &str, text: &str) -> u32 {
    hash_in(seed(space), text)
}

fn seed(space: &str) -> u64 {
    xxh3_64_with_seed(space.as_bytes(), 0)
}

fn hash_in(seed: u64, text: &str) -> u32 {
    xxh3_64_with_seed(text.as_bytes(), seed) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::Context;
    use crate::plan::{FieldPlan, TablePlan};

    /// The fields of every key that a row gets in which all of these kinds are filled.
    fn joined(kinds: &[&str], thorough: bool) -> Vec<String> {
        let field = |kind: &&str| FieldPlan { kind: (*kind).into(), label: (*kind).into(), sources: vec![], space: None };
        let fields: Vec<FieldPlan> = kinds.iter().map(field).collect();
        let combine = (0..kinds.len()).flat_map(|a| (a + 1..kinds.len()).map(move |b| [a, b])).collect();
        let (city, phone_ranges) = (None, String::new());
        let plan = Plan::new(TablePlan { region: "CN".into(), city, phone_ranges, fields, combine, thorough, cross: false }).unwrap();
        let form = |kind: &&str| match *kind {
            "person_name" => "张伟",
            "company" => "华为技术有限公司",
            "city" => "深圳市",
            "postcode" => "518000",
            _ => "1990-01-02",
        };
        let context = Context { region: "CN", city: None, phone_ranges: &plan.phone_ranges };
        let forms: Vec<String> =
            plan.fields.iter().zip(kinds).map(|(field, kind)| field.kind.match_form(form(kind), &context).unwrap()).collect();
        let mut labels: Vec<String> = key_texts(&plan, forms.iter().map(String::as_str).enumerate())
            .iter()
            .filter(|key| key.fields.len() == 2)
            .map(|key| plan.label(&key.fields))
            .collect();
        labels.dedup();
        labels
    }

    #[test]
    fn small_tables_have_larger_blocks() {
        assert!(pairs_of(MOST_LIMIT.into()) <= FEW_PAIRS && pairs_of(u64::from(MOST_LIMIT) + 1) > FEW_PAIRS);
        let of = |sizes: &[(u32, u64)]| limit(sizes.iter().copied());
        assert_eq!(of(&[(2, 9)]), 50);
        assert_eq!(of(&[(2, 1_000), (60, 20), (300, 3)]), 300, "170,000 pairs");
        assert_eq!(of(&[(2, 1_000), (60, 20), (300, 30)]), 60);
        assert_eq!(of(&[(2, 500_000), (60, 20)]), 50);
        assert_eq!(of(&[(u32::MAX, u64::MAX)]), 50);
    }

    #[test]
    fn a_large_table_joins_a_name_with_what_narrows_it_most() {
        assert_eq!(joined(&["person_name", "company", "city"], true), ["person_name & company", "person_name & city", "company & city"]);
        assert_eq!(joined(&["person_name", "company", "city"], false), ["person_name & company"]);
        assert_eq!(joined(&["person_name", "city"], false), ["person_name & city"]);
    }

    #[test]
    fn places_are_joined_with_each_other_only_where_rows_are_no_people() {
        assert_eq!(joined(&["company", "city"], false), ["company & city"]);
        assert_eq!(joined(&["person_name", "company", "postcode"], false), ["person_name & company", "person_name & postcode"]);
    }
}
