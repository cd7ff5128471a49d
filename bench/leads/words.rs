//! The word lists under words/, read once. Every list is the generator's own.

use crate::weighted::Weighted;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A western given name and what its bearers are called.
pub struct Given {
    pub name: String,
    pub short: Vec<&'static str>,
}

/// Flavours of western names, in the order of the tables of [`Words`].
pub const FLAVOURS: [&str; 7] = ["en", "de", "fr", "es", "in", "jp", "zh"];

/// Family names of one flavour: the common ones, and parts for the long tail.
pub struct Family {
    pub whole: Weighted<&'static str>,
    pub head: Vec<&'static str>,
    pub tail: Vec<&'static str>,
}

pub struct Words {
    pub surnames: Weighted<(&'static str, &'static str)>,
    /// Characters of given names: of men, of women.
    pub given: [Weighted<char>; 2],
    pub given_whole: [Weighted<&'static str>; 2],
    pub english_names: [Vec<&'static str>; 2],
    pub titles: Vec<&'static str>,
    pub brand: Vec<char>,
    pub trade_cn: Weighted<&'static str>,
    pub legal_cn: Weighted<[&'static str; 1]>,
    pub whole_cn: Vec<&'static str>,
    pub english_tails: Vec<&'static str>,
    pub roads: Vec<&'static str>,
    pub offices: Vec<&'static str>,
    pub homes: Vec<&'static str>,
    pub given_western: Vec<[Weighted<Given>; 2]>,
    pub family_western: Vec<Family>,
    pub first: Vec<&'static str>,
    pub second: Vec<&'static str>,
    /// Trades with their short form.
    pub trade: Vec<(&'static str, &'static str)>,
    pub trade_german: Vec<&'static str>,
    pub trade_french: Vec<&'static str>,
    pub trade_japanese: Vec<&'static str>,
    pub placeholders: HashMap<&'static str, Vec<&'static str>>,
    pub mail_cn: Weighted<&'static str>,
    pub mail_west: Weighted<&'static str>,
    pub wrong_domains: Vec<(&'static str, &'static str)>,
    pub roles: Vec<&'static str>,
    pub sources: Vec<&'static str>,
    sound: HashMap<char, Vec<char>>,
    shape: HashMap<char, Vec<char>>,
    characters: HashMap<char, (&'static str, char)>,
}

/// Lines of a list without comments and blank lines.
pub fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// The words of all lines that begin with `key`.
fn under(text: &'static str, key: &str) -> Vec<&'static str> {
    lines(text)
        .filter_map(|line| line.split_once(' '))
        .filter(|(first, _)| *first == key)
        .flat_map(|(_, rest)| rest.split_whitespace())
        .collect()
}

/// The rest of each line that begins with `key`, whole.
fn rests(text: &'static str, key: &str) -> Vec<&'static str> {
    lines(text).filter_map(|line| line.split_once(' ')).filter(|(first, _)| *first == key).map(|(_, rest)| rest.trim()).collect()
}

/// Lines `key item weight`.
fn with_weights<T>(text: &'static str, key: &str, make: impl Fn(&'static str) -> T) -> Weighted<T> {
    Weighted::new(
        rests(text, key).into_iter().filter_map(|line| line.rsplit_once(' ')).map(|(item, n)| (make(item), n.parse().unwrap_or(1))),
    )
}

fn groups(text: &'static str, key: &str) -> HashMap<char, Vec<char>> {
    let mut groups: HashMap<char, Vec<char>> = HashMap::new();
    for line in rests(text, key) {
        let members: Vec<char> = line.chars().filter(|c| *c != ' ').collect();
        for member in &members {
            groups.entry(*member).or_default().extend(members.iter().filter(|other| *other != member));
        }
    }
    groups
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let given = include_str!("words/given.txt");
    let characters_of = |key| Weighted::by_rank(under(given, key).concat().chars().collect::<Vec<_>>());
    let whole_of = |key| Weighted::by_rank(under(given, key));
    let cn = include_str!("words/company_cn.txt");
    let streets = include_str!("words/streets_cn.txt");
    let west = include_str!("words/company_western.txt");
    let mail = include_str!("words/email.txt");
    let similar = include_str!("words/similar.txt");
    let placeholder = include_str!("words/placeholders.txt");
    let given_western = include_str!("words/given_western.txt");
    let family_western = include_str!("words/family_western.txt");
    let three = |line: &'static str| {
        let mut parts = line.split(' ');
        (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next().unwrap_or(""))
    };
    let western = |flavour: &str, gender: &str| {
        Weighted::by_rank(
            rests(given_western, flavour).into_iter().filter_map(|line| line.split_once(' ')).filter(|(g, _)| *g == gender).map(
                |(_, names)| {
                    let mut names = names.split(' ');
                    Given { name: names.next().unwrap_or("").replace('_', " "), short: names.collect() }
                },
            ),
        )
    };
    let family = |flavour: &str| {
        let of = |kind: &str| -> Vec<&'static str> {
            let found = rests(family_western, flavour).into_iter().filter_map(|line| line.split_once(' ')).filter(|(k, _)| *k == kind);
            found.flat_map(|(_, names)| names.split(' ')).collect()
        };
        Family { whole: Weighted::by_rank(of("whole")), head: of("head"), tail: of("tail") }
    };
    Words {
        surnames: Weighted::new(
            lines(include_str!("words/surnames.txt")).map(three).map(|(name, sound, n)| ((name, sound), n.parse().unwrap_or(1))),
        ),
        given: [characters_of("male"), characters_of("female")],
        given_whole: [whole_of("male-whole"), whole_of("female-whole")],
        english_names: [under(given, "english-male"), under(given, "english-female")],
        titles: under(given, "title"),
        brand: under(cn, "brand").concat().chars().collect(),
        trade_cn: Weighted::by_rank(under(cn, "trade")),
        legal_cn: with_weights(cn, "legal", |form| [form]),
        whole_cn: under(cn, "whole"),
        english_tails: rests(cn, "english"),
        roads: under(streets, "road"),
        offices: under(streets, "office"),
        homes: under(streets, "home"),
        given_western: FLAVOURS.iter().map(|flavour| [western(flavour, "m"), western(flavour, "f")]).collect(),
        family_western: FLAVOURS.iter().map(|flavour| family(flavour)).collect(),
        first: under(west, "first"),
        second: under(west, "second"),
        trade: under(west, "trade").into_iter().map(|trade| trade.split_once('=').unwrap_or((trade, trade))).collect(),
        trade_german: under(west, "german"),
        trade_french: under(west, "french"),
        trade_japanese: under(west, "japanese"),
        placeholders: ["phone", "email", "company", "name", "address"]
            .into_iter()
            .map(|column| (column, rests(placeholder, column)))
            .collect(),
        mail_cn: with_weights(mail, "cn", |provider| provider),
        mail_west: with_weights(mail, "west", |provider| provider),
        wrong_domains: rests(mail, "wrong").into_iter().filter_map(|line| line.split_once(' ')).collect(),
        roles: under(mail, "role"),
        sources: lines(include_str!("words/sources.txt")).collect(),
        sound: groups(similar, "sound"),
        shape: groups(similar, "shape"),
        characters: lines(include_str!("words/characters.txt"))
            .filter_map(|line| {
                let mut parts = line.split(' ');
                let character = parts.next()?.chars().next()?;
                Some((character, (parts.next()?, parts.next().and_then(|form| form.chars().next()).unwrap_or(character))))
            })
            .collect(),
    }
});

pub fn words() -> &'static Words {
    &WORDS
}

impl Words {
    pub fn reading(&self, character: char) -> &'static str {
        self.characters.get(&character).map_or("", |(reading, _)| reading)
    }

