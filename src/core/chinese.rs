//! Chinese characters: traditional to simplified, and readings in pinyin.

use std::borrow::Cow;

/// Traditional characters as their simplified ones, character by character.
pub fn simplify(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text)
}
