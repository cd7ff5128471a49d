//! Names in pieces, on the stack.

use crate::kind::company::edit::within_one;
use crate::kind::company::form::Form;
use crate::kind::company::table::WESTERN_WORDS;

/// Characters of a short text on the stack.
pub struct Letters {
    list: [char; 32],
    count: usize,
}

impl Letters {
    /// The characters of both, without spaces.
    pub fn of(parts: [&str; 2]) -> Self {
        let mut letters = Letters { list: ['\0'; 32], count: 0 };
        let chars = parts.iter().flat_map(|part| part.chars()).filter(|c| *c != ' ');
        for (place, c) in letters.list.iter_mut().zip(chars) {
            *place = c;
            letters.count += 1;
        }
        letters
    }

    /// As a slice.
    pub fn list(&self) -> &[char] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

/// Whether two texts are one letter apart.
pub fn one_letter_off(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 4 && within_one(Letters::of([a, ""]).list(), Letters::of([b, ""]).list())
}

/// Bytes without spaces on the stack; longer names are compared in their first 96 letters.
pub struct Bytes {
    list: [u8; 96],
    /// How many there are.
    pub count: usize,
}

impl Bytes {
    /// The bytes of both.
    pub fn of(parts: [&str; 2]) -> Self {
        let mut bytes = Bytes { list: [0; 96], count: 0 };
        for part in parts {
            bytes.push(part.as_bytes());
        }
        bytes
    }

    /// Adds the bytes of a text.
    pub fn push(&mut self, text: &[u8]) {
        for byte in text.iter().copied().filter(|byte| *byte != b' ') {
            if let Some(place) = self.list.get_mut(self.count) {
                *place = byte;
                self.count += 1;
            }
        }
    }

    /// As a slice.
    pub fn list(&self) -> &[u8] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

/// The digits of a text.
pub fn digits(text: &[u8]) -> impl Iterator<Item = &u8> {
    text.iter().filter(|byte| byte.is_ascii_digit())
}

/// All else of it.
pub fn letters(text: &[u8]) -> impl Iterator<Item = &u8> {
    text.iter().filter(|byte| !byte.is_ascii_digit())
}

/// The words of a text, as bytes: far quicker than [`str::split`] on texts this short.
pub fn words_of(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(|byte| *byte == b' ').filter(|word| !word.is_empty())
}

/// The words of the core and of the trade.
pub fn words<'a>(form: &Form<'a>) -> impl Iterator<Item = &'a [u8]> + use<'a> {
    words_of(form.core).chain(words_of(form.industry))
}

/// Whether a word is on a list: an ordinary word, not a name.
pub fn is_known(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|word| WESTERN_WORDS.find(word).is_some())
}
