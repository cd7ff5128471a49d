//! Comparing the rows of one block with each other.

use crate::kind::{Kind, Subject};
use crate::model::{Decision, Evidence, Model, Outcome};
use crate::plan::Plan;
use crate::record::{Record, read_u32};
use crate::rule::Rule;
use std::cmp::Ordering;

/// How many rows share a key, for keys shared by more than a few: `key:u32 count:u32`, ascending by key.
#[derive(Clone, Copy)]
pub struct Counts<'a>(pub &'a [u8]);

impl Counts<'_> {
    /// Rows under `key`; what is not listed is shared by two.
    pub fn get(&self, key: u32) -> u32 {
        let at = |index: usize| self.0.get(index * 8..index * 8 + 4).map(read_u32);
        search(self.0.len() / 8, key, at).and_then(|index| self.0.get(index * 8 + 4..index * 8 + 8)).map_or(2, read_u32)
    }

    /// All keys with their rows.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        self.0.chunks_exact(8).map(|entry| (read_u32(&entry[..4]), read_u32(&entry[4..])))
    }

    /// Packs counts that are ascending by key.
    pub fn pack(counts: impl Iterator<Item = (u32, u32)>) -> Vec<u8> {
        counts.flat_map(|(key, rows)| [key.to_le_bytes(), rows.to_le_bytes()]).flatten().collect()
    }
}

/// A set of keys: `key:u32`, ascending.
#[derive(Clone, Copy)]
pub struct KeySet<'a>(pub &'a [u8]);

impl KeySet<'_> {
    /// Whether the key is in it.
    pub fn contains(&self, key: u32) -> bool {
        search(self.0.len() / 4, key, |index| self.0.get(index * 4..index * 4 + 4).map(read_u32)).is_some()
    }

    /// Packs keys that are ascending.
    pub fn pack(keys: impl Iterator<Item = u32>) -> Vec<u8> {
        keys.flat_map(u32::to_le_bytes).collect()
    }
}

/// The position of `key` among ascending keys. They are hashes and lie evenly, so it is looked for near where it should be,
/// in steps that double: a few probes of near memory instead of one for every bit.
fn search(length: usize, key: u32, at: impl Fn(usize) -> Option<u32>) -> Option<usize> {
    let guess = ((u64::from(key) * length as u64) >> 32) as usize;
    let (mut low, mut high, mut step) = (guess, guess, 8);
    while low > 0 && at(low)? > key {
        low = low.saturating_sub(step);
        step *= 2;
    }
    step = 8;
    while high < length && at(high)? < key {
        high += step;
        step *= 2;
    }
    high = high.min(length.saturating_sub(1));
    while low <= high {
        let middle = low.midpoint(high);
        match at(middle)?.cmp(&key) {
            Ordering::Less => low = middle + 1,
            Ordering::Greater => high = middle.checked_sub(1)?,
            Ordering::Equal => return Some(middle),
        }
    }
    None
}

/// What decides about pairs of one table: its fields and their weights.
pub struct Judge {
    /// The fields.
    pub plan: Plan,
    /// The weights.
    pub model: Model,
    /// The most that each field can speak for one customer, in bits.
    best: Vec<f64>,
    /// Bit per rule that can make a pair more than distinct.
    raising: u64,
}

impl Judge {
    /// A judge with this plan and model.
    pub fn new(plan: Plan, model: Model) -> Judge {
        let best = plan.fields.iter().enumerate().map(|(index, field)| model.best(index, field.kind.levels())).collect();
        let raises = |(index, rule): (usize, &Rule)| u64::from(rule.action != Decision::Distinct).checked_shl(index as u32).unwrap_or(0);
        let raising = model.rules.iter().enumerate().map(raises).fold(0, |all, bit| all | bit);
        Judge { plan, model, best, raising }
    }
}

/// Everything that comparing needs besides the rows.
#[derive(Clone, Copy)]
pub struct Scorer<'a> {
    /// Fields and weights.
    pub judge: &'a Judge,
    /// Frequencies of keys.
    pub counts: Counts<'a>,
    /// Keys with more rows than this are hot: their block is not compared.
    pub block_limit: u32,
}

/// A compared pair that is worth keeping.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair<'a> {
    /// The row that comes first in [`row_order`].
    pub a: &'a str,
    /// The other.
    pub b: &'a str,
    /// Levels, packed: see [`pack_levels`].
    pub levels: i64,
    /// Match weight in bits.
    pub weight: f64,
    /// Duplicate or review.
    pub decision: Decision,
    /// Name of the rule that decided, if one did.
    pub rule: Option<&'a str>,
}

