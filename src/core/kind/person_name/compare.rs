//! How far two names agree.

use super::form::{View, Writing};
use super::{nicknames, typo, words};
use crate::chinese;

/// The levels, in the order of [`super::LEVELS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    Different,
    GivenOnly,
    FamilyOnly,
    Partial,
    Close,
    SameSound,
    Similar,
    Nickname,
    Pinyin,
    SameParts,
    Exact,
}
use Agreement::*;

/// Compares two match forms of full names.
pub(super) fn compare(a: &str, b: &str) -> Agreement {
    if a == b {
        return Exact;
    }
    let first = a < b;
    let (a, b) = (View::of(a), View::of(b));
    match (a.is_partial(), b.is_partial()) {
        (true, true) => return if first { partial(&a, &b) } else { partial(&b, &a) },
        (true, false) => return partial(&a, &b),
        (false, true) => return partial(&b, &a),
        (false, false) => {}
    }
    match (a.is_chinese(), b.is_chinese()) {
        (true, true) => chinese(&a, &b),
        (false, false) => western(&a, &b),
        (true, false) => across(&a, &b),
        (false, true) => across(&b, &a),
    }
}

/// One side has a single part: it agrees with whichever part of the other it can be.
fn partial(short: &View, full: &View) -> Agreement {
    let (family, given) = if short.is_chinese() && full.is_chinese() { (full.family, full.given) } else { full.sounds() };
    let (part, is_family) = {
        let (own_family, own_given) = if short.is_chinese() && full.is_chinese() { (short.family, short.given) } else { short.sounds() };
        if own_given.is_empty() { (own_family, true) } else { (own_given, false) }
    };
    if part.is_empty() {
        return Different;
    }
    // A single Western word may be either; 张先生 is a family name.
    let either = !is_family && short.writing != Writing::Chinese;
    let agrees = if is_family { part == family } else { part == given || either && part == family };
    // Written in one word: sergeilavrov, liangxufei; or 晓东 for 王晓东.
    let joined = !full.is_partial() && either && (same_letters(&[part], &[given, family]) || same_letters(&[part], &[family, given]));
    if joined {
        SameParts
    } else if agrees || full.is_partial() && full.writing != Writing::Chinese && part == given {
        Partial
    } else {
        Different
    }
}

fn chinese(a: &View, b: &View) -> Agreement {
    let same_family = a.family == b.family;
    let same_family_sound = a.third == b.third;
    if same_family_sound && a.fourth == b.fourth {
        return SameSound;
    }
    if a.family == b.given && a.given == b.family || same_letters(&[a.family, a.given], &[b.family, b.given]) {
        return SameParts;
    }
    if same_family {
        return if one_character_off(a.given, b.given) { Close } else { FamilyOnly };
    }
    if a.given == b.given {
        // One character of three may be a slip of the input method; one of two is another family.
        return if a.given.chars().nth(1).is_some() { Close } else { GivenOnly };
    }
    Different
}

/// `晓东` and `晓梅`, `伟` and `伟明`: one character replaced, added or swapped.
fn one_character_off(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    long.chars().nth(1).is_some() && typo::distance(long, short, 1).is_some()
}

/// Chinese characters against another writing.
fn across(hanzi: &View, other: &View) -> Agreement {
    let (family, given) = hanzi.sounds();
    let alternative = || chinese::family_reading(hanzi.family).map_or("", |(_, second)| second);
    let is_family = |part: &str| part == family || !part.is_empty() && part == alternative();
    let (left, right) = (other.family, other.given);
    if is_family(left) && right == given || is_family(right) && left == given {
        return Pinyin;
    }
    let letters = [other.given, other.third, other.family];
    if same_letters(&[family, given], &[left, right]) || same_letters(&[given, family], &letters) {
        return Pinyin;
    }
    if is_family(left) {
        let initial = right.len() == 1 && given.starts_with(right);
        return if initial || typo::similar(right, given) { Close } else { FamilyOnly };
    }
    if right == given && given.len() >= 5 { GivenOnly } else { Different }
}

