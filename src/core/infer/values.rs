//! What a column means, from a sample of its values.

use super::Meaning;
use crate::kind::{self, Code, Context, Kind, Severity, company, person_name};
use crate::{fold, placeholder};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds that are recognised by their values alone, most particular first, with the share of values that must be flawless.
const BY_FORM: &[(&str, f64)] = &[("credit_code", 0.6), ("national_id", 0.6), ("email", 0.6), ("url", 0.7), ("phone", 0.6), ("date", 0.8)];
/// Values that are enough to say what a column is not.
const ENOUGH: usize = 10;
/// Share of values without which a name is taken for mistaken.
const FEWEST: f64 = 0.2;

/// The share of values that are flawless values of a kind.
fn share_of(values: &[&str], name: &str, region: &str) -> f64 {
    let context = Context::of(region);
    let flawless = |kind: &dyn Kind, raw: &str| {
        let reading = kind.reading(raw, &context);
        // A number of four digits may be a year, and anything else.
        let is_short = name == "date" && raw.trim().len() < 6;
        // Any number may be that of a document nothing is known about.
        let is_flaw = |code: &Code| code.severity != Severity::Info || code.name == "other_document";
        !is_short && reading.normal.is_ok() && !reading.issues.iter().any(|issue| is_flaw(issue.code))
    };
    let count = kind::find(name).map_or(0, |kind| values.iter().filter(|value| flawless(kind, value)).count());
    count as f64 / values.len().max(1) as f64
}

/// The kind whose form most values have, and their share.
fn by_form(values: &[&str], region: &str) -> Option<(&'static str, f64)> {
    BY_FORM
        .iter()
        .map(|(name, least)| (*name, *least, share_of(values, name, region)))
        .find(|(_, least, share)| share >= least)
        .map(|(name, _, share)| (name, share))
}

/// What a column holds that its name promises and its values do not bear out: telephone numbers under `contact`, other numbers
/// of registers under `national_id`.
pub(super) fn overrule(promised: &Meaning, values: &[&str], region: &str) -> Option<Meaning> {
    let values: Vec<&str> = values.iter().copied().filter(|value| !placeholder::is_placeholder(value)).collect();
    if values.len() < ENOUGH || !promised.matching {
        return None;
    }
    let has_form = |name: &str| share_of(&values, name, region) >= FEWEST;
    match promised.kind.as_str() {
        "credit_code" | "national_id" if !has_form(&promised.kind) => Some(Meaning::matching("external_id")),
        "email" | "phone" | "person_name" | "company" | "address" | "url" => {
            let (found, _) = by_form(&values, region).filter(|(found, _)| ["email", "phone", "url"].contains(found))?;
            (found != promised.kind && (promised.kind == "person_name" || promised.kind == "company" || !has_form(&promised.kind)))
                .then(|| Meaning::matching(found))
        }
        _ => None,
    }
}

/// The kind that the values suggest and the share of them that bear it out.
pub fn from_values(values: &[&str], region: &str) -> (Meaning, f64) {
    let values: Vec<&str> = values.iter().copied().filter(|value| !placeholder::is_placeholder(value)).collect();
    if values.is_empty() {
        return (Meaning::silent("text"), 0.0);
    }
    if let Some((name, share)) = by_form(&values, region) {
        // A date by its form alone may be any date: only a name that says birth, or dates a lifetime apart, make it evidence.
        let meaning = if name == "date" && !are_lifetimes(&values) { Meaning::silent(name) } else { Meaning::matching(name) };
        return (meaning, share);
    }
    let share = |test: &dyn Fn(&str) -> bool| values.iter().filter(|value| test(value)).count() as f64 / values.len() as f64;
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
    let (people, known) = (count(&looks_like_person), count(&person_name::has_known_part));
    people * 10 >= values.len() * 7
        && known * 2 >= count(&company::has_known_word)
        && (known * 10 >= values.len() * 3 || !end_alike(&values))
}