    pub fn traditional(&self, text: &str) -> String {
        text.chars().map(|c| self.characters.get(&c).map_or(c, |(_, form)| *form)).collect()
    }

    /// Characters that sound like this one.
    pub fn alike_in_sound(&self, character: char) -> &[char] {
        self.sound.get(&character).map_or(&[], Vec::as_slice)
    }

    /// Characters that look like this one.
    pub fn alike_in_shape(&self, character: char) -> &[char] {
        self.shape.get(&character).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::{Purpose, Rng};

    #[test]
    fn every_character_of_the_chinese_lists_has_a_reading() {
        let lists = [include_str!("words/given.txt"), include_str!("words/company_cn.txt"), include_str!("words/streets_cn.txt")];
        let missing: String = lists
            .into_iter()
            .flat_map(lines)
            .flat_map(str::chars)
            .filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c) && words().reading(*c).is_empty())
            .collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn traditional_forms_are_known() {
        assert_eq!(words().traditional("张伟 华东贸易 A1"), "張偉 華東貿易 A1");
    }

    #[test]
    fn common_surnames_are_common() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        let wang = (0..10_000).filter(|_| words().surnames.pick(&mut rng).0 == "王").count();
        assert!((600..1000).contains(&wang), "{wang}");
    }

    #[test]
    fn no_list_is_empty() {
        let w = words();
        assert!(w.surnames.len() > 150 && w.brand.len() > 100 && w.trade_cn.len() > 50 && w.first.len() > 100);
        assert!(w.given_western.iter().flatten().all(|names| names.len() >= 20));
        assert!(w.family_western.iter().all(|names| names.whole.len() >= 30));
        assert!(w.placeholders.values().all(|list| list.len() >= 4));
    }
}
