//! Words that were run together: `pridhamstreet`, `12/34`.

use super::token::{Role, Token};
use super::words;
use std::borrow::Cow;

/// Words that only look as if a street type were glued to them.
const WHOLE: &[&str] =
    &["broadway", "overstreet", "railroad", "crossroad", "enclose", "disclose", "marketplace", "racecourt", "airplane", "byroad"];

/// `One Microsoft Way`: a house number in words, which is met in the first of them alone.
pub fn number_word(tokens: &mut [Token]) {
    let is_road = tokens.iter().skip(2).any(|token| token.street.is_some());
    if let Some(first) = tokens.first_mut().filter(|first| is_road && first.folded == "one") {
        first.folded = "1".into();
    }
}

/// `C/ Mayor 5`, `Cl. Mayor 5`: a Spanish street stands in front, and nowhere else.
pub fn spanish_street(tokens: &mut [Token]) {
    let [first, next, ..] = tokens else { return };
    let is_street = match &*first.folded {
        "c" => next.joint == '/' && next.folded != "o",
        "cl" => next.joint == ' ' && !next.comma,
        _ => false,
    };
    if is_street && !next.is_number() {
        first.folded = Cow::Borrowed("calle");
        first.street = super::roles::street("calle");
        next.joint = ' ';
    }
}

/// Splits a street type off the word that it is glued to.
pub fn split_glued(tokens: Vec<Token<'_>>) -> Vec<Token<'_>> {
    if !tokens.iter().any(|token| glued_at(&token.folded).is_some()) {
        return tokens;
    }
    let mut out = Vec::with_capacity(tokens.len() + 1);
    for token in tokens {
        let whole = token.folded.len() == token.written.len();
        let Some(at) = glued_at(&token.folded).filter(|_| whole) else {
            out.push(token);
            continue;
        };
        let (Some((head, tail)), Some((name, street))) = (token.written.split_at_checked(at), token.folded.split_at_checked(at)) else {
            out.push(token);
            continue;
        };
        let word = |written, folded: &str| Token {
            written,
            folded: folded.to_owned().into(),
            street: super::roles::street(folded),
            comma: false,
            joint: ' ',
            role: Role::Word,
        };
        out.push(Token { comma: token.comma, joint: token.joint, ..word(head, name) });
        out.push(word(tail, street));
    }
    out
}

pub fn glued_at(word: &str) -> Option<usize> {
    if word.len() < 8 || WHOLE.contains(&word) {
        return None;
    }
    let street = words::LONG_TYPES.iter().take(13).find(|street| word.ends_with(**street))?;
    let at = word.len().checked_sub(street.len())?;
    (at >= 3 && word.is_char_boundary(at)).then_some(at)
}
