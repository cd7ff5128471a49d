//! Mail addresses: those of companies, in the style of the house, those of people, and what becomes of them in a form.

use crate::company::{Company, MailStyle};
use crate::corrupt::{Tags, blanks, capital};
use crate::person::Person;
use crate::rng::Rng;
use crate::words::words;

pub fn at_work(person: &Person, company: &Company, rng: &mut Rng) -> String {
    let (family, given) = person.slugs();
    let initial = &given[..given.len().min(1)];
    let local = match company.mail_style {
        MailStyle::GivenDotFamily => format!("{given}.{family}"),
        MailStyle::FamilyGiven => format!("{family}{given}"),
        MailStyle::InitialFamily => format!("{initial}{family}"),
        MailStyle::GivenFamily => format!("{given}{family}"),
        MailStyle::FamilyInitials => format!("{family}{}", person.initials()),
        MailStyle::FamilyDotGiven => format!("{family}.{given}"),
        MailStyle::Given if company.big => format!("{given}.{family}"),
        MailStyle::Given => given,
    };
    // A second one of the same name gets a number; so do the careful.
    let number = if rng.permille(120) || company.big && rng.permille(300) { rng.between(2, 99).to_string() } else { String::new() };
    format!("{local}{number}@{}", company.domain)
}

pub fn personal(person: &Person, chinese: bool, rng: &mut Rng) -> String {
    let provider = if chinese { words().mail_cn.pick(rng) } else { words().mail_west.pick(rng) };
    if *provider == "qq.com" && rng.permille(720) {
        return format!("{}@qq.com", rng.between(10_000_000, 3_999_999_999));
    }
    let (family, given) = person.slugs();
    let initial = &given[..given.len().min(1)];
    let local = match rng.weighted(if chinese { &[8, 40, 4, 14, 22, 8, 4] } else { &[28, 4, 20, 24, 2, 14, 8] }) {
        0 => format!("{given}.{family}"),
        1 => format!("{family}{given}"),
        2 => format!("{initial}{family}"),
        3 => format!("{given}{family}"),
        4 => format!("{family}{}", person.initials()),
        5 => format!("{family}_{given}"),
        _ => format!("{given}{}", &family[..family.len().min(1)]),
    };
    let number = match rng.weighted(&[5, 20, 38, 20, 17]) {
        0 => String::new(),
        1 => format!("{:02}", rng.below(100)),
        2 => format!("{:02}{:02}", rng.between(1, 12), rng.between(1, 28)),
        3 => rng.between(1960, 2004).to_string() + &rng.below(10).to_string(),
        _ => rng.between(100, 999_999).to_string(),
    };
    format!("{local}{number}@{provider}")
}

/// The address as somebody typed it.
pub fn write(address: &str, rng: &mut Rng, tags: &mut Tags) -> String {
    match rng.weighted(&[35, 25, 22, 6, 14, 5, 893]) {
        0 => {
            tags.add("email-case");
            address.to_uppercase()
        }
        1 => {
            tags.add("email-case");
            capital(address)
        }
        2 => {
            tags.add("email-blank");
            blanks(address, rng)
        }
        3 => {
            tags.add("email-full-width");
            address.replace('@', "＠")
        }
        4 => {
            let fitting: Vec<&str> = words()
                .wrong_domains
                .iter()
                .filter(|(right, _)| address.ends_with(&format!("@{right}")))
                .map(|(_, wrong)| *wrong)
                .collect();
            if fitting.is_empty() {
                return address.to_string();
            }
            tags.add("email-domain-typo");
            let (local, _) = address.split_once('@').unwrap_or((address, ""));
            format!("{local}@{}", rng.one(&fitting))
        }
        5 => {
            tags.add("email-label");
            format!("mailto:{address}")
        }
        _ => address.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::any_city;
    use crate::rng::Purpose;

    #[test]
    fn addresses_are_well_formed() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        for index in 0..3000 {
            let city = any_city(&mut rng);
            let person = Person::new(city, &mut rng);
            let company = Company::new(1, index, Some(city), false);
            for address in [at_work(&person, &company, &mut rng), personal(&person, city.is_chinese(), &mut rng)] {
                let (local, domain) = address.split_once('@').expect("one @");
                assert!(!local.is_empty() && local.is_ascii() && domain.contains('.') && !address.contains(' '), "{address}");
            }
        }
    }

    #[test]
    fn the_letters_survive_whatever_case_and_blanks_do() {
        let mut rng = Rng::new(2, Purpose::World, 0);
        for _ in 0..2000 {
            let mut tags = Tags::default();
            let written = write("wangxm@huaxin.cn", &mut rng, &mut tags);
            assert!(written.to_lowercase().replace('＠', "@").contains("wangxm@huaxin.cn"), "{written}");
        }
    }
}
