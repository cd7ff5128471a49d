//! What becomes of a person's name.

use crate::corrupt::{Tags, blanks, folded, hanzi, slip, spelled_out};
use crate::person::Person;
use crate::rng::Rng;
use crate::words::words;

/// The name as somebody typed it; empty if nobody did.
pub fn write(person: &Person, family: &str, rng: &mut Rng, tags: &mut Tags) -> String {
    match rng.weighted(&[4, 4, 992]) {
        0 => {
            tags.add("name-missing");
            return String::new();
        }
        1 => {
            tags.add("name-placeholder");
            return rng.one(&words().placeholders["name"]).to_string();
        }
        _ => {}
    }
    let text = if person.is_hanzi() { hanzi::write(person, rng, tags) } else { western(person, family, rng, tags) };
    if rng.permille(15) {
        tags.add("name-blank");
        return blanks(&text, rng);
    }
    text
}

fn western(person: &Person, family: &str, rng: &mut Rng, tags: &mut Tags) -> String {
    let (mut given, mut family) = (person.given.clone(), family.to_string());
    if folded(&given) != given || folded(&family) != family {
        match rng.weighted(&[45, 20, 35]) {
            0 => {
                tags.add("name-folded");
                (given, family) = (folded(&given), folded(&family));
            }
            1 => {
                tags.add("name-folded");
                (given, family) = (folded(&spelled_out(&given)), folded(&spelled_out(&family)));
            }
            _ => {}
        }
    }
    if !person.short.is_empty() && rng.permille(130) {
        tags.add("name-nickname");
        given = rng.one(person.short).to_string();
    } else if rng.permille(40) {
        tags.add("name-initial");
        given = given.chars().take(1).collect::<String>() + ".";
    }
    if let Some((first, _)) = family.split_once(' ')
        && rng.permille(350)
    {
        tags.add("name-one-family-name");
        family = first.to_string();
    }
    let slips = rng.weighted(&[24, 24, 952]);
    match slips {
        0 if given.len() > 3 => given = slip(&given, rng),
        1 => family = slip(&family, rng),
        _ => {}
    }
    if slips < 2 {
        tags.add("name-typo");
    }
    let middle = match person.middle {
        Some(letter) if rng.permille(450) => format!(" {letter}."),
        _ => String::new(),
    };
    let text = match (person.family_first(), rng.weighted(&[38, 24, 12, 8, 9, 909])) {
        (_, 0) => {
            tags.add("name-family-first");
            format!("{family}, {given}{middle}")
        }
        (_, 1) => {
            tags.add("name-swapped");
            if person.family_first() { format!("{given} {family}") } else { format!("{family} {given}") }
        }
        (_, 2) => {
            tags.add("name-title");
            let title = if rng.permille(300) { "Dr." } else { ["Mr.", "Ms."][usize::from(person.female)] };
            format!("{title} {given}{middle} {family}")
        }
        (_, 3) => {
            tags.add("name-given-only");
            given
        }
        (_, 4) => {
            tags.add("name-title-only");
            format!("{} {family}", ["Mr.", "Ms."][usize::from(person.female)])
        }
        (true, _) => format!("{family} {given}"),
        (false, _) => format!("{given}{middle} {family}"),
    };
    match rng.weighted(&[20, 32, 948]) {
        0 => {
            tags.add("name-case");
            text.to_uppercase()
        }
        1 => {
            tags.add("name-case");
            text.to_lowercase()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;
    use std::collections::HashMap;

    fn written(person: &Person, count: u32) -> HashMap<String, Vec<String>> {
        let mut rng = Rng::new(1, Purpose::World, 0);
        let mut by_tag: HashMap<String, Vec<String>> = HashMap::new();
        for _ in 0..count {
            let mut tags = Tags::default();
            let text = write(person, &person.family, &mut rng, &mut tags);
            by_tag.entry(tags.joined()).or_default().push(text);
        }
        by_tag
    }

    fn wang() -> Person {
        Person {
            flavour: crate::places::HANZI,
            female: false,
            family: "张".into(),
            given: "志伟".into(),
            family_latin: "Zhang".into(),
            given_latin: "Zhi Wei".into(),
            short: &["Jack"],
            middle: None,
            earlier_family: None,
        }
    }

    #[test]
    fn a_chinese_name_comes_in_many_spellings() {
        let by_tag = written(&wang(), 20_000);
        assert!(by_tag[""].iter().all(|name| name == "张志伟"));
        assert!(by_tag["name-traditional"].iter().all(|name| name == "張志偉"));
        for pinyin in ["Zhang Zhiwei", "ZHANG Zhiwei", "Zhiwei Zhang", "zhangzhiwei", "Zhang Zhi Wei"] {
            assert!(by_tag["name-pinyin"].contains(&pinyin.to_string()), "{pinyin}");
        }
        assert!(by_tag["name-title-only"].contains(&"张总".to_string()) && !by_tag["name-title-only"].contains(&"张女士".to_string()));
        assert!(by_tag["name-sound-alike"].iter().all(|name| name.starts_with('张') && name != "张志伟"));
    }

    #[test]
    fn a_western_name_comes_with_nickname_initial_and_slips() {
        let person = Person {
            flavour: 0,
            family: "Brown".into(),
            given: "William".into(),
            family_latin: "Brown".into(),
            given_latin: "William".into(),
            short: &["Bill", "Will"],
            middle: Some('J'),
            ..wang()
        };
        let by_tag = written(&person, 20_000);
        assert!(by_tag[""].iter().all(|name| name == "William Brown" || name == "William J. Brown"));
        assert!(by_tag["name-nickname"].contains(&"Bill Brown".to_string()));
        assert!(by_tag["name-initial"].contains(&"W. Brown".to_string()));
        assert!(by_tag["name-family-first"].contains(&"Brown, William".to_string()));
    }
}
