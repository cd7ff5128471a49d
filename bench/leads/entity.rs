//! One customer as the truth knows it, made from the seed and a number alone.

use crate::company::Company;
use crate::email;
use crate::person::Person;
use crate::phone::Number;
use crate::places::{Address, City, any_city, city_like};
use crate::plan::World;
use crate::rng::{Purpose, Rng};
use crate::twin::Twin;

pub struct Job {
    pub company: Company,
    pub mail: Option<String>,
    pub desk: Number,
}

pub struct Entity {
    pub person: Person,
    pub city: &'static City,
    /// None, one, or the old and the new.
    pub jobs: Vec<Job>,
    /// The day the new job began, counted like the days of the rows.
    pub moved: u64,
    /// With the new job came a new mobile.
    pub new_mobile: bool,
    /// The usual one first.
    pub mobiles: Vec<Number>,
    pub mail: Option<String>,
    pub home: Address,
    /// Gives the office rather than the home as the address.
    pub at_office: bool,
    /// Gives the desk rather than the mobile.
    pub prefers_desk: bool,
    pub prefers_work_mail: bool,
    pub twin: Twin,
}

/// Days from the first created_at to the last.
pub const DAYS: u64 = 2557;

fn job(world: &World, index: u64, city: Option<&'static City>, person: &Person, rng: &mut Rng) -> Job {
    let company = Company::new(world.seed, index, city, world.is_big(index));
    let mail = rng.permille(780).then(|| email::at_work(person, &company, rng));
    let mut desk = company.switchboard.clone();
    desk.extension = rng.permille(500).then(|| rng.between(101, 8999));
    Job { company, mail, desk }
}

impl Entity {
    pub fn new(world: &World, index: u64) -> Entity {
        match Twin::of(world.seed, index) {
            Twin::None => Entity::alone(world, index, None, None),
            twin => Entity::beside(world, index, twin),
        }
    }

    /// An entity that resembles nobody; person and employer are drawn unless they are given.
    pub fn alone(world: &World, index: u64, person: Option<Person>, employer: Option<(u64, Option<&'static City>)>) -> Entity {
        let rng = &mut Rng::new(world.seed, Purpose::Entity, index);
        let employed = rng.permille(900);
        let drawn = world.employer(rng);
        let (at, within) = employer.unwrap_or((drawn, None));
        let company = (employed || employer.is_some()).then(|| Company::new(world.seed, at, within, world.is_big(at)));
        let city = company.as_ref().map_or_else(|| any_city(rng), |company| company.office.city);
        let person = person.unwrap_or_else(|| Person::new(city, rng));
        let mut jobs = Vec::new();
        if company.is_some() {
            jobs.push(job(world, at, within, &person, rng));
            if rng.permille(80) {
                // Most people who change jobs stay in town; some follow the job within the country.
                let town = if rng.permille(720) { city } else { city_like(city, rng) };
                let small = (1 << 40) + index;
                let next = if rng.permille(400) { small } else { world.employer(rng) };
                let next = if next == at || world.is_big(next) { small } else { next };
                jobs.push(job(world, next, Some(town), &person, rng));
            }
        }
        let count = rng.weighted(&[80, 770, 150]);
        let new_mobile = jobs.len() > 1 && count > 0 && rng.permille(300);
        let mobiles = (0..if new_mobile { 2 } else { count }).map(|_| Number::mobile(city, rng)).collect();
        let mail = rng.permille(760).then(|| email::personal(&person, city.is_chinese(), rng));
        Entity {
            home: Address::new(city, true, rng),
            at_office: rng.permille(600),
            prefers_desk: !jobs.is_empty() && rng.permille(150),
            prefers_work_mail: jobs.first().is_some_and(|job| job.mail.is_some()) && rng.permille(520),
            moved: rng.between(DAYS / 5, DAYS - DAYS / 5),
            mobiles,
            person,
            city,
            jobs,
            new_mobile,
            mail,
            twin: Twin::None,
        }
    }

    /// The job held on a day, if any, and whether it is the second.
    pub fn job(&self, day: u64) -> Option<(&Job, bool)> {
        let second = self.jobs.len() > 1 && day >= self.moved;
        self.jobs.get(usize::from(second)).map(|job| (job, second))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn an_entity_is_the_same_whenever_it_is_made() {
        let world = Plan::new(1000, 5).world;
        for index in 0..200 {
            let (a, b) = (Entity::new(&world, index), Entity::new(&world, index));
            assert_eq!((&a.person.family, &a.person.given, &a.mail), (&b.person.family, &b.person.given, &b.mail));
        }
    }

    #[test]
    fn whoever_changes_jobs_changes_the_company() {
        let world = Plan::new(20_000, 1).world;
        let movers: Vec<Entity> = (0..2000).map(|index| Entity::new(&world, index)).filter(|entity| entity.jobs.len() > 1).collect();
        assert!(movers.len() > 80, "{}", movers.len());
        let changed = movers.iter().filter(|mover| mover.jobs[0].company.domain != mover.jobs[1].company.domain).count();
        assert!(changed == movers.len(), "{changed} of {}", movers.len());
    }
}
