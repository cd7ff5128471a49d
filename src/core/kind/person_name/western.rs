//! Names in Latin and other alphabets: titles, suffixes, comma order, particles, pinyin.

use super::form::{Writing, folded};
use super::parse::{Name, add_word};
use super::together::{Together, together};
use super::{NOT_A_NAME, nicknames, words};
use crate::chinese;
use crate::kind::Code;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// More words than this are no name: only the first ones are read.
const MOST_WORDS: usize = 16;

/// One word of the name: as written without punctuation around it, and folded.
struct Word<'a> {
    text: &'a str,
    folded: String,
}

pub(super) fn parse(text: &str) -> Result<Name, &'static Code> {
    let mut name = Name::new(Writing::Other);
    let first = match together(text) {
        Together::One => Cow::Borrowed(text),
        Together::Several(first) => {
            name.several = true;
            Cow::Owned(first)
        }
        Together::Firm => {
            name.organisation = true;
            Cow::Borrowed(text)
        }
    };
    let mut list = words_of(&first);
    while list.len() > 1 && list.first().is_some_and(|word| words::is_title(&word.folded, word.text.ends_with('.'))) {
        add_word(&mut name.title, list.remove(0).text);
    }
    while list.len() > 1
        && let Some(suffix) = list.last().and_then(|word| words::suffix(&word.folded))
    {
        list.pop();
        name.suffix = if name.suffix.is_empty() { suffix.to_owned() } else { format!("{suffix} {}", name.suffix) };
    }
    if list.len() > 2 && list.last().is_some_and(|word| matches!(word.folded.as_str(), "mr" | "mrs" | "ms" | "dr")) {
        add_word(&mut name.title, list.pop().map_or("", |word| word.text));
    }
    match list.as_slice() {
        [] => return Err(&NOT_A_NAME),
        [only] if name.title.is_empty() && words::is_title(&only.folded, true) && only.folded.len() < 5 => return Err(&NOT_A_NAME),
        _ => {}
    }
    name.organisation |= list.len() > 1 && list.last().is_some_and(|word| words::is_legal_form(&word.folded));
    if name.organisation {
        name.shown = Some(text.to_owned());
        name.given = text.to_owned();
        return Ok(name);
    }
    let casing = Casing::of(&list);
    let halves = if let [only] = list.as_slice() { camel(only.text) } else { None };
    if let Some((first, second)) = halves {
        list = vec![word(first), word(second)];
    }
    let is_east_asian = east_asian(&list);
    let is_mandarin = !is_east_asian || list.first().is_some_and(|family| chinese::surname_syllable(&family.folded) > 0);
    if let Some((start, end)) = pinyin_family(&list).filter(|_| is_mandarin) {
        name.writing = Writing::Pinyin;
        name.family_first = start == 0;
        let joined = list.len() == 1;
        if joined {
            // liangxufei is shown as one word; its parts are kept apart.
            let whole = list.first().map_or("", |word| word.text);
            name.shown = Some(casing.apply(whole));
            let letters = list.first().map_or("", |word| word.folded.as_str());
            let (family, given) = letters.split_at_checked(end).unwrap_or_default();
            (name.family, name.given) = (casing.title(family), casing.title(given));
        } else {
            for (index, word) in list.iter().enumerate() {
                let part = if (start..end).contains(&index) { &mut name.family } else { &mut name.given };
                add_word(part, &casing.apply_alone(word.text));
            }
        }
        return Ok(name);
    }
    if casing == Casing::Mixed && capital_family_first(&list) {
        list.rotate_left(1);
    }
    hangul(&list, &mut name);
    if !name.family.is_empty() {
        return Ok(name);
    }
    // Mr van Dyke, von Trapp and DE LA CRUZ have no given name; Van Nguyen has.
    let particle = |word: Option<&Word>| {
        word.is_some_and(|word| matches!(word.folded.as_str(), "van" | "von" | "de" | "der" | "den" | "del" | "di" | "du" | "la"))
    };
    let small = list.first().is_some_and(|word| !word.text.contains(char::is_uppercase)) && casing == Casing::Mixed;
    let only_family =
        list.len() > 1 && particle(list.first()) && (!name.title.is_empty() || small || list.len() > 2 && particle(list.get(1)));
    if patronymic_last(&list) {
        list.rotate_left(1);
    }
    if is_east_asian {
        name.family_first = true;
        for (index, word) in list.iter().enumerate() {
            let part = if index == 0 { &mut name.family } else { &mut name.given };
            add_word(part, &casing.apply_alone(word.text));
        }
        return Ok(name);
    }
    if vietnamese(&list) {
        name.family_first = true;
        for (index, word) in list.iter().enumerate() {
            let part = match index {
                0 => &mut name.family,
                _ if index + 1 == list.len() => &mut name.given,
                _ => &mut name.middle,
            };
            add_word(part, &casing.apply_alone(word.text));
        }
        return Ok(name);
    }
    let mut start = if only_family { 0 } else { list.len() - 1 };
    while start > 1 && list.get(start - 1).is_some_and(|word| words::is_particle(&word.folded)) {
        start -= 1;
    }
    for (index, word) in list.iter().enumerate() {
        let last = index + 1 == list.len();
        let part = match index {
            0 if !only_family && (list.len() > 1 || name.title.is_empty()) => &mut name.given,
            _ if index >= start => &mut name.family,
            _ => &mut name.middle,
        };
        let particle = (index > 0 || only_family) && !last && words::is_particle(&word.folded);
        let written = match casing {
            Casing::Mixed if particle => word.text.to_owned(),
            // gillian GIBSON, john Smith; but Ortega y Gasset.
            Casing::Mixed if index == 0 || last || word.text.len() > 3 => casing.apply_alone(word.text),
            _ if particle && index > 0 => word.text.to_lowercase(),
            _ => casing.apply(word.text),
        };
        add_word(part, &written);
    }
    if name.given.is_empty() {
        name.title = name.title.split(' ').map(|title| casing.apply(title)).collect::<Vec<_>>().join(" ");
    }
    Ok(name)
}