/// Whether a handful of words end two values in five, as those do that say what an organisation is: Grand Canyon NP.
fn end_alike(values: &[&str]) -> bool {
    let mut endings: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        if let Some((_, last)) = fold::words(value).rsplit_once(' ') {
            *endings.entry(last.to_owned()).or_default() += 1;
        }
    }
    let mut counts: Vec<usize> = endings.into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    values.len() >= 20 && counts.iter().take(5).sum::<usize>() * 5 >= values.len() * 2
}

/// Whether dates are as far apart as those of births, and none of them lies ahead.
fn are_lifetimes(values: &[&str]) -> bool {
    let year = |value: &&str| -> Option<u16> {
        let digits = value.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 4).or_else(|| value.get(..4))?;
        digits.parse().ok()
    };
    let mut years: Vec<u16> = values.iter().filter_map(year).collect();
    years.sort_unstable();
    let at = |share: usize| years.get(years.len() * share / 20).copied().unwrap_or(0);
    values.len() >= 20 && years.len() * 10 >= values.len() * 9 && at(1) >= 1850 && at(18) >= at(1) + 30 && at(18) < 2020
}

/// Whether numbers were given out one after the other, a number a row: what counts the rows says nothing about who they are.
pub(super) fn count_rows(values: &[&str]) -> bool {
    let number = |value: &&str| -> Option<u64> { value.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok() };
    let mut numbers: Vec<u64> = values.iter().filter_map(number).collect();
    numbers.sort_unstable();
    let rows = numbers.len();
    numbers.dedup();
    let near = |pair: &[u64]| pair[1] - pair[0] <= 20;
    values.len() >= 20
        && numbers.len() == values.len()
        && rows == values.len()
        && numbers.windows(2).filter(|pair| near(pair)).count() * 10 >= (rows - 1) * 9
}

/// Whether most values are one word.
pub(super) fn are_single_words(values: &[&str]) -> bool {
    values.iter().filter(|value| value.split_whitespace().count() == 1).count() * 10 >= values.len() * 6
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
        let parks: Vec<String> = ["Wupatki", "Glacier", "Salinas Pueblo", "Fort Smith", "Lincoln", "Biscayne", "Devils Tower"]
            .iter()
            .flat_map(|park| ["NP", "NM", "NHS"].map(|word| format!("{park} {word}")))
            .collect();
        assert!(!names_people(&parks.iter().map(String::as_str).collect::<Vec<_>>()));
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

    #[test]
    fn dates_of_births_lie_a_lifetime_apart() {
        let dates = |step: usize| -> Vec<String> { (0..40).map(|nth| format!("{}-0{}-11", 1990 - nth * step, nth % 9 + 1)).collect() };
        let kind = |dates: &[String]| from_values(&dates.iter().map(String::as_str).collect::<Vec<_>>(), "US").0;
        assert_eq!(kind(&dates(1)), Meaning::matching("date"));
        assert_eq!(kind(&dates(0)), Meaning::silent("date"));
    }

    #[test]
    fn a_number_a_row_counts_the_rows() {
        let count = |step: usize| {
            let values: Vec<String> = (0..40).map(|nth| format!("C-{}", 10_000 + nth * step)).collect();
            count_rows(&values.iter().map(String::as_str).collect::<Vec<_>>())
        };
        assert!(count(1) && count(3) && !count(977) && !count(0));
    }

    #[test]
    fn values_overrule_what_a_name_promises() {
        let found = |kind: &str, value: &str| overrule(&Meaning::matching(kind), &[value; 12], "CN");
        assert_eq!(found("person_name", "13812345678"), Some(Meaning::matching("phone")));
        assert_eq!(found("phone", "wei.zhang@huachuang.com"), Some(Meaning::matching("email")));
        assert_eq!(found("national_id", "NTR-1234567"), Some(Meaning::matching("external_id")));
        assert_eq!(found("person_name", "Anna Meier"), None);
        assert_eq!(found("phone", "ask Anna"), None);
    }
}
