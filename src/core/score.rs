//! Comparing the rows of one block with each other.

use crate::kind::{Kind, Subject};
use crate::model::{Decision, Evidence, Model, Outcome};
use crate::plan::Plan;
use crate::record::{Form, Record};
use std::cmp::Ordering;

/// How many rows share a key, for keys shared by more than a few: `key:u32 count:u32`, ascending by key.
#[derive(Clone, Copy)]
pub struct Counts<'a>(pub &'a [u8]);

impl Counts<'_> {
    /// Rows under `key`; what is not listed is shared by two.
    pub fn get(&self, key: u32) -> u32 {
        let entry = |index: usize| self.0.get(index * 8..index * 8 + 8);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u32, |value, byte| value << 8 | u32::from(*byte));
        let (mut low, mut high) = (0, self.0.len() / 8);
        while low < high {
            let middle = (low + high) / 2;
            let Some(bytes) = entry(middle) else { break };
            match number(&bytes[..4]).cmp(&key) {
                Ordering::Less => low = middle + 1,
                Ordering::Greater => high = middle,
                Ordering::Equal => return number(&bytes[4..]),
            }
        }
        2
    }
}

/// Everything that comparing needs besides the rows.
pub struct Scorer<'a> {
    /// The fields.
    pub plan: &'a Plan,
    /// The weights.
    pub model: &'a Model,
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
}

impl<'a> Scorer<'a> {
    /// Compares every two rows of the block of `key`, each pair only under the first key that it shares, and hands on
    /// those that reach at least review. `tick` is called between rows, so that long blocks can be interrupted.
    /// Returns the number of pairs compared.
    pub fn block<'b>(&self, key: u32, block: &'b [u8], tick: &dyn Fn(), keep: &mut dyn FnMut(Pair<'b>)) -> u64 {
        let records = Record::read_all(block);
        let mut compared = 0;
        if !records.first().is_some_and(|record| record.keys().any(|own| own == key)) {
            // The block of a placeholder: its rows have nothing in common.
            return compared;
        }
        for (index, a) in records.iter().enumerate() {
            tick();
            for b in &records[index + 1..] {
                if a.row_id == b.row_id || self.first_common_key(a, b) != Some(key) {
                    continue;
                }
                compared += 1;
                let (levels, weight) = self.pair(a, b);
                if self.model.decide(weight) != Decision::Distinct {
                    let (a, b) = if row_order(a.row_id, b.row_id).is_le() { (a, b) } else { (b, a) };
                    keep(Pair { a: a.row_id, b: b.row_id, levels, weight });
                }
            }
        }
        compared
    }

    /// The outcome of every field.
    pub fn outcomes(&self, a: &Record, b: &Record) -> impl Iterator<Item = Outcome> {
        self.plan.fields.iter().enumerate().map(|(index, field)| self.field(field.kind, a.field(index), b.field(index)))
    }

    /// Level vector and match weight of two rows.
    pub fn pair(&self, a: &Record, b: &Record) -> (i64, f64) {
        let mut levels = 0;
        let mut evidence = self.evidence(a, b);
        for (index, (field, outcome)) in self.plan.fields.iter().zip(self.outcomes(a, b)).enumerate() {
            levels |= pack_levels(index, outcome.level);
            evidence.add(self.model.weight(index, field.kind.levels(), outcome), field.kind.names(), outcome.shared);
        }
        (levels, evidence.total())
    }

    /// The evidence about two rows, before any field is compared.
    pub fn evidence(&self, a: &Record, b: &Record) -> Evidence {
        Evidence::new(self.model, self.subject(a, b))
    }

    /// What the pair is about: a person where either row names one, else an organisation where the table names any.
    fn subject(&self, a: &Record, b: &Record) -> Option<Subject> {
        let fields = || self.plan.fields.iter().map(|field| field.kind.names()).enumerate();
        let filled = |index: usize| !a.field(index).is_empty() || !b.field(index).is_empty();
        if fields().any(|(index, names)| names == Some(Subject::Person) && filled(index)) {
            return Some(Subject::Person);
        }
        fields().any(|(_, names)| names == Some(Subject::Organisation)).then_some(Subject::Organisation)
    }

    /// The best that any value of one side and any value of the other agree. Several numbers on each side are several
    /// chances to agree, and no reason to disagree.
    fn field(&self, kind: &dyn Kind, a: &[Form], b: &[Form]) -> Outcome {
        let mut best = Outcome::default();
        for left in a {
            for right in b {
                let level = kind.compare(left.text, right.text);
                if best.level.is_some_and(|best| level < best) {
                    continue;
                }
                let own = left.key.zip(right.key);
                let count = own.map(|(left, right)| self.counts.get(left).max(self.counts.get(right)));
                let rarer = count.unwrap_or(u32::MAX) < best.count.unwrap_or(u32::MAX);
                if best.level.is_none_or(|best| level > best) || rarer {
                    best = Outcome { level: Some(level), count, shared: kind.is_shared(left.text) || kind.is_shared(right.text) };
                }
            }
        }
        best
    }

    fn first_common_key(&self, a: &Record, b: &Record) -> Option<u32> {
        let (mut left, mut right) = (a.keys().peekable(), b.keys().peekable());
        loop {
            let (x, y) = (*left.peek()?, *right.peek()?);
            match x.cmp(&y) {
                Ordering::Less => left.next(),
                Ordering::Greater => right.next(),
                Ordering::Equal if self.counts.get(x) <= self.block_limit => return Some(x),
                Ordering::Equal => left.next(),
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
