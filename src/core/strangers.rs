//! What rows taken at random have in common, which are nearly all of different customers.
//!
//! How often different customers agree (u) is built in, and every table has its own world: all customers of one town, companies named
//! from a dozen words, two sexes. Where rows taken at random agree more often than is built in, agreeing is no evidence, and whoever
//! believes that it is takes namesakes for one customer, learns from them how much the rows of one customer differ, and ends up with
//! clusters of hundreds. So u is never less than what is certainly seen. It may be more: the rows that are compared share a key, and
//! two people of one name have more in common than two random ones. Only for categories, of which nothing can be known beforehand, u is
//! what is seen.

use crate::model::Model;
use crate::plan::Plan;
use crate::score::{Row, Scorer, level_of};
use crate::train::WHOLE;

/// Rows to be taken: 11,000 pairs, of which a level that one in five hundred reaches is seen often enough. Measured, 300 find no better.
pub const ROWS: usize = 150;
/// Standard deviations within which a count is taken for chance.
const CHANCE: f64 = 2.0;
/// Pairs that may have been missed by chance.
const MISSED: f64 = 4.0;
/// How many times as many pairs of one customer as the model expects there may be.
const MANY: f64 = 10.0;
/// Fewest pairs that say anything.
const FEWEST: f64 = 100.0;

/// By which rows are taken, from the hash of a row: the first ones. Hashes of numbers that were counted up lie in rows themselves.
pub fn lot(hash: u64) -> u64 {
    let hash = (hash ^ hash >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ hash >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ hash >> 31
}

/// Pairs of rows taken at random.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Strangers {
    /// Per field and level, in parts of a pair.
    levels: Vec<[i64; 16]>,
    /// The same of what looks like one customer.
    alike: Vec<[i64; 16]>,
    /// All of them.
    pairs: u32,
    /// How many of them are of one customer, by what was expected beforehand.
    expected: f64,
}

impl Strangers {
    /// Every two of these records, which lie side by side. The scorer's model tells which look like one customer.
    pub fn meet(scorer: &Scorer, records: &[u8], tick: &dyn Fn()) -> Strangers {
        let fields = scorer.judge.plan.fields.len();
        let mut strangers = Strangers { levels: vec![[0; 16]; fields], alike: vec![[0; 16]; fields], pairs: 0, expected: 0.0 };
        scorer.each_two(records, tick, &mut |a: &Row, b: &Row| {
            let Ok((levels, evidence)) = scorer.evidence_from(a, b, f64::NEG_INFINITY, f64::INFINITY) else { return };
            let [one, ..] = evidence.shares();
            strangers.pairs += 1;
            let one = (one * WHOLE) as i64;
            for (field, (own, alike)) in strangers.levels.iter_mut().zip(&mut strangers.alike).enumerate() {
                if let Some(level) = level_of(levels, field) {
                    own[level] += WHOLE as i64 - one;
                    alike[level] += one;
                }
            }
        });
        strangers.expected = strangers.of_one(&scorer.judge.model);
        strangers
    }

    /// How many of the pairs are of one customer: where a customer has many rows, some of them do not look like it.
    fn of_one(&self, model: &Model) -> f64 {
        f64::from(self.pairs) * 2.0 * model.pairs_per_row / model.rows.max(1.0)
    }

    /// Corrects the model's probabilities among different customers.
    pub fn correct(&self, model: &mut Model, plan: &Plan) {
        let of_one = self.of_one(model);
        for (((levels, counts), alike), field) in model.fields.iter_mut().zip(&self.levels).zip(&self.alike).zip(&plan.fields) {
            // Where far more look like one customer than can be, they do not tell: values were counted up.
            let looks = alike.iter().sum::<i64>() as f64 / WHOLE;
            let wrong = if looks > MANY * self.expected { 1.0 - MANY * self.expected / looks } else { 0.0 };
            let all = counts.iter().chain(alike).sum::<i64>() as f64 / WHOLE;
            // Names of organisations are weighed together with their places, which sister sites share.
            if all < FEWEST || !plan.names_people() && field.kind.names().is_some() {
                continue;
            }
            for ([_, u], (count, alike)) in levels.iter_mut().zip(counts.iter().zip(alike)) {
                let count = (*count as f64 + wrong * *alike as f64) / WHOLE;
                let chance = CHANCE * count.sqrt();
                *u = u.max((count - chance - of_one) / all);
                if field.kind.is_category() {
                    *u = u.min((count + chance + MISSED) / all);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::TablePlan;
    use crate::score::Judge;
    use crate::tally::Counts;
    use crate::{record, roll};
    use std::collections::BTreeSet;

    #[test]
    fn rows_with_numbers_in_a_row_are_taken_from_everywhere() {
        let mut rows: Vec<u64> = (0..100_000).collect();
        rows.sort_by_key(|row| lot(roll::hash(row.to_string())));
        for ten in [1, 10, 100, 1_000, 10_000] {
            let digits: BTreeSet<u64> = rows[..ROWS].iter().map(|row| row / ten % 10).collect();
            assert_eq!(digits.len(), 10, "{ten}");
        }
    }

    #[test]
    fn what_all_have_in_common_is_no_evidence() {
        let plan = || Plan::new(TablePlan::of_kinds("US", &["category", "category", "city"])).unwrap();
        let row = |n: usize| {
            let values = [["female", "male"][n % 2].to_owned(), format!("trade {n}"), "Springfield".to_owned()];
            record::pack(&plan(), &n.to_string(), &values.map(|value| Some(value.into())))
        };
        let records: Vec<u8> = (0..60).flat_map(row).collect();
        let builtin = Model::builtin(&plan(), 1000.0, 0.9, 0.3);
        let judge = Judge::new(plan(), builtin.clone());
        let scorer = Scorer { judge: &judge, counts: Counts::new(&[]), block_limit: 50 };
        let mut model = builtin.clone();
        Strangers::default().correct(&mut model, &plan());
        assert_eq!(model, builtin, "nobody met changes nothing");
        Strangers::meet(&scorer, &records, &|| {}).correct(&mut model, &plan());
        let weight = |field: usize| model.fields[field].last().map(|[m, u]| (m / u).log2()).unwrap();
        assert!(weight(2) < 0.0, "all live in one city: {}", weight(2));
        assert!((0.5..1.0).contains(&weight(0)), "two sexes: {}", weight(0));
        assert!(weight(1) > 6.0, "to everybody his trade: {}", weight(1));
    }
}
