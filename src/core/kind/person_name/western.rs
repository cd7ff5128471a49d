//! Names in Latin and other alphabets: titles, suffixes, comma order, particles, pinyin.

use super::casing::Casing;
use super::form::{Writing, folded};
use super::order::{capital_family_first, east_asian, initials_last, patronymic_last, pinyin_family, russian_family_first, vietnamese};
use super::parse::{Name, add_word};
use super::together::{Together, together};
use super::{NOT_A_NAME, titles, words};
use crate::chinese;
use crate::fold::{cut, is_letter, pieces};
use crate::kind::Code;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// More words than this are no name: only the first ones are read.
const MOST_WORDS: usize = 16;

/// One word of the name: as written without punctuation around it, and folded.
pub(super) struct Word<'a> {
    pub text: &'a str,
    pub folded: String,
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
    let first = match prefixes_joined(&first) {
        Some(joined) => Cow::Owned(joined),
        None => first,
    };
    let mut list = words_of(&first);
    take_birth_name(&mut list, &mut name);
    while list.len() > 1 && list.first().is_some_and(|word| titles::is_title(&word.folded, word.text.ends_with('.'))) {
        add_word(&mut name.title, list.remove(0).text);
        // Dr. med., Dipl.-Kfm.
        while list.len() > 1 && list.first().is_some_and(|word| word.text.ends_with('.') && titles::is_faculty(&word.folded)) {
            add_word(&mut name.title, list.remove(0).text);
        }
    }
    while list.len() > 1
        && let Some(suffix) = list.last().and_then(|word| titles::suffix(&word.folded))
    {
        list.pop();
        name.suffix = if name.suffix.is_empty() { suffix.to_owned() } else { format!("{suffix} {}", name.suffix) };
    }
    if list.len() > 2 && list.last().is_some_and(|word| matches!(word.folded.as_str(), "mr" | "mrs" | "ms" | "dr")) {
        add_word(&mut name.title, list.pop().map_or("", |word| word.text));
    }
    match list.as_slice() {
        [] => return Err(&NOT_A_NAME),
        [only] if name.title.is_empty() && titles::is_title(&only.folded, true) && only.folded.len() < 5 => return Err(&NOT_A_NAME),
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
            name.shown = Some(casing.apply(whole).into_owned());
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
    if initials_last(&list) || russian_family_first(&list) || casing == Casing::Mixed && capital_family_first(&list) {
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
    if is_east_asian || vietnamese(&list) {
        name.family_first = true;
        for (index, word) in list.iter().enumerate() {
            let part = match index {
                0 => &mut name.family,
                // Văn and Thị are middle names.
                _ if !is_east_asian && index + 1 < list.len() => &mut name.middle,
                _ => &mut name.given,
            };
            add_word(part, &casing.apply_alone(word.text));
        }
        return Ok(name);
    }
    let mut start = if only_family { 0 } else { list.len() - 1 };
    while start > 1 && list.get(start - 1).is_some_and(|word| titles::is_particle(&word.folded) && !word.text.contains('/')) {
        start -= 1;
    }
    for (index, word) in list.iter().enumerate() {
        let last = index + 1 == list.len();
        let part = match index {
            0 if !only_family && (list.len() > 1 || name.title.is_empty()) => &mut name.given,
            _ if index >= start => &mut name.family,
            _ => &mut name.middle,
        };
        let particle = (index > 0 || only_family) && !last && titles::is_particle(&word.folded);
        let written = match casing {
            Casing::Mixed if particle => Cow::Borrowed(word.text),
            // gillian GIBSON, john Smith; but Ortega y Gasset.
            Casing::Mixed if index == 0 || last || word.text.len() > 3 => casing.apply_alone(word.text),
            _ if particle && index > 0 && !titles::is_saintly(&word.folded) => word.text.to_lowercase().into(),
            _ => casing.apply(word.text),
        };
        add_word(part, &written);
    }
    if name.given.is_empty() {
        name.title = name.title.split(' ').map(|title| casing.apply(title).into_owned()).collect::<Vec<_>>().join(" ");
    }
    Ok(name)
}

fn word(text: &str) -> Word<'_> {
    Word { text, folded: folded(text) }
}

