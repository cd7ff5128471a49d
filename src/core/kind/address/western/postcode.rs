//! Postcodes of the world, as far as their shape or their place tells them from house numbers.

use super::roles::{folded, is_role, set, tokens_comma};
use super::token::{Role, Token};

/// A postcode behind the road: the last number, or letters and digits at the end.
pub fn read(tokens: &mut [Token]) {
    if foreign(tokens) {
        return;
    }
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
        if end && (is_british(&token.folded) || is_canadian(&token.folded))
            || is_dutch(&token.folded)
            || is_japanese(&token.folded)
            || is_brazilian(&token.folded)
        {
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
    let length = if tokens_comma(tokens, 1) { 5..=6 } else { 5..=5 };
    let leading = tokens.first().is_some_and(|token| token.is_digits() && length.contains(&token.folded.len()));
    // 12345 Highway 66 has its house number in front, all the same.
    let is_highway = |pair: &[Token]| matches!(pair, [road, number] if road.street.is_some_and(|(_, code, _)| matches!(code, "hwy" | "rte" | "rd")) && number.is_number() && !number.comma);
    let leading = leading && !tokens.windows(2).any(is_highway);
    if leading && tokens.iter().skip(1).any(|token| token.is_number() && token.role == Role::Word) {
        set(tokens, 0, Role::Postcode);
    }
}

/// Postcodes that another sign or their own shape tells wherever they stand: D-80331, NL-1012 NX, 111 20 Stockholm.
fn foreign(tokens: &mut [Token]) -> bool {
    const COUNTRIES: [&str; 32] = [
        "a", "at", "b", "be", "ch", "cz", "d", "de", "dk", "e", "es", "f", "fi", "fin", "fr", "gr", "h", "hu", "i", "it", "l", "lt", "lu",
        "lv", "n", "nl", "no", "p", "pl", "pt", "s", "sk",
    ];
    let digits = |at: usize, length: std::ops::RangeInclusive<usize>| {
        tokens.get(at).is_some_and(|token| token.role == Role::Word && token.is_digits() && length.contains(&token.folded.len()))
    };
    let letters = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            let free = token.role == Role::Word && !token.comma && token.folded.len() == 2 && token.joint == ' ';
            free && token.folded.bytes().all(|byte| byte.is_ascii_alphabetic())
        })
    };
    let is_place = |at: usize| {
        tokens.get(at).is_some_and(|token| token.role == Role::Word && !token.comma && token.street.is_none() && !token.is_number())
    };
    let is_word = |at: usize| is_role(tokens, at, Role::Word) && tokens.get(at).is_some_and(|token| !token.is_number());
    for at in 1..tokens.len() {
        let is_joined = tokens.get(at).is_some_and(|token| token.joint == '-' && !token.comma);
        let prefixed = is_joined && is_role(tokens, at - 1, Role::Word) && COUNTRIES.contains(&folded(tokens, at - 1));
        let begins = prefixed || tokens_comma(tokens, at);
        let halves = begins && digits(at, 3..=3) && digits(at + 1, 2..=2) && !tokens_comma(tokens, at + 1) && is_place(at + 2);
        let dutch = begins && digits(at, 4..=4) && letters(at + 1) && is_place(at + 2);
        let indian =
            at + 2 == tokens.len() && digits(at, 3..=3) && digits(at + 1, 3..=3) && is_word(at - 1) && !tokens_comma(tokens, at + 1);
        if halves || dutch || indian || prefixed && digits(at, 4..=6) {
            set(tokens, at, Role::Postcode);
            if halves || dutch || indian {
                set(tokens, at + 1, Role::Postcode);
            }
            if prefixed {
                set(tokens, at - 1, Role::Noise);
            }
            return true;
        }
    }
    false
}

/// 1012NX.
fn is_dutch(word: &str) -> bool {
    matches!(word.as_bytes(), [b'1'..=b'9', b, c, d, e, f] if [b, c, d].iter().all(|byte| byte.is_ascii_digit()) && [e, f].iter().all(|byte| byte.is_ascii_alphabetic()))
}

/// M5V2T6.
fn is_canadian(word: &str) -> bool {
    let shape = |(at, byte): (usize, u8)| if at % 2 == 0 { byte.is_ascii_alphabetic() } else { byte.is_ascii_digit() };
    word.len() == 6 && word.bytes().enumerate().all(shape)
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

/// Whether a place's name stands between the street type and `at`, so that a number there is no house number.
fn has_word_before(tokens: &[Token], at: usize) -> bool {
    let before = tokens.get(..at).unwrap_or(&[]);
    let Some(street_at) = before.iter().rposition(|token| token.street.is_some()) else { return false };
    // Av. Paulista, 1578: the name of the road.
    let prefix = before.get(street_at).and_then(|token| token.street).is_some_and(|(.., prefix)| prefix);
    let opens = street_at == 0 || tokens_comma(tokens, street_at);
    let placed = !(prefix && opens) || before.iter().skip(street_at + 1).any(|token| token.comma);
    street_at + 1 < at && placed
}