/// A record with everything that is the same in all its comparisons.
pub struct Row<'a> {
    /// The row's identity.
    pub row_id: &'a str,
    record: Record<'a>,
    /// Its keys that are not hot, ascending.
    live: Vec<u32>,
    /// Per form, how many rows share its own key.
    counts: Vec<Option<u32>>,
    /// Per form, whether it belongs to a place.
    shared: Vec<bool>,
    /// Bit per field that has a value.
    filled: u16,
    /// Bit per field that has a value which belongs to no place.
    personal: u16,
}

impl<'a> Scorer<'a> {
    /// Compares every two rows of the block of `key`, each pair only under the first key that it shares, and hands on
    /// those that reach at least review. `tick` is called between rows, so that long blocks can be interrupted.
    /// Returns the number of pairs compared.
    pub fn block<'b>(&self, key: u32, block: &'b [u8], tick: &dyn Fn(), keep: &mut dyn FnMut(Pair<'b>)) -> u64
    where
        'a: 'b,
    {
        let mut compared = 0;
        self.each_pair(key, block, tick, &mut |a, b| {
            compared += 1;
            if let Some(pair) = self.judged(a, b) {
                keep(pair);
            }
        });
        compared
    }

    /// The pair, if it is worth keeping.
    pub fn judged<'b>(&self, a: &Row<'b>, b: &Row<'b>) -> Option<Pair<'b>>
    where
        'a: 'b,
    {
        let (levels, weight) = self.pair_from(a, b, self.judge.model.review)?;
        let (decision, rule) = self.judge.model.decide(levels, weight);
        let (a, b) = if row_order(a.row_id, b.row_id).is_le() { (a, b) } else { (b, a) };
        let pair = Pair { a: a.row_id, b: b.row_id, levels, weight, decision, rule: rule.map(|rule| rule.name.as_str()) };
        (decision != Decision::Distinct).then_some(pair)
    }

    /// Hands on every two rows of the block of `key` whose first shared key it is.
    pub fn each_pair<'b>(&self, key: u32, block: &'b [u8], tick: &dyn Fn(), pair: &mut dyn FnMut(&Row<'b>, &Row<'b>)) {
        let rows: Vec<Row> = Record::read_all(block).into_iter().map(|record| self.row(record)).collect();
        if !rows.first().is_some_and(|row| row.record.keys().any(|own| own == key)) {
            // The block of a placeholder: its rows have nothing in common.
            return;
        }
        for (index, a) in rows.iter().enumerate() {
            tick();
            for b in &rows[index + 1..] {
                if self.may_meet(a, b) && a.first_common_key(b) == Some(key) {
                    pair(a, b);
                }
            }
        }
    }

    /// Whether the two are rows that are to be compared at all.
    pub fn may_meet(&self, a: &Row, b: &Row) -> bool {
        a.row_id != b.row_id && !(self.judge.plan.cross && a.row_id.as_bytes().first() == b.row_id.as_bytes().first())
    }

    /// A record made ready for its comparisons.
    pub fn row<'b>(&self, record: Record<'b>) -> Row<'b> {
        let mut row = Row {
            row_id: record.row_id,
            live: record.keys().filter(|key| self.counts.get(*key) <= self.block_limit).collect(),
            counts: Vec::with_capacity(8),
            shared: Vec::with_capacity(8),
            filled: 0,
            personal: 0,
            record,
        };
        for (index, field) in self.judge.plan.fields.iter().enumerate() {
            for form in row.record.field(index) {
                let shared = field.kind.is_shared(form.text);
                row.counts.push(form.key.map(|key| self.counts.get(key)));
                row.shared.push(shared);
                row.filled |= 1 << index;
                row.personal |= u16::from(!shared) << index;
            }
        }
        row
    }

    /// The outcome of every field.
    pub fn outcomes(&self, a: &Row, b: &Row) -> impl Iterator<Item = Outcome> {
        self.judge.plan.fields.iter().enumerate().map(|(index, field)| compare(field.kind, index, a, b))
    }

    /// Level vector and match weight of two rows.
    pub fn pair(&self, a: &Row, b: &Row) -> (i64, f64) {
        self.pair_from(a, b, f64::NEG_INFINITY).unwrap_or((0, f64::NEG_INFINITY))
    }

    /// The same, or None as soon as it is certain that the weight stays below `least` and no rule makes the pair more than distinct.
    pub fn pair_from(&self, a: &Row, b: &Row, least: f64) -> Option<(i64, f64)> {
        let Judge { plan, model, best, raising } = self.judge;
        let mut evidence = self.evidence(a, b);
        let (mut levels, mut raising) = (0, *raising);
        let both = a.filled & b.filled;
        let personal = a.personal | b.personal;
        // What the fields from `index` on can add at most, about the customers and about their places.
        let remaining = |index: usize, evidence: &Evidence| {
            let mut most = (0.0, 0.0);
            for (later, (field, best)) in plan.fields.iter().zip(best).enumerate().skip(index) {
                if both >> later & 1 == 1 {
                    let about_customers = personal >> later & 1 == 1 || evidence.is_self(field.kind.names());
                    *if about_customers { &mut most.0 } else { &mut most.1 } += best;
                }
            }
            most
        };
        for (index, field) in plan.fields.iter().enumerate() {
            if both >> index & 1 == 1 {
                let (customers, places) = remaining(index, &evidence);
                if raising == 0 && evidence.highest(customers, places) < least {
                    return None;
                }
            }
            let outcome = compare(field.kind, index, a, b);
            levels |= pack_levels(index, outcome.level);
            evidence.add(model.weight(index, field.kind.levels(), outcome), field.kind.names(), outcome.shared);
            for (nth, rule) in model.rules.iter().enumerate() {
                if raising >> nth & 1 == 1 && !rule.allows(index, outcome.level) {
                    raising &= !(1 << nth);
                }
            }
        }
        Some((levels, evidence.total()))
    }

    /// The evidence about two rows, before any field is compared.
    pub fn evidence(&self, a: &Row, b: &Row) -> Evidence {
        Evidence::new(&self.judge.model, self.subject(a, b))
    }

    /// What the pair is about: a person where either row names one, else an organisation where the table names any.
    fn subject(&self, a: &Row, b: &Row) -> Option<Subject> {
        let fields = || self.judge.plan.fields.iter().map(|field| field.kind.names()).enumerate();
        let filled = a.filled | b.filled;
        if fields().any(|(index, names)| names == Some(Subject::Person) && filled >> index & 1 == 1) {
            return Some(Subject::Person);
        }
        fields().any(|(_, names)| names == Some(Subject::Organisation)).then_some(Subject::Organisation)
    }
}

