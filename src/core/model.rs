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
/// Share of a customer's pairs of rows between which the place changed: a new job, a new address.
const MOVED: f64 = 0.1;
/// Pairs of different customers at one place, for each pair of rows of one customer.
const NEIGHBOURS: f64 = 8.0;
/// The same of organisations, in bits.
const BESIDE_ORGANISATIONS: f64 = 3.0;
/// Where the companies of two tables are matched, each stands for itself and not for its people: two of one name are rarer than
/// two people at one company, by this factor.
const NAMESAKES: f64 = 1.0 / 16.0;
/// Pairs of shops of one chain, which have name and site in common, for each pair of rows of one organisation.
const SHOPS: f64 = 1.0 / 32.0;
/// Pairs of sister sites, which have part of the name, the area and a telephone in common, for each pair of rows of one organisation.
const SISTERS: f64 = 0.25;
/// Pairs of father and son of one name in one house, for each pair of rows of one person.
const JUNIORS: f64 = 1.0 / 16.0;
/// Share of all pairs that were born a generation apart.
const APART: f64 = 0.45;
/// Pairs of other members of one household, for each pair of rows of one person.
const RELATIVES: f64 = 1.0;
/// Evidence, in bits, that a place is a house and not only a town.
const HOUSE: f64 = 6.0;
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
    /// Whether the table names people.
    #[serde(default)]
    pub of_people: bool,
    /// Bit per field that changes as people grow older.
    #[serde(default)]
    pub ages: u16,
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
        let of_people = plan.fields.iter().any(|field| field.kind.names() == Some(Subject::Person));
        let fields = plan.fields.iter().map(|field| {
            let levels = field.kind.levels();
            let is_self = plan.cross && !of_people && field.kind.names() == Some(Subject::Organisation);
            let u = |level: &Level| if is_self && level.m > level.u { level.u * NAMESAKES } else { level.u };
            levels.iter().map(|level| [level.m, u(level)]).collect()
        });
        Model {
            rows,
            pairs_per_row: PAIRS_PER_ROW,
            neighbours: NEIGHBOURS,
            juniors: JUNIORS,
            relatives: RELATIVES,
            of_people,
            ages: plan.fields.iter().rev().fold(0, |all, field| all << 1 | u16::from(field.kind.is_age())),
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
                let drawn = (others + STRENGTH_OF_PRIOR * exact) / (self.rows + STRENGTH_OF_PRIOR);
                u / exact * drawn.max((others - DUPLICATES) / self.rows)
            }
            _ => u,
        };
        (m / u).log2()
    }

    /// How much more often the members of one household agree that far than strangers do, in bits, where a field's outcome has this weight.
    pub fn kin(&self, field: usize, kind: &dyn Kind, outcome: Outcome, weight: f64) -> f64 {
        let known = outcome.level.and_then(|level| Some((kind.kin(level)?, self.fields.get(field)?.get(level)?[0])));
        known.map_or(0.0, |(kin, m)| ((kin / m).log2() + weight).max(0.0))
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

/// The evidence about one pair, added up.
///
/// Let p be the likelihood ratio of what is about the customers themselves, r that of what is about their places, and o the
/// prior odds. Rows of one customer agree on the place unless it changed, so that their ratio is r' = MOVED + (1 − MOVED) r.
/// Different customers are strangers, or neighbours with odds NEIGHBOURS · o, at whose shared place r holds just as well.
/// Hence the odds o p r' / (1 + o · NEIGHBOURS · r): however much two rows agree about a place, it cannot make them one
/// customer, and however much they differ, it cannot make them two. A household shares its family name as well, wherever it
/// lives: its ratio h joins both sides, o p h r' / (1 + o · NEIGHBOURS · h · r).
///
/// The shops of a chain are organisations of one name at many places: o · SHOPS · c, of the ratio c of names and sites, joins
/// what is divided by, and a name and a site make one customer of two only where the places do not speak against it.
///
/// Sister sites are organisations whose names agree in part (`Head Start, North` and `Head Start, South`), which have all else in
/// common but the address: where addresses contradict, o · SISTERS · h · s joins it, of the ratios h of the name and s of all other places.
///
/// Members of one household have the family name and much else in common beside the place: where nobody names a company, and the place
/// is a house, o · RELATIVES · k · h · r joins it, of the ratio k of how often relatives and strangers agree that far. Father and son
/// may have the whole name in common, and are born a generation apart: where dates of birth say so, o · JUNIORS · n · r, of the ratio
/// n of the names, joins it as well.
///
/// How many pairs of neighbours, relatives, and fathers and sons there are to each pair of rows of one person is learnt from the table.
///
/// A company is a person's place and an organisation's self. Where a table names nobody, the place is all there is, and
/// the odds are o p r.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    prior: f64,
    /// How many pairs of neighbours, relatives, and fathers and sons there are to each pair of rows of one person, in bits.
    neighbours: f64,
    relatives: f64,
    juniors: f64,
    subject: Option<Subject>,
    /// Whether the places are homes.
    are_homes: bool,
    customers: f64,
    /// How much more often members of a household agree so far than strangers.
    kin: f64,
    /// What the members of a household have in common wherever they live.
    household: f64,
    /// Of what is about the customers, what the shops of a chain have in common.
    chain: f64,
    places: f64,
    /// Of the places, the address.
    address: f64,
    /// Of organisations, a name that agrees in part.
    part: Option<f64>,
    /// The name, where it agrees.
    name: f64,
    /// Whether the dates of birth contradict, and are a generation apart.
    is_relative: bool,
}