/// The words in the order given, middle, family, suffix: what stands before a comma goes behind what follows it.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let mut list: Vec<Word> = Vec::with_capacity(4);
    let swapped =
        cut(text, b',').filter(|(_, rest)| !titles::is_birth_mark(&folded(rest.trim_start().split(' ').next().unwrap_or_default())));
    let Some((family, rest)) = swapped else {
        pieces(text, b',').for_each(|part| add_words(part, &mut list));
        return list;
    };
    let mut suffixes = Vec::new();
    for part in pieces(rest, b',') {
        let before = list.len();
        add_words(part, &mut list);
        // Smith, John, Jr and SMITH, JOHN JR
        let behind = list.iter().skip(before).rev().take_while(|word| titles::suffix(&word.folded).is_some()).count();
        suffixes.extend(list.drain(list.len() - behind..));
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
        if !whole.trim_end_matches('.').contains('.') || titles::suffix(&folded(whole)).is_some() {
            add_piece(whole, list);
        } else {
            whole.split_inclusive('.').for_each(|piece| add_piece(trim(piece), list));
        }
    }
}

/// Takes off punctuation around a word, but for one full stop at its end.
pub(super) fn trim(word: &str) -> &str {
    if let [first, .., last] = word.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return word;
    }
    let punctuation = |c: char| !is_letter(c) && !is_combining_mark(c);
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
    let is_front = || is_titular(&folded(bare)) && list.iter().all(|word| is_titular(&word.folded));
    let keep = piece.len() > bare.len() && (bare.chars().count() == 1 || is_front());
    let text = if keep { piece.get(..bare.len() + usize::from(piece.len() > bare.len())).unwrap_or(bare) } else { bare };
    let word = word(text);
    if !word.folded.is_empty() && text != "and" {
        list.push(word);
    }
}

fn is_titular(word: &str) -> bool {
    titles::is_title(word, true) || titles::is_faculty(word)
}

/// `MC DONALD` and `O BRIEN` as the one word that they are; None where there is no such pair.
fn prefixes_joined(text: &str) -> Option<String> {
    let join = |word: &str, next: &str| match word {
        "mc" | "Mc" | "MC" => next.starts_with(char::is_alphabetic).then_some(""),
        "O" | "o" if titles::IRISH.contains(&folded(trim(next)).as_str()) => Some("'"),
        "D" | "d" if titles::ITALIAN.contains(&folded(trim(next)).as_str()) => Some("'"),
        _ => None,
    };
    let pair = |at: usize, chunk: &str| join(chunk, text.get(at + chunk.len() + 1..)?.split(' ').next()?);
    let mut at = 0;
    let mut out = String::new();
    let mut copied = 0;
    for chunk in pieces(text, b' ') {
        if chunk.len() <= 2
            && let Some(joint) = pair(at, chunk)
        {
            let end = at + chunk.len();
            out.push_str(text.get(copied..end)?);
            out.push_str(joint);
            copied = end + 1;
        }
        at += chunk.len() + 1;
    }
    out.push_str(text.get(copied..)?);
    (copied > 0).then_some(out)
}

/// Takes the name that somebody was born with off the end: `Marie Dupont née Martin`.
fn take_birth_name(list: &mut Vec<Word>, name: &mut Name) {
    let begins = |at: &usize| {
        let is = |at: usize, words: fn(&str) -> bool| list.get(at).is_some_and(|word| words(&word.folded));
        is(*at, titles::is_birth_mark) || is(*at, |word| word == "z") && is(at + 1, |word| word == "domu")
    };
    let Some(at) = (2..list.len().saturating_sub(1)).find(begins) else { return };
    let marks = if list.get(at).is_some_and(|word| word.folded == "z") { 2 } else { 1 };
    if at + marks >= list.len() {
        return;
    }
    let casing = Casing::of(list);
    for (nth, word) in list.drain(at..).enumerate() {
        if nth < marks {
            add_word(&mut name.birth_mark, &word.text.to_lowercase());
        } else {
            add_word(&mut name.birth_name, &casing.apply_alone(word.text));
        }
    }
}

/// `SergeiLavrov` → `Sergei`, `Lavrov`; but not `McDonald` or `VanDyke`.
fn camel(text: &str) -> Option<(&str, &str)> {
    let mut last = ' ';
    let capital = text.chars().next().is_some_and(char::is_uppercase);
    for (at, c) in text.char_indices().filter(|_| capital) {
        if at >= 3 && last.is_lowercase() && c.is_uppercase() && text.len() - at >= 3 {
            let (first, second) = text.split_at(at);
            let plain = second.chars().skip(1).all(|c| c.is_lowercase()) && !titles::are_particles(&folded(first));
            return plain.then_some((first, second));
        }
        last = c;
    }
    None
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
