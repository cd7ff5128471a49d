//! Finding the numbers in a field: labels and remarks fall away, extensions are recognised, letters typed for digits
//! are read, several numbers are told apart.

use super::body::Body;
use super::engine::Digits;
use super::fold::{EXTENSION, WORD};
use super::split::split_run;

/// No field that is longer than this holds phone numbers alone.
pub(super) const LONGEST: usize = 1000;
/// The most numbers that are read from one field, after the first.
const MOST: usize = 31;
/// Fewer digits than this beside a longer number are a label's (`Tel2:`) or a remark's (`1201室`).
pub(super) const SHORTEST: usize = 5;
/// Whether a field, as it stands, holds no more than one number: digits in groups, too few for two.
pub(super) fn is_plainly_one(raw: &str) -> bool {
    let rest = raw.strip_prefix('+').unwrap_or(raw);
    let mut digits = 0;
    let usual = |byte: u8| {
        digits += usize::from(byte.is_ascii_digit());
        byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')')
    };
    rest.bytes().all(usual) && digits < 14
}

/// Every number in folded text, in order.
pub(super) struct Numbers {
    /// The first; most fields hold one, and one needs no allocation.
    pub(super) first: Option<Body>,
    pub(super) more: Vec<Body>,
}

impl Numbers {
    fn push(&mut self, body: Body) {
        match self.first {
            None => self.first = Some(body),
            Some(_) if self.more.len() < MOST => self.more.push(body),
            Some(_) => {}
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Body> {
        self.first.iter().chain(&self.more)
    }
}

/// Reads the numbers in folded text. Letters that stand for digits are replaced in place.
pub(super) fn numbers(text: &mut [u8]) -> Numbers {
    let mut numbers = Numbers { first: None, more: Vec::new() };
    let mut at = 0;
    while let Some(run) = next_run(text, &mut at) {
        let before = numbers.iter().count();
        split_run(text.get(run.start..run.end).unwrap_or_default(), &mut |mut body| {
            body.letters = run.letters;
            numbers.push(body);
        });
        let last = numbers.more.last_mut().or(numbers.first.as_mut());
        if let Some(last) = last.filter(|last| last.extension.is_empty()) {
            last.extension = run.extension;
        }
        if numbers.iter().count() == before {
            break;
        }
    }
    // Beside a longer number, a few digits are a remark.
    if numbers.iter().any(|body| body.digits.len() >= SHORTEST) {
        numbers.more.retain(|body| body.digits.len() >= SHORTEST);
        if numbers.first.is_some_and(|body| body.digits.len() < SHORTEST) {
            numbers.first = (!numbers.more.is_empty()).then(|| numbers.more.remove(0));
        }
    }
    numbers
}

/// A stretch of digits and what may stand between the digits of a number.
struct Run {
    start: usize,
    end: usize,
    extension: Digits,
    letters: bool,
}

/// The next run at or after `at`, which moves behind it.
fn next_run(text: &mut [u8], at: &mut usize) -> Option<Run> {
    let from = *at;
    let mut start = from + text.get(from..)?.iter().position(|&c| c.is_ascii_digit() || c == b'+')?;
    let mut letters = false;
    // A letter for the first digit: l3800138000.
    if let Some(before) = start.checked_sub(1).filter(|&before| before >= from && text.get(start) != Some(&b'+')) {
        let alone = before.checked_sub(1).and_then(|i| text.get(i)).is_none_or(|c| !c.is_ascii_alphanumeric() && *c != WORD);
        if let Some(digit) = text.get(before).and_then(|&c| letter_digit(c)).filter(|_| alone) {
            if let Some(slot) = text.get_mut(before) {
                *slot = digit;
            }
            start = before;
            letters = true;
        }
    }
    let mut run = Run { start, end: start, extension: Digits::new(), letters };
    let mut digits = 0;
    let mut i = start;
    while let Some(&c) = text.get(i) {
        match c {
            b'0'..=b'9' => {
                digits += 1;
                i += 1;
                run.end = i;
                continue;
            }
            // A second plus sign starts another number, unless the first had nothing behind it.
            b'+' if digits >= SHORTEST => break,
            // A tail like ".0" is a number that went through a floating-point column.
            b'.' if digits >= 7 && rest_is(text, i, b".0") && text.get(start..i).is_some_and(|d| d.iter().all(u8::is_ascii_digit)) => {
                *at = i + 2;
                return Some(run);
            }
            // 139****5670: what was starred out is not to be guessed.
            b'*' if text.get(i + 1) == Some(&b'*') => break,
            b'+' | b' ' | b'-' | b'.' | b'(' | b')' | b'[' | b']' | b'/' | b'\\' | b'_' | b'*' | b'\'' | b'"' | b'^' | b'`' => i += 1,
            b',' if is_thousands(text, i) => i += 1,
            _ => {
                if digits >= 3
                    && let Some(end) = extension(text, i, &mut run.extension)
                {
                    *at = end;
                    return Some(run);
                }
                let Some(end) = letters_for_digits(text, i).or_else(|| letters_before_digits(text, i)) else { break };
                digits += end - i;
                i = end;
                run.end = i;
                run.letters = true;
            }
        }
    }
    *at = i.max(run.end).max(start + 1);
    american_extension(text, &mut run);
    Some(run)
}

fn rest_is(text: &[u8], at: usize, want: &[u8]) -> bool {
    text.get(at..).is_some_and(|rest| rest.trim_ascii_end() == want)
}

fn letter_digit(c: u8) -> Option<u8> {
    match c {
        b'O' | b'o' => Some(b'0'),
        b'l' | b'I' => Some(b'1'),
        _ => None,
    }
}

/// Replaces one to four letters that stand for digits, right behind a digit and not the beginning of a word.
fn letters_for_digits(text: &mut [u8], at: usize) -> Option<usize> {
    if !at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let length = text.get(at..)?.iter().take(5).take_while(|&&c| letter_digit(c).is_some()).count();
    let end = at + length;
    if length == 0 || length > 4 || text.get(end).is_some_and(|&c| c.is_ascii_alphabetic()) {
        return None;
    }
    for c in text.get_mut(at..end)? {
        *c = letter_digit(*c)?;
    }
    Some(end)
}

/// Replaces one or two letters that stand for digits at the beginning of a group: 139 l234 5670.
fn letters_before_digits(text: &mut [u8], at: usize) -> Option<usize> {
    let [.., digit, separator] = text.get(..at)? else { return None };
    let rest = text.get(at..)?;
    let length = rest.iter().take_while(|&&c| letter_digit(c).is_some()).count();
    let digits = rest.iter().skip(length).take_while(|c| c.is_ascii_digit()).count();
    let fits = digit.is_ascii_digit()
        && matches!(separator, b' ' | b'-')
        && (1..=2).contains(&length)
        && (2..=4).contains(&(length + digits))
        && digits > 0
        && !rest.get(length + digits).is_some_and(u8::is_ascii_alphabetic);
    if !fits {
        return None;
    }
    for c in text.get_mut(at..at + length)? {
        *c = letter_digit(*c)?;
    }
    Some(at + length)
}

/// Whether the comma at `at` groups thousands, as spreadsheets write them: 13,800,138,001.
fn is_thousands(text: &[u8], at: usize) -> bool {
    let start = text.get(..at).unwrap_or_default().iter().rposition(|&c| !c.is_ascii_digit() && c != b',').map_or(0, |i| i + 1);
    let end = text.get(at..).unwrap_or_default().iter().position(|&c| !c.is_ascii_digit() && c != b',').map_or(text.len(), |i| at + i);
    let groups = text.get(start..end).unwrap_or_default().split(|&c| c == b',');
    let count = groups.clone().count();
    count >= 3 && groups.enumerate().all(|(index, group)| group.len() == 3 || (index == 0 && (1..3).contains(&group.len())))
}

/// Reads an extension whose label is at `at` into `extension`; the place behind it.
fn extension(text: &[u8], at: usize, extension: &mut Digits) -> Option<usize> {
    const WORDS: [&[u8]; 19] = [
        b"extension",
        b"extensio",
        b"extn",
        b"ext",
        b"xtn",
        b"xt",
        b"anexo",
        b"interno",
        b"int",
        b"ex",
        b"ramal",
        b"poste",
        b"durchwahl",
        b"dw",
        b"toestel",
        b"dahili",
        b"wew",
        b"local",
        b"loc",
    ];
    let rest = text.get(at..)?;
    let starts = |word: &[u8]| rest.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    // What the label is decides how long an extension may be.
    let (label, most) = if starts(b";ext=") {
        (5, 20)
    } else {
        match *rest.first()? {
            // Doubled labels: "转分机".
            EXTENSION => (rest.iter().take_while(|&&c| c == EXTENSION).count(), 20),
            b'#' | b'~' | b'x' | b'X' if !rest.get(1).is_some_and(u8::is_ascii_alphabetic) => (1, 9),
            b',' | b';' => (rest.iter().take_while(|&&c| c == b',' || c == b';').count(), 6),
            c if c.is_ascii_alphabetic() => (WORDS.iter().find(|word| starts(word))?.len(), 20),
            _ => return None,
        }
    };
    let mut from = at + label;
    if text.get(from).is_some_and(|c| matches!(c, b':' | b'.' | b'=' | b'#')) {
        from += 1;
    }
    from += text.get(from..)?.iter().take_while(|c| matches!(c, b' ' | b',' | b'-' | b'(' | b':')).count();
    let digits = text.get(from..)?;
    let length = digits.iter().take_while(|c| c.is_ascii_digit()).count();
    let mut end = from + length;
    if length == 0 || length > most {
        return None;
    }
    // A comma may also stand between two numbers: then more follows than an extension has.
    if matches!(rest.first(), Some(b',' | b';')) && text.get(end..)?.iter().any(u8::is_ascii_digit) && label == 1 {
        return None;
    }
    extension.clear();
    extension.extend(digits.get(..length)?);
    if text.get(end) == Some(&b'#') {
        end += 1;
    }
    Some(end)
}

/// "212-555-1234 - 503#": the mark stands behind.
fn american_extension(text: &[u8], run: &mut Run) {
    if text.get(run.end) != Some(&b'#') {
        return;
    }
    let Some(slice) = text.get(run.start..run.end) else { return };
    let length = slice.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let before = slice.len() - length;
    let gap = slice.get(..before).unwrap_or_default().iter().rev().take_while(|c| matches!(c, b' ' | b'-')).count();
    if (1..=6).contains(&length) && gap > 0 && before > gap {
        run.extension = Digits::from(slice.get(before..).unwrap_or_default());
        run.end = run.start + before - gap;
    }
}

/// 139xxxx5670: one letter over and over spells nothing.
fn is_masked(word: &[u8]) -> bool {
    word.iter().all(|letter| word.first().is_some_and(|first| first.eq_ignore_ascii_case(letter)))
}

/// Letters as a telephone's keys spell them (1-800-FLOWERS), where at least three are written.
pub(super) fn vanity(text: &[u8]) -> Option<Body> {
    let start = text.iter().position(|&c| c.is_ascii_digit() || c == b'+')?;
    let rest = text.get(start..)?.trim_ascii_end();
    let is_separator = |c: &u8| matches!(c, b' ' | b'-' | b'.' | b'(' | b')');
    let digits = rest.iter().filter(|c| !is_separator(c) && **c != b'+').take_while(|c| c.is_ascii_digit()).count();
    let mut words = rest.split(|c| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).peekable();
    if digits < 3 || words.peek().is_none() || words.any(|word| word.len() < 3 || is_masked(word)) {
        return None;
    }
    if !rest.iter().enumerate().all(|(at, c)| c.is_ascii_alphanumeric() || is_separator(c) || (at == 0 && *c == b'+')) {
        return None;
    }
    let mut body = Body::new();
    for &c in rest {
        let digit = match c.to_ascii_uppercase() {
            b'+' if body.digits.is_empty() => {
                body.plus = true;
                continue;
            }
            b'0'..=b'9' => c,
            b'A'..=b'C' => b'2',
            b'D'..=b'F' => b'3',
            b'G'..=b'I' => b'4',
            b'J'..=b'L' => b'5',
            b'M'..=b'O' => b'6',
            b'P'..=b'S' => b'7',
            b'T'..=b'V' => b'8',
            b'W'..=b'Z' => b'9',
            _ => continue,
        };
        if !body.digits.push(digit) {
            return None;
        }
    }
    Some(body)
}