impl Evidence {
    /// Nothing but the prior.
    pub fn new(model: &Model) -> Evidence {
        Evidence {
            prior: model.prior(),
            neighbours: model.neighbours.log2(),
            relatives: model.relatives.log2(),
            juniors: (model.juniors / APART).log2(),
            subject: None,
            are_homes: false,
            customers: 0.0,
            household: 0.0,
            kin: 0.0,
            chain: 0.0,
            places: 0.0,
            address: 0.0,
            part: None,
            name: 0.0,
            is_relative: false,
        }
    }

    /// The same about two rows, whose places may be homes.
    pub fn about(self, subject: Option<Subject>, are_homes: bool) -> Evidence {
        let neighbours = if subject == Some(Subject::Person) { self.neighbours } else { BESIDE_ORGANISATIONS };
        Evidence { subject, are_homes, neighbours, ..self }
    }

    /// Adds the weight of one field's outcome, whose kind names somebody or not and whose value is shared at a place or not.
    /// A family name that both have without a given name is the household's; one in which they differ tells them apart.
    pub fn add(&mut self, weight: f64, kin: f64, kind: &dyn Kind, outcome: Outcome) {
        let (names, shared) = (kind.names(), outcome.shared);
        self.is_relative |= outcome.apart && weight < 0.0;
        if names == Some(Subject::Person) {
            self.name += weight.max(0.0);
        }
        self.kin += kin;
        if names == Some(Subject::Organisation) && self.is_self(names) {
            self.chain += weight;
            if outcome.level.is_some_and(|level| kind.is_part(level)) {
                self.part = Some(weight);
            }
        }
        if kind.is_address() {
            self.address += weight;
        }
        *match names {
            Some(Subject::Person) if shared && weight > 0.0 => &mut self.household,
            Some(Subject::Person) => &mut self.customers,
            _ if shared && !self.is_self(names) => &mut self.places,
            _ => &mut self.customers,
        } += weight;
    }

    /// Whether a kind that names somebody names what the pair is about.
    pub fn is_self(&self, names: Option<Subject>) -> bool {
        names.is_some() && names == self.subject
    }

    /// A match weight that is certainly not surpassed, when what remains can add at most `customers` about the customers
    /// themselves and `places` about their places. Within a bit or two of the highest, and found without a logarithm.
    pub fn highest(&self, customers: f64, places: f64) -> f64 {
        let (customers, places) = (self.customers + self.household + customers, self.places + places);
        let plain = self.prior + customers;
        if self.subject.is_none() {
            return plain + places;
        }
        // Where the places speak for one customer, r' is at most r, and 1 + o · N · r at least o · N · r.
        if places > 0.0 { (plain + places).min(customers - self.neighbours) } else { plain }
    }

