//! The evidence about one pair of rows, and what else than one customer explains it.

use crate::kind::{Kind, Subject};
use crate::model::{Model, Outcome};

/// Share of a customer's pairs of rows between which the place changed: a new job, a new address.
const MOVED: f64 = 0.1;
/// Pairs of different organisations at one place, for each pair of rows of one, in bits.
const BESIDE_ORGANISATIONS: f64 = 3.0;
/// Pairs of shops of one chain, which have name and site in common, for each pair of rows of one organisation.
const SHOPS: f64 = 1.0 / 32.0;
/// Pairs of sister sites, which have part of the name, the area and a telephone in common, for each pair of rows of one organisation.
const SISTERS: f64 = 0.25;
/// Share of all pairs that were born a generation apart.
const APART: f64 = 0.45;
/// Evidence, in bits, that a place is a house and not only a town.
const HOUSE: f64 = 6.0;

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
/// common but the house: where addresses are not one, o · SISTERS · h · s joins it, of the ratios h of the name and s of all places
/// but the address, or with it where it is near: on one road sisters are no rarer than slips in a house number.
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
    /// Of the places, an address that sisters do not share.
    address: f64,
    /// Whether the addresses are two.
    is_elsewhere: bool,
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
            is_elsewhere: false,
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
    /// A family name that both have without a given name is the household's; one in which they differ tells them apart. `kin` is what
    /// [`Model::kin`] says of the level.
    pub fn add(&mut self, weight: f64, kin: f64, kind: &dyn Kind, outcome: Outcome) {
        let (names, shared) = (kind.names(), outcome.shared);
        self.is_relative |= outcome.apart && weight < 0.0;
        if names == Some(Subject::Person) {
            self.name += weight.max(0.0);
        }
        self.kin += (kin + weight).max(0.0);
        if names == Some(Subject::Organisation) && self.is_self(names) {
            self.chain += weight;
            if outcome.level.is_some_and(|level| kind.is_part(level)) {
                self.part = Some(weight);
            }
        }
        if kind.is_address() {
            let is_near = outcome.level.is_some_and(|level| kind.is_part(level));
            self.is_elsewhere |= is_near || weight < 0.0;
            self.address += if is_near { 0.0 } else { weight };
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
            Some(part) if self.is_elsewhere => SISTERS * (self.prior + part + self.places - self.address).exp2(),
            _ => 0.0,
        };
        let here = self.prior + self.household + self.places;
        let is_house = self.places >= HOUSE;
        let relatives = if is_house && self.are_homes { (self.relatives + here + self.kin).exp2() } else { 0.0 };
        let juniors = if is_house && self.is_relative { (self.juniors + here + self.name - self.household).exp2() } else { 0.0 };
        [plain.exp2() * moved, (self.neighbours + here).exp2(), relatives, juniors, 1.0, shops + sisters]
    }
}
