//! The canonical line of an address in Latin letters.

use super::super::case::{Case, titled};
use super::token::{MOST, Role, Token};
use super::{Western, read, roles, words};
use std::borrow::Cow;

impl Western<'_> {
    /// Whether capitals were used with care.
    pub(super) fn case(&self) -> Case {
        Case::of(self.tokens.iter().filter(|token| token.role != Role::State).flat_map(|token| token.written.chars()))
    }

    /// The address on one line: spaces and commas in order, street types and units by one name.
    pub fn display(&self) -> String {
        let mut out = String::with_capacity(80);
        let case = self.case();
        for token in &self.tokens {
            let parted = matches!(token.role, Role::Number | Role::Unit | Role::UnitWord);
            let slash = token.joint == '/' && parted && out.ends_with(|c: char| c.is_ascii_alphanumeric());
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
            out.push_str(&self.shown(token, case));
        }
        out
    }

    /// A word as it is shown in an address of that case.
    pub(super) fn shown<'w>(&self, token: &'w Token, case: Case) -> Cow<'w, str> {
        if let Some(word) = canonical(token) {
            return Cow::Borrowed(word);
        }
        match token.role {
            Role::State if roles::state_code(&token.folded).is_some_and(|code| code == token.folded) => token.folded.to_uppercase().into(),
            _ if is_raised(token) => token.folded.to_uppercase().into(),
            Role::Box if token.folded == "po" => "PO".into(),
            Role::Box if token.folded == "pobox" => "PO Box".into(),
            Role::Box | Role::Road if case == Case::Flat && roles::is_route(&token.folded) => token.folded.to_uppercase().into(),
            _ => titled(token.written, case),
        }
    }

    /// Whether `line`, the canonical one of this address, is sure to be read as the address was, which is told without taking
    /// it apart into words: they are known, and only what each of them does is found out again.
    pub fn is_read_again(&self, line: &str) -> bool {
        let is_plain = |token: &Token| {
            matches!(token.joint, ' ' | '#') && token.role != Role::Box && token.written.ends_with(|c: char| c.is_ascii_alphanumeric())
        };
        if !line.is_ascii() || self.tokens.len() >= MOST || !self.tokens.iter().all(is_plain) {
            return false;
        }
        let mut again = self.tokens.clone();
        let (mut lower, mut upper) = (false, false);
        for token in &mut again {
            if let Some(word) = canonical(token) {
                token.written = word;
                if !word.eq_ignore_ascii_case(&token.folded) {
                    token.folded = Cow::Owned(word.to_ascii_lowercase());
                    token.street = roles::street(&token.folded);
                    if canonical(token) != Some(word) {
                        return false;
                    }
                }
            }
            if read::glued_at(&token.folded).is_some() {
                return false;
            }
            if is_raised(token) {
                upper = true;
            } else if token.role != Role::State {
                lower |= token.written.bytes().any(|byte| byte.is_ascii_lowercase());
                upper |= token.written.bytes().any(|byte| byte.is_ascii_uppercase());
            }
            token.role = Role::Word;
        }
        // What was typed with care must look so again.
        if self.case() == Case::Mixed && !(lower && upper) {
            return false;
        }
        let street = roles::assign(&mut again);
        street == self.street && again.iter().zip(&self.tokens).all(|(again, token)| again.role == token.role)
    }
}

/// The one name of a street type, direction or unit.
fn canonical(token: &Token) -> Option<&'static str> {
    match token.role {
        Role::Street => roles::street(&token.folded).map(|(word, ..)| word).or_else(|| corrected(&token.folded)),
        Role::Direction => roles::direction(&token.folded),
        Role::UnitWord => roles::unit_word(&token.folded).map(|(word, _)| word),
        _ => None,
    }
}

/// Whether the letters of a number are shown as capitals: 12A.
fn is_raised(token: &Token) -> bool {
    matches!(token.role, Role::Postcode | Role::Number | Role::Unit) && token.is_mixed() && token.ordinal().is_none()
}

fn corrected(word: &str) -> Option<&'static str> {
    let long = words::LONG_TYPES.iter().find(|street| super::super::edits::within_one(word, street))?;
    roles::street(long).map(|(canonical, ..)| canonical)
}
