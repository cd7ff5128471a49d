//! Countries, cities, and addresses in them.

use crate::rng::Rng;
use crate::weighted::Weighted;
use crate::words::{FLAVOURS, lines, words};
use std::sync::LazyLock;

/// The flavour of a Chinese name, written in characters; smaller ones index [`FLAVOURS`].
pub const HANZI: usize = FLAVOURS.len();

pub struct Country {
    pub code: &'static str,
    pub calling: &'static str,
    pub trunk: &'static str,
    pub mobile: &'static str,
    /// Legal forms, each with its spellings, the official one first.
    pub legal: Vec<Vec<&'static str>>,
    pub flavours: Weighted<usize>,
    pub streets: Vec<&'static str>,
    cities: Weighted<City>,
}

pub struct City {
    pub country: usize,
    pub name: &'static str,
    pub aliases: Vec<&'static str>,
    pub region: &'static str,
    pub postal: &'static str,
    pub fixed: &'static str,
    pub districts: Vec<&'static str>,
}

struct Places {
    countries: Vec<Country>,
    weights: Weighted<usize>,
}

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let list = |text: &'static str| -> Vec<&'static str> { text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect() };
    let rows = |text: &'static str| -> Vec<Vec<&'static str>> { lines(text).map(|line| line.split('|').collect()).collect() };
    let table = rows(include_str!("words/countries.txt"));
    let cities = rows(include_str!("words/cities.txt"));
    let country =
        |(index, fields): (usize, &Vec<&'static str>)| Country {
            code: fields[0],
            calling: fields[2],
            trunk: fields[3],
            mobile: fields[4],
            legal: fields[5].split(';').filter(|form| !form.is_empty()).map(|form| form.split('=').collect()).collect(),
            flavours: Weighted::new(fields[6].split(',').filter_map(|part| part.split_once(' ')).map(|(name, weight)| {
                (FLAVOURS.iter().position(|flavour| *flavour == name).unwrap_or(HANZI), weight.parse().unwrap_or(1))
            })),
            streets: lines(include_str!("words/streets.txt"))
                .filter_map(|line| line.split_once(": "))
                .filter(|(code, _)| *code == fields[0])
                .flat_map(|(_, streets)| list(streets))
                .collect(),
            cities: Weighted::new(cities.iter().filter(|city| city[0] == fields[0]).map(|city| {
                let made = City {
                    country: index,
                    name: city[2],
                    aliases: list(city[3]),
                    region: city[4],
                    postal: city[5],
                    fixed: city[6],
                    districts: list(city[7]),
                };
                (made, city[1].parse().unwrap_or(1))
            })),
        };
    Places {
        countries: table.iter().enumerate().map(country).collect(),
        weights: Weighted::new(table.iter().enumerate().map(|(index, fields)| (index, fields[1].parse().unwrap_or(1)))),
    }
});

impl City {
    pub fn country(&self) -> &'static Country {
        &PLACES.countries[self.country]
    }

    pub fn is_chinese(&self) -> bool {
        self.country().code == "CN"
    }
}

/// A city, three in five of them Chinese.
pub fn any_city(rng: &mut Rng) -> &'static City {
    let country = *PLACES.weights.pick(rng);
    PLACES.countries[country].cities.pick(rng)
}

pub fn city_like(city: &'static City, rng: &mut Rng) -> &'static City {
    city.country().cities.pick(rng)
}

/// Fills a pattern: X any digit, N 2 to 9, M 2 to 8, everything else as it stands.
pub fn fill(pattern: &str, out: &mut String, rng: &mut Rng) {
    let digit = |low, high, rng: &mut Rng| char::from(b'0' + rng.between(low, high) as u8);
    out.extend(pattern.chars().map(|c| match c {
        'X' => digit(0, 9, rng),
        'N' => digit(2, 9, rng),
        'M' => digit(2, 8, rng),
        other => other,
    }));
}

/// An address in parts; how it is written is a matter of the row.
#[derive(Clone)]
pub struct Address {
    pub city: &'static City,
    pub district: &'static str,
    pub street: &'static str,
    pub number: u64,
    /// Office building or residential compound, China only.
    pub building: &'static str,
    pub block: u64,
    /// Room, suite or flat; 0 for none.
    pub unit: u64,
    pub home: bool,
    pub postal: String,
}

impl Address {
    pub fn new(city: &'static City, home: bool, rng: &mut Rng) -> Address {
        let chinese = city.is_chinese();
        let mut postal = String::with_capacity(12);
        match city.country().code {
            "CN" => postal.extend([city.postal, "000"]),
            "UK" => {
                let letters = b"ABDEFGHJLNPQRSTUWXYZ";
                let (a, b) = (char::from(rng.one(letters)), char::from(rng.one(letters)));
                postal = format!("{}{} {}{a}{b}", city.postal, rng.between(1, 19), rng.between(1, 9));
            }
            _ => fill(city.postal, &mut postal, rng),
        }
        let streets = if chinese { &words().roads } else { &city.country().streets };
        Address {
            city,
            district: if city.districts.is_empty() { "" } else { rng.one(&city.districts) },
            street: rng.one(streets),
            number: if chinese || city.country().code == "US" { rng.between(1, 1999) } else { rng.between(1, 199) },
            building: match (chinese, home) {
                (false, _) => "",
                (true, true) => rng.one(&words().homes),
                (true, false) => rng.one(&words().offices),
            },
            block: rng.between(1, 18),
            unit: if chinese || rng.permille(450) { rng.between(1, 32) * 100 + rng.between(1, 12) } else { 0 },
            home,
            postal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn three_cities_in_five_are_chinese() {
        let mut rng = Rng::new(1, Purpose::World, 1);
        let chinese = (0..10_000).filter(|_| any_city(&mut rng).is_chinese()).count();
        assert!((5800..6200).contains(&chinese), "{chinese}");
    }

    #[test]
    fn every_country_has_what_an_address_needs() {
        for country in &PLACES.countries {
            assert!(country.code == "CN" || (!country.streets.is_empty() && !country.legal.is_empty()), "{}", country.code);
            let mut rng = Rng::new(1, Purpose::World, 2);
            let address = Address::new(country.cities.pick(&mut rng), false, &mut rng);
            assert!(!address.street.is_empty() && address.number > 0 && !address.postal.contains("XX"), "{}", country.code);
        }
    }

    #[test]
    fn patterns_fill_with_digits_in_their_ranges() {
        let mut rng = Rng::new(1, Purpose::World, 3);
        for _ in 0..100 {
            let mut filled = String::new();
            fill("21: MXXX NX", &mut filled, &mut rng);
            assert!(filled.len() == 11 && filled.starts_with("21: "), "{filled}");
            assert!(('2'..='8').contains(&filled.as_bytes()[4].into()) && ('2'..='9').contains(&filled.as_bytes()[9].into()), "{filled}");
        }
    }
}
