//! What each word of an address does.

use super::token::{Role, StreetType, Token};
use super::{postcode, road, words};
use crate::kind::listed::Listed;

/// Gives every word its role and tells the street type's short code.
pub fn assign(tokens: &mut [Token]) -> &'static str {
    country_and_state(tokens);
    po_box(tokens);
    units(tokens);
    numbered_road(tokens);
    postcode::read(tokens);
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

/// Whether a word for a unit is one for a floor, `f` among them: 12/F.
pub fn is_floor(word: &str) -> bool {
    word == "f" || unit_word(word).is_some_and(|(_, floor)| floor)
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
        // Hauptstr., Hauptstraße; Kalverstr., Kalverstraat
        word if word.len() > 8 && word.ends_with("strasse") => word.strip_suffix("asse").unwrap_or(word),
        word if word.len() > 8 && word.ends_with("straat") => word.strip_suffix("aat").unwrap_or(word),
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
        let short =
            |token: Option<&Token>| token.is_some_and(|token| token.is_number() && token.folded.len() < 4 + usize::from(!token.comma));
        let floor = token.folded == "fl" && (short(tokens.get(at + 1)) || at > 2 && short(tokens.get(at - 1)));
        let last_word = at + 1 == count && token.street.is_some() && !tokens.iter().take(at).any(|token| token.street.is_some());
        if code.is_some() && !floor && !last_word && at > 1 {
            set(tokens, at, Role::State);
        }
        return;
    }
}

fn po_box(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        // RR 2 Box 15, HC 69 Box 123, Rural Route 2 Box 15: the box on a carrier's route.
        let route = match (folded(tokens, at), folded(tokens, at + 1)) {
            ("rural", "route") => 2,
            ("rr" | "hc" | "rt" | "rte" | "route", _) => 1,
            _ => 0,
        };
        let is_number = |at: usize| tokens.get(at).is_some_and(Token::is_number);
        if route > 0 && is_number(at + route) && folded(tokens, at + route + 1) == "box" && is_number(at + route + 2) {
            set(tokens, at, Role::Box);
            (at + 1..at + route).for_each(|at| set(tokens, at, Role::Noise));
            set(tokens, at + route, Role::Unit);
            set(tokens, at + route + 1, Role::Noise);
            set(tokens, at + route + 2, Role::Number);
            return;
        }
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
        // 123 1/2 Main St
        let half = tokens
            .get(at + 2)
            .is_some_and(|next| next.joint == '/' && matches!((folded(tokens, at + 1), &*next.folded), ("1", "2" | "4") | ("3", "4")));
        if token.is_digits() && half && at + 3 < tokens.len() && !tokens_comma(tokens, at + 1) {
            set(tokens, at, Role::Number);
            set(tokens, at + 1, Role::Unit);
            set(tokens, at + 2, Role::Unit);
            continue;
        }
        // 12/F, G/F
        let hong_kong = tokens.get(at + 1).is_some_and(|next| next.joint == '/' && next.folded == "f");
        let is_level = token.is_number() || matches!(&*token.folded, "g" | "ug" | "lg" | "m");
        let behind = at > 0 && token.is_number() && token.folded.len() < 4 && folded(tokens, at + 1) == "fl" && at + 2 == tokens.len();
        let ordinal = token.ordinal().is_some() || behind;
        let floor_before = ordinal && unit_word(folded(tokens, at + 1)).is_some_and(|(_, floor)| floor) || hong_kong && is_level;
        let named = tokens.get(at + 2).is_some_and(|next| next.is_number() && next.role == Role::Word);
        if floor_before {
            set(tokens, at, Role::Unit);
            set(tokens, at + 1, Role::UnitWord);
        } else if unit_word(&token.folded).is_some() && next_number {
            set(tokens, at, Role::UnitWord);
            set(tokens, at + 1, Role::Unit);
        } else if unit_word(&token.folded).is_some() && named && is_number_word(folded(tokens, at + 1)) {
            set(tokens, at, Role::UnitWord);
            set(tokens, at + 1, Role::Noise);
            set(tokens, at + 2, Role::Unit);
        } else if token.joint == '#'
            && tokens.iter().enumerate().any(|(other, token)| other != at && token.role == Role::Word && token.is_number())
        {
            // "#321, Street 128": the sign stands before the house number where the only other number belongs to the street.
            if at > 0 || type_at(tokens, at + 1).is_none() {
                set(tokens, at, Role::Unit);
            }
        } else if is_number_word(&token.folded) && next_number || matches!(&*token.folded, "г" | "гор") && at + 1 < tokens.len() {
            set(tokens, at, Role::Noise);
        }
    }
}

/// Whether a word says that a number follows: No. 12, д. 12.
fn is_number_word(word: &str) -> bool {
    matches!(word, "no" | "nr" | "number" | "num" | "д" | "дом" | "буд")
}

/// Whether a word is the short name of a kind of route: FM 1960, RR 2.
pub fn is_route(word: &str) -> bool {
    matches!(word, "cr" | "sr" | "fm" | "rm" | "us" | "ih" | "sh" | "cth" | "sth" | "rr" | "hc")
}

/// `1234 FM 1960`, `12 CR 9`: roads that have a number for a name, behind a house number.
fn numbered_road(tokens: &mut [Token]) {
    const ROADS: [&str; 11] = ["cr", "sr", "fm", "rm", "us", "ih", "i", "sh", "cth", "sth", "th"];
    let is_house = tokens.first().is_some_and(|token| token.role == Role::Word && token.is_number());
    let is_road =
        tokens.get(2).is_some_and(|token| token.role == Role::Word && token.is_number() && token.folded.len() <= 4 && !token.comma);
    if is_house && is_road && is_role(tokens, 1, Role::Word) && ROADS.contains(&folded(tokens, 1)) {
        set(tokens, 0, Role::Number);
        set(tokens, 1, Role::Road);
        set(tokens, 2, Role::Road);
    }
}

pub(super) fn tokens_comma(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.comma)
}
