//! Comparing the rows of one block with each other.

use crate::kind::{Kind, Level, Subject};
use crate::model::{Decision, Evidence, Model, Outcome};
use crate::plan::{Field, Plan};
use crate::record::Record;
use crate::rule::Rule;
use crate::tally::{Counts, RARE};
use std::cell::Cell;
use std::cmp::Ordering;

/// More than sums of a few weights are ever wrong by.
const ROUNDING: f64 = 1e-9;

/// What decides about pairs of one table: its fields and their weights.
pub struct Judge {
    /// The fields.
    pub plan: Plan,
    /// The weights.
    pub model: Model,
    /// Per field and level its weight in bits, where no frequency is known and where a value is as rare as can be.
    weights: Vec<Vec<[f64; 2]>>,
    /// Per field and level how much likelier it is in a household than for one customer, in bits, where it is known.
    kin: Vec<Vec<f64>>,
    /// Per field a bit for each level whose weight follows the frequency of the value.
    by_frequency: Vec<u16>,
    /// The evidence about two rows, before any is seen.
    blank: Evidence,
    /// The most that each field can speak for one customer, in bits.
    best: Vec<f64>,
    /// Bit per rule that can make a pair more than distinct.
    raising: u64,
    /// Bit per field that names a person, and per field that names an organisation.
    naming: [(Subject, u16); 2],
}

impl Judge {
    /// A judge with this plan and model.
    pub fn new(plan: Plan, model: Model) -> Judge {
        let weight = |field: usize, level, count| {
            model.weight(field, plan.fields[field].kind.levels(), Outcome { level: Some(level), count, ..Outcome::default() })
        };
        let of_field = |field: usize| {
            let levels = 0..plan.fields[field].kind.levels().len();
            levels.map(|level| [weight(field, level, None), weight(field, level, Some(RARE))]).collect()
        };
        let weights: Vec<Vec<[f64; 2]>> = (0..plan.fields.len()).map(of_field).collect();
        let of_kin =
            |(index, field): (usize, &Field)| (0..field.kind.levels().len()).map(|level| model.kin(index, field.kind, level)).collect();
        let kin = plan.fields.iter().enumerate().map(of_kin).collect();
        let best = weights.iter().map(|levels| levels.iter().flatten().copied().fold(0.0, f64::max)).collect();
        let raises = |(index, rule): (usize, &Rule)| u64::from(rule.action != Decision::Distinct).checked_shl(index as u32).unwrap_or(0);
        let raising = model.rules.iter().enumerate().map(raises).fold(0, |all, bit| all | bit);
        let names =
            |subject| (subject, plan.fields.iter().rev().fold(0, |all, field| all << 1 | u16::from(field.kind.names() == Some(subject))));
        let naming = [names(Subject::Person), names(Subject::Organisation)];
        let by_frequency = |levels: &[Level]| levels.iter().rev().fold(0, |all, level| all << 1 | u16::from(level.by_frequency));
        let by_frequency = plan.fields.iter().map(|field| by_frequency(field.kind.levels())).collect();
        let blank = Evidence::new(&model);
        Judge { blank, weights, kin, by_frequency, best, raising, naming, plan, model }
    }

    /// Whether the weight of a level follows the frequency of the value.
    fn follows_frequency(&self, field: usize, level: usize) -> bool {
        self.by_frequency.get(field).is_some_and(|levels| levels >> level & 1 == 1)
    }

    /// Weight of one field's outcome: most are known beforehand.
    fn weight(&self, field: usize, outcome: Outcome) -> f64 {
        let known = |place: usize| {
            self.weights.get(field).zip(outcome.level).and_then(|(levels, level)| levels.get(level)).map_or(0.0, |own| own[place])
        };
        match outcome.count {
            None => known(0),
            Some(RARE) => known(1),
            Some(_) => self.model.weight(field, self.plan.fields[field].kind.levels(), outcome),
        }
    }