/// `Иванов Иван Иванович`: where the name of the father stands last, the family's stands first.
fn patronymic_last(list: &[Word]) -> bool {
    const ENDINGS: [&str; 9] = ["ович", "евич", "овна", "евна", "ична", "ovich", "evich", "ovna", "evna"];
    let is = |word: &Word| ENDINGS.iter().any(|ending| word.folded.len() > ending.len() + 2 && word.folded.ends_with(ending));
    matches!(list, [first, second, last] if is(last) && !is(first) && !is(second))
}

/// `Kim Min-jun`, `Lee Kuan Yew`, `Wong Fei Hung`: the family name in front, as Koreans and Cantonese write it.
fn east_asian(list: &[Word]) -> bool {
    match list {
        [family, given] => {
            let mut syllables = given.text.split(['-', '‐']);
            let both = (syllables.next(), syllables.next(), syllables.next());
            words::is_korean_family(&family.folded)
                && matches!(both, (Some(first), Some(second), None) if [first, second].into_iter().all(|word| words::is_korean_syllable(&folded(word))))
        }
        [family, first, second] => {
            let both = |is: fn(&str) -> bool| is(&first.folded) && is(&second.folded);
            words::is_korean_family(&family.folded) && both(words::is_korean_syllable)
                || words::is_cantonese_family(&family.folded) && both(is_foreign_syllable)
        }
        _ => false,
    }
}

/// A short word with one run of vowels that is no English name.
fn is_foreign_syllable(word: &str) -> bool {
    let is_vowel = |c: &u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let runs = word.as_bytes().chunk_by(|a, b| is_vowel(a) == is_vowel(b)).filter(|run| run.first().is_some_and(is_vowel)).count();
    (2..=5).contains(&word.len())
        && word.bytes().all(|c| c.is_ascii_lowercase())
        && runs <= 1
        && !nicknames::knows(word)
        && !words::is_particle(word)
        && !words::is_cantonese_family(word)
}

/// `Nguyễn Văn An`: the family name stands in front, and is one of a few; Văn and Thị tell.
fn vietnamese(list: &[Word]) -> bool {
    const FAMILIES: [&str; 16] =
        ["nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly"];
    let is = |at: usize, words: &[&str]| list.get(at).is_some_and(|word| words.contains(&word.folded.as_str()));
    list.len() > 2 && is(0, &FAMILIES) && is(1, &["van", "thi"])
}

fn word(text: &str) -> Word<'_> {
    Word { text, folded: folded(text) }
}

/// The words in the order given, middle, family, suffix: what stands before a comma goes behind what follows it.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut list: Vec<Word> = Vec::with_capacity(4);
    let Some((family, rest)) = text.split_once(',') else {
        add_words(text, &mut list);
        return list;
    };
    let mut suffixes = Vec::new();
    for part in rest.split(',') {
        let before = list.len();
        add_words(part, &mut list);
        if list.get(before..).is_some_and(|words| words.iter().all(|word| words::suffix(&word.folded).is_some())) {
            suffixes.extend(list.drain(before..));
        }
    }
    add_words(family, &mut list);
    list.append(&mut suffixes);
    list
}

