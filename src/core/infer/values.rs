//! What a column means, from a sample of its values.

use super::Meaning;
use crate::kind::{self, Context, Severity, company, person_name};
use crate::{fold, placeholder};
use std::collections::BTreeSet;

/// Kinds that are recognised by their values alone, most particular first, with the share of values that must be flawless.
const BY_FORM: &[(&str, f64)] = &[("credit_code", 0.6), ("national_id", 0.6), ("email", 0.6), ("url", 0.7), ("phone", 0.6), ("date", 0.8)];

/// The kind that the values suggest and the share of them that bear it out.
pub fn from_values(values: &[&str], region: &str) -> (Meaning, f64) {
    let values: Vec<&str> = values.iter().copied().filter(|value| !placeholder::is_placeholder(value)).collect();
    if values.is_empty() {
        return (Meaning::silent("text"), 0.0);
    }
    let context = Context::of(region);
    let share = |test: &dyn Fn(&str) -> bool| values.iter().filter(|value| test(value)).count() as f64 / values.len() as f64;
    for (name, least) in BY_FORM {
        let Some(kind) = kind::find(name) else { continue };
        let flawless = |raw: &str| {
            let reading = kind.reading(raw, &context);
            reading.normal.is_ok() && reading.issues.iter().all(|issue| issue.code.severity == Severity::Info)
        };
        let share = share(&flawless);
        if share >= *least {
            // A date by its form alone may be any date: only a name that says birth makes it evidence.
            let meaning = if *name == "date" { Meaning::silent(name) } else { Meaning::matching(name) };
            return (meaning, share);
        }
    }
    let (person, organisation) = (share(&looks_like_person), share(&looks_like_organisation));
    if organisation >= 0.4 {
        return (Meaning::matching("company"), organisation);
    }
    // Two or three words may be anything; names are made of names.
    if person >= 0.8 && share(&person_name::has_known_part) >= 0.3 {
        return (Meaning::matching("person_name"), person);
    }
    (Meaning::silent("text"), 1.0 - person.max(organisation))
}

/// Whether a column that holds somebody's name holds people rather than organisations.
pub(super) fn names_people(values: &[&str]) -> bool {
    let values: Vec<&str> = values.iter().copied().filter(|value| !placeholder::is_placeholder(value)).collect();
    let count = |test: &dyn Fn(&str) -> bool| values.iter().filter(|value| test(value)).count();
    let people = count(&looks_like_person);
    people * 10 >= values.len() * 7 && count(&person_name::has_known_part) * 2 >= count(&company::has_known_word)
}

/// Whether most values stand there more than once.
pub(super) fn repeat(values: &[&str]) -> bool {
    values.iter().collect::<BTreeSet<_>>().len() * 2 < values.len()
}

/// Whether three columns hold year, month and day of dates as far apart as birth dates are.
pub(super) fn are_birth_dates(columns: &[Vec<&str>]) -> bool {
    // The middle nine tenths: a few years are always mistyped.
    let range = |column: &Vec<&str>| -> Option<(u16, u16)> {
        let read = column.iter().filter(|value| !placeholder::is_placeholder(value)).map(|value| value.trim().parse().ok());
        let mut numbers = read.collect::<Option<Vec<u16>>>().filter(|numbers| numbers.len() >= 20)?;
        numbers.sort_unstable();
        Some((*numbers.get(numbers.len() / 20)?, *numbers.get(numbers.len() - 1 - numbers.len() / 20)?))
    };
    let ranges: Vec<(u16, u16)> = columns.iter().filter_map(range).collect();
    matches!(ranges[..], [(1850.., last @ ..2100), (1.., 7..=12), (1.., 13..=31)] if last - ranges[0].0 >= 25)
}

/// The writing of a personal name: two to four Chinese characters, or two or three capitalised words
/// of letters, none of them a word of businesses.
fn looks_like_person(raw: &str) -> bool {
    let text = fold::plain(raw);
    if fold::has_cjk(&text) {
        let length = text.chars().filter(|c| !c.is_whitespace()).count();
        return (2..=5).contains(&length) && text.chars().all(|c| fold::is_cjk(c) || c == ' ') && !looks_like_organisation(raw);
    }
    let folded = fold::words(&text);
    let words = folded.split(' ').count();
    (2..=4).contains(&words) && !text.chars().any(|c| c.is_ascii_digit() || "&/@#".contains(c)) && !looks_like_organisation(raw)
}

fn looks_like_organisation(raw: &str) -> bool {
    const CHINESE: &[&str] =
        &["公司", "集团", "厂", "店", "中心", "学校", "大学", "医院", "银行", "协会", "委员会", "事务所", "合作社", "工作室", "经营部"];
    const WORDS: &[&str] = &[
        "inc",
        "llc",
        "ltd",
        "limited",
        "corp",
        "corporation",
        "co",
        "company",
        "gmbh",
        "ag",
        "sa",
        "bv",
        "nv",
        "plc",
        "group",
        "holdings",
        "bank",
        "university",
        "hospital",
        "school",
        "restaurant",
        "cafe",
        "bar",
        "grill",
        "hotel",
        "inn",
        "club",
        "house",
        "kitchen",
        "the",
        "of",
        "and",
        "on",
        "at",
        "la",
        "le",
        "el",
        "services",
        "solutions",
        "systems",
        "technologies",
        "partners",
        "associates",
        "deli",
        "delicatessen",
        "bistro",
        "pizza",
        "foundation",
        "association",
        "institute",
    ];
    let text = fold::words(raw);
    CHINESE.iter().any(|word| text.contains(word)) || text.split(' ').any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_and_organisations_are_told_apart() {
        assert!(names_people(&["王伟", "Carolyn T. Yorjarburg", "S. Hughes", "Pelholson, Marco", "ZHANG Xiajin", "N/A"]));
        assert!(!names_people(&[
            "arnie mortons of chicago",
            "art's delicatessen",
            "hotel bel-air",
            "cafe bizou",
            "campanile",
            "chinois on main",
            "citrus"
        ]));
        assert_eq!(from_values(&["北京华创科技有限公司", "Omega Textiles Ltd", "云百"], "CN").0, Meaning::matching("company"));
        assert_eq!(
            from_values(&["lorem ipsum dolor sit amet consectetur", "一段很长的备注文字在这里写着"], "CN").0,
            Meaning::silent("text")
        );
        assert_eq!(from_values(&["order number 1", "order number 2"], "CN").0, Meaning::silent("text"));
        assert_eq!(from_values(&["", "-", "N/A"], "CN"), (Meaning::silent("text"), 0.0));
    }
}
