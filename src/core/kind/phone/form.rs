//! The match form of a phone field and how two of them compare.
//!
//! A form is the numbers of the field with a space between them, each `calling code-national number` with `x` and
//! the extension behind: `86-1088888888x801`. Where the country is only assumed and the number is not one of its
//! valid ones, there is no calling code: `4166278177` may be anybody's.

use super::pattern;
use super::reading::{Field, Reading};
use super::tables::Region;
use crate::fold::{cut, pieces};
use crate::kind::Strength;

/// How many numbers of a field are compared.
const MOST: usize = 4;
/// A number with its extension has more digits than this.
const MOST_LINE: usize = 10;
/// How many digits of a number with its extension make a key: enough for one line, and the same whether
/// or not the extension was run into a number that had its country code in front.
const KEY: usize = 11;
/// The fewest digits that say anything about who is called.
pub(super) const FEWEST: usize = 7;

pub(super) const DIFFERENT: usize = 0;
pub(super) const OTHER_EXTENSION: usize = 1;
pub(super) const ONE_SLIP: usize = 2;
pub(super) const WITHOUT_PREFIX: usize = 3;
pub(super) const EXTENSION_MISSING: usize = 4;
pub(super) const EXACT: usize = 5;

/// The form of a field; None where nothing in it may count as agreement.
pub(super) fn build(field: &Field, home: Option<Region>) -> Option<String> {
    let mut form = String::with_capacity(16);
    let mut count = 0;
    // A long list is cut, but not before the number that stands for it.
    for reading in field.chosen_first() {
        let before = form.len();
        if count == MOST || pattern::says_nothing(reading) {
            continue;
        }
        if before > 0 {
            form.push(' ');
        }
        if push(&mut form, reading, home) && !is_listed(&form, before) {
            count += 1;
        } else {
            form.truncate(before);
        }
    }
    (count > 0).then_some(form)
}

/// Whether what was pushed at `at` stands before it already.
fn is_listed(form: &str, at: usize) -> bool {
    let (listed, last) = form.split_at_checked(at).unwrap_or((form, ""));
    !listed.is_empty() && pieces(listed, b' ').any(|number| !number.is_empty() && number == last.trim_start())
}

fn push(form: &mut String, reading: &Reading, home: Option<Region>) -> bool {
    let digits = reading.body.digits.as_str().trim_start_matches('0');
    match &reading.number {
        Ok(number) => {
            let is_home = home.is_some_and(|region| region.calling_code() == number.calling_code);
            // Only Italians write a 0 in front that belongs to the number, and not all of them do.
            let national = number.national.as_str().trim_start_matches('0');
            if reading.is_valid() || (number.explicit && !is_home) {
                if national.len() < FEWEST - 3 {
                    return false;
                }
                push_code(form, number.calling_code);
            } else if national.len() < FEWEST {
                return false;
            }
            form.push_str(national);
        }
        Err(_) if (FEWEST..=20).contains(&digits.len()) => form.push_str(digits),
        Err(_) => return false,
    }
    if let Some(extension) = reading.extension() {
        form.push('x');
        form.push_str(extension);
    }
    true
}

/// Leading digits of mobile numbers by calling code, for countries that keep them apart from fixed lines.
const MOBILE: &[(&str, &[&str])] = &[
    ("86", &["1"]),
    ("44", &["7"]),
    ("49", &["15", "16", "17"]),
    ("33", &["6", "7"]),
    ("34", &["6", "7"]),
    ("39", &["3"]),
    ("31", &["6"]),
    ("41", &["7"]),
    ("43", &["6"]),
    ("46", &["7"]),
    ("48", &["5", "6", "7", "8"]),
    ("7", &["9"]),
    ("61", &["4"]),
    ("81", &["70", "80", "90"]),
    ("82", &["1"]),
    ("65", &["8", "9"]),
    ("852", &["5", "6", "7", "9"]),
    ("853", &["6"]),
    ("886", &["9"]),
    ("91", &["6", "7", "8", "9"]),
    ("60", &["1"]),
    ("66", &["6", "8", "9"]),
    ("84", &["3", "5", "7", "8", "9"]),
    ("62", &["8"]),
    ("63", &["9"]),
];

/// Whether a number of the form may be a line that a whole office or family answers: one without extension that is not
/// known to be a mobile.
pub(super) fn is_shared_line(form: &str) -> bool {
    if is_chinese_mobile(form) {
        return false;
    }
    pieces(form, b' ').any(|number| {
        let (code, national) = cut(number, b'-').unwrap_or(("", number));
        let prefixes = MOBILE.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, prefixes)| prefixes);
        let is_mobile = prefixes.iter().any(|prefix| national.starts_with(prefix)) && (code != "86" || national.len() == 11);
        !is_mobile && !number.contains('x')
    })
}

