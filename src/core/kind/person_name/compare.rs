//! How far two names agree.

use super::form::{View, Writing};
use super::relate::{Part, part, same_letters, western};
use super::typo;
use crate::chinese;
use crate::kind::Level;

/// The levels, in the order of [`LEVELS`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Agreement {
    Different,
    NothingShared,
    Resembling,
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

/// Estimated on made and real lists of persons: `m` over pairs of one person, `u` over random pairs of different ones.
/// Another given name in the same family (spouse, child) has to count against: `m` there is lower than typing errors alone would make it.
pub(super) static LEVELS: [Level; 13] = [
    Level::fixed("different", 0.008, 0.974),
    // 张先生 and 晓东: neither for nor against.
    Level::fixed("nothing shared", 0.003, 0.003),
    // Typed in the dark, or two names that sound a little alike: which of them, the rest of the table shows.
    Level::fixed("resembling", 0.012, 0.01),
    Level::fixed("given name only", 0.004, 0.002),
    Level::fixed("family name only", 0.003, 0.01),
    Level::fixed("one part missing", 0.04, 0.0006),
    Level::fixed("close", 0.08, 0.000_2),
    Level::fixed("same sound", 0.02, 0.000_01),
    Level::by_frequency("similar", 0.05, 0.000_004),
    Level::by_frequency("nickname", 0.025, 0.000_003),
    Level::fixed("pinyin", 0.06, 0.000_004),
    Level::by_frequency("same parts", 0.055, 0.000_004),
    Level::by_frequency("exact", 0.64, 0.000_02),
];

/// How often members of one household agree that far: they share their family name, and now and then a given name that sounds like it.
pub(super) const KIN: [Option<f64>; 13] = {
    let mut kin = [None; 13];
    kin[Agreement::FamilyOnly as usize] = Some(0.5);
    kin[Agreement::Resembling as usize] = Some(0.03);
    kin[Agreement::Close as usize] = Some(0.003);
    kin[Agreement::Similar as usize] = Some(0.0005);
    kin[Agreement::Nickname as usize] = Some(0.0005);
    kin
};

/// Compares two match forms of full names.
pub(super) fn compare(a: &str, b: &str) -> Agreement {
    if a == b {
        // 王先生 is as many people as there are Wangs: two such writings agree only as far as they go.
        return if View::of(a).is_partial() { Partial } else { Exact };
    }
    let (a, b) = (View::of(a), View::of(b));
    match (a.is_partial(), b.is_partial()) {
        (true, true) => return single(&a, &b),
        (true, false) => return partial(&a, &b),
        (false, true) => return partial(&b, &a),
        (false, false) => {}
    }
    match (a.is_chinese(), b.is_chinese()) {
        (true, true) => chinese(&a, &b),
        (false, false) => as_born(&a, &b).map_or_else(|| western(&a, &b), |born| born.max(western(&a, &b))),
        (true, false) => across(&a, &b),
        (false, true) => across(&b, &a),
    }
}

/// How far two names agree if a woman's family name is the one that she was born with: not exactly.
fn as_born(a: &View, b: &View) -> Option<Agreement> {
    let (born_a, born_b) = (a.as_born(), b.as_born());
    let pairs = [(born_a, Some(*b)), (Some(*a), born_b), (born_a, born_b)];
    pairs.into_iter().filter_map(|(a, b)| Some(western(&a?, &b?))).max().map(|agreement| agreement.min(SameParts))
}

/// The one part of a partial name, in letters, and whether it must be the family name or the given name.
/// A single word of another script may be either, until a title says that it is the family name.
fn only<'a>(view: &View<'a>) -> (&'a str, bool, bool) {
    let (family, given) = view.sounds();
    if given.is_empty() { (family, true, false) } else { (given, false, view.writing == Writing::Chinese) }
}

