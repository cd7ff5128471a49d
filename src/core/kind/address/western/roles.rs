//! What each word of an address does.

use super::token::{Role, Token};
use super::words;

/// Gives every word its role and tells the street type's short code.
pub fn assign(tokens: &mut [Token]) -> &'static str {
    country_and_state(tokens);
    po_box(tokens);
    units(tokens);
    postcode(tokens);
    road(tokens)
}

fn row<T>(table: &'static [T], key: impl Fn(&T) -> &'static str, word: &str) -> Option<&'static T> {
    table.binary_search_by(|row| key(row).cmp(word)).ok().and_then(|at| table.get(at))
}

/// Canonical word, short code and whether the name may follow, of a street type.
pub fn street(word: &str) -> Option<(&'static str, &'static str, bool)> {
    row(words::STREETS, |row| row.0, word).map(|row| (row.1, row.2, row.3))
}

/// `south` → `S`.
pub fn direction(word: &str) -> Option<&'static str> {
    row(words::DIRECTIONS, |row| row.0, word).map(|row| row.1)
}

/// Canonical word and whether it is a floor.
pub fn unit_word(word: &str) -> Option<(&'static str, bool)> {
    row(words::UNITS, |row| row.0, word).map(|row| (row.1, row.2))
}

/// `ohio` or `oh` → `oh`.
pub fn state_code(word: &str) -> Option<&'static str> {
    let by_name = || words::STATES.iter().find(|row| row.1 == word && !word.is_empty());
    row(words::STATES, |row| row.0, word).or_else(by_name).map(|row| row.0)
}

/// The country of a state.
pub fn state_country(word: &str) -> Option<&'static str> {
    let code = state_code(word)?;
    row(words::STATES, |row| row.0, code).map(|row| row.2)
}

/// ISO code of a country's name.
pub fn country_code(name: &str) -> Option<&'static str> {
    row(words::COUNTRIES, |row| row.0, name).map(|row| row.1)
}

/// A word of a road's name as it is compared: ordinals as figures, saint as st.
pub fn road_word<'w>(token: &'w Token) -> &'w str {
    if let Some(digits) = token.ordinal() {
        return digits;
    }
    match token.folded.as_str() {
        "saint" => "st",
        "mount" => "mt",
        "fort" => "ft",
        word => row(words::ORDINALS, |row| row.0, word).map_or(word, |row| row.1),
    }
}

fn set(tokens: &mut [Token], at: usize, role: Role) {
    if let Some(token) = tokens.get_mut(at) {
        token.role = role;
    }
}

fn folded<'w>(tokens: &'w [Token], at: usize) -> &'w str {
    tokens.get(at).map_or("", |token| token.folded.as_str())
}

fn is_role(tokens: &[Token], at: usize, role: Role) -> bool {
    tokens.get(at).is_some_and(|token| token.role == role)
}

/// The country at the end, and the state before it, before the postcode or behind it.
fn country_and_state(tokens: &mut [Token]) {
    let count = tokens.len();
    for length in [1_usize, 2, 3, 4] {
        let Some(from) = count.checked_sub(length).filter(|from| *from > 0) else { continue };
        let name = tokens.get(from..).unwrap_or(&[]).iter().map(|token| token.folded.as_str()).collect::<Vec<_>>().join(" ");
        if country_code(&name).is_some() {
            (from..count).for_each(|at| set(tokens, at, Role::Country));
            break;
        }
    }
    let mut at = count;
    while at > 1 {
        at -= 1;
        let Some(token) = tokens.get(at) else { return };
        let numeric = token.is_digits() || token.is_mixed();
        if token.role == Role::Country || numeric && count - at <= 4 {
            continue;
        }
        // CT is Court behind a road and Connecticut behind a town; FL 36 is a floor, FL 60527 Florida.
        let code = state_code(&token.folded).filter(|_| !numeric);
        let floor = token.folded == "fl" && tokens.get(at + 1).is_some_and(|next| next.is_number() && next.folded.len() < 5);
        let last_word =
            at + 1 == count && street(&token.folded).is_some() && !tokens.iter().take(at).any(|token| street(&token.folded).is_some());
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
            ("pobox" | "postfach" | "apartado", _, _) => (1, true),
            ("locked", "bag", _) => (2, true),
            _ => (0, false),
        };
        if found && tokens.get(at + length).is_some_and(Token::is_number) {
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
            if at > 0 || street(folded(tokens, at + 1)).is_none() {
                set(tokens, at, Role::Unit);
            }
        } else if matches!(token.folded.as_str(), "no" | "nr" | "number" | "num") && next_number {
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
        let behind_street = previous.is_some_and(|token| street(&token.folded).is_some() && !tokens_comma(tokens, at));
        let first = !tokens.iter().take(at).any(Token::is_number);
        if digits && !(first && behind_street) && (!first || token.folded.len() >= 5 || has_word_before(tokens, at)) {
            set(tokens, at, Role::Postcode);
            return;
        }
    }
    // 56422 Düsseldorf, Ansbacher Strasse 23: in front, when the house number is behind.
    let leading = tokens.first().is_some_and(|token| token.is_digits() && token.folded.len() == 5);
    if leading && tokens.iter().skip(1).any(|token| token.is_number() && token.role == Role::Word) {
        set(tokens, 0, Role::Postcode);
    }
}