/// Whether the form is one Chinese mobile number and nothing else, as most are.
fn is_chinese_mobile(form: &str) -> bool {
    form.strip_prefix("86-1").is_some_and(|rest| rest.len() == 10 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

fn push_code(form: &mut String, code: u16) {
    for divisor in [100, 10, 1] {
        if code >= divisor {
            form.push(char::from(b'0' + (code / divisor % 10) as u8));
        }
    }
    form.push('-');
}

/// One number of a form, taken apart.
#[derive(Clone, Copy)]
struct Parts<'a> {
    code: &'a [u8],
    national: &'a [u8],
    extension: &'a [u8],
}

impl<'a> Parts<'a> {
    fn of(number: &'a [u8]) -> Parts<'a> {
        // A calling code has at most three digits.
        let dash = number.iter().take(4).position(|&c| c == b'-');
        let (code, rest) = match dash {
            Some(at) => (number.get(..at).unwrap_or_default(), number.get(at + 1..).unwrap_or_default()),
            None => (&[][..], number),
        };
        match rest.iter().position(|&c| c == b'x') {
            Some(at) => Parts { code, national: rest.get(..at).unwrap_or_default(), extension: rest.get(at + 1..).unwrap_or_default() },
            None => Parts { code, national: rest, extension: &[] },
        }
    }

    /// All digits, the last one first.
    fn backwards(self) -> impl Iterator<Item = &'a u8> {
        self.extension.iter().rev().chain(self.national.iter().rev()).chain(self.code.iter().rev())
    }
}

/// The level at which two forms agree: the best of any two of their numbers.
pub(super) fn compare(a: &str, b: &str) -> usize {
    if a == b {
        return EXACT;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut best = DIFFERENT;
    for first in a.split(|&c| c == b' ') {
        for second in b.split(|&c| c == b' ') {
            best = best.max(compare_numbers(first, second));
        }
    }
    best
}

fn compare_numbers(a: &[u8], b: &[u8]) -> usize {
    if a == b {
        return EXACT;
    }
    let (a, b) = (Parts::of(a), Parts::of(b));
    if a.national == b.national && a.code == b.code {
        return if a.extension.is_empty() || b.extension.is_empty() { EXTENSION_MISSING } else { OTHER_EXTENSION };
    }
    if is_tail(a, b) || is_tail(b, a) {
        let other = !a.extension.is_empty() && !b.extension.is_empty() && a.extension != b.extension;
        return if other { OTHER_EXTENSION } else { WITHOUT_PREFIX };
    }
    if a.extension.is_empty() != b.extension.is_empty() && are_same_digits(a, b) {
        return WITHOUT_PREFIX;
    }
    let codes_agree = a.code == b.code || a.code.is_empty() || b.code.is_empty();
    if codes_agree && is_one_slip(a.national, b.national) { ONE_SLIP } else { DIFFERENT }
}

/// Whether `short` is `long` without its country or area code, or with another country's code assumed.
fn is_tail(short: Parts, long: Parts) -> bool {
    let length = short.national.len();
    if length < FEWEST {
        return false;
    }
    if length > long.national.len() {
        // The country code may have been typed without its plus sign, and taken for a part of the number.
        return short.national.strip_prefix(long.code).is_some_and(|rest| !long.code.is_empty() && rest == long.national);
    }
    let codes_agree = short.code == long.code || short.code.is_empty() || length == long.national.len();
    codes_agree && long.national.ends_with(short.national)
}

/// Whether one is the other with its extension run into the number: 01088888888801.
fn are_same_digits(a: Parts, b: Parts) -> bool {
    let length = (a.national.len() + a.extension.len()).min(b.national.len() + b.extension.len());
    length > MOST_LINE && a.backwards().zip(b.backwards()).take(length).all(|(a, b)| a == b)
}

/// One digit wrong, missing or too many, or two neighbours swapped.
fn is_one_slip(a: &[u8], b: &[u8]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < FEWEST || long.len() - short.len() > 1 {
        return false;
    }
    let head = short.iter().zip(long).take_while(|(x, y)| x == y).count();
    let tail = short.iter().rev().zip(long.iter().rev()).take_while(|(x, y)| x == y).count();
    if long.len() > short.len() {
        return head + tail >= short.len();
    }
    match short.len().saturating_sub(head + tail) {
        0 | 1 => true,
        2 => matches!((short.get(head..head + 2), long.get(head..head + 2)), (Some(&[a, b]), Some(&[c, d])) if a == d && b == c),
        _ => false,
    }
}

/// The keys under which the numbers of a form are found: the number with its extension; the number alone; its last
/// digits, which it shares with its writings that lack a country or area code.
pub(super) fn keys(form: &str, emit: &mut dyn FnMut(Strength, &str)) {
    for number in pieces(form, b' ') {
        let local = cut(number, b'-').map_or(number, |(_, rest)| rest);
        let has_code = local.len() < number.len();
        let (line, extension) = cut(local, b'x').unwrap_or((local, ""));
        let tail = |text: &str, length: usize| text.len().saturating_sub(length);
        if extension.is_empty() {
            // Without an area code a number is shared by many towns.
            let strength = if has_code || line.len() > 8 { Strength::Unique } else { Strength::Common };
            emit(strength, line.get(tail(line, KEY)..).unwrap_or(line));
        } else {
            let all = [line, extension].concat();
            emit(Strength::Unique, all.get(tail(&all, KEY)..).unwrap_or(&all));
            emit(Strength::Common, line.get(tail(line, KEY)..).unwrap_or(line));
        }
        if line.len() > FEWEST {
            emit(Strength::Common, line.get(tail(line, FEWEST)..).unwrap_or(line));
        }
    }
}
