//! One slip of the hand, and numbers that nobody was ever given: what the identifier kinds share.

/// Whether one slip turns `a` into `b`: a character changed, left out or added, or two neighbours exchanged
/// (Damerau's four errors; a distance of exactly 1). Linear, and allocates nothing.
pub(crate) fn one_slip(a: &str, b: &str) -> bool {
    let (mut rest_a, mut rest_b) = (a.chars(), b.chars());
    loop {
        let (here_a, here_b) = (rest_a.as_str(), rest_b.as_str());
        match (rest_a.next(), rest_b.next()) {
            (None, None) => return false,
            (None, Some(_)) => return rest_b.as_str().is_empty(),
            (Some(_), None) => return rest_a.as_str().is_empty(),
            (Some(x), Some(y)) if x == y => {}
            (Some(x), Some(y)) => {
                let (tail_a, tail_b) = (rest_a.as_str(), rest_b.as_str());
                let exchanged = (rest_a.next(), rest_b.next()) == (Some(y), Some(x)) && rest_a.as_str() == rest_b.as_str();
                return tail_a == tail_b || tail_a == here_b || here_a == tail_b || exchanged;
            }
        }
    }
}

/// Whether the letters and digits of `text` count up or down (`123456`, `9876543210`, `abcdef`; after 9 comes 0):
/// typed by running a finger along the keys. At least five of them.
pub(crate) fn is_sequence(text: &str) -> bool {
    let runs = |step: fn(u8) -> u8| {
        let mut marks = text.bytes().filter(u8::is_ascii_alphanumeric);
        let Some(mut last) = marks.next() else { return false };
        let mut count = 1;
        for mark in marks {
            if mark != step(last) {
                return false;
            }
            last = mark;
            count += 1;
        }
        count >= 5
    };
    let up = |c: u8| if c == b'9' { b'0' } else { c.wrapping_add(1) };
    let down = |c: u8| if c == b'0' { b'9' } else { c.wrapping_sub(1) };
    text.is_ascii() && (runs(up) || runs(down))
}

/// Whether a spreadsheet has turned a long number into `1.10101E+17`: all but a few digits are lost.
pub(crate) fn is_scientific(text: &str) -> bool {
    let Some(at) = text.find(['e', 'E']) else { return false };
    let (mantissa, exponent) = (&text[..at], &text[at + 1..]);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    mantissa.split_once('.').is_some_and(|(whole, part)| digits(whole) && digits(part)) && digits(exponent.trim_start_matches('+'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_slip_is_one_of_four_errors() {
        let cases = [
            ("changed", "123456", "123956", true),
            ("left out", "123456", "12456", true),
            ("added behind", "123456", "1234567", true),
            ("exchanged", "123456", "124356", true),
            ("exchanged at the end", "123456", "123465", true),
            ("not one", "123456", "123456", false),
            ("two", "123456", "023450", false),
            ("exchanged at a distance", "123456", "153426", false),
            ("Chinese", "京A12345", "津A12345", true),
        ];
        for (what, a, b, want) in cases {
            assert_eq!(one_slip(a, b), want, "{what}");
        }
    }

    #[test]
    fn sequences_and_lost_digits() {
        for text in ["123456", "12345", "987654321", "1234567890", "abcdef", "123-45-6789"] {
            assert!(is_sequence(text), "{text}");
        }
        for text in ["1234", "123457", "135790", "", "一二三四五六"] {
            assert!(!is_sequence(text), "{text}");
        }
        assert!(is_scientific("1.10101E+17") && is_scientific("9.14403e17"));
        assert!(!is_scientific("E12345678") && !is_scientific("12E5") && !is_scientific("1.2.3E4"));
    }

    proptest! {
        #[test]
        fn one_slip_is_a_distance_of_one(a in "[ab1]{0,7}", b in "[ab1]{0,7}") {
            prop_assert_eq!(one_slip(&a, &b), strsim::osa_distance(&a, &b) == 1);
        }

        #[test]
        fn never_panics(a in any::<String>(), b in any::<String>()) {
            prop_assert_eq!(one_slip(&a, &b), one_slip(&b, &a));
            is_sequence(&a);
            is_scientific(&a);
        }
    }
}