fn tokens_comma(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.comma)
}

/// Whether a place's name stands between the street type and `at`, so that a number there is no house number.
fn has_word_before(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or(&[]);
    let street_at = before.iter().rposition(|token| street(&token.folded).is_some());
    street_at.is_some_and(|street_at| street_at + 1 < at)
}

/// House number and road.
fn road(tokens: &mut [Token]) -> &'static str {
    if tokens.iter().any(|token| token.role == Role::Box) {
        return "";
    }
    let numbered = tokens.iter().position(|token| token.role == Role::Number);
    let number = numbered.or_else(|| tokens.iter().position(|token| token.role == Role::Word && token.is_number()));
    let typed = find_street(tokens, number.map_or(0, |at| at + 1));
    // A number behind a road without one in front: Calle Mayor 5.
    let behind = || find_street(tokens, 0).is_some();
    let in_front = number.filter(|_| numbered.is_some() || typed.is_some() || !behind());
    let (typed, start) = match in_front {
        Some(at) => {
            set(tokens, at, Role::Number);
            (typed, at + 1)
        }
        None => {
            let typed = find_street(tokens, 0);
            let start = typed.map_or(0, |(at, _)| segment_start(tokens, at));
            (typed, start)
        }
    };
    let Some((street_at, code)) = typed else { return untyped_road(tokens, start, in_front.is_some()) };
    let prefix = street(folded(tokens, street_at)).is_some_and(|(.., prefix)| prefix) && street_at == start;
    let numeric_name = tokens.get(street_at + 1).is_some_and(|next| next.role == Role::Word && next.is_number() && !next.comma);
    // Broadway needs no name.
    let (role, code) = if code == "bwy" && street_at == start { (Role::Road, "") } else { (Role::Street, code) };
    set(tokens, street_at, role);
    if prefix || street_at == start && numeric_name {
        follow(tokens, street_at + 1, if prefix && !numeric_name { 5 } else { 1 });
    } else {
        (start..street_at).for_each(|at| road_or_direction(tokens, at, start));
        if start == street_at && role == Role::Street {
            follow(tokens, street_at + 1, 2);
        }
    }
    let mut end = street_at + 1;
    while is_role(tokens, end, Role::Road) {
        end += 1;
    }
    if direction(folded(tokens, end)).is_some() && is_role(tokens, end, Role::Word) && !tokens_comma(tokens, end) {
        set(tokens, end, Role::Direction);
        end += 1;
    }
    let number_behind = in_front.is_none() && tokens.get(end).is_some_and(|token| token.role == Role::Word && token.is_number());
    let sign_behind = in_front.is_none() && !number_behind;
    if number_behind {
        set(tokens, end, Role::Number);
    } else if sign_behind
        && let Some(at) = tokens.iter().position(|token| token.role == Role::Word && token.is_number() && token.joint == '#')
    {
        set(tokens, at, Role::Number);
    }
    code
}

fn road_or_direction(tokens: &mut [Token], at: usize, start: usize) {
    if !is_role(tokens, at, Role::Word) {
        return;
    }
    let alone = tokens.get(at + 1).is_some_and(|next| next.role == Role::Street);
    let is_direction = at == start && direction(folded(tokens, at)).is_some() && !alone;
    set(tokens, at, if is_direction { Role::Direction } else { Role::Road });
}

/// Gives up to `most` words from `from` on to the road.
fn follow(tokens: &mut [Token], from: usize, most: usize) {
    for at in from..from + most {
        let Some(token) = tokens.get(at) else { return };
        let number = token.is_number() && !(at == from && most == 1);
        if token.role != Role::Word || token.comma || number || words::REMARKS.contains(&token.folded.as_str()) {
            return;
        }
        set(tokens, at, Role::Road);
    }
}

