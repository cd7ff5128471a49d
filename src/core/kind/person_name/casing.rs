//! Capitals and small letters of a name.

use super::western::Word;
use std::borrow::Cow;
use unicode_normalization::char::is_combining_mark;

/// What the letters' case says about the whole name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Casing {
    Upper,
    Lower,
    Mixed,
}

impl Casing {
    pub fn of(list: &[Word]) -> Casing {
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
    pub fn apply(self, word: &str) -> Cow<'_, str> {
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        let capitals = letters >= 3 && !are_initials(word) && word.chars().all(|c| !c.is_lowercase());
        let initial = letters == 1 && self == Casing::Lower && word.len() <= 2 && word.is_ascii();
        let change = if self == Casing::Mixed { capitals } else { letters > 1 || initial };
        if change { self.title(word).into() } else { word.into() }
    }

    /// The same for a word that is no particle: in small letters alone it is in one case, too.
    pub fn apply_alone(self, word: &str) -> Cow<'_, str> {
        let small = self == Casing::Mixed && word.chars().all(|c| c.is_lowercase() || c == '-') && word.chars().count() > 1;
        if small { self.title(word).into() } else { self.apply(word) }
    }

    /// Title case: a capital first, after a hyphen, after `O'` and `Mc`. Letters whose other case is several letters stay.
    pub fn title(self, word: &str) -> String {
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
        // The small sigma has another shape at the end of a word.
        if let Some(stem) = out.strip_suffix('σ').filter(|stem| stem.ends_with(char::is_alphabetic)) {
            out = format!("{stem}ς");
        }
        out
    }
}

/// JRR: three capitals without a vowel.
pub(super) fn are_initials(word: &str) -> bool {
    word.len() == 3 && word.bytes().all(|byte| byte.is_ascii_uppercase() && !b"AEIOUY".contains(&byte))
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
