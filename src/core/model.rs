//! The match model of Fellegi and Sunter (1969): every field gives evidence for or against two rows being one
//! customer, measured in bits, log2(m / u), where m is how often rows of one customer agree that far and u how often
//! different customers do. The bits of all fields and the prior odds add up to the match weight; odds of 2^weight.
//!
//! Three departures from the textbook, each because real CRM data needs it:
//! - *Term frequency*: at a level where both sides hold the very same value, u is that value's own frequency in the
//!   table, drawn towards the built-in u by [`STRENGTH_OF_PRIOR`] imaginary rows.
//! - *Customers share places*: company, switchboard, address and city agree together for colleagues and families, who are
//!   different people, and differ together for one person who moved; so do a phone and an address for the shops of one
//!   house. All evidence about places is therefore weighed as one, against three hypotheses instead of two: one customer,
//!   neighbours, strangers (see [`Evidence`]).
//! - *Missing values* say nothing: weight 0.

use crate::blocking::LEAST_LIMIT;
pub use crate::evidence::Evidence;
use crate::kind::{Kind, Level, Subject};
use crate::plan::Plan;
use crate::rule::{self, Rule};
use serde::{Deserialize, Serialize};

/// Imaginary rows that carry a level's built-in u when a value's own frequency is estimated.
const STRENGTH_OF_PRIOR: f64 = 50_000.0;
/// Rows of one customer, at most: a value of more rows is shared by several customers, as often as the table shows.
const DUPLICATES: f64 = 8.0;
/// A smaller table is still a sample of a larger world: two rows of two people are not likely to be one.
pub const LEAST_ROWS: f64 = 1_000.0;
/// Pairs of different customers at one place, for each pair of rows of one customer.
const NEIGHBOURS: f64 = 8.0;
/// Where rows are companies, each stands for itself and not for its people: two of one name are rarer than two people at one
/// company, by this factor.
const NAMESAKES: f64 = 1.0 / 4.0;
/// The same where the companies of two tables are matched, which repeat themselves less, and of all names that have anything in common.
const OF_TWO_TABLES: f64 = 1.0 / 16.0;
/// Pairs of father and son of one name in one house, for each pair of rows of one person.
const JUNIORS: f64 = 1.0 / 16.0;
/// Pairs of other members of one household, for each pair of rows of one person.
const RELATIVES: f64 = 1.0;
/// Pairs of one customer expected per row of a table, before it is looked at.
pub const PAIRS_PER_ROW: f64 = 0.3;

/// Weight below which a duplicate is doubtful: probability 0.996.
pub const DOUBTFUL: f64 = 8.0;

/// What decides about a pair, as numbers. Travels as JSON text in function arguments.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// Rows of the table, which set the prior and the frequencies.
    pub rows: f64,
    /// Pairs of one customer expected per row, which set the prior as well.
    #[serde(default = "pairs_per_row")]
    pub pairs_per_row: f64,
    /// Weight, in bits, from which a pair is a duplicate.
    pub duplicate: f64,
    /// Weight, in bits, from which a person should look at a pair.
    pub review: f64,
    /// Pairs of different customers at one place, for each pair of rows of one customer.
    #[serde(default = "neighbours")]
    pub neighbours: f64,
    /// Pairs of father and son of one name in one house, for each pair of rows of one person.
    #[serde(default = "juniors")]
    pub juniors: f64,
    /// Pairs of members of one household, for each pair of rows of one person.
    #[serde(default = "relatives")]
    pub relatives: f64,
    /// Per field and level: probability among matches and among non-matches.
    pub fields: Vec<Vec<[f64; 2]>>,
    /// What decides before the weights do, in order.
    #[serde(default)]
    pub rules: Vec<Rule>,
    /// Rows that may share a match key and still be compared with each other.
    #[serde(default = "least_limit")]
    pub block_limit: u32,
}

fn least_limit() -> u32 {
    LEAST_LIMIT
}