    /// Odds of two neighbours, in bits, which are certainly not surpassed when what remains can add at most `places` about their places.
    pub fn beside(&self, places: f64) -> f64 {
        self.neighbours + self.prior + self.household + self.places + places
    }

    /// Match weight, in bits.
    pub fn total(&self) -> f64 {
        let [one, others @ ..] = self.hypotheses();
        one.log2() - others.iter().sum::<f64>().log2()
    }

    /// How probable it is that the two are one customer, neighbours, members of a household, or father and son.
    pub fn shares(&self) -> [f64; 4] {
        let odds = self.hypotheses();
        let all: f64 = odds.iter().sum();
        [odds[0] / all, odds[1] / all, odds[2] / all, odds[3] / all]
    }

    /// The odds that the two are one customer, neighbours, members of a household, father and son, strangers, or shops or sisters, to
    /// those that they are strangers.
    fn hypotheses(&self) -> [f64; 6] {
        let plain = self.prior + self.customers + self.household;
        if self.subject.is_none() || self.places == 0.0 && self.household == 0.0 {
            return [(plain + self.places).exp2(), 0.0, 0.0, 0.0, 1.0, 0.0];
        }
        let moved = MOVED + (1.0 - MOVED) * self.places.exp2();
        let shops = if self.subject == Some(Subject::Organisation) { SHOPS * (self.prior + self.chain).exp2() } else { 0.0 };
        let sisters = match self.part {
            Some(part) if self.address < 0.0 => SISTERS * (self.prior + part + self.places - self.address).exp2(),
            _ => 0.0,
        };
        let here = self.prior + self.household + self.places;
        let is_house = self.places >= HOUSE;
        let relatives = if is_house && self.are_homes { (self.relatives + here + self.kin).exp2() } else { 0.0 };
        let juniors = if is_house && self.is_relative { (self.juniors + here + self.name - self.household).exp2() } else { 0.0 };
        [plain.exp2() * moved, (self.neighbours + here).exp2(), relatives, juniors, 1.0, shops + sisters]
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
    use crate::plan::{FieldPlan, Plan, TablePlan};

    /// The weight of a pair of a table of these kinds, whose fields reach these levels.
    fn weight(fields: &[(&str, &str)], shared_names: bool) -> f64 {
        let field =
            |(kind, _): &(&str, &str)| FieldPlan { kind: (*kind).into(), label: (*kind).into(), sources: vec![vec![Some(0)]], space: None };
        let plan = TablePlan {
            region: "US".into(),
            city: None,
            phone_ranges: String::new(),
            fields: fields.iter().map(field).collect(),
            combine: vec![],
            thorough: true,
            cross: false,
        };
        let model = Model::builtin(&Plan::new(plan).unwrap(), 10_000.0, 0.9, 0.3);
        let names = |kind: &str| kind::find(kind).unwrap().names();
        let mut evidence = Evidence::new(&model).about(fields.iter().find_map(|(kind, _)| names(kind)), false);
        for (index, (kind, level)) in fields.iter().enumerate() {
            let kind = kind::find(kind).unwrap();
            let level = kind.levels().iter().position(|own| own.name == *level).unwrap();
            let outcome = Outcome { level: Some(level), count: None, shared: false, apart: kind.tells_birth() && level == 0 };
            let shared = if kind.name() == "person_name" { shared_names } else { ["address", "company", "url"].contains(&kind.name()) };
            let weight = model.weight(index, kind.levels(), outcome);
            evidence.add(weight, model.kin(index, kind, outcome, weight), kind, Outcome { shared, ..outcome });
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
        assert!(weight(&[part, postcode, ("address", "exact")], false) > bits(0.9));
    }

    #[test]
    fn shops_of_a_chain_are_many() {
        let (name, site) = (("company", "exact"), ("url", "exact"));
        assert!(weight(&[name, site, ("address", "exact")], false) > bits(0.9));
        assert!(weight(&[name, site, ("address", "different")], false) < bits(0.9));
    }
}
