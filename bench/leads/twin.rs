//! Near-twins: customers made to resemble the one before them who are somebody else.

use crate::entity::{Entity, Job};
use crate::person::Person;
use crate::plan::World;
use crate::rng::{Purpose, Rng};

/// How an entity resembles the one before it without being it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    None,
    /// Same name, same city, nothing else.
    Namesake,
    /// Same name at the same company: two people called 王伟 on one switchboard.
    NamesakeColleague,
    /// Same family name and home, sometimes the line there.
    Sibling,
    /// Another name, same home, one mobile or one mailbox for both.
    Couple,
    /// Somebody who was given another's number when that was given up.
    RecycledNumber,
}

impl Twin {
    pub fn tag(self) -> Option<&'static str> {
        match self {
            Twin::None => None,
            Twin::Namesake => Some("twin-namesake"),
            Twin::NamesakeColleague => Some("twin-namesake-colleague"),
            Twin::Sibling => Some("twin-sibling"),
            Twin::Couple => Some("twin-couple"),
            Twin::RecycledNumber => Some("twin-recycled-number"),
        }
    }

    /// What the entity of this number is; only odd ones are twins, of the even one before.
    pub fn of(seed: u64, index: u64) -> Twin {
        if index.is_multiple_of(2) {
            return Twin::None;
        }
        match Rng::new(seed, Purpose::Twin, index).weighted(&[944, 22, 4, 12, 10, 8]) {
            0 => Twin::None,
            1 => Twin::Namesake,
            2 => Twin::NamesakeColleague,
            3 => Twin::Sibling,
            4 => Twin::Couple,
            _ => Twin::RecycledNumber,
        }
    }
}

impl Entity {
    pub fn beside(world: &World, index: u64, twin: Twin) -> Entity {
        let other = Entity::alone(world, index - 1, None, None);
        let rng = &mut Rng::new(world.seed, Purpose::Twin, index);
        rng.next();
        let own_firm = (world.companies + index, Some(other.city));
        let mut entity = match twin {
            Twin::Namesake => Entity::alone(world, index, Some(other.person.clone()), Some(own_firm)),
            Twin::NamesakeColleague => {
                let Some(firm) = other.jobs.first() else { return Entity::alone(world, index, None, None) };
                let mut entity = Entity::alone(world, index, Some(other.person.clone()), Some(own_firm));
                let mut desk = firm.company.switchboard.clone();
                desk.extension = rng.permille(500).then(|| rng.between(101, 8999));
                let mail = firm.mail.as_ref().map(|mail| mail.replacen('@', "02@", 1));
                entity.jobs = vec![Job { company: firm.company.clone(), mail, desk }];
                entity.new_mobile = false;
                entity
            }
            Twin::Sibling => {
                let person = other.person.sibling(other.city, rng);
                let mut entity = Entity::alone(world, index, Some(person), Some(own_firm));
                if rng.permille(400) && !other.mobiles.is_empty() {
                    entity.mobiles = vec![other.mobiles[0].clone()];
                    entity.new_mobile = false;
                }
                entity
            }
            Twin::Couple => {
                let mut person = Person::new(other.city, rng);
                person.female = !other.person.female;
                let mut entity = Entity::alone(world, index, Some(person), Some(own_firm));
                if rng.permille(500) {
                    entity.mail = other.mail.clone();
                    entity.prefers_work_mail = false;
                } else if !other.mobiles.is_empty() {
                    entity.mobiles = vec![other.mobiles[0].clone()];
                    entity.new_mobile = false;
                }
                entity
            }
            Twin::RecycledNumber | Twin::None => {
                let mut entity = Entity::alone(world, index, None, None);
                if !other.mobiles.is_empty() {
                    entity.mobiles = vec![other.mobiles[0].clone()];
                    entity.new_mobile = false;
                }
                entity
            }
        };
        if matches!(twin, Twin::Sibling | Twin::Couple) {
            entity.home = other.home.clone();
            entity.at_office = false;
        }
        entity.twin = twin;
        entity
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn twins(twin: Twin) -> Vec<(Entity, Entity)> {
        let world = Plan::new(30_000, 1).world;
        (0..world.entities)
            .filter(|index| Twin::of(1, *index) == twin)
            .map(|index| (Entity::new(&world, index - 1), Entity::new(&world, index)))
            .take(50)
            .collect()
    }

    #[test]
    fn namesakes_share_the_name_and_the_city_but_no_number() {
        for (one, other) in twins(Twin::Namesake) {
            assert_eq!((&one.person.family, &one.person.given), (&other.person.family, &other.person.given));
            assert_eq!(one.city.name, other.city.name);
            assert!(one.mobiles.iter().all(|a| other.mobiles.iter().all(|b| a.national() != b.national())));
        }
    }

    #[test]
    fn namesake_colleagues_share_the_switchboard_and_not_the_mailbox() {
        for (one, other) in twins(Twin::NamesakeColleague).iter().filter(|(one, _)| !one.jobs.is_empty()) {
            let (a, b) = (&one.jobs[0], &other.jobs[0]);
            assert_eq!(a.company.switchboard.national(), b.company.switchboard.national());
            assert!(a.mail.is_none() || a.mail != b.mail);
        }
    }

    #[test]
    fn siblings_share_family_name_and_home_but_not_the_given_name() {
        for (one, other) in twins(Twin::Sibling) {
            assert_eq!(
                (&one.person.family, one.home.number, one.home.street),
                (&other.person.family, other.home.number, other.home.street)
            );
            assert_ne!(one.person.given, other.person.given);
        }
    }
}
