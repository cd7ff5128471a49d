//! Names in letters: how two parts relate, and what that makes of two names.

use super::compare::Agreement::{self, *};
use super::form::{View, Writing};
use super::{nicknames, titles, typo};

/// How two single parts relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Far,
    /// One is the initial of the other.
    Initial,
    /// One is the beginning of the other.
    Cut,
    /// Slips of the hand.
    Similar,
    /// One is short for the other.
    Nickname,
    Equal,
}

/// How two folded parts in letters relate.
pub(super) fn part(a: &str, b: &str, is_given: bool) -> Part {
    if a == b {
        return Part::Equal;
    }
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Part::Far;
    }
    let begins = long.starts_with(short);
    if short.len() == 1 || short.chars().nth(1).is_none() {
        return if begins { Part::Initial } else { Part::Far };
    }
    if is_given {
        match nicknames::relation(a, b) {
            nicknames::Relation::Related => return Part::Nickname,
            // Joan and John are two people more often than a slip.
            nicknames::Relation::Distinct => return Part::Far,
            nicknames::Relation::Unknown => {}
        }
    }
    if typo::similar(a, b) {
        Part::Similar
    } else if begins {
        Part::Cut
    } else if !is_given && long.strip_suffix(short).is_some_and(titles::are_particles) {
        Part::Similar
    } else {
        Part::Far
    }
}

/// Two full names in letters.
pub(super) fn western(a: &View, b: &View) -> Agreement {
    let family = part(a.family, b.family, false);
    if family == Part::Far {
        return if a.given == b.given {
            swapped(a, b).unwrap_or(if slip(a.family, b.family) { Close } else { GivenOnly })
        } else {
            swapped(a, b).unwrap_or_else(|| badly_written(a, b))
        };
    }
    let given = part(a.given, b.given, true);
    let both_pinyin = a.writing == Writing::Pinyin && b.writing == Writing::Pinyin;
    match (family, given) {
        (Part::Equal, Part::Equal) => return if middles_agree(a.third, b.third) { SameParts } else { Close },
        (Part::Equal | Part::Similar, Part::Nickname) => return Nickname,
        // In pinyin one letter makes another name.
        (Part::Equal, Part::Similar) | (Part::Similar, Part::Equal | Part::Similar) => return if both_pinyin { Close } else { Similar },
        _ => {}
    }
    if let Some(swapped) = swapped(a, b) {
        return swapped;
    }
    match (family, given) {
        (Part::Initial | Part::Cut, Part::Equal) | (Part::Cut, Part::Similar | Part::Nickname | Part::Cut) => Close,
        (Part::Equal | Part::Similar, Part::Initial | Part::Cut) => Close,
        // Known by the middle name.
        (Part::Equal, Part::Far) if has_word(a.third, b.given) || has_word(b.third, a.given) => Nickname,
        (Part::Equal, Part::Far) if slip(a.given, b.given) && !both_known(a, b) => Close,
        (Part::Equal, _) => FamilyOnly,
        _ => badly_written(a, b),
    }
}

fn both_known(a: &View, b: &View) -> bool {
    nicknames::knows(a.given) && nicknames::knows(b.given)
}

/// More slips than chance allows in a name whose other part is the same, or one in a short part.
fn slip(a: &str, b: &str) -> bool {
    typo::alike(a, b) || a.len().min(b.len()) >= 2 && typo::distance(a, b, 1).is_some()
}

/// Both parts damaged: little by itself, more than nothing.
fn badly_written(a: &View, b: &View) -> Agreement {
    let alike = |left: &str, right: &str| left == right || typo::alike(left, right);
    let found = match () {
        () if alike(a.family, b.family) && alike(a.given, b.given) => Close,
        () if resemble(a, b) => Resembling,
        () => return Different,
    };
    if both_known(a, b) { Different } else { found }
}

/// Whether what is left of two names may be the same: most letters of both together, many of each part.
fn resemble(a: &View, b: &View) -> bool {
    const EACH: f64 = 0.55;
    const BOTH: f64 = 0.72;
    if typo::has_little_of(a.family, b.family) || typo::has_little_of(a.given, b.given) {
        return false;
    }
    let (family, given) = (typo::resemblance(a.family, b.family), typo::resemblance(a.given, b.given));
    family >= EACH && given >= EACH && family + given >= 2.0 * BOTH
}

/// Family and given name exchanged, or the words run together or divided otherwise.
fn swapped(a: &View, b: &View) -> Option<Agreement> {
    if a.family == b.given || a.given == b.family {
        let (left, right) = if a.family == b.given { (a.given, b.family) } else { (a.family, b.given) };
        match part(left, right, true) {
            Part::Equal => return Some(if middles_agree(a.third, b.third) { SameParts } else { Close }),
            Part::Nickname => return Some(Nickname),
            Part::Similar => return Some(Similar),
            Part::Initial => return Some(Close),
            Part::Cut | Part::Far => {}
        }
    }
    // Maria Garcia Lopez and Maria Garcia.
    if a.given == b.given && (has_word(a.third, b.family) || has_word(b.third, a.family)) {
        return Some(Similar);
    }
    let (left, right) = ([a.given, a.third, a.family], [b.given, b.third, b.family]);
    if letters_of(&left) != letters_of(&right) {
        return None;
    }
    let turned = [b.family, b.given, b.third];
    let same = same_letters(&left, &right) || same_letters(&left, &turned) || same_letters(&[a.family, a.given, a.third], &right);
    (same || same_words(&left, &right)).then_some(SameParts)
}

fn letters_of(parts: &[&str; 3]) -> u32 {
    parts.iter().fold(0, |letters, part| letters | typo::letters_in(part)) & !1
}

/// Whether middle names allow one person: one side has none, or each word of the shorter is in the longer, be it as an initial.
fn middles_agree(a: &str, b: &str) -> bool {
    let size = |words: &'_ str| words.bytes().filter(|byte| *byte == b' ').count();
    let (long, short) = if b.is_empty() || (size(a), a) >= (size(b), b) { (a, b) } else { (b, a) };
    let mut rest = long.split(' ');
    short.is_empty() || short.split(' ').all(|word| rest.any(|other| part(word, other, true) != Part::Far))
}

fn has_word(words: &str, word: &str) -> bool {
    word.len() > 1 && !words.is_empty() && words.split(' ').any(|other| other == word)
}

/// Whether parts have the same letters in a row, wherever one ends and the next begins.
pub(super) fn same_letters(a: &[&str], b: &[&str]) -> bool {
    let length = |parts: &[&str]| parts.iter().flat_map(|part| part.bytes()).filter(|byte| *byte != b' ').count();
    if length(a) != length(b) {
        return false;
    }
    let bytes = a.iter().flat_map(|part| part.bytes()).filter(|byte| *byte != b' ');
    bytes.eq(b.iter().flat_map(|part| part.bytes()).filter(|byte| *byte != b' '))
}

/// Whether two names of at least three words have the same ones in any order.
fn same_words(a: &[&str; 3], b: &[&str; 3]) -> bool {
    fn each<'a>(parts: &'a [&'a str; 3]) -> impl Iterator<Item = &'a str> {
        parts.iter().flat_map(|part| part.split(' ')).filter(|word| !word.is_empty())
    }
    let within = |a, b| each(a).all(|word| each(b).any(|other| word == other));
    each(a).nth(2).is_some() && each(a).count() == each(b).count() && within(a, b) && within(b, a)
}
