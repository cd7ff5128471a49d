//! What each word of an address does.

use super::token::{Role, StreetType, Token};
use super::{road, words};
use crate::kind::listed::Listed;

/// Gives every word its role and tells the street type's short code.
pub fn assign(tokens: &mut [Token]) -> &'static str {
    country_and_state(tokens);
    po_box(tokens);
    units(tokens);
    postcode(tokens);
    road::read(tokens)
}

/// The row of a list that has the word in its first column, or in another.
macro_rules! row {
    ($list:expr, $word:expr) => {
        row!($list, $word, 0)
    };
    ($list:expr, $word:expr, $column:tt) => {{
        static LISTED: Listed = {
            let (mut listed, mut at) = (Listed::NONE, 0);
            while at < $list.len() {
                listed = listed.with($list[at].$column, at);
                at += 1;
            }
            listed
        };
        let word: &str = $word;
        LISTED.find(word, |at| $list.get(at).is_some_and(|row| row.$column == word)).and_then(|at| $list.get(at))
    }};
}

/// What kind of street a word stands for.
pub fn street(word: &str) -> Option<StreetType> {
    row!(words::STREETS, word).map(|row| (row.1, row.2, row.3))
}

/// `south` → `S`.
pub fn direction(word: &str) -> Option<&'static str> {
    row!(words::DIRECTIONS, word).map(|row| row.1)
}

/// Canonical word and whether it is a floor.
pub fn unit_word(word: &str) -> Option<(&'static str, bool)> {
    row!(words::UNITS, word).map(|row| (row.1, row.2))
}

/// `ohio` or `oh` → `oh`.
pub fn state_code(word: &str) -> Option<&'static str> {
    row!(words::STATES, word).or_else(|| row!(words::STATES, word, 1).filter(|_| word.len() >= 4)).map(|row| row.0)
}

/// The country of a state.
pub fn state_country(word: &str) -> Option<&'static str> {
    let code = state_code(word)?;
    row!(words::STATES, code).map(|row| row.2)
}

/// ISO code of a country's name.
pub fn country_code(name: &str) -> Option<&'static str> {
    row!(words::COUNTRIES, name).map(|row| row.1)
}

/// A word of a road's name as it is compared: ordinals as figures, saint as st.
pub fn road_word<'w>(token: &'w Token) -> &'w str {
    if let Some(digits) = token.ordinal() {
        return digits;
    }
    match &*token.folded {
        "saint" => "st",
        "mount" => "mt",
        "fort" => "ft",
        word => row!(words::ORDINALS, word).map_or(word, |row| row.1),
    }
}

pub(super) fn set(tokens: &mut [Token], at: usize, role: Role) {
    if let Some(token) = tokens.get_mut(at) {
        token.role = role;
    }
}

pub(super) fn folded<'w>(tokens: &'w [Token], at: usize) -> &'w str {
    tokens.get(at).map_or("", |token| &*token.folded)
}

pub(super) fn type_at(tokens: &[Token], at: usize) -> Option<StreetType> {
    tokens.get(at)?.street
}

pub(super) fn is_role(tokens: &[Token], at: usize, role: Role) -> bool {
    tokens.get(at).is_some_and(|token| token.role == role)
}

/// The country at the end, and the state before it, before the postcode or behind it.
fn country_and_state(tokens: &mut [Token]) {
    let count = tokens.len();
    let last = tokens.last().map_or("", |token| &*token.folded);
    let several = matches!(last, "states" | "america" | "kingdom" | "britain" | "zealand" | "kong" | "korea" | "china" | "netherlands");
    for length in if several { 1_usize..5 } else { 1..2 } {
        let Some(from) = count.checked_sub(length).filter(|from| *from > 0) else { continue };
        let name = || tokens.get(from..).unwrap_or(&[]).iter().map(|token| &*token.folded).collect::<Vec<_>>().join(" ");
        let found = if length == 1 { country_code(last) } else { country_code(&name()) };
        if found.is_some() {
            (from..count).for_each(|at| set(tokens, at, Role::Country));
            break;
        }
    }
    let mut at = count;
    while at > 1 {
        at -= 1;
        let Some(token) = tokens.get(at) else { return };
        let numeric = token.is_digits() || token.is_mixed() || token.is_hyphenated_code();
        if token.role == Role::Country || numeric && count - at <= 4 {
            continue;
        }
        // CT is Court behind a road and Connecticut behind a town; FL 36 is a floor, FL 60527 Florida.
        let code = state_code(&token.folded).filter(|_| !numeric);
        let floor = token.folded == "fl" && tokens.get(at + 1).is_some_and(|next| next.is_number() && next.folded.len() < 5);
        let last_word = at + 1 == count && token.street.is_some() && !tokens.iter().take(at).any(|token| token.street.is_some());
        if code.is_some() && !floor && !last_word && at > 1 {
            set(tokens, at, Role::State);
        }
        return;
    }
}

fn po_box(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let (length, found) = match (folded(tokens, at), folded(tokens, at + 1), folded(tokens, at + 2)) {
            ("po" | "gpo", "box", _) => (2, true),
            ("p", "o", "box") | ("post", "office", "box") => (3, true),
            ("pobox" | "pob" | "postfach" | "apartado" | "bp", _, _) => (1, true),
            ("locked" | "private", "bag", _) => (2, true),
            _ => (0, false),
        };
        if found && tokens.get(at + length).is_some_and(|token| token.is_number() || token.is_mixed()) {
            set(tokens, at, Role::Box);
            (at + 1..at + length).for_each(|at| set(tokens, at, Role::Noise));
            set(tokens, at + length, Role::Number);
            return;
        }
    }
}

