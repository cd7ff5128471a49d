//! A field as a name: what is taken off before its script decides how it is read.

use super::form::Writing;
use super::order::is_patronymic;
use super::{NOT_A_NAME, hanzi, titles, western, words};
use crate::kind::{Code, EMPTY, TOO_LONG};
use crate::{fold, placeholder};
use std::borrow::Cow;

/// Longest field that is read.
pub(super) const LONGEST: usize = 400;

/// The parts of a name, each as it is to be shown.
#[derive(Debug)]
pub(super) struct Name {
    pub writing: Writing,
    pub family: String,
    pub given: String,
    /// Middle names, separated by spaces.
    pub middle: String,
    /// Title or honorific: kept only with a family name that has nothing else.
    pub title: String,
    pub suffix: String,
    /// A second name in Latin letters beside a Chinese one.
    pub alias: String,
    /// The family name somebody was born with, and the word before it: née Martin.
    pub birth_name: String,
    pub birth_mark: String,
    /// What is shown where the parts do not tell it.
    pub shown: Option<String>,
    pub family_first: bool,
    /// Something in brackets or behind a dash was left out.
    pub remark: bool,
    pub several: bool,
    pub organisation: bool,
    pub masked: bool,
}

impl Name {
    pub fn new(writing: Writing) -> Name {
        Name {
            writing,
            family: String::new(),
            given: String::new(),
            middle: String::new(),
            title: String::new(),
            suffix: String::new(),
            alias: String::new(),
            birth_name: String::new(),
            birth_mark: String::new(),
            shown: None,
            family_first: writing != Writing::Other,
            remark: false,
            several: false,
            organisation: false,
            masked: false,
        }
    }

    /// The name as it is to be written.
    pub fn normal(&self) -> String {
        let mut out = self.without_birth_name();
        add_word(&mut out, &self.birth_mark);
        add_word(&mut out, &self.birth_name);
        out
    }

    fn without_birth_name(&self) -> String {
        if let Some(shown) = &self.shown {
            return shown.clone();
        }
        let mut out = String::with_capacity(self.family.len() + self.given.len() + self.middle.len() + 8);
        if self.writing == Writing::Chinese {
            if self.family_first {
                out.push_str(&self.family);
                out.push_str(&self.given);
            } else {
                out.push_str(&self.given);
                out.push('·');
                out.push_str(&self.family);
            }
            if self.given.is_empty() {
                out.push_str(&self.title);
            }
            add_word(&mut out, &self.alias);
            return out;
        }
        if self.given.is_empty() {
            add_word(&mut out, &self.title);
        }
        let (first, last) = if self.family_first { (&self.family, &self.given) } else { (&self.given, &self.family) };
        for word in [first, &self.middle, last, &self.suffix] {
            add_word(&mut out, word);
        }
        out
    }
}

/// Appends a word behind a space.
pub(super) fn add_word(text: &mut String, word: &str) {
    if !text.is_empty() && !word.is_empty() {
        text.push(' ');
    }
    text.push_str(word);
}

/// Reads a field as one name.
pub(super) fn parse(raw: &str) -> Result<Name, &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    if raw.chars().all(|c| matches!(c, '\u{4e00}'..='\u{9fff}')) && !raw.is_empty() {
        return hanzi::parse(raw);
    }
    // Nothing stands around a name of plain letters, as most in Latin letters are.
    let is_usual = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b' ' | b'.' | b',' | b'-' | b'\'');
    if raw.bytes().all(is_usual) && raw.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return western::parse(&fold::in_order(raw));
    }
    let text = fold::in_order(raw);
    if text.is_empty() {
        return Err(&EMPTY);
    }
    let text = without_brackets(fold::behind_labels(&text, words::LABELS).trim_start());
    let (text, remark) = without_remarks(&text);
    let first =
        pieces(&text, &[';', '/', '、', '|', '；']).map(str::trim).find(|part| part.chars().any(char::is_alphabetic)).ok_or(&NOT_A_NAME)?;
    if first.contains('@') || first.contains("://") {
        return Err(&NOT_A_NAME);
    }
    let mut name = if fold::has_cjk(first) && !first.chars().any(is_kana_or_hangul) { hanzi::parse(first) } else { western::parse(first) }?;
    name.remark |= remark;
    name.several |= first.len() < text.trim().len() && pieces(&text, &[';', '/', '、', '|']).filter(|part| has_name(part)).count() > 1;
    Ok(name)
}