fn pairs_per_row() -> f64 {
    PAIRS_PER_ROW
}

fn neighbours() -> f64 {
    NEIGHBOURS
}

fn juniors() -> f64 {
    JUNIORS
}

fn relatives() -> f64 {
    RELATIVES
}

/// What happened to a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// One customer.
    Duplicate,
    /// Perhaps one customer.
    Review,
    /// Two customers.
    Distinct,
}

impl Decision {
    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Decision::Duplicate => "duplicate",
            Decision::Review => "review",
            Decision::Distinct => "distinct",
        }
    }

    /// The decision of that name.
    pub fn find(name: &str) -> Option<Decision> {
        [Decision::Duplicate, Decision::Review, Decision::Distinct].into_iter().find(|decision| decision.name() == name)
    }
}

/// The outcome of comparing one field of two rows.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Outcome {
    /// Level reached, None where a side is missing.
    pub level: Option<usize>,
    /// How many rows hold the value that both sides share, where that is known.
    pub count: Option<u32>,
    /// Whether the value belongs to a place rather than a person.
    pub shared: bool,
    /// Whether the values are as far apart as parents and children are born.
    pub apart: bool,
}

impl Model {
    /// The built-in model for a table of `rows` rows, with the built-in rules.
    pub fn builtin(plan: &Plan, rows: f64, threshold: f64, review: f64) -> Model {
        let fields = plan.fields.iter().map(|field| {
            let levels = field.kind.levels();
            let is_self = !plan.names_people() && field.kind.names() == Some(Subject::Organisation);
            let rarer = |level: usize| match () {
                () if !is_self || levels[level].m <= levels[level].u => 1.0,
                () if plan.cross => OF_TWO_TABLES,
                () if level + 1 == levels.len() => NAMESAKES,
                () => 1.0,
            };
            (0..levels.len()).map(|level| [levels[level].m, levels[level].u * rarer(level)]).collect()
        });
        Model {
            rows,
            pairs_per_row: PAIRS_PER_ROW,
            neighbours: NEIGHBOURS,
            juniors: JUNIORS,
            relatives: RELATIVES,
            duplicate: bits(threshold),
            review: bits(review),
            fields: fields.collect(),
            rules: rule::builtin(plan),
            block_limit: LEAST_LIMIT,
        }
    }

    /// Weight of a random pair, before anything is compared.
    pub fn prior(&self) -> f64 {
        (2.0 * self.pairs_per_row / self.rows.max(LEAST_ROWS)).log2()
    }

    /// Weight of one field's outcome.
    pub fn weight(&self, field: usize, levels: &[Level], outcome: Outcome) -> f64 {
        let Some(level) = outcome.level else { return 0.0 };
        let Some([m, u]) = self.fields.get(field).and_then(|field| field.get(level)).copied() else { return 0.0 };
        let u = match (outcome.count, self.fields.get(field).and_then(|field| field.last())) {
            (Some(count), Some([_, exact])) if levels.get(level).is_some_and(|level| level.by_frequency) => {
                // Of the rows that hold the value, one is the row that the other happens to agree with.
                let others = f64::from(count.saturating_sub(1));
                // Where Schmidts are many, so are those whom one letter makes one.
                // Where names are few, it takes fewer rows to know how many have one.
                let strength = STRENGTH_OF_PRIOR * levels.last().map_or(1.0, |level| level.u / exact);
                let drawn = (others + strength * exact) / (self.rows + strength);
                u / exact * drawn.max((others - DUPLICATES) / self.rows)
            }
            _ => u,
        };
        (m / u).log2()
    }

    /// How much likelier it is that members of one household agree at a level than that rows of one customer do, in bits; minus infinity
    /// where nothing is known of it.
    pub fn kin(&self, field: usize, kind: &dyn Kind, level: usize) -> f64 {
        let m = self.fields.get(field).and_then(|levels| levels.get(level)).map(|[m, _]| m);
        kind.kin(level).zip(m).map_or(f64::NEG_INFINITY, |(kin, m)| (kin / m).log2())
    }