/// Both sides have a single part.
fn single(a: &View, b: &View) -> Agreement {
    let ((part_a, family_a, given_a), (part_b, family_b, given_b)) = (only(a), only(b));
    if part_a.is_empty() || part_b.is_empty() {
        return Different;
    }
    if family_a && given_b || given_a && family_b {
        return NothingShared;
    }
    if a.is_chinese() || b.is_chinese() {
        return if part_a == part_b { Partial } else { Different };
    }
    match part(part_a, part_b, !family_a || !family_b) {
        Part::Equal | Part::Nickname => Partial,
        Part::Similar => Close,
        _ if family_a != family_b => NothingShared,
        Part::Initial | Part::Cut => GivenOnly,
        Part::Far => Different,
    }
}

/// One side has a single part: it agrees with whichever part of the other it can be.
fn partial(short: &View, full: &View) -> Agreement {
    let (family, given) = full.sounds();
    let (one, is_family, is_given) = only(short);
    if one.is_empty() {
        return Different;
    }
    if short.is_chinese() && full.is_chinese() {
        let agrees = if is_family { one == family } else { short.given == full.given };
        return if agrees { Partial } else { Different };
    }
    if short.is_chinese() || full.is_chinese() {
        let joined = !is_family && !is_given && (same_letters(&[one], &[family, given]) || same_letters(&[one], &[given, family]));
        let agrees = !is_given && one == family || !is_family && one == given;
        return if joined { Pinyin } else { [Different, Partial][usize::from(agrees)] };
    }
    if !is_family && (same_letters(&[one], &[given, family]) || same_letters(&[one], &[family, given])) {
        // Written in one word: sergeilavrov.
        return SameParts;
    }
    let agreement = |relation| match relation {
        Part::Equal | Part::Similar | Part::Nickname => Partial,
        // Nicholas and N. Rosmont share no more than a letter.
        Part::Initial | Part::Cut => GivenOnly,
        Part::Far => Different,
    };
    let as_family = agreement(part(one, family, false));
    if is_family || as_family == Partial { as_family } else { as_family.max(agreement(part(one, given, true))) }
}

fn chinese(a: &View, b: &View) -> Agreement {
    if a.third == b.third && a.fourth == b.fourth {
        return SameSound;
    }
    if a.family == b.given && a.given == b.family || same_letters(&[a.family, a.given], &[b.family, b.given]) {
        return SameParts;
    }
    if a.family == b.family {
        return if one_character_off(a.given, b.given) { Close } else { FamilyOnly };
    }
    if a.given == b.given {
        // One character of three may be a slip of the input method, and so is what is no family name;
        // otherwise one of two is another family.
        let slip = a.given.chars().nth(1).is_some() || !is_surname(a.family) || !is_surname(b.family);
        return if slip { Close } else { GivenOnly };
    }
    // 晓东 for 王晓东.
    if same_letters(&[a.family, a.given], &[b.given]) || same_letters(&[b.family, b.given], &[a.given]) { Partial } else { Different }
}

fn is_surname(family: &str) -> bool {
    family.chars().nth(1).is_some() || family.chars().all(chinese::is_surname)
}

/// `晓东` and `晓梅`, `伟` and `伟明`: one character replaced, added or swapped.
fn one_character_off(a: &str, b: &str) -> bool {
    (a.chars().nth(1).is_some() || b.chars().nth(1).is_some()) && typo::distance(a, b, 1).is_some()
}

/// Chinese characters against another writing.
fn across(hanzi: &View, other: &View) -> Agreement {
    let (family, given) = hanzi.sounds();
    let alternative = || chinese::family_reading(hanzi.family).map_or("", |(_, second)| second);
    let is_family = |part: &str| part == family || !part.is_empty() && part == alternative();
    let (left, right) = (other.family, other.given);
    if right == given && is_family(left) || left == given && is_family(right) {
        return Pinyin;
    }
    let letters = [right, if other.is_chinese() { "" } else { other.third }, left];
    if same_letters(&[family, given], &[left, right]) || same_letters(&[given, family], &letters) {
        return Pinyin;
    }
    if is_family(left) {
        let initial = right.len() == 1 && given.starts_with(right);
        return if initial || typo::similar(right, given) { Close } else { FamilyOnly };
    }
    if right == given && given.len() >= 5 { GivenOnly } else { Different }
}
