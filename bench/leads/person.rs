//! A person as the truth knows them: one name, the same in every row before somebody writes it down.

use crate::chinese;
use crate::places::{City, HANZI};
use crate::rng::Rng;
use crate::western;
use crate::words::FLAVOURS;

#[derive(Clone)]
pub struct Person {
    /// Index into [`FLAVOURS`], or [`HANZI`] for a name in Chinese characters.
    pub flavour: usize,
    pub female: bool,
    pub family: String,
    pub given: String,
    /// Both in plain letters, `Wang` and `Xiao Ming`: what mail addresses and pinyin are made from.
    pub family_latin: String,
    pub given_latin: String,
    /// What friends call them: Bill of William, an English name of 王晓明.
    pub short: &'static [&'static str],
    pub middle: Option<char>,
    /// The family name of a woman before she married, on her older rows.
    pub earlier_family: Option<String>,
}

impl Person {
    pub fn new(city: &City, rng: &mut Rng) -> Person {
        let flavour = *city.country().flavours.pick(rng);
        if flavour == HANZI { chinese::person(rng) } else { western::person(flavour, rng) }
    }

    pub fn is_hanzi(&self) -> bool {
        self.flavour == HANZI
    }

    /// Whether the family name is written first: in characters, and by the Chinese of Singapore.
    pub fn family_first(&self) -> bool {
        self.is_hanzi() || FLAVOURS[self.flavour] == "zh"
    }

    /// Somebody of the same family: another given name, often with a character in common.
    pub fn sibling(&self, city: &City, rng: &mut Rng) -> Person {
        let mut other = self.clone();
        for _ in 0..4 {
            let made = if self.is_hanzi() { chinese::sibling(self, rng) } else { western::person(self.flavour, rng) };
            (other.female, other.given, other.given_latin) = (made.female, made.given, made.given_latin);
            (other.short, other.middle, other.earlier_family) = (made.short, made.middle, None);
            if other.given != self.given {
                return other;
            }
        }
        Person::new(city, rng)
    }

    /// The family and given names in small plain letters, as mail addresses have them.
    pub fn slugs(&self) -> (String, String) {
        let slug = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        (slug(&self.family_latin), slug(&self.given_latin))
    }

    /// The first letters of the given name: xm of Xiao Ming.
    pub fn initials(&self) -> String {
        self.given_latin.split([' ', '-']).filter_map(|part| part.chars().next()).map(|c| c.to_ascii_lowercase()).collect()
    }
}
