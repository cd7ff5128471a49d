//! How many rows each entity has, where they lie in the file, and how many companies there are.

use crate::phone::Number;
use crate::places::any_city;
use crate::rng::{Purpose, Rng};

/// What the making of entities needs to know about the whole.
pub struct World {
    pub seed: u64,
    #[cfg(test)]
    pub entities: u64,
    pub companies: u64,
    big: u64,
    /// In how many of a million entities the employer is a big company.
    big_share: u64,
    /// The number a salesperson types when the customer left none.
    pub front_desk: Number,
}

impl World {
    fn new(seed: u64, entities: u64) -> World {
        let companies = 1 + entities * 10 / 52;
        let big = 1 + entities / 12_000;
        // Sixty people each, fewer where there are few people at all.
        let staff = (entities / 25).min(60) * big;
        let mut rng = Rng::new(seed, Purpose::World, 0);
        let city = any_city(&mut rng);
        World {
            seed,
            #[cfg(test)]
            entities,
            companies,
            big,
            big_share: staff * 1_000_000 / entities.max(1),
            front_desk: Number::fixed(city, &mut rng),
        }
    }

    pub fn is_big(&self, company: u64) -> bool {
        company < self.big
    }

    /// A company to work for: a few are big, and of the others the first have more people than the last.
    pub fn employer(&self, rng: &mut Rng) -> u64 {
        if rng.below(1_000_000) < self.big_share {
            return rng.below(self.big);
        }
        let others = self.companies.saturating_sub(self.big).max(1);
        let (a, b) = (rng.below(others), rng.below(others));
        self.big + if rng.permille(600) { a.min(b) } else { a }
    }
}

/// The entity of every row.
pub struct Plan {
    pub world: World,
    pub entity_of_row: Vec<u32>,
}

/// Of 16,105 entities, how many have 1, 2, 3 … rows.
const SIZES: [u64; 7] = [13_205, 2_150, 558, 149, 34, 8, 1];

impl Plan {
    /// Four bytes a row are all the memory a file of any size takes.
    pub fn new(rows: u32, seed: u64) -> Plan {
        let mut rng = Rng::new(seed, Purpose::Plan, 0);
        let mut entity_of_row = Vec::with_capacity(rows as usize);
        let mut entity = 0;
        while entity_of_row.len() < rows as usize {
            let size = (1 + rng.weighted(&SIZES)).min(rows as usize - entity_of_row.len());
            entity_of_row.extend(std::iter::repeat_n(entity, size));
            entity += 1;
        }
        for last in (1..entity_of_row.len()).rev() {
            entity_of_row.swap(last, rng.below(last as u64 + 1) as usize);
        }
        Plan { world: World::new(seed, u64::from(entity)), entity_of_row }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(plan: &Plan) -> Vec<u32> {
        let mut sizes = vec![0; plan.world.entities as usize];
        for entity in &plan.entity_of_row {
            sizes[*entity as usize] += 1;
        }
        sizes
    }

    #[test]
    fn four_fifths_of_the_entities_have_one_row() {
        let plan = Plan::new(20_000, 1);
        let sizes = sizes(&plan);
        let of = |size| sizes.iter().filter(|found| **found == size).count();
        assert!(
            (12_900..13_500).contains(&of(1)) && (2_000..2_300).contains(&of(2)) && (480..640).contains(&of(3)),
            "{} {} {}",
            of(1),
            of(2),
            of(3)
        );
        assert_eq!(of(0), 0);
    }

    #[test]
    fn rows_of_an_entity_are_scattered() {
        let plan = Plan::new(20_000, 1);
        let together = plan.entity_of_row.windows(2).filter(|two| two[0] == two[1]).count();
        assert!(together < 10, "{together}");
    }

    #[test]
    fn there_are_exactly_as_many_rows_as_asked_for() {
        for rows in [1, 2, 7, 1000] {
            assert_eq!(Plan::new(rows, 9).entity_of_row.len(), rows as usize);
        }
    }

    #[test]
    fn a_few_companies_are_big() {
        let world = Plan::new(20_000, 1).world;
        let mut rng = Rng::new(1, Purpose::World, 1);
        let mut staff = vec![0; world.companies as usize];
        for _ in 0..world.entities {
            staff[world.employer(&mut rng) as usize] += 1;
        }
        assert!(staff[..world.big as usize].iter().all(|n| (40..90).contains(n)), "{:?}", &staff[..3]);
        assert!(staff[world.big as usize..].iter().all(|n| *n < 20));
    }
}