/// How two single parts relate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Far,
    /// One is the initial of the other.
    Initial,
    /// One is the beginning of the other, or both are badly written.
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
    if begins && short.chars().nth(1).is_none() {
        return Part::Initial;
    }
    let close = typo::similar(a, b);
    if is_given && (close || begins || short.len() >= 2) {
        match nicknames::relation(a, b) {
            nicknames::Relation::Related => return Part::Nickname,
            // Joan and John are two people more often than a slip.
            nicknames::Relation::Distinct => return if begins { Part::Cut } else { Part::Far },
            nicknames::Relation::Unknown => {}
        }
    }
    if close {
        Part::Similar
    } else if begins || !is_given && long.strip_suffix(short).is_some_and(words::are_particles) {
        if begins { Part::Cut } else { Part::Similar }
    } else {
        Part::Far
    }
}

fn western(a: &View, b: &View) -> Agreement {
    let straight = (part(a.family, b.family, false), part(a.given, b.given, true));
    let both_pinyin = a.writing == Writing::Pinyin && b.writing == Writing::Pinyin;
    match straight {
        (Part::Equal, Part::Equal) => return if middles_agree(a.third, b.third) { SameParts } else { Close },
        (Part::Equal | Part::Similar, Part::Nickname) => return Nickname,
        (Part::Equal, Part::Similar) | (Part::Similar, Part::Equal | Part::Similar) => return if both_pinyin { Close } else { Similar },
        _ => {}
    }
    if let Some(swapped) = swapped(a, b) {
        return swapped;
    }
    match straight {
        (Part::Far, Part::Equal) => GivenOnly,
        (Part::Far, _) => badly_written(a, b),
        (Part::Initial, Part::Equal) | (Part::Cut, Part::Equal | Part::Similar | Part::Nickname | Part::Cut) => Close,
        (Part::Initial | Part::Cut, _) => badly_written(a, b),
        (Part::Equal | Part::Similar, Part::Initial | Part::Cut) => Close,
        // Known by the middle name.
        (Part::Equal, _) if has_word(a.third, b.given) || has_word(b.third, a.given) => Nickname,
        (Part::Equal, _) => {
            if typo::alike(a.given, b.given) && !nicknames::knows(a.given) | !nicknames::knows(b.given) {
                Close
            } else {
                FamilyOnly
            }
        }
        (Part::Similar, _) => badly_written(a, b),
        (Part::Nickname, _) => Different,
    }
}

/// Both parts damaged: little by itself, more than nothing.
fn badly_written(a: &View, b: &View) -> Agreement {
    let alike = |left: &str, right: &str| left == right || typo::alike(left, right);
    let known = nicknames::knows(a.given) && nicknames::knows(b.given);
    if !known && alike(a.family, b.family) && alike(a.given, b.given) { Close } else { Different }
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
    let (left, right) = ([a.given, a.third, a.family], [b.given, b.third, b.family]);
    let turned = [b.family, b.given, b.third];
    let same = same_letters(&left, &right) || same_letters(&left, &turned) || same_letters(&[a.family, a.given, a.third], &right);
    (same || same_words(&left, &right)).then_some(SameParts)
}

/// Whether middle names allow one person: one side has none, or each word of the shorter is in the longer, be it as an initial.
fn middles_agree(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.split(' ');
    short.is_empty() || short.split(' ').all(|word| rest.any(|other| part(word, other, true) != Part::Far))
}

fn has_word(words: &str, word: &str) -> bool {
    word.len() > 1 && words.split(' ').any(|other| other == word)
}

/// Whether parts have the same letters in a row, wherever one ends and the next begins.
fn same_letters(a: &[&str], b: &[&str]) -> bool {
    let length = |parts: &[&str]| parts.iter().flat_map(|part| part.bytes()).filter(|byte| *byte != b' ').count();
    let letters = |parts: &[&str]| parts.iter().map(|part| part.len()).sum::<usize>();
    // Spaces lie in middle names only: far apart without them means far apart.
    if letters(a).abs_diff(letters(b)) > 8 || length(a) != length(b) {
        return false;
    }
    let bytes_a = a.iter().flat_map(|part| part.bytes()).filter(|byte| *byte != b' ');
    bytes_a.eq(b.iter().flat_map(|part| part.bytes()).filter(|byte| *byte != b' '))
}

/// Whether two names of at least three words have the same ones in any order.
fn same_words(a: &[&str; 3], b: &[&str; 3]) -> bool {
    fn each<'a>(parts: &'a [&'a str; 3]) -> impl Iterator<Item = &'a str> {
        parts.iter().flat_map(|part| part.split(' ')).filter(|word| !word.is_empty())
    }
    let count = each(a).count();
    count > 2
        && count == each(b).count()
        && each(a).all(|word| each(b).any(|other| word == other))
        && each(b).all(|word| each(a).any(|other| word == other))
}