/// The names in a field that may hold several.
pub(super) fn several(raw: &str) -> Option<Vec<String>> {
    // Bytes of ；, ／ and 、 among them; most names have none of these.
    let may_part = |byte: u8| matches!(byte, b';' | b'/' | b'|' | b'\n' | b'\r' | 0xef | 0xe3);
    // The slash of N/A divides no names.
    if raw.len() > LONGEST || !raw.bytes().any(may_part) || placeholder::is_placeholder(raw) {
        return None;
    }
    let names: Vec<String> = pieces(raw, &[';', '；', '/', '／', '、', '|', '\n', '\r'])
        .map(str::trim)
        .filter(|part| has_name(part))
        .map(str::to_owned)
        .collect();
    (!names.is_empty()).then_some(names)
}

/// The pieces between these signs; the slash of `Ravi s/o Kumar` and `Siti a/p Osman` parts nothing.
fn pieces<'t>(text: &'t str, signs: &'t [char]) -> impl Iterator<Item = &'t str> {
    let mut next = 0;
    text.split(move |c: char| {
        let at = next;
        next += c.len_utf8();
        signs.contains(&c) && !(c == '/' && is_relation(text, at))
    })
}

/// Whether the slash at `at` is that of son of, daughter of, wife of; anak lelaki, anak perempuan.
fn is_relation(text: &str, at: usize) -> bool {
    let ends = |text: Option<&str>| text.is_none_or(|text| text.is_empty() || text.starts_with(' '));
    let before = text.get(..at).unwrap_or_default();
    let behind = text.get(at + 1..).unwrap_or_default();
    let alone = before.len() < 2 || before.get(..before.len() - 1).is_some_and(|rest| rest.ends_with(' '));
    let letter = |text: &str, letters: &[char]| text.starts_with(letters);
    let word = before.len().checked_sub(1).and_then(|from| before.get(from..)).unwrap_or_default();
    alone
        && ends(behind.get(1..))
        && (letter(word, &['s', 'S', 'd', 'D', 'w', 'W']) && letter(behind, &['o', 'O'])
            || letter(word, &['a', 'A']) && letter(behind, &['l', 'L', 'p', 'P']))
}

fn has_name(part: &str) -> bool {
    part.chars().any(char::is_alphabetic)
}

fn is_kana_or_hangul(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}')
}

/// Text without the brackets around what is part of the name: (née Martin), (Иванович).
fn without_brackets(text: &str) -> Cow<'_, str> {
    let inside = |text: &str| -> Option<(usize, usize)> {
        let open = text.find('(')?;
        let close = open + text.get(open..)?.find(')')?;
        let inner = text.get(open + 1..close)?.trim();
        let first = super::form::folded(inner.split(' ').next()?);
        (titles::is_birth_mark(&first) || !inner.contains(' ') && is_patronymic(&first)).then_some((open, close))
    };
    match inside(text) {
        Some((open, close)) => {
            let mut out = text.to_owned();
            out.replace_range(close..=close, " ");
            out.replace_range(open..=open, " ");
            Cow::Owned(fold::plain(&out))
        }
        None => Cow::Borrowed(text),
    }
}

/// Text without what stands in brackets or quotes (`Robert "Bob" Smith`, `王伟（采购）`), and whether there was any.
/// Where nothing but brackets is left, they stay.
fn without_remarks(text: &str) -> (Cow<'_, str>, bool) {
    const OPEN: [char; 8] = ['(', '[', '{', '<', '【', '「', '"', '“'];
    const CLOSE: [char; 9] = [')', ']', '}', '>', '】', '」', '"', '”', '»'];
    if !text.contains(OPEN) {
        return (Cow::Borrowed(text), false);
    }
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            inside = !CLOSE.contains(&c);
        } else if OPEN.contains(&c) {
            inside = true;
            out.push(' ');
        } else if !CLOSE.contains(&c) {
            out.push(c);
        }
    }
    if out.chars().any(char::is_alphabetic) {
        let out = fold::plain(&out);
        (Cow::Owned(out), true)
    } else {
        let all: String = text.chars().filter(|c| !OPEN.contains(c) && !CLOSE.contains(c)).collect();
        (Cow::Owned(fold::plain(&all)), false)
    }
}
