//! The canonical line of an address in Latin letters.

use super::roles;
use super::token::{Role, Token};
use super::{Western, words};

/// How the letters of an address were typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// All capitals or none: says nothing, so words get their capitals.
    Flat,
    /// Mixed: left as it is.
    Mixed,
}

impl Western<'_> {
    /// Whether capitals were used with care.
    pub(super) fn case(&self) -> Case {
        let letters = || self.tokens.iter().filter(|token| token.role != Role::State).flat_map(|token| token.written.chars());
        if letters().any(char::is_lowercase) && letters().any(char::is_uppercase) { Case::Mixed } else { Case::Flat }
    }

    /// The address on one line: spaces and commas in order, street types and units by one name.
    pub fn display(&self) -> String {
        let mut out = String::with_capacity(80);
        for token in &self.tokens {
            let slash = token.joint == '/' && token.role == Role::Number && out.ends_with(|c: char| c.is_ascii_alphanumeric());
            if token.comma && !out.is_empty() {
                out.push_str(", ");
            } else if matches!(token.joint, '-' | '&' | '+') && !out.is_empty() || slash {
                out.push(token.joint);
            } else if !out.is_empty() {
                out.push(' ');
            }
            if token.joint == '#' {
                out.push('#');
            }
            out.push_str(&self.shown(token));
        }
        out
    }

    /// A word as it is shown.
    pub(super) fn shown(&self, token: &Token) -> String {
        let title = || titled(token.written, self.case());
        match token.role {
            Role::Street => match roles::street(&token.folded) {
                Some((canonical, ..)) => canonical.to_owned(),
                None => corrected(&token.folded).map_or_else(title, str::to_owned),
            },
            Role::Direction => roles::direction(&token.folded).map_or_else(title, str::to_owned),
            Role::UnitWord => roles::unit_word(&token.folded).map_or_else(title, |(word, _)| word.to_owned()),
            Role::State => match roles::state_code(&token.folded).filter(|code| *code == token.folded) {
                Some(code) => code.to_uppercase(),
                None => title(),
            },
            Role::Postcode | Role::Number | Role::Unit if token.is_mixed() && token.ordinal().is_none() => token.folded.to_uppercase(),
            Role::Box => match token.folded.as_str() {
                "po" => "PO".to_owned(),
                "pobox" => "PO Box".to_owned(),
                _ => title(),
            },
            _ => title(),
        }
    }
}

fn corrected(word: &str) -> Option<&'static str> {
    let long = words::LONG_TYPES.iter().find(|street| super::super::edits::within_one(word, street))?;
    roles::street(long).map(|(canonical, ..)| canonical)
}

/// Every word with a capital, where the letters were typed all alike: `o'neil` → `O'neil`, `3RD` → `3rd`.
pub fn titled(text: &str, case: Case) -> String {
    if case == Case::Mixed {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphanumeric() || (inside && c == '\'');
    }
    out
}