fn add_words<'a>(text: &'a str, list: &mut Vec<Word<'a>>) {
    for chunk in text.split([' ', '+', '&', '\\']) {
        let whole = trim(chunk);
        if whole.is_empty() || list.len() >= MOST_WORDS {
            continue;
        }
        // Ph.D. is one word, J.C. and S.Hughes are two.
        if words::suffix(&folded(whole)).is_some() || !whole.trim_end_matches('.').contains('.') {
            add_piece(whole, list);
        } else {
            whole.split_inclusive('.').for_each(|piece| add_piece(trim(piece), list));
        }
    }
}

/// Takes off punctuation around a word, but for one full stop at its end.
pub(super) fn trim(word: &str) -> &str {
    let punctuation = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    let word = word.trim_start_matches(punctuation);
    let bare = word.trim_end_matches(punctuation);
    let stop = word.get(bare.len()..).is_some_and(|rest| rest.starts_with('.'));
    word.get(..bare.len() + usize::from(stop)).unwrap_or(bare)
}

/// Keeps the full stop of an initial and of a doubtful title, and no other.
fn add_piece<'a>(piece: &'a str, list: &mut Vec<Word<'a>>) {
    let bare = piece.trim_end_matches('.');
    if bare.is_empty() {
        return;
    }
    let keep = bare.chars().count() == 1 || list.is_empty() && words::is_title(&folded(bare), true);
    let text = if keep { piece.get(..bare.len() + usize::from(piece.len() > bare.len())).unwrap_or(bare) } else { bare };
    let word = word(text);
    if !word.folded.is_empty() && text != "and" {
        list.push(word);
    }
}

/// `SergeiLavrov` → `Sergei`, `Lavrov`; but not `McDonald` or `VanDyke`.
fn camel(text: &str) -> Option<(&str, &str)> {
    let mut last = ' ';
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    for (at, c) in text.char_indices().filter(|_| capital) {
        if at >= 3 && last.is_lowercase() && c.is_uppercase() && text.len() - at >= 3 {
            let (first, second) = text.split_at(at);
            let plain = second.chars().skip(1).all(|c| c.is_lowercase()) && !words::are_particles(&folded(first));
            return plain.then_some((first, second));
        }
        last = c;
    }
    None
}

/// Which words of a name in pinyin are the family name, or None where the name is not plainly pinyin.
/// Of a single word, how many letters.
fn pinyin_family(list: &[Word]) -> Option<(usize, usize)> {
    let count = list.len();
    if count > 4 || list.iter().any(|word| word.folded.len() < 2 && count > 2) {
        return None;
    }
    let mut counts = [0usize; 4];
    for (word, count) in list.iter().zip(&mut counts) {
        *count = chinese::syllables(&word.folded)?.count();
    }
    let total: usize = counts.iter().sum();
    if let [only] = list {
        return if total > 4 { None } else { joined_family(&only.folded).map(|end| (0, end)) };
    }
    // One or two syllables, seldom three, are left for the given name.
    let possible = |syllables: usize| (1..=if count == 2 { 3 } else { 2 }).contains(&(total - syllables));
    let rank = |word: Option<&Word>, syllables: usize| match word {
        Some(word) if syllables == 1 && possible(1) => chinese::surname_syllable(&word.folded),
        Some(word) if syllables == 2 && possible(2) && chinese::is_compound_reading(&word.folded) => 5,
        _ => 0,
    };
    if let ([first, second, _, ..], [1, 1, ..]) = (list, counts)
        && possible(2)
        && chinese::is_compound_reading(&(first.folded.clone() + &second.folded))
    {
        return Some((0, 2));
    }
    let last_count = counts.get(count - 1).copied().unwrap_or(0);
    let front = Some((0, 1));
    let back = Some((count - 1, count));
    match (rank(list.first(), counts[0]), rank(list.last(), last_count)) {
        (0, 0) => None,
        (_, 0) => front,
        (0, _) => back,
        // Where either may be the family name, it is the one with fewer syllables, or the more common one, or the first.
        _ if counts[0] != last_count => {
            if counts[0] < last_count {
                front
            } else {
                back
            }
        }
        // Single syllables are written in Chinese order, unless the name in front is a rare one.
        (first, last) if count > 2 => {
            if first > 1 || last < 3 {
                front
            } else {
                back
            }
        }
        (first, last) => {
            if first >= last {
                front
            } else {
                back
            }
        }
    }
}

