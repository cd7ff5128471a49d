//! The canonical line of an address in Latin letters.

use super::super::case::{Case, titled};
use super::roles;
use super::token::{Role, Token};
use super::{Western, words};

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
            out.push_str(&self.shown(token, case));
        }
        out
    }

    /// A word as it is shown in an address of that case.
    pub(super) fn shown(&self, token: &Token, case: Case) -> String {
        let title = || titled(token.written, case);
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
