//! House number, road, street type and direction.

use super::roles::{direction, folded, is_role, set, street, tokens_comma, type_at};
use super::token::{Role, Token};
use super::words;

/// Gives house number and road their roles and tells the street type's short code.
pub fn read(tokens: &mut [Token]) -> &'static str {
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
    let Some((street_at, code)) = typed else {
        if let Some(at) = in_front.filter(|&at| at > 0 && numbered.is_none()).filter(|&at| is_behind_road(tokens, at)) {
            let code = tokens.iter().take(at).find_map(|token| ending_code(&token.folded)).unwrap_or("");
            (0..at).for_each(|word| set(tokens, word, Role::Road));
            return code;
        }
        return untyped_road(tokens, start, in_front.is_some());
    };
    let prefix = type_at(tokens, street_at).is_some_and(|(.., prefix)| prefix) && street_at == start;
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
        // US Highway 66, State Route 12, County Road 9.
        let named = || code != "rd" || matches!(folded(tokens, street_at - 1), "county" | "co" | "state");
        if numeric_name && in_front.is_some() && street_at > start && matches!(code, "hwy" | "rte" | "rd") && named() {
            follow(tokens, street_at + 1, 1);
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
    while in_front.is_none() && is_role(tokens, end, Role::Noise) {
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
        if token.role != Role::Word || token.comma || number || words::REMARKS.contains(&&*token.folded) {
            return;
        }
        set(tokens, at, Role::Road);
    }
}

/// Whether the number at `at` follows a road without a type: `Unter den Linden 77, 10117 Berlin`. A postcode behind a comma tells.
fn is_behind_road(tokens: &[Token], at: usize) -> bool {
    let words = tokens.iter().take(at);
    let plain = at <= 4 && words.clone().all(|token| token.role == Role::Word) && !words.skip(1).any(|token| token.comma);
    plain && tokens.get(at + 1).is_some_and(|next| next.comma && next.role == Role::Postcode)
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
        if token.role != Role::Word || token.comma && at > start || words::REMARKS.contains(&&*token.folded) {
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
        if words::REMARKS.contains(&&*token.folded) && at > from {
            break;
        }
        let Some((_, code, prefix)) = token.street else { continue };
        let next = tokens.get(at + 1).filter(|next| next.role == Role::Word && !next.comma);
        let next_type = next.filter(|next| !is_saintly(&next.folded)).and_then(|next| next.street);
        let later = (at + 1..(at + 4).min(tokens.len()))
            .take_while(|later| !tokens_comma(tokens, *later))
            .any(|later| is_role(tokens, later, Role::Word) && type_at(tokens, later).is_some());
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
        let token = tokens.get(at).filter(|token| token.role == Role::Word)?;
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