/// The best that any value of one side and any value of the other agree. Several numbers on each side are several
/// chances to agree, and no reason to disagree.
fn compare(kind: &dyn Kind, field: usize, a: &Row, b: &Row) -> Outcome {
    let mut best = Outcome::default();
    for (left, left_nth) in a.record.field(field).iter().zip(a.record.first_form(field)..) {
        for (right, right_nth) in b.record.field(field).iter().zip(b.record.first_form(field)..) {
            let level = kind.compare(left.text, right.text);
            if best.level.is_some_and(|best| level < best) {
                continue;
            }
            let count = a.counts[left_nth].zip(b.counts[right_nth]).map(|(left, right)| left.max(right));
            let rarer = count.unwrap_or(u32::MAX) < best.count.unwrap_or(u32::MAX);
            if best.level.is_none_or(|best| level > best) || rarer {
                best = Outcome { level: Some(level), count, shared: a.shared[left_nth] || b.shared[right_nth] };
            }
        }
    }
    best
}

impl Row<'_> {
    /// The first key that both have and that is not hot.
    pub fn first_common_key(&self, other: &Row) -> Option<u32> {
        let (mut left, mut right) = (self.live.iter().peekable(), other.live.iter().peekable());
        loop {
            let (x, y) = (*left.peek()?, *right.peek()?);
            match x.cmp(y) {
                Ordering::Less => left.next(),
                Ordering::Greater => right.next(),
                Ordering::Equal => return Some(*x),
            };
        }
    }
}

/// The four bits of field `index` in a level vector: 0 missing, else the level plus one.
pub fn pack_levels(index: usize, level: Option<usize>) -> i64 {
    level.map_or(0, |level| ((level as i64 + 1) & 15) << (4 * index))
}

/// The level of field `index` in a level vector.
pub fn level_of(levels: i64, index: usize) -> Option<usize> {
    ((levels >> (4 * index)) as usize & 15).checked_sub(1)
}

/// The order in which rows are named: whole numbers by size, everything else by its bytes.
pub fn row_order(a: &str, b: &str) -> Ordering {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number(a), is_number(b)) {
        (true, true) => a.len().cmp(&b.len()).then_with(|| a.cmp(b)),
        (left, right) => right.cmp(&left).then_with(|| a.cmp(b)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        #[test]
        fn every_key_is_found_and_no_other(counts in proptest::collection::btree_map(any::<u32>(), 5u32..1000, 0..200), other in any::<u32>()) {
            let packed = Counts::pack(counts.iter().map(|(key, rows)| (*key, *rows)));
            let set = KeySet::pack(counts.keys().copied());
            for (key, rows) in &counts {
                prop_assert_eq!(Counts(&packed).get(*key), *rows);
                prop_assert!(KeySet(&set).contains(*key));
            }
            prop_assert_eq!(Counts(&packed).get(other), counts.get(&other).copied().unwrap_or(2));
            prop_assert_eq!(KeySet(&set).contains(other), counts.contains_key(&other));
            prop_assert_eq!(Counts(&packed).iter().collect::<BTreeMap<_, _>>(), counts);
        }

        #[test]
        fn any_bytes_are_searched_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100), key in any::<u32>()) {
            Counts(&bytes).get(key);
            KeySet(&bytes).contains(key);
        }
    }
}
