//! Column names, in the words that CRM tables use and in whatever language: what is Latin or Cyrillic is read as English once its
//! words are translated, everything else by the signs in it.

use super::english::english;
use super::script::by_signs;
use super::{Meaning, foreign};
use crate::fold;

/// What a name suggests.
#[derive(Debug, Clone, PartialEq)]
pub enum Guess {
    /// The name says what the column is.
    Sure(Meaning),
    /// The name says that it names a customer, who may be a person or an organisation: the values decide.
    SomeName,
    /// The name says nothing.
    Unknown,
}

/// The meaning that a column's name suggests: `mobile_phone`, `PhoneNumber`, `手机号`, `Geburtsdatum`.
pub fn from_name(column: &str) -> Guess {
    if let Some(guess) = by_signs(column) {
        return guess;
    }
    let words = foreign::in_english(&words(column));
    english(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Words of an identifier: separators, camel case and trailing digits taken apart.
pub(super) fn words(column: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(column.len() + 8);
    let mut before = ' ';
    for c in column.chars() {
        let turns = (before.is_lowercase() && c.is_uppercase()) || (before.is_alphabetic() && c.is_ascii_digit());
        if turns {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    fold::words(&spaced)
        .split(' ')
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(Into::into)
        .collect()
}
