//! What becomes of a city and of an address.

use crate::corrupt::{Alike, Tags, capital, folded, full_width, mistaken, slip, spelled_out};
use crate::places::{Address, City};
use crate::rng::Rng;
use crate::words::words;

/// The city as somebody typed it; empty if nobody did.
pub fn city(city: &City, rng: &mut Rng, tags: &mut Tags) -> String {
    if rng.permille(142) {
        tags.add("city-missing");
        return String::new();
    }
    let name = city.name;
    let alias = if city.aliases.is_empty() { name } else { rng.one(&city.aliases) };
    if city.is_chinese() {
        return match rng.weighted(&[95, 85, 15, 5, 800]) {
            0 => format!("{name}市"),
            1 => {
                tags.add("city-latin");
                alias.to_string()
            }
            2 => format!("{}{name}", city.region.trim_end_matches(['省', '市'])),
            3 => {
                tags.add("city-typo");
                mistaken(name, Alike::Sound, rng).unwrap_or_else(|| words().traditional(name))
            }
            _ => name.to_string(),
        };
    }
    match rng.weighted(&[55, 90, 65, 35, 15, 740]) {
        0 => name.to_uppercase(),
        1 if alias != name => {
            tags.add("city-alias");
            alias.to_string()
        }
        2 => {
            tags.add("city-typo");
            slip(name, rng)
        }
        3 if city.country().code == "US" => format!("{name}, {}", city.region),
        4 => name.to_lowercase(),
        _ => name.to_string(),
    }
}

/// The address as somebody typed it; empty if nobody did.
pub fn address(address: &Address, rng: &mut Rng, tags: &mut Tags) -> String {
    match rng.weighted(&[432, 6, 562]) {
        0 => {
            tags.add("address-missing");
            return String::new();
        }
        1 => {
            tags.add("address-placeholder");
            return rng.one(&words().placeholders["address"]).to_string();
        }
        _ => {}
    }
    if address.city.is_chinese() { chinese(address, rng, tags) } else { western(address, rng, tags) }
}

fn chinese(a: &Address, rng: &mut Rng, tags: &mut Tags) -> String {
    let (city, district, road) = (a.city.name, a.district, a.street);
    // A municipality is its own province.
    let province = if a.city.region.starts_with(city) { "" } else { a.city.region };
    let number = a.number;
    let room = match (a.home, rng.permille(700)) {
        (true, true) => format!("{}{}栋{}室", a.building, a.block, a.unit),
        (true, false) => format!("{}{}-{}", a.building, a.block, a.unit),
        (false, true) => format!("{}{}室", a.building, a.unit),
        (false, false) => format!("{}{}", a.building, a.unit),
    };
    match rng.weighted(&[300, 200, 170, 70, 60, 60, 40, 35, 35, 30]) {
        0 => format!("{province}{city}市{district}{road}{number}号{room}"),
        1 => format!("{city}市{district}{road}{number}号{room}"),
        2 => {
            tags.add("address-short");
            format!("{district}{road}{number}号{room}")
        }
        3 => {
            tags.add("address-short");
            format!("{city}{district}{road}{number}号")
        }
        4 => {
            tags.add("address-short");
            format!("{road}{number}号{}", a.unit)
        }
        5 => format!("{city}市{district} {road} {number} 号 {room}"),
        6 => {
            tags.add("address-full-width");
            format!("{city}市{district}{road}{}号{room}", full_width(&number.to_string()))
        }
        7 => {
            tags.add("address-typo");
            let text = format!("{city}市{district}{road}{number}号{room}");
            mistaken(&text, Alike::Sound, rng).unwrap_or(text)
        }
        8 => format!("{province}{city}市{district}{road}{number}号{room} {}", a.postal),
        _ => {
            tags.add("address-latin");
            let road = road.trim_end_matches('路');
            let area = district.trim_end_matches('区');
            let word = |text: &str| capital(&text.chars().map(|c| words().reading(c)).collect::<String>());
            format!("Room {}, No. {number} {} Road, {} District, {}", a.unit, word(road), word(area), word(city))
        }
    }
}

