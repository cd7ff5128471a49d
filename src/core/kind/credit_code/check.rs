//! The check characters: GB 32100-2015 for the whole, GB 11714-1997 for the organisation code inside it, and
//! ISO 7064 MOD 11,10 for the business licence numbers before 2015 (GS 15-2006).

/// Letters and digits of a unified code: no I, O, S, V or Z. A character's place is its value.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// Powers of 3 modulo 31.
const UNIFIED: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

const ORGANISATION: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];

/// Values of the alphabet by byte, so that checking costs no search.
static VALUES: [u8; 128] = {
    let mut table = [NONE; 128];
    let mut at = 0;
    while at < ALPHABET.len() {
        table[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    table
};
const NONE: u8 = u8::MAX;

fn value(byte: u8) -> Option<u32> {
    VALUES.get(usize::from(byte)).copied().filter(|&value| value != NONE).map(u32::from)
}

/// Whether a unified code may contain that byte.
pub(super) fn in_alphabet(byte: u8) -> bool {
    value(byte).is_some()
}

/// Whether the 18th character of a unified code fits the 17 before it.
pub(super) fn unified(text: &str) -> bool {
    let Some((&last, front)) = text.as_bytes().split_last().filter(|(_, front)| front.len() == 17) else { return false };
    let sum = front.iter().zip(UNIFIED).try_fold(0, |sum, (&byte, weight)| Some(sum + value(byte)? * weight));
    sum.is_some_and(|sum| value(last) == Some((31 - sum % 31) % 31))
}

/// Whether the ninth character of an organisation code fits the eight before it. Here letters count 10 (A) to 35 (Z).
pub(super) fn organisation(text: &str) -> bool {
    let Some((&last, front)) = text.as_bytes().split_last().filter(|(_, front)| front.len() == 8) else { return false };
    let sum = front.iter().zip(ORGANISATION).try_fold(0, |sum, (&byte, weight)| Some(sum + char::from(byte).to_digit(36)? * weight));
    let want = |sum: u32| match 11 - sum % 11 {
        10 => b'X',
        11 => b'0',
        digit => b'0' + digit as u8,
    };
    sum.is_some_and(|sum| want(sum) == last)
}

/// Whether the 15th digit of a business licence number fits the 14 before it.
pub(super) fn licence(text: &str) -> bool {
    let mut product = 10;
    let mut digits = text.chars().map(|c| c.to_digit(10));
    for _ in 0..14 {
        let Some(Some(digit)) = digits.next() else { return false };
        let sum = (product + digit) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    matches!((digits.next(), digits.next()), (Some(Some(last)), None) if (product + last) % 10 == 1)
}

/// The organisation code that a number contains: all of 9 characters, the tail of 15, the ninth to seventeenth of 18.
pub(super) fn organisation_part(text: &str) -> Option<&str> {
    match text.len() {
        9 => Some(text),
        15 => text.get(6..).filter(|tail| organisation(tail)),
        18 => text.get(8..17),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_public_registers_pass() {
        for text in ["91110000600037341L", "9144030071526726XG", "914403001922038216", "91330100799655058B", "91110000802100433B"] {
            assert!(unified(text), "{text}");
            assert!(organisation(organisation_part(text).unwrap()), "{text}");
        }
        assert!(licence("110108000000016") && organisation("D2143569X"));
    }

    #[test]
    fn every_single_error_and_exchange_of_neighbours_is_found() {
        let good = "9144030071526726XG";
        for at in 0..18 {
            for &other in ALPHABET.iter().filter(|&&other| other != good.as_bytes()[at]) {
                let mut bad = good.as_bytes().to_vec();
                bad[at] = other;
                assert!(!unified(std::str::from_utf8(&bad).unwrap()));
            }
            let mut bad = good.as_bytes().to_vec();
            bad.swap(at, (at + 1).min(17));
            assert!(bad == good.as_bytes() || !unified(std::str::from_utf8(&bad).unwrap()));
        }
        for text in ["", "1", "91440300", "９144030071526726XG", "I144030071526726XG"] {
            assert!(!unified(text) && !organisation(text) && !licence(text), "{text}");
        }
    }
}