    /// Adds one field's outcome to the evidence.
    pub fn add(&self, evidence: &mut Evidence, field: usize, outcome: Outcome) {
        let kin = self.kin.get(field).zip(outcome.level).and_then(|(levels, level)| levels.get(level));
        evidence.add(self.weight(field, outcome), kin.copied().unwrap_or(f64::NEG_INFINITY), self.plan.fields[field].kind, outcome);
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
    /// Per key, how many rows share it; 0 until somebody asks.
    counts: Vec<Cell<u32>>,
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
        let records = Record::read_all(block);
        // Rows with the same placeholder have nothing in common, and those of a hot key are not all here.
        let is_match_key = || records.first().is_some_and(|record| record.keys().any(|own| own == key));
        if records.len() < 2 || self.counts.get(key) > self.block_limit || !is_match_key() {
            return;
        }
        self.meet(records, tick, |a, b| {
            if self.first_common_key(a, b) == Some(key) {
                pair(a, b);
            }
        });
    }

    /// Hands on every two of these rows, whatever keys they have.
    pub fn each_two<'b>(&self, records: &'b [u8], tick: &dyn Fn(), pair: &mut dyn FnMut(&Row<'b>, &Row<'b>)) {
        self.meet(Record::read_all(records), tick, pair);
    }

    fn meet<'b>(&self, records: Vec<Record<'b>>, tick: &dyn Fn(), mut pair: impl FnMut(&Row<'b>, &Row<'b>)) {
        let rows: Vec<Row> = records.into_iter().map(|record| self.row(record)).collect();
        for (index, a) in rows.iter().enumerate() {
            tick();
            rows[index + 1..].iter().filter(|b| self.may_meet(a, b)).for_each(|b| pair(a, b));
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
            counts: vec![Cell::new(0); record.key_count()],
            shared: Vec::with_capacity(8),
            filled: 0,
            personal: 0,
            record,
        };
        for (index, field) in self.judge.plan.fields.iter().enumerate() {
            for form in row.record.field(index) {
                let shared = field.kind.is_shared(form.text);
                row.shared.push(shared);
                row.filled |= 1 << index;
                row.personal |= u16::from(!shared) << index;
            }
        }
        row
    }

    /// How many rows share the row's key at this place. Most are never asked for, and looking one up misses the cache.
    fn rows_with(&self, row: &Row, nth: usize) -> Option<u32> {
        let cell = row.counts.get(nth)?;
        if cell.get() == 0 {
            cell.set(self.counts.get(row.record.key(nth)?));
        }
        Some(cell.get())
    }

    /// The first key that both have and that is not hot.
    pub fn first_common_key(&self, a: &Row, b: &Row) -> Option<u32> {
        let (mut left, mut right) = (0, 0);
        loop {
            let (x, y) = (a.record.key(left)?, b.record.key(right)?);
            if x == y && self.rows_with(a, left)? <= self.block_limit {
                return Some(x);
            }
            left += usize::from(x <= y);
            right += usize::from(y <= x);
        }
    }

    /// The outcome of every field.
    pub fn outcomes(&self, a: &Row, b: &Row) -> impl Iterator<Item = Outcome> {
        self.judge.plan.fields.iter().enumerate().map(|(index, field)| self.compare(field.kind, index, a, b))
    }

    /// Level vector and match weight of two rows.
    pub fn pair(&self, a: &Row, b: &Row) -> (i64, f64) {
        self.pair_from(a, b, f64::NEG_INFINITY).unwrap_or((0, f64::NEG_INFINITY))
    }

    /// The same, or None as soon as it is certain that the weight stays below `least` and no rule makes the pair more than distinct.
    pub fn pair_from(&self, a: &Row, b: &Row, least: f64) -> Option<(i64, f64)> {
        self.evidence_from(a, b, least, f64::INFINITY).ok().map(|(levels, evidence)| (levels, evidence.total()))
    }

    /// The same with all evidence, or the levels seen so far where it is certain too that the odds of two neighbours stay below
    /// `beside`, in bits.
    pub fn evidence_from(&self, a: &Row, b: &Row, least: f64, beside: f64) -> Result<(i64, Evidence), i64> {
        let Judge { plan, model, best, raising, .. } = self.judge;
        let subject = self.subject(a, b);
        let mut evidence = self.evidence(a, b);
        let (mut levels, mut raising) = (0, *raising);
        let both = a.filled & b.filled;
        let personal = a.personal | b.personal;
        // What the fields that are still to come can add at most, about the customers and about their places.
        let mut most = (0.0, 0.0);
        let about_customers =
            personal | self.judge.naming.iter().find(|(names, _)| Some(*names) == subject).map_or(0, |(_, fields)| *fields);
        for (index, best) in best.iter().enumerate().filter(|(index, _)| both >> index & 1 == 1) {
            *if about_customers >> index & 1 == 1 { &mut most.0 } else { &mut most.1 } += best;
        }
        for (index, field) in plan.fields.iter().enumerate() {
            if both >> index & 1 == 1 {
                if raising == 0 && evidence.highest(most.0, most.1) + ROUNDING < least && evidence.beside(most.1) < beside {
                    return Err(levels);
                }
                *if about_customers >> index & 1 == 1 { &mut most.0 } else { &mut most.1 } -= best[index];
            }
            let outcome = self.compare(field.kind, index, a, b);
            levels |= pack_levels(index, outcome.level);
            self.judge.add(&mut evidence, index, outcome);
            for (nth, rule) in model.rules.iter().enumerate() {
                if raising >> nth & 1 == 1 && !rule.allows(index, outcome.level) {
                    raising &= !(1 << nth);
                }
            }
        }
        Ok((levels, evidence))
    }

    /// The best that any value of one side and any value of the other agree. Several numbers on each side are several
    /// chances to agree, and no reason to disagree.
    fn compare(&self, kind: &dyn Kind, field: usize, a: &Row, b: &Row) -> Outcome {
        let count = |left: usize, right: usize| {
            let rows = |row: &Row, nth: usize| row.record.field(field).get(nth)?.key.and_then(|key| self.rows_with(row, key));
            rows(a, left).zip(rows(b, right)).map(|(left, right)| left.max(right))
        };
        let rarity = |left, right| count(left, right).unwrap_or(u32::MAX);
        let mut best: Option<(usize, usize, usize)> = None;
        for (left, own) in a.record.field(field).iter().enumerate() {
            for (right, other) in b.record.field(field).iter().enumerate() {
                let level = kind.compare(own.text, other.text);
                let is_better = |(best, l, r): (usize, usize, usize)| level > best || level == best && rarity(left, right) < rarity(l, r);
                if best.is_none_or(is_better) {
                    best = Some((level, left, right));
                }
            }
        }
        let Some((level, left, right)) = best else { return Outcome::default() };
        let count = if self.judge.follows_frequency(field, level) { count(left, right) } else { None };
        let (forms_a, forms_b) = (a.record.field(field), b.record.field(field));
        let shared = a.shared[a.record.first_form(field) + left] || b.shared[b.record.first_form(field) + right];
        let apart = kind.tells_birth() && kind.are_apart(forms_a[left].text, forms_b[right].text);
        Outcome { level: Some(level), count, shared, apart }
    }

    /// The evidence about two rows, before any field is compared.
    pub fn evidence(&self, a: &Row, b: &Row) -> Evidence {
        // Where a row names an organisation, the place is the organisation's.
        let [_, (_, of_organisation)] = self.judge.naming;
        let subject = self.subject(a, b);
        self.judge.blank.about(subject, subject == Some(Subject::Person) && of_organisation & (a.filled | b.filled) == 0)
    }

    /// What the pair is about: a person where either row names one, else an organisation where the table names any.
    fn subject(&self, a: &Row, b: &Row) -> Option<Subject> {
        let filled = a.filled | b.filled;
        let [(person, of_person), (organisation, of_organisation)] = self.judge.naming;
        if of_person & filled != 0 {
            return Some(person);
        }
        (of_organisation != 0).then_some(organisation)
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
    row_key(a).cmp(&row_key(b))
}

/// What [`row_order`] compares, for lists that are sorted: the first bytes, as a number, decide nearly always.
pub fn row_key(row: &str) -> (usize, u64, &str) {
    let is_number = !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit());
    let mut first = [0; 8];
    first.iter_mut().zip(row.bytes()).for_each(|(first, byte)| *first = byte);
    (if is_number { row.len() } else { usize::MAX }, u64::from_be_bytes(first), row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_come_by_size_and_before_all_else(a in "[0-9]{0,12}|[a\u{0}9é]{0,10}", b in "[0-9]{0,12}|[a\u{0}9é]{0,10}") {
            let is_number = |row: &str| !row.is_empty() && row.bytes().all(|byte| byte.is_ascii_digit());
            let want = match (is_number(&a), is_number(&b)) {
                (true, true) => a.len().cmp(&b.len()).then_with(|| a.cmp(&b)),
                (left, right) => right.cmp(&left).then_with(|| a.cmp(&b)),
            };
            prop_assert_eq!(row_order(&a, &b), want);
        }
    }
}