fn units(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let Some(token) = tokens.get(at) else { return };
        if token.role != Role::Word {
            continue;
        }
        let next_number = tokens.get(at + 1).is_some_and(|next| {
            let short = next.folded.len() <= 6 && next.role == Role::Word && !next.comma;
            short && (next.folded.starts_with(|c: char| c.is_ascii_digit()) || next.folded.len() == 1 || next.is_mixed())
        });
        // 12/34 Main Street is flat 12 at number 34.
        let slash = tokens.get(at + 1).is_some_and(|next| next.joint == '/' && next.is_number());
        if token.is_number() && slash {
            set(tokens, at, Role::Unit);
            set(tokens, at + 1, Role::Number);
            continue;
        }
        let floor_before = token.ordinal().is_some() && unit_word(folded(tokens, at + 1)).is_some_and(|(_, floor)| floor);
        if floor_before {
            set(tokens, at, Role::Unit);
            set(tokens, at + 1, Role::UnitWord);
        } else if unit_word(&token.folded).is_some() && next_number {
            set(tokens, at, Role::UnitWord);
            set(tokens, at + 1, Role::Unit);
        } else if token.joint == '#'
            && tokens.iter().enumerate().any(|(other, token)| other != at && token.role == Role::Word && token.is_number())
        {
            // "#321, Street 128": the sign stands before the house number where the only other number belongs to the street.
            if at > 0 || type_at(tokens, at + 1).is_none() {
                set(tokens, at, Role::Unit);
            }
        } else if matches!(&*token.folded, "no" | "nr" | "number" | "num") && next_number {
            set(tokens, at, Role::Noise);
        }
    }
}

/// A postcode behind the road: the last number, or letters and digits at the end.
fn postcode(tokens: &mut [Token]) {
    let mut at = tokens.len();
    while at > 1 {
        at -= 1;
        let Some(token) = tokens.get(at) else { return };
        if token.role != Role::Word {
            continue;
        }
        let previous = tokens.get(at - 1);
        let end = !tokens.iter().skip(at + 1).any(|token| token.role == Role::Word);
        let outward = |word: &str| (2..=4).contains(&word.len()) && word.starts_with(|c: char| c.is_ascii_alphabetic());
        if end && is_british(&token.folded) || is_japanese(&token.folded) || is_brazilian(&token.folded) {
            set(tokens, at, Role::Postcode);
            return;
        }
        if end && token.is_mixed() {
            // SW1A 1AA, M1S 1T4, or the first half alone.
            let two = token.folded.len() == 3
                && token.folded.starts_with(|c: char| c.is_ascii_digit())
                && previous.is_some_and(|token| token.role == Role::Word && token.is_mixed() && outward(&token.folded));
            if two || outward(&token.folded) {
                set(tokens, at, Role::Postcode);
            }
            if two {
                set(tokens, at - 1, Role::Postcode);
            }
            if two || outward(folded(tokens, at)) {
                return;
            }
            continue;
        }
        let zip = token.folded.len() == 10 && token.folded.as_bytes().get(5) == Some(&b'-');
        let digits = token.is_digits() && matches!(token.folded.len(), 4..=6 | 9) || zip;
        let behind_street = previous.is_some_and(|token| token.street.is_some() && !tokens_comma(tokens, at));
        let first = !tokens.iter().take(at).any(Token::is_number);
        if digits && !(first && behind_street) && (!first || token.folded.len() >= 5 || has_word_before(tokens, at)) {
            set(tokens, at, Role::Postcode);
            return;
        }
    }
    // 56422 Düsseldorf, Ansbacher Strasse 23: in front, when the house number is behind.
    if tokens.len() > 1 && is_japanese(folded(tokens, 0)) && !folded(tokens, 1).is_ascii() {
        set(tokens, 0, Role::Postcode);
        return;
    }
    let leading = tokens.first().is_some_and(|token| token.is_digits() && token.folded.len() == 5);
    if leading && tokens.iter().skip(1).any(|token| token.is_number() && token.role == Role::Word) {
        set(tokens, 0, Role::Postcode);
    }
}

/// SW1A2AA: both halves of a British postcode in one.
fn is_british(word: &str) -> bool {
    let (letter, digit) = (|byte: &u8| byte.is_ascii_alphabetic(), |byte: &u8| byte.is_ascii_digit());
    match word.as_bytes() {
        [head @ .., d, e, f] if digit(d) && letter(e) && letter(f) => match head {
            [a, b] | [a, b, _] if letter(a) && digit(b) => true,
            [a, b, c] | [a, b, c, _] => letter(a) && letter(b) && digit(c),
            _ => false,
        },
        _ => false,
    }
}

/// 100-0001.
fn is_japanese(word: &str) -> bool {
    are_digits(word, 3, 4)
}

/// 01310-200.
fn is_brazilian(word: &str) -> bool {
    are_digits(word, 5, 3)
}

/// Whether it is as many digits, a hyphen, and as many.
fn are_digits(word: &str, before: usize, behind: usize) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    word.split_once('-').is_some_and(|(first, second)| digits(first, before) && digits(second, behind))
}

pub(super) fn tokens_comma(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.comma)
}

/// Whether a place's name stands between the street type and `at`, so that a number there is no house number.
fn has_word_before(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or(&[]);
    let street_at = before.iter().rposition(|token| token.street.is_some());
    street_at.is_some_and(|street_at| street_at + 1 < at)
}