/// Words of streets and their short forms.
const SHORT: [(&str, &str); 9] = [
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Road", "Rd"),
    ("Boulevard", "Blvd"),
    ("Drive", "Dr"),
    ("Lane", "Ln"),
    ("Highway", "Hwy"),
    ("straße", "str."),
    ("avenue", "av."),
];

fn shortened(street: &str) -> String {
    SHORT.iter().fold(street.to_string(), |text, (long, short)| text.replace(long, short))
}

/// Street and number, with the unit if `whole`, the way the country has it.
fn line(a: &Address, street: &str, whole: bool, rng: &mut Rng) -> String {
    let unit = if whole { a.unit } else { 0 };
    let (number, floor) = (a.number, a.unit / 100);
    match a.city.country().code {
        "DE" => format!("{street} {number}"),
        "FR" => format!("{number} {street}"),
        "JP" => {
            let floor = if unit > 0 { format!(", {floor}F") } else { String::new() };
            format!("{}-{}-{} {street}, {}{floor}", number % 7 + 1, number % 23 + 1, a.block, a.district)
        }
        "IN" if unit > 0 => format!("{unit}, {number} {street}"),
        "SG" if unit > 0 => format!("{number} {street} #{floor:02}-{:02}", unit % 100),
        "UK" | "AU" if unit > 0 => format!("{} {}, {number} {street}", rng.one(&["Flat", "Unit", "Suite"]), unit % 100 + floor),
        _ if unit > 0 => match rng.weighted(&[40, 30, 30]) {
            0 => format!("{number} {street}, Suite {unit}"),
            1 => format!("{number} {street} Ste {unit}"),
            _ => format!("{number} {street}, #{unit}"),
        },
        _ => format!("{number} {street}"),
    }
}

fn western(a: &Address, rng: &mut Rng, tags: &mut Tags) -> String {
    let city = a.city;
    let street = match rng.weighted(&[60, 30, 10]) {
        0 => a.street.to_string(),
        1 => shortened(a.street),
        _ => folded(&spelled_out(a.street)),
    };
    let form = rng.weighted(&[480, 330, 130, 30, 30]);
    let line = line(a, &street, form != 1 || rng.permille(500), rng);
    let place = match city.country().code {
        "US" => format!("{}, {} {}", city.name, city.region, a.postal),
        "AU" => format!("{} {} {}", city.name, city.region, a.postal),
        "DE" | "FR" => format!("{} {}", a.postal, city.name),
        _ => format!("{} {}", city.name, a.postal),
    };
    match form {
        0 => format!("{line}, {place}"),
        1 => {
            tags.add("address-short");
            line
        }
        2 => {
            tags.add("address-short");
            format!("{line}, {}", city.name)
        }
        3 => {
            tags.add("address-typo");
            slip(&line, rng)
        }
        _ => line.to_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::any_city;
    use crate::rng::Purpose;

    #[test]
    fn addresses_follow_the_custom_of_the_country() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        let mut seen = std::collections::HashSet::new();
        for _ in 0..3000 {
            let place = Address::new(any_city(&mut rng), false, &mut rng);
            let text = address(&place, &mut rng, &mut Tags::default());
            let postal = format!("{} {}", place.postal, place.city.name);
            if place.city.country().code == "DE" && text.ends_with(&postal) {
                seen.insert("postal code before the city");
            }
            if place.city.name == "上海" && text.starts_with("上海市") {
                seen.insert("no province before a municipality");
            }
            assert!(!text.contains("上海市上海"), "{text}");
        }
        assert_eq!(seen.len(), 2, "{seen:?}");
    }

    #[test]
    fn cities_come_by_other_names() {
        let mut rng = Rng::new(2, Purpose::World, 0);
        let all: Vec<String> = (0..20_000).map(|_| city(any_city(&mut rng), &mut rng, &mut Tags::default())).collect();
        for name in ["北京", "北京市", "Beijing", "Munich", "München", "NYC", "Cologne", "Bombay"] {
            assert!(all.iter().any(|city| city == name), "{name}");
        }
    }
}
