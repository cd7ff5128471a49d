//! What becomes of a name in Chinese characters.

use crate::corrupt::{Alike, Tags, capital, lost, mistaken};
use crate::person::Person;
use crate::rng::Rng;
use crate::words::words;

/// What a person is called to the face, by gender.
fn title(person: &Person, rng: &mut Rng) -> &'static str {
    let wrong = if person.female { "先生" } else { "女士" };
    let mut title = rng.one(&words().titles);
    while title == wrong || (title == "小姐" && !person.female) {
        title = rng.one(&words().titles);
    }
    title
}

fn pinyin(person: &Person, rng: &mut Rng) -> String {
    let (family, spaced) = (&person.family_latin, &person.given_latin);
    let given = capital(&spaced.replace(' ', "").to_lowercase());
    match rng.weighted(&[30, 14, 22, 12, 10, 6, 6]) {
        0 => format!("{family} {given}"),
        1 => format!("{} {given}", family.to_uppercase()),
        2 => format!("{given} {family}"),
        3 => format!("{family}{given}").to_lowercase(),
        4 => format!("{family} {spaced}"),
        5 => format!("{given}, {family}"),
        _ => format!("{family} {}", spaced.to_lowercase().replace(' ', "-")),
    }
}

/// The name as somebody typed it, in characters or letters.
pub fn write(person: &Person, rng: &mut Rng, tags: &mut Tags) -> String {
    let (family, given) = (&person.family, &person.given);
    let full = format!("{family}{given}");
    match rng.weighted(&[58, 30, 22, 32, 26, 12, 12, 22, 14, 5, 3, 764]) {
        0 => {
            tags.add("name-pinyin");
            pinyin(person, rng)
        }
        1 => {
            let traditional = words().traditional(&full);
            if traditional != full {
                tags.add("name-traditional");
            }
            traditional
        }
        2 => {
            tags.add("name-title-only");
            format!("{family}{}", title(person, rng))
        }
        3 => {
            tags.add("name-title");
            // 王工 but not 王晓明工.
            format!("{full}{}", title(person, rng).replace('工', "经理"))
        }
        4 => slipped(&full, mistaken(&full, Alike::Sound, rng), "name-sound-alike", tags),
        5 => slipped(&full, mistaken(&full, Alike::Shape, rng), "name-shape-alike", tags),
        6 if given.chars().count() > 1 => {
            tags.add("name-character-lost");
            lost(&full, rng)
        }
        7 => {
            tags.add("name-inner-blank");
            format!("{family} {given}")
        }
        8 if !person.short.is_empty() => {
            tags.add("name-english");
            let first = person.short[0];
            if rng.permille(250) { format!("{first} {full}") } else { format!("{first} {}", person.family_latin) }
        }
        9 => {
            tags.add("name-both-scripts");
            format!("{full}({})", pinyin(person, rng))
        }
        10 => {
            tags.add("name-given-only");
            given.clone()
        }
        _ => full,
    }
}

fn slipped(full: &str, found: Option<String>, tag: &'static str, tags: &mut Tags) -> String {
    found.map_or_else(
        || full.to_string(),
        |text| {
            tags.add(tag);
            text
        },
    )
}
