//! An address in Latin letters as words, each with what stood before it.

use crate::fold;
use std::borrow::Cow;

/// What a word does in an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Place, building, anything else.
    Word,
    /// House number.
    Number,
    /// Part of the road's name.
    Road,
    /// Street, Avenue, rue.
    Street,
    /// N, SW.
    Direction,
    /// Suite, Floor, `#`.
    UnitWord,
    /// What follows one.
    Unit,
    /// NSW, Texas.
    State,
    /// Postcode.
    Postcode,
    /// Country.
    Country,
    /// P.O. Box.
    Box,
    /// No., a stray sign: says nothing.
    Noise,
}

/// A word.
#[derive(Debug, Clone)]
pub struct Token<'t> {
    /// As it was written.
    pub written: &'t str,
    /// In lower case without diacritics and points.
    pub folded: Cow<'t, str>,
    /// A comma or the like stood before it.
    pub comma: bool,
    /// The sign that joined it to the word before, or a space.
    pub joint: char,
    /// What it does.
    pub role: Role,
    /// Canonical word, short code and whether the name may follow it, of a street type.
    pub street: Option<StreetType>,
}

/// Canonical word, short code and whether the name may follow it.
pub type StreetType = (&'static str, &'static str, bool);

impl Token<'_> {
    /// Whether it is all digits.
    pub fn is_digits(&self) -> bool {
        !self.folded.is_empty() && self.folded.bytes().all(|byte| byte.is_ascii_digit())
    }
    /// Whether it starts with a digit and may number a house: 12, 12a, 3rd not.
    pub fn is_number(&self) -> bool {
        self.folded.starts_with(|c: char| c.is_ascii_digit()) && self.ordinal().is_none()
    }
    /// 3rd → 3.
    pub fn ordinal(&self) -> Option<&str> {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|ending| self.folded.strip_suffix(ending))?;
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
    }
    /// Whether it is 62701-1234 or 100-0001.
    pub fn is_hyphenated_code(&self) -> bool {
        self.folded.contains('-') && self.folded.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
    }
    /// Whether it has both letters and digits.
    pub fn is_mixed(&self) -> bool {
        let bytes = self.folded.as_bytes();
        bytes.iter().any(u8::is_ascii_digit) && bytes.iter().any(u8::is_ascii_alphabetic)
    }
}

/// The most words that an address has; what follows is kept and not understood.
pub const MOST: usize = 64;

/// The words of `text`, which [`fold::plain`] has prepared; `lower` is the same with its ASCII letters in lower case.
pub fn tokens<'t>(text: &'t str, lower: &'t str) -> Vec<Token<'t>> {
    let mut out: Vec<Token> = Vec::with_capacity(14);
    let (mut comma, mut joint, mut start) = (false, ' ', None);
    let mut bytes = text.char_indices().peekable();
    while let Some((at, c)) = bytes.next() {
        let next = bytes.peek().map(|&(_, next)| next);
        let inner = start.is_some() && next.is_some_and(char::is_alphanumeric);
        let digits = |from: usize| text.get(from..at).is_some_and(|part| part.ends_with(|c: char| c.is_ascii_digit()));
        // No.88 is two words, and so are Apt.5 and д.12.
        let numbers = |from: usize| text.get(from..at).is_some_and(|part| part.chars().all(char::is_alphabetic));
        let part = c.is_alphanumeric()
            || (!c.is_ascii() && !c.is_whitespace() && !matches!(c, '，' | '、' | '。'))
            || inner
                && matches!(c, '.' | '\'' | '&')
                && !(c == '.' && next.is_some_and(|c| c.is_ascii_digit()) && start.is_some_and(numbers))
            || inner && c == '-' && start.is_some_and(digits);
        if part {
            start = start.or(Some(at));
        } else {
            if let Some(from) = start.take() {
                push(&mut out, text.get(from..at).unwrap_or(""), lower.get(from..at).unwrap_or(""), &mut comma, &mut joint);
            }
            match c {
                ',' | ';' | '(' | ')' | '，' | '、' => comma = true,
                '#' | '-' | '/' | '&' | '+' => joint = c,
                _ => {}
            }
        }
        if out.len() >= MOST {
            return out;
        }
    }
    if let Some(from) = start {
        push(&mut out, text.get(from..).unwrap_or(""), lower.get(from..).unwrap_or(""), &mut comma, &mut joint);
    }
    out
}

fn push<'t>(out: &mut Vec<Token<'t>>, written: &'t str, lower: &'t str, comma: &mut bool, joint: &mut char) {
    let folded = match () {
        () if lower.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') => Cow::Borrowed(lower),
        () if lower.is_ascii() => Cow::Owned(kept(lower)),
        () => Cow::Owned(kept(&fold::bare(written))),
    };
    if folded.is_empty() {
        return;
    }
    let street = super::roles::street(&folded);
    let comma = std::mem::take(comma) && !out.is_empty();
    out.push(Token { written, folded, comma, joint: std::mem::replace(joint, ' '), role: Role::Word, street });
}

/// Letters, digits and hyphens alone.
fn kept(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}
