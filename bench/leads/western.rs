//! Names of people and companies in Latin letters, by flavour, as they ought to be written.

use crate::company::{Form, Named};
use crate::corrupt::{capital, folded, spelled_out};
use crate::person::Person;
use crate::places::City;
use crate::rng::Rng;
use crate::words::{FLAVOURS, words};

fn family(flavour: usize, rng: &mut Rng) -> String {
    let names = &words().family_western[flavour];
    match FLAVOURS[flavour] {
        // Two family names, the father's and the mother's.
        "es" if rng.permille(350) => format!("{} {}", names.whole.pick(rng), names.whole.pick(rng)),
        "fr" if rng.permille(40) => format!("{}-{}", names.whole.pick(rng), names.whole.pick(rng)),
        // The long tail, put together from parts.
        "en" | "de" | "jp" if rng.permille(420) => rng.one(&names.head).to_string() + rng.one(&names.tail),
        "en" | "de" if rng.permille(15) => format!("{}-{}", names.whole.pick(rng), names.whole.pick(rng)),
        _ => names.whole.pick(rng).to_string(),
    }
}

pub fn person(flavour: usize, rng: &mut Rng) -> Person {
    let female = rng.permille(490);
    let given = words().given_western[flavour][usize::from(female)].pick(rng);
    let family_name = family(flavour, rng);
    let english = FLAVOURS[flavour] == "en";
    Person {
        flavour,
        female,
        family_latin: if FLAVOURS[flavour] == "de" { folded(&spelled_out(&family_name)) } else { folded(&family_name) },
        given_latin: folded(&given.name),
        given: given.name.clone(),
        short: &given.short,
        middle: (english && rng.permille(550)).then(|| char::from(rng.one(b"ABCDEFGHJKLMNPRSTW"))),
        earlier_family: (female && rng.permille(40)).then(|| family(flavour, rng)),
        family: family_name,
    }
}

/// A company name: what a country calls its trades, and the legal form it gives.
pub fn company(city: &'static City, rng: &mut Rng) -> Named {
    let country = city.country();
    let w = words();
    let flavour = *country.flavours.pick(rng) % FLAVOURS.len();
    let founder = rng.permille(match country.code {
        "DE" | "JP" => 450,
        "FR" | "IN" => 300,
        _ => 150,
    });
    let brand = if founder {
        let name = words().family_western[flavour].whole.pick(rng).to_string();
        match (country.code, rng.weighted(&[70, 15, 15])) {
            (_, 1) => format!("{name} & {}", w.family_western[flavour].whole.pick(rng)),
            ("DE", 2) => format!("{name} & Söhne"),
            ("US" | "UK" | "AU", 2) => format!("{name} Bros"),
            _ => name,
        }
    } else {
        match rng.weighted(&[45, 20, 35]) {
            0 => rng.one(&w.first).to_string(),
            1 => rng.one(&w.first).to_string() + &rng.one(&w.second).to_lowercase(),
            _ => format!("{} {}", rng.one(&w.first), rng.one(&w.first)),
        }
    };
    let local = rng.permille(550);
    let (trade, trade_short) = match country.code {
        "DE" if local => (rng.one(&w.trade_german), ""),
        "FR" if local => (rng.one(&w.trade_french), ""),
        "JP" if local => (rng.one(&w.trade_japanese), ""),
        _ => rng.one(&w.trade),
    };
    let brand_latin = capital(&folded(&brand).replace(['&', ' ', '\'', '-'], "").to_lowercase());
    Named {
        brand,
        brand_latin,
        trade,
        trade_short: if trade_short.is_empty() { trade } else { trade_short },
        legal: &country.legal[rng.below(country.legal.len() as u64) as usize],
        form: Form::NoCity,
        city,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn every_flavour_makes_names() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        for (flavour, called) in FLAVOURS.iter().enumerate() {
            let person = person(flavour, &mut rng);
            assert!(!person.family.is_empty() && !person.given.is_empty(), "{called}");
            assert!(person.family_latin.is_ascii() && person.given_latin.is_ascii(), "{} {}", person.family_latin, person.given_latin);
        }
    }

    #[test]
    fn family_names_have_a_long_tail() {
        let mut rng = Rng::new(2, Purpose::World, 0);
        let names: std::collections::HashSet<String> = (0..10_000).map(|_| family(0, &mut rng)).collect();
        assert!(names.len() > 1000, "{}", names.len());
    }
}