/// How many letters of `liangxufei` are the family name. A common one is asked for: any name of a few syllables looks like pinyin.
fn joined_family(letters: &str) -> Option<usize> {
    if nicknames::knows(letters) {
        return None;
    }
    let split = chinese::syllables(letters)?;
    let mut parts = split.of(letters);
    let (first, second) = (parts.next()?, parts.next()?);
    let both = first.len() + second.len();
    if split.count() > 2 && letters.get(..both).is_some_and(chinese::is_compound_reading) {
        return Some(both);
    }
    (split.count() <= 3 && chinese::surname_syllable(first) >= 2).then_some(first.len())
}

/// `DUPONT Jean`: a family name in capitals before a given name that is not.
fn capital_family_first(list: &[Word]) -> bool {
    let capitals = |word: &Word| word.text.chars().count() >= 3 && word.text.chars().all(|c| !c.is_lowercase());
    match list {
        [first, rest @ ..] if !rest.is_empty() => {
            capitals(first)
                && !rest.iter().any(capitals)
                && rest.last().is_some_and(|last| last.folded.len() > 1)
                && (!nicknames::knows(&first.folded) || rest.last().is_some_and(|last| nicknames::knows(&last.folded)))
        }
        _ => false,
    }
}

/// Korean names: the first of two to four syllables is the family name, whether or not a space follows.
fn hangul(list: &[Word], name: &mut Name) {
    let syllable = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    if !list.iter().all(|word| word.text.chars().all(syllable)) {
        return;
    }
    let all: String = list.iter().map(|word| word.text).collect();
    let given = all.char_indices().nth(1).map_or("", |(at, _)| all.get(at..).unwrap_or_default());
    let length = all.chars().count();
    if (2..=4).contains(&length) && list.len() <= 2 && list.first().is_some_and(|word| list.len() == 1 || word.text.chars().count() == 1) {
        given.clone_into(&mut name.given);
        name.family = all.chars().take(1).collect();
        name.family_first = true;
        name.shown = Some(all);
    }
}

/// What the letters' case says about the whole name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Casing {
    Upper,
    Lower,
    Mixed,
}

impl Casing {
    fn of(list: &[Word]) -> Casing {
        let long = || list.iter().filter(|word| word.text.chars().filter(|c| c.is_alphabetic()).count() > 1);
        let letters = || long().flat_map(|word| word.text.chars());
        if !letters().any(char::is_lowercase) && long().next().is_some() {
            Casing::Upper
        } else if !letters().any(char::is_uppercase) && !list.iter().any(|word| word.text.chars().any(char::is_uppercase)) {
            Casing::Lower
        } else {
            Casing::Mixed
        }
    }

    /// A word as it is to be written: as it was, unless the whole name, or this word alone, is in one case.
    fn apply(self, word: &str) -> String {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = letters >= 3 && word.chars().all(|c| !c.is_lowercase());
        let initial = letters == 1 && self == Casing::Lower && word.len() <= 2 && word.is_ascii();
        let change = if self == Casing::Mixed { capitals } else { letters > 1 || initial };
        if change { self.title(word) } else { word.to_owned() }
    }

    /// The same for a word that is no particle: in small letters alone it is in one case, too.
    fn apply_alone(self, word: &str) -> String {
        let small = self == Casing::Mixed && word.chars().all(|c| c.is_lowercase() || c == '-') && word.chars().count() > 1;
        if small { self.title(word) } else { self.apply(word) }
    }

    /// Title case: a capital first, after a hyphen, after `O'` and `Mc`. Letters whose other case is several letters stay.
    fn title(self, word: &str) -> String {
        let mut out = String::with_capacity(word.len());
        let mut start = true;
        let mut letters = 0;
        for c in word.chars() {
            if is_combining_mark(c) {
                out.push(c);
                continue;
            }
            out.push(if start { upper(c) } else { lower(c) });
            let after_mac = letters == 1 && out.ends_with("Mc");
            letters = if c.is_alphabetic() { letters + 1 } else { 0 };
            start = matches!(c, '-' | '–') || matches!(c, '\'' | '’') && out.chars().count() == 2 || after_mac;
        }
        out
    }
}

fn upper(c: char) -> char {
    single(c.to_uppercase()).unwrap_or(c)
}

fn lower(c: char) -> char {
    single(c.to_lowercase()).unwrap_or(c)
}

fn single(mut mapped: impl Iterator<Item = char>) -> Option<char> {
    mapped.next().filter(|_| mapped.next().is_none())
}