/// Where the road's name may start: behind a comma, a number or a role, at most four words before.
fn segment_start(tokens: &[Token], street_at: usize) -> usize {
    let mut start = street_at;
    while start > 0 && street_at - start < 4 && is_role(tokens, start - 1, Role::Word) && !tokens_comma(tokens, start) {
        start -= 1;
    }
    start
}

/// A road without a type: the words behind the number up to a comma or remark.
fn untyped_road(tokens: &mut [Token], start: usize, numbered: bool) -> &'static str {
    let ending = tokens.iter().position(|token| token.role == Role::Word && token.folded.len() > 5 && ending_code(&token.folded).is_some());
    if let Some(at) = ending {
        let code = ending_code(folded(tokens, at)).unwrap_or("");
        set(tokens, at, Role::Road);
        if !numbered && tokens.get(at + 1).is_some_and(|next| next.role == Role::Word && next.is_number()) {
            set(tokens, at + 1, Role::Number);
        }
        return code;
    }
    if !numbered {
        return "";
    }
    for at in start..start + 3 {
        let Some(token) = tokens.get(at) else { break };
        if token.role != Role::Word || token.comma && at > start || words::REMARKS.contains(&token.folded.as_str()) {
            break;
        }
        road_or_direction(tokens, at, start);
        if at > start && direction(folded(tokens, at)).is_some() {
            set(tokens, at, Role::Direction);
            break;
        }
    }
    ""
}

fn ending_code(word: &str) -> Option<&'static str> {
    words::ENDINGS.iter().find(|(ending, _)| word.ends_with(ending)).map(|row| row.1)
}

/// The street type that ends (or starts) the road: the first behind `from`, with the reading that makes sense of `St`, `Dr`, `Court Street`.
fn find_street(tokens: &[Token], from: usize) -> Option<(usize, &'static str)> {
    let mut first = None;
    for at in from..tokens.len() {
        let Some(token) = tokens.get(at).filter(|token| token.role == Role::Word) else { continue };
        if words::REMARKS.contains(&token.folded.as_str()) && at > from {
            break;
        }
        let Some((_, code, prefix)) = street(&token.folded) else { continue };
        let next = tokens.get(at + 1).filter(|next| next.role == Role::Word && !next.comma);
        let next_type = next.filter(|next| !is_saintly(&next.folded)).and_then(|next| street(&next.folded));
        let later = (at + 1..(at + 4).min(tokens.len()))
            .take_while(|later| !tokens_comma(tokens, *later))
            .any(|later| is_role(tokens, later, Role::Word) && street(folded(tokens, later)).is_some());
        // St Kilda Road, Dr King Boulevard, La Cienega Blvd, Court Street, Avenue Road: a name, not a type.
        let opening = at == from || tokens_comma(tokens, at) || (at == from + 1 && direction(folded(tokens, from)).is_some());
        let saintly = is_saintly(&token.folded);
        if opening && later && (saintly || !prefix || next_type.is_some()) {
            continue;
        }
        if saintly && opening && next.is_some() {
            continue;
        }
        if token.folded == "la" && next.is_some() {
            continue;
        }
        if let Some((_, code, _)) = next_type
            && !opening
        {
            return Some((at + 1, code));
        }
        if opening && !prefix && code != "bwy" && next.is_none_or(|next| !next.is_number()) && first.is_none() {
            first = Some((at, code));
            continue;
        }
        return Some((at, code));
    }
    first.or_else(|| misspelt(tokens, from))
}

/// Whether a street type may as well be part of a name: Saint, Doctor, La.
fn is_saintly(word: &str) -> bool {
    matches!(word, "st" | "dr" | "la" | "ct" | "pl")
}

/// `Aveune`, `Drrive`: a word of a road one slip from a type.
fn misspelt(tokens: &[Token], from: usize) -> Option<(usize, &'static str)> {
    for at in from + 1..(from + 5).min(tokens.len()) {
        let Some(token) = tokens.get(at).filter(|token| token.role == Role::Word) else { return None };
        if !(4..=11).contains(&token.folded.len()) || token.comma {
            continue;
        }
        let near = |kind: &&&str| kind.len() >= 5 && super::super::edits::within_one(&token.folded, kind);
        let short = |kind: &&&str| kind.len() == 4 && token.folded.len() >= 4 && super::super::edits::within_one(&token.folded, kind);
        let last = tokens.get(at + 1).is_none_or(|next| next.comma || next.role != Role::Word);
        let found = words::LONG_TYPES.iter().find(near).or_else(|| words::LONG_TYPES.iter().find(|kind| last && short(kind)));
        if let Some((_, code, _)) = found.and_then(|kind| street(kind)) {
            return Some((at, code));
        }
    }
    None
}
