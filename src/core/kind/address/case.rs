//! Capitals for names that were typed all in one case.

use std::borrow::Cow;

/// How letters were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// All capitals or none: says nothing, so words get their capitals.
    Flat,
    /// Mixed: left as it is.
    Mixed,
}

impl Case {
    /// Of these characters.
    pub fn of(characters: impl Iterator<Item = char>) -> Self {
        let (mut lower, mut upper) = (false, false);
        for c in characters {
            lower |= c.is_lowercase();
            upper |= c.is_uppercase();
            if lower && upper {
                return Case::Mixed;
            }
        }
        Case::Flat
    }
}

/// Every word with a capital, where the letters were typed all alike: `o'neil` → `O'neil`, `3RD` → `3rd`.
/// Letters whose other case is more than one letter stay, so that doing it again changes nothing.
pub fn titled(text: &str, case: Case) -> Cow<'_, str> {
    if case == Case::Mixed {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    if text.is_ascii() {
        for c in text.chars() {
            out.push(if inside { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() });
            inside = c.is_ascii_alphanumeric() || (inside && c == '\'');
        }
        return Cow::Owned(out);
    }
    for c in text.chars() {
        if unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
            continue;
        }
        let (mut upper, mut lower) = (c.to_uppercase(), c.to_lowercase());
        // ς has a capital, and that another small letter.
        let back = |other: &char| other.to_lowercase().eq(c.to_lowercase());
        let one = |first: Option<char>, rest: usize| first.filter(|_| rest == 0).filter(back).unwrap_or(c);
        out.push(if inside { one(lower.next(), lower.len()) } else { one(upper.next(), upper.len()) });
        inside = c.is_alphanumeric() || (inside && c == '\'');
    }
    Cow::Owned(out)
}
