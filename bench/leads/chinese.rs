//! Names of people and companies in Chinese characters, as they ought to be written.

use crate::company::{Form, Named};
use crate::corrupt::capital;
use crate::person::Person;
use crate::places::{City, HANZI};
use crate::rng::Rng;
use crate::words::words;

/// The readings of each character, each word large: `Xiao Ming`.
pub fn latin(text: &str) -> String {
    let mut out = String::with_capacity(16);
    for c in text.chars() {
        if !out.is_empty() {
            out.push(' ');
        }
        out += &capital(words().reading(c));
    }
    out
}

fn given(female: bool, rng: &mut Rng) -> String {
    let gender = usize::from(female);
    if rng.permille(160) {
        return words().given_whole[gender].pick(rng).to_string();
    }
    let one = *words().given[gender].pick(rng);
    // One name in seven has a single character; of the rest some double it.
    match rng.weighted(&[15, 3, 82]) {
        0 => one.to_string(),
        1 if female => [one, one].iter().collect(),
        _ => [one, *words().given[gender].pick(rng)].iter().collect(),
    }
}

pub fn person(rng: &mut Rng) -> Person {
    let female = rng.permille(480);
    let (family, reading) = *words().surnames.pick(rng);
    let given = given(female, rng);
    let english = &words().english_names[usize::from(female)];
    let short = if rng.permille(250) { std::slice::from_ref(&english[rng.below(english.len() as u64) as usize]) } else { &[] };
    Person {
        flavour: HANZI,
        female,
        family: family.to_string(),
        family_latin: capital(reading),
        given_latin: latin(&given),
        given,
        short,
        middle: None,
        earlier_family: None,
    }
}

/// A brother or sister: often the first character of the given name runs in the generation.
pub fn sibling(of: &Person, rng: &mut Rng) -> Person {
    let mut other = person(rng);
    let mut characters = of.given.chars();
    if let (Some(first), Some(_)) = (characters.next(), characters.next())
        && rng.permille(600)
    {
        other.given = [first, *words().given[usize::from(other.female)].pick(rng)].iter().collect();
        other.given_latin = latin(&other.given);
    }
    other
}

/// A company name: brand, trade, legal form, and where the city stands in it.
pub fn company(city: &'static City, rng: &mut Rng) -> Named {
    let length = if rng.permille(620) { 2 } else { 3 };
    let brand: String = (0..length).map(|_| rng.one(&words().brand)).collect();
    let (trade, legal) =
        if rng.permille(50) { (rng.one(&words().whole_cn), &[""]) } else { (*words().trade_cn.pick(rng), words().legal_cn.pick(rng)) };
    let form = match rng.weighted(&[34, 26, 22, 18]) {
        0 => Form::CityFirst,
        1 => Form::CityWithSuffixFirst,
        2 => Form::CityInBrackets,
        _ => Form::NoCity,
    };
    let brand_latin = capital(&brand.chars().map(|c| words().reading(c)).collect::<String>());
    Named { brand_latin, brand, trade, trade_short: trade, legal, form, city }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn surnames_have_their_own_reading() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        let zeng = (0..20_000).map(|_| person(&mut rng)).find(|person| person.family == "曾").expect("a Zeng among 20,000");
        assert_eq!(zeng.family_latin, "Zeng");
    }

    #[test]
    fn given_names_have_one_or_two_characters_and_as_many_readings() {
        let mut rng = Rng::new(2, Purpose::World, 0);
        for _ in 0..5000 {
            let person = person(&mut rng);
            let count = person.given.chars().count();
            assert!((1..=2).contains(&count) && person.given_latin.split(' ').count() == count, "{}", person.given);
        }
    }

    #[test]
    fn namesakes_grow_with_the_population() {
        let shared = |people: usize| {
            let mut rng = Rng::new(3, Purpose::World, 0);
            let mut seen = std::collections::HashSet::new();
            let twice = (0..people).map(|_| person(&mut rng)).filter(|p| !seen.insert(p.family.clone() + &p.given)).count();
            twice * 1000 / people
        };
        let (few, many) = (shared(1_000), shared(50_000));
        assert!(few < 40 && many > 4 * few.max(10), "{few} and {many} in a thousand");
    }
}
