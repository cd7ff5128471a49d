//! The match form of a name: one line of folded parts, read without allocation.
//!
//! ```text
//! 张伟            H张|伟|zhang|wei        H: Chinese characters, simplified; family, given, and the sound of each
//! Zhang Xiao Ming Pzhang|xiaoming|        P: pinyin; family, given
//! Robert J. Smith Lsmith|robert|j         L: any other script; family, given, middle names
//! 张先生           H张||zhang|             one part missing
//! Marie Dupont née Martin  Ldupont|marie||martin     the name born with behind it
//! Brenda          L|brenda|               a single name counts as given until a title says otherwise
//! ```

use super::parse::Name;
use crate::{chinese, fold};
use std::borrow::Cow;

/// The writing of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    Chinese,
    Pinyin,
    Other,
}

/// A match form, taken apart.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub writing: Writing,
    pub family: &'a str,
    pub given: &'a str,
    /// Middle names, separated by spaces; in Chinese the sound of the family name.
    pub third: &'a str,
    /// In Chinese the sound of the given name; in other scripts the family name somebody was born with.
    pub fourth: &'a str,
}

impl<'a> View<'a> {
    /// Reads any text; what is no match form gives empty parts.
    pub fn of(form: &'a str) -> View<'a> {
        let (writing, mut rest) = match form.as_bytes().first() {
            Some(b'H') => (Writing::Chinese, form.get(1..)),
            Some(b'P') => (Writing::Pinyin, form.get(1..)),
            Some(b'L') => (Writing::Other, form.get(1..)),
            _ => (Writing::Other, None),
        };
        let mut next = || {
            let text = rest.unwrap_or_default();
            let end = text.bytes().position(|byte| byte == b'|').unwrap_or(text.len());
            rest = text.get(end + 1..);
            text.get(..end).unwrap_or_default()
        };
        View { writing, family: next(), given: next(), third: next(), fourth: next() }
    }

    pub fn is_chinese(&self) -> bool {
        self.writing == Writing::Chinese
    }

    /// The same with the name that somebody was born with for the family name, where there is one.
    pub fn as_born(&self) -> Option<View<'a>> {
        (self.writing == Writing::Other && !self.fourth.is_empty()).then_some(View { family: self.fourth, fourth: "", ..*self })
    }

    /// Whether only one of family and given name is there.
    pub fn is_partial(&self) -> bool {
        self.family.is_empty() || self.given.is_empty()
    }

    /// Family and given name in Latin letters: of a Chinese name its sound.
    pub fn sounds(&self) -> (&'a str, &'a str) {
        if self.is_chinese() { (self.third, self.fourth) } else { (self.family, self.given) }
    }
}

/// One part of a name, folded to letters and digits alone.
pub(super) fn folded(part: &str) -> String {
    let mut out = if part.is_ascii() { part.to_owned() } else { fold::bare(part) };
    out.make_ascii_lowercase();
    if !out.bytes().all(|b| b.is_ascii_lowercase()) {
        out.retain(fold::is_letter);
    }
    out
}

fn push_folded(part: &str, out: &mut String) {
    if part.is_ascii() {
        part.bytes().filter(u8::is_ascii_alphanumeric).for_each(|byte| out.push(char::from(byte.to_ascii_lowercase())));
    } else {
        out.push_str(&folded(part));
    }
}

/// Pinyin with `ü` folded, however it was written: `lv`, `lyu` and `lü` are all `lu`, as a name without its dots is.
pub(super) fn push_pinyin(word: &str, out: &mut String) {
    match chinese::syllables(word) {
        Some(split) => split.of(word).for_each(|syllable| push_syllable(syllable, out)),
        None => out.push_str(word),
    }
}

fn push_syllable(syllable: &str, out: &mut String) {
    match syllable {
        "lv" | "lyu" => out.push_str("lu"),
        "nv" | "nyu" => out.push_str("nu"),
        "lve" => out.push_str("lue"),
        "nve" => out.push_str("nue"),
        _ => out.push_str(syllable),
    }
}

/// The sound of a (simplified) Chinese family or given name.
pub(super) fn push_sound(part: &str, is_family: bool, out: &mut String) {
    if is_family && let Some((reading, _)) = chinese::family_reading(part) {
        return push_pinyin(reading, out);
    }
    for c in part.chars() {
        match chinese::pinyin(c) {
            Some(syllable) => push_syllable(syllable, out),
            None if c.is_alphanumeric() => out.push(c),
            None => {}
        }
    }
}

/// The match form of a parsed name; None where nothing in it could agree with anything.
pub(super) fn encode(name: &Name) -> Option<String> {
    let mut form = String::with_capacity(name.family.len() * 2 + name.given.len() * 4 + name.middle.len() + 8);
    match name.writing {
        Writing::Chinese => return encode_chinese(&name.family, &name.given),
        Writing::Pinyin => {
            form.push('P');
            for part in [&name.family, &name.given] {
                part.split(' ').for_each(|word| push_pinyin(&folded(word), &mut form));
                form.push('|');
            }
        }
        Writing::Other => {
            form.push('L');
            for part in [&name.family, &name.given] {
                // 王Tony
                if fold::has_cjk(part) {
                    push_sound(&chinese::simplify(part), true, &mut form)
                } else {
                    push_folded(part, &mut form)
                }
                form.push('|');
            }
            for (index, word) in name.middle.split(' ').filter(|word| !word.is_empty()).enumerate() {
                if index > 0 {
                    form.push(' ');
                }
                push_folded(word, &mut form);
            }
            if !name.birth_name.is_empty() {
                form.push('|');
                form.push_str(&folded(&name.birth_name));
            }
        }
    }
    says_something(form)
}

/// The same of a name in Chinese characters.
pub(super) fn encode_chinese(family: &str, given: &str) -> Option<String> {
    let mut form = String::with_capacity(family.len() * 3 + given.len() * 3 + 8);
    let (family, given) = (chinese::simplify(family), chinese::simplify(given));
    let given = if given.contains('·') { Cow::Owned(given.replace('·', "")) } else { given };
    form.push('H');
    form.push_str(&family);
    form.push('|');
    form.push_str(&given);
    form.push('|');
    push_sound(&family, true, &mut form);
    form.push('|');
    push_sound(&given, false, &mut form);
    says_something(form)
}

fn says_something(form: String) -> Option<String> {
    form.bytes().skip(1).any(|byte| byte != b'|' && byte != b' ').then_some(form)
}
