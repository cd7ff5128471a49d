//! A row: what one occasion left of an entity.

use crate::corrupt::{self, Tags};
use crate::email;
use crate::entity::{DAYS, Entity, Job};
use crate::phone::Number;
use crate::plan::World;
use crate::rng::{Purpose, Rng};
use crate::words::words;

/// The columns of a row, as text.
pub struct Row {
    pub name: String,
    pub company: String,
    pub phone: String,
    pub email: String,
    pub city: String,
    pub address: String,
    pub created_at: String,
    pub source: &'static str,
    pub tags: Tags,
}

impl Row {
    pub fn new(world: &World, number: u64, entity: &Entity) -> Row {
        let rng = &mut Rng::new(world.seed, Purpose::Row, number);
        let mut tags = Tags::default();
        let day = rng.below(DAYS);
        let created_at = timestamp(day, rng.below(86_400));
        if let Some(tag) = entity.twin.tag() {
            tags.add(tag);
        }
        let job = entity.job(day);
        if job.is_some_and(|(_, second)| second) {
            tags.add("moved-job");
        }
        let job = job.map(|(job, _)| job);
        if job.is_some_and(|job| job.company.big) {
            tags.add("big-company");
        }
        let family = match &entity.person.earlier_family {
            Some(earlier) if day < entity.moved => {
                tags.add("name-before-marriage");
                earlier
            }
            _ => &entity.person.family,
        };
        let city = job.map_or(entity.city, |job| job.company.office.city);
        let place = match job {
            Some(job) if entity.at_office != rng.permille(100) => &job.company.office,
            _ => &entity.home,
        };
        Row {
            name: corrupt::name::write(&entity.person, family, rng, &mut tags),
            company: match job {
                Some(job) => corrupt::company::write(&job.company, rng, &mut tags),
                None if rng.permille(40) => rng.one(&words().placeholders["company"]).to_string(),
                None => String::new(),
            },
            phone: phone(world, entity, job, day, rng, &mut tags),
            email: mail(entity, job, rng, &mut tags),
            city: corrupt::place::city(city, rng, &mut tags),
            address: corrupt::place::address(place, rng, &mut tags),
            created_at,
            source: rng.one(&words().sources),
            tags,
        }
    }
}

impl Entity {
    /// The mobile in use on a day, and any others.
    fn mobiles_on(&self, day: u64) -> Vec<&Number> {
        if self.new_mobile && self.mobiles.len() > 1 {
            return vec![&self.mobiles[usize::from(day >= self.moved)]];
        }
        self.mobiles.iter().collect()
    }
}

fn phone(world: &World, entity: &Entity, job: Option<&Job>, day: u64, rng: &mut Rng, tags: &mut Tags) -> String {
    match rng.weighted(&[128, 20, 2, 850]) {
        0 => {
            tags.add("phone-missing");
            return String::new();
        }
        1 => {
            tags.add("phone-placeholder");
            return rng.one(&words().placeholders["phone"]).to_string();
        }
        2 => {
            tags.add("phone-front-desk");
            return world.front_desk.write(rng, tags);
        }
        _ => {}
    }
    let mut numbers = entity.mobiles_on(day);
    let desk = job.map(|job| &job.desk);
    match desk {
        Some(desk) if entity.prefers_desk => numbers.insert(0, desk),
        Some(desk) => numbers.push(desk),
        None => {}
    }
    let Some(usual) = numbers.first() else {
        tags.add("phone-missing");
        return String::new();
    };
    let other = numbers.len() > 1 && rng.permille(60);
    let chosen = if other { numbers[1..][rng.below(numbers.len() as u64 - 1) as usize] } else { usual };
    if other {
        tags.add("phone-other");
    }
    let text = chosen.write(rng, tags);
    if numbers.len() > 1 && !other && chosen.extension.is_none() && rng.permille(9) {
        tags.add("phone-two-numbers");
        let second = numbers[1].national();
        return format!("{text}{}{second}", rng.one(&["/", " / ", "、", ";", ","]));
    }
    text
}

fn mail(entity: &Entity, job: Option<&Job>, rng: &mut Rng, tags: &mut Tags) -> String {
    match rng.weighted(&[120, 14, 8, 858]) {
        0 => {
            tags.add("email-missing");
            return String::new();
        }
        1 => {
            tags.add("email-placeholder");
            return rng.one(&words().placeholders["email"]).to_string();
        }
        2 if let Some(job) = job => {
            tags.add("email-role");
            return format!("{}@{}", rng.one(&words().roles), job.company.domain);
        }
        _ => {}
    }
    let work = job.and_then(|job| job.mail.as_ref());
    let (usual, other) = if entity.prefers_work_mail { (work, entity.mail.as_ref()) } else { (entity.mail.as_ref(), work) };
    let swap = usual.is_some() && other.is_some() && rng.permille(480);
    if swap {
        tags.add("email-other");
    }
    match if swap { other } else { usual.or(other) } {
        Some(address) => email::write(address, rng, tags),
        None => {
            tags.add("email-missing");
            String::new()
        }
    }
}

/// `2019-01-01 00:00:00` and so many days and seconds (days after Howard Hinnant's civil_from_days).
fn timestamp(day: u64, second: u64) -> String {
    let z = day + 17_897 + 719_468;
    let era = z / 146_097;
    let of_era = z % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (month, date) = (if shifted < 10 { shifted + 3 } else { shifted - 9 }, of_year - (153 * shifted + 2) / 5 + 1);
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02} {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_become_dates() {
        for (day, second, expected) in [
            (0, 0, "2019-01-01 00:00:00"),
            (424, 86_399, "2020-02-29 23:59:59"),
            (425, 60, "2020-03-01 00:01:00"),
            (DAYS - 1, 3600, "2025-12-31 01:00:00"),
        ] {
            assert_eq!(timestamp(day, second), expected);
        }
    }
}