    /// The decision about a pair of these levels and weight, and the rule that made it, if one did.
    pub fn decide(&self, levels: i64, weight: f64) -> (Decision, Option<&Rule>) {
        match self.rules.iter().find(|rule| rule.holds(levels)) {
            Some(rule) => (rule.action, Some(rule)),
            None => (self.decide_by_weight(weight), None),
        }
    }

    /// The decision at a weight where no rule decides.
    pub fn decide_by_weight(&self, weight: f64) -> Decision {
        if weight >= self.duplicate {
            Decision::Duplicate
        } else if weight >= self.review {
            Decision::Review
        } else {
            Decision::Distinct
        }
    }
}

/// The weight at which the odds are those of `probability`.
pub fn bits(probability: f64) -> f64 {
    let probability = probability.clamp(1e-12, 1.0 - 1e-12);
    (probability / (1.0 - probability)).log2()
}

/// The probability at a weight.
pub fn probability(weight: f64) -> f64 {
    1.0 / (1.0 + (-weight).exp2())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind;
    use crate::plan::{Plan, TablePlan};

    /// The weight of a pair of a table of these kinds, whose fields reach these levels.
    fn weight(fields: &[(&str, &str)], shared_names: bool) -> f64 {
        let kinds: Vec<&str> = fields.iter().map(|(kind, _)| *kind).collect();
        let plan = TablePlan::of_kinds("US", &kinds);
        let model = Model::builtin(&Plan::new(plan).unwrap(), 10_000.0, 0.9, 0.3);
        let names = |kind: &str| kind::find(kind).unwrap().names();
        let mut evidence = Evidence::new(&model).about(fields.iter().find_map(|(kind, _)| names(kind)), false);
        for (index, (kind, level)) in fields.iter().enumerate() {
            let kind = kind::find(kind).unwrap();
            let level = kind.levels().iter().position(|own| own.name == *level).unwrap();
            let outcome = Outcome { level: Some(level), count: None, shared: false, apart: kind.tells_birth() && level == 0 };
            let shared = if kind.name() == "person_name" { shared_names } else { ["address", "company", "url"].contains(&kind.name()) };
            evidence.add(model.weight(index, kind.levels(), outcome), model.kin(index, kind, level), kind, Outcome { shared, ..outcome });
        }
        evidence.total()
    }

    #[test]
    fn a_family_name_and_a_house_are_a_household() {
        assert!(weight(&[("person_name", "one part missing"), ("address", "exact")], true) < bits(0.5));
        assert!(weight(&[("person_name", "exact"), ("address", "exact")], false) > bits(0.9));
    }

    #[test]
    fn father_and_son_are_two() {
        let (name, house) = (("person_name", "exact"), ("address", "exact"));
        assert!(weight(&[name, ("year", "different"), house], false) < bits(0.5));
        assert!(weight(&[name, ("date", "different"), house], false) < bits(0.9));
        assert!(weight(&[name, ("year", "exact"), house], false) > bits(0.99));
    }

    #[test]
    fn sister_sites_are_told_apart_by_their_addresses() {
        let (part, postcode) = (("company", "in part"), ("postcode", "exact"));
        assert!(weight(&[part, postcode, ("address", "different")], false) < bits(0.5));
        assert!(weight(&[part, postcode, ("address", "same road")], false) < bits(0.9));
        assert!(weight(&[part, postcode, ("address", "exact")], false) > bits(0.9));
    }

    #[test]
    fn shops_of_a_chain_are_many() {
        let (name, site) = (("company", "exact"), ("url", "exact"));
        assert!(weight(&[name, site, ("address", "exact")], false) > bits(0.9));
        assert!(weight(&[name, site, ("address", "different")], false) < bits(0.9));
    }
}
