//! Digits that people type to get past a required field.

use super::china;
use super::engine::Digits;
use super::reading::Reading;

/// Whether a number stands for "none": 13800138000, 11111111111, 12345678, 000-000-0000. One that its country has given out
/// does not for counting up alone: 01 23 45 67 89 is somebody's in Paris.
pub(super) fn is_placeholder(reading: &Reading) -> bool {
    match &reading.number {
        Ok(number) if reading.is_valid() => is_repeated(&number.national) || (is_chinese(reading) && is_copied(&number.national)),
        _ => says_nothing(reading),
    }
}

/// Whether sharing the number says nothing about two rows: placeholders, and what is typed by running a finger along the keys.
pub(super) fn says_nothing(reading: &Reading) -> bool {
    let national = reading.number.as_ref().map(|number| &*number.national).unwrap_or_default();
    // As it is written, as it is dialled inside the country and from abroad.
    let whole = || {
        let mut whole = Digits::from(reading.number.map_or(0, |number| number.calling_code).to_string().as_bytes());
        whole.extend(national);
        whole
    };
    let runs =
        national.len() >= 2 && national.windows(2).rev().take(2).all(|pair| matches!(pair, &[a, b] if a == b || a.abs_diff(b) % 8 == 1));
    // With the area code of the row's city, 88888888 is a line like any other.
    let is_completed = reading.is_valid() && national.len() > reading.body.digits.len();
    (!is_completed && is_filler(&reading.body.digits))
        || is_filler(national)
        || (runs && is_filler(&whole()))
        || (is_chinese(reading) && (is_copied(national) || has_filler_subscriber(national)))
}

fn is_chinese(reading: &Reading) -> bool {
    reading.number.as_ref().is_ok_and(|number| number.calling_code == china::CALLING_CODE)
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
    is_repeated(digits) || (digits.len() >= 6 && (steps(1) || steps(9)))
}

fn is_repeated(digits: &[u8]) -> bool {
    let first = digits.first().copied();
    digits.iter().all(|&digit| Some(digit) == first) && (digits.len() >= 5 || first == Some(b'0'))
}

/// 13800138000, the short-message centre that every example copies, and its like; 13800000000.
fn is_copied(national: &[u8]) -> bool {
    match national {
        [a, b, c, b'0', b'0', d, e, f, b'0', b'0', b'0'] if (a, b, c) == (d, e, f) => true,
        [b'1', _, _, rest @ ..] => rest.len() == 8 && rest.iter().all(|&digit| digit == b'0'),
        _ => false,
    }
}

/// 010-12345678, 0755-00000000.
fn has_filler_subscriber(national: &[u8]) -> bool {
    if ![b"1234567".as_slice(), b"2345678", b"0000000"].iter().any(|end| national.ends_with(end)) {
        return false;
    }
    let text = std::str::from_utf8(national).unwrap_or_default();
    let subscriber = china::area(text).and_then(|area| text.get(area.code.len()..));
    matches!(subscriber, Some("12345678" | "1234567" | "00000000" | "0000000"))
}
