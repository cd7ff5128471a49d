//! Digits that people type to get past a required field.

use super::china;
use super::reading::Reading;

/// Whether a number stands for "none": 13800138000, 11111111111, 12345678, 000-000-0000.
pub(super) fn is_placeholder(reading: &Reading) -> bool {
    let national = reading.number.as_ref().map(|number| &*number.national).unwrap_or_default();
    let is_china = reading.number.as_ref().is_ok_and(|number| number.calling_code == china::CALLING_CODE);
    // A real number of Hong Kong may be 23456789.
    let counts_from_within = reading.is_valid() && matches!(national, [first @ b'2'..=b'8', second, ..] if first != second);
    (is_filler(&reading.body.digits) || is_filler(national)) && !counts_from_within || (is_china && is_chinese_filler(national))
}

/// Whether a number is one that people like to make up, though somebody may own it: 13888888888, 13812345678.
pub(super) fn is_suspicious(reading: &Reading) -> bool {
    let Ok(number) = &reading.number else { return false };
    let digits = &*number.national;
    let run = |step: fn(u8, u8) -> bool| {
        let mut longest = 1;
        let mut length = 1;
        for pair in digits.windows(2) {
            length = if matches!(pair, &[a, b] if step(a, b)) { length + 1 } else { 1 };
            longest = longest.max(length);
        }
        longest
    };
    run(|a, b| a == b) >= 8 || run(|a, b| b == a + 1) >= 8 || run(|a, b| a == b + 1) >= 8
}

/// One digit repeated, or counting up or down.
fn is_filler(digits: &[u8]) -> bool {
    let steps = |step: u8| digits.windows(2).all(|pair| matches!(pair, &[a, b] if (a - b'0' + step) % 10 == b - b'0'));
    let all_zero = !digits.is_empty() && digits.iter().all(|&c| c == b'0');
    all_zero || (digits.len() >= 5 && steps(0)) || (digits.len() >= 6 && (steps(1) || steps(9)))
}

fn is_chinese_filler(national: &[u8]) -> bool {
    match national {
        // 13800138000: the short-message centre that every example copies, and its like.
        [a, b, c, b'0', b'0', d, e, f, b'0', b'0', b'0'] if (a, b, c) == (d, e, f) => true,
        [b'1', _, _, rest @ ..] if rest.len() == 8 && rest.iter().all(|&c| c == b'0') => true,
        _ if ![b"1234567".as_slice(), b"2345678", b"0000000"].iter().any(|end| national.ends_with(end)) => false,
        _ => {
            let text = std::str::from_utf8(national).unwrap_or_default();
            let subscriber = china::area(text).and_then(|area| text.get(area.code.len()..));
            matches!(subscriber, Some("12345678" | "1234567" | "00000000" | "0000000"))
        }
    }
}
