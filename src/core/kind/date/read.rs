//! From text to year, month and day: first pieces (numbers, months, 年月日), then what their order means.

use super::{NOT_A_DATE, SPREADSHEET_DATE, is_date, words};
use crate::fold;
use crate::kind::{Code, EMPTY, PLACEHOLDER, TOO_LONG};
use crate::placeholder;

/// What a text says, which may be a day that does not exist. Month and day are 0 where it names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub year: u16,
    pub month: u8,
    pub day: u8,
    /// Day and month could be the other way round.
    pub ambiguous: bool,
    pub two_digit_year: bool,
}

impl Reading {
    fn new(year: u32, month: u32, day: u32) -> Option<Reading> {
        let (year, month, day) = (year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
        Some(Reading { year, month, day, ambiguous: false, two_digit_year: false })
    }

    /// Whether there is such a day, or month, or year.
    pub fn exists(&self) -> bool {
        match (self.month, self.day) {
            (0, 0) => WRITTEN.contains(&self.year.into()),
            (month, 0) => WRITTEN.contains(&self.year.into()) && month <= 12,
            (month, day) => self.year < 10_000 && is_date(self.year, month, day),
        }
    }

    /// With day and month exchanged.
    pub fn other_way_round(self) -> Reading {
        Reading { month: self.day, day: self.month, ..self }
    }
}

const LONGEST: usize = 100;
/// Two-digit years from here on are of the twentieth century.
const PIVOT: u32 = 30;
/// Four digits that may be a year where nothing else says so.
const WRITTEN: std::ops::RangeInclusive<u32> = 1800..=2199;

/// One piece of a date.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Piece {
    Number(Number),
    Month(u8),
    /// 年, 月 or 日: 0, 1 or 2.
    Unit(usize),
}

/// A number, and how many digits it was written with.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Number {
    value: u32,
    digits: usize,
}

/// A text in pieces.
#[derive(Debug, Default)]
struct Pieces {
    list: Vec<Piece>,
    /// What stands between the first two numbers.
    mark: Option<char>,
    /// The year before the first of 民国 or of a Japanese era, from which its years count; 0 where they are of the Common Era.
    era: u32,
}

/// Reads `raw`, whose order of day and month is that of `region` where nothing else tells.
pub(super) fn read(raw: &str, region: &str) -> Result<Reading, &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    if let Some(reading) = iso(raw) {
        return Ok(reading);
    }
    let text = fold::bare(raw);
    if text.is_empty() {
        return Err(&EMPTY);
    }
    if placeholder::is_placeholder(&text) {
        return Err(&PLACEHOLDER);
    }
    let known = about(&text);
    let text = known.as_deref().unwrap_or(&text);
    let mut reading = pieces(without_time(text)).and_then(|pieces| arrange(&pieces, region)).ok_or_else(|| refused(text))?;
    // 1978-12-00 and 1978-00-00 are how some databases write a month and a year.
    reading.ambiguous &= reading.day > 0;
    if (reading.year, reading.month, reading.day) == (1111, 11, 11) {
        return Err(&PLACEHOLDER);
    }
    Ok(reading)
}

/// What is known of a date that is known in part: abt 1901, xx/xx/1901; and digits of other scripts as ASCII ones. None where
/// the text stands as it is.
fn about(text: &str) -> Option<String> {
    let signs = ["abt", "about", "circa", "ca", "c", "est", "um", "vers", "约", "大约"];
    let bare = signs.iter().find_map(|sign| {
        let rest = text.strip_prefix(sign)?;
        let rest = rest.trim_start_matches('.').trim_start();
        (rest.len() < text.len() && rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(rest)
    });
    let bare =
        bare.or_else(|| text.strip_prefix('~').map(str::trim_start)).or_else(|| text.strip_suffix('?').filter(|rest| !rest.contains('?')));
    if bare.is_none() && text.is_ascii() && !text.contains(['x', '?']) {
        return None;
    }
    let mut out = bare.unwrap_or(text).to_owned();
    // xx/05/1901, ??.??.1901, 1901-05-XX
    let is_mask = |part: &str| matches!(part, "xx" | "??" | "x" | "?");
    for mark in ['/', '.', '-'] {
        let parts: Vec<&str> = out.split(mark).map(str::trim).collect();
        if parts.len() == 3 && parts.iter().any(|part| is_mask(part)) {
            let shown: Vec<&str> = parts.iter().map(|part| if is_mask(part) { "00" } else { *part }).collect();
            out = shown.join(&mark.to_string());
            break;
        }
    }
    if out.chars().any(|c| !c.is_ascii() && c.is_numeric()) {
        out = out.chars().map(|c| fold::digit(c).map_or(c, |digit| char::from(b'0' + digit))).collect();
    }
    (out != text).then_some(out)
}

/// Why a text that says no date is none.
fn refused(text: &str) -> &'static Code {
    if of_serial(text).is_some() { &SPREADSHEET_DATE } else { &NOT_A_DATE }
}

/// `1978-12-11` and `19781211`, which most dates in a database are, without taking them to pieces.
fn iso(raw: &str) -> Option<Reading> {
    let bytes = raw.as_bytes();
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to).filter(|digits| digits.iter().all(u8::is_ascii_digit))?;
        Some(digits.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
    };
    let (month, day) = match (bytes.len(), bytes.get(4), bytes.get(7)) {
        (10, Some(b'-'), Some(b'-')) => (number(5, 7)?, number(8, 10)?),
        (8, ..) => (number(4, 6)?, number(6, 8)?),
        _ => return None,
    };
    let year = number(0, 4).filter(|year| WRITTEN.contains(year))?;
    Reading::new(year, month, day).filter(|reading| day > 0 && reading.exists())
}

/// What stands before the time of day: `1971-06-24 00:00`, `19710624T0000`.
fn without_time(text: &str) -> &str {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    if let Some(at) = text.find('t').filter(|&at| at >= 8 && digit(at - 1) && digit(at + 1)) {
        return &text[..at];
    }
    match text.find(':').filter(|&at| at > 0 && digit(at - 1) && digit(at + 1)) {
        Some(at) => text[..at].trim_end_matches(|c: char| c.is_ascii_digit()),
        None => text,
    }
}

fn pieces(text: &str) -> Option<Pieces> {
    let mut pieces = Pieces::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let run = |belongs: fn(char) -> bool| rest.split_at(rest.find(|c| !belongs(c)).unwrap_or(rest.len()));
        let (piece, after) = if c.is_ascii_digit() {
            let (digits, after) = run(|c| c.is_ascii_digit());
            if digits.len() > 8 {
                return None;
            }
            (Some(Piece::Number(Number { value: digits.parse().ok()?, digits: digits.len() })), after)
        } else if words::numeral(c).is_some() {
            let (numeral, after) = run(|c| words::numeral(c).is_some());
            let (value, digits) = words::number(numeral)?;
            (Some(Piece::Number(Number { value, digits })), after)
        } else if let Some(after) = words::weekday(rest) {
            (None, after)
        } else if let Some((before, after)) = era(rest) {
            pieces.era = before;
            (None, after)
        } else if let Some(unit) = words::unit(c) {
            (Some(Piece::Unit(unit)), &rest[c.len_utf8()..])
        } else if c.is_alphabetic() {
            let (word, after) = run(|c| c.is_alphabetic() && words::numeral(c).is_none() && words::unit(c).is_none());
            let month = words::month(word).map(Piece::Month);
            if month.is_none() && !words::is_filler(word) {
                return None;
            }
            (month, after)
        } else {
            let mark = match c {
                '-' | '/' | '.' | ' ' => c,
                '\u{2010}'..='\u{2015}' | '−' | '_' => '-',
                '\\' => '/',
                ',' | '\'' | '(' | ')' | '、' | '。' | '·' => ' ',
                _ => return None,
            };
            if !pieces.list.is_empty() && pieces.mark.is_none_or(|known| known == ' ') && pieces.list.len() < 2 {
                pieces.mark = Some(mark);
            }
            (None, &rest[c.len_utf8()..])
        };
        pieces.list.extend(piece);
        if pieces.list.len() > 6 {
            return None;
        }
        rest = after;
    }
    Some(pieces)
}

/// The era that `text` begins with: the year before its first, and what follows.
fn era(text: &str) -> Option<(u32, &str)> {
    const ERAS: [(&str, u32); 7] =
        [("民国", 1911), ("民國", 1911), ("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911), ("明治", 1867)];
    ERAS.iter().find_map(|&(name, before)| Some((before, text.strip_prefix(name)?)))
}

/// The date that a spreadsheet means by a number of days since the end of 1899 (`44927`, `44927.5`): from 1927 to 2099.
pub(super) fn of_serial(raw: &str) -> Option<Reading> {
    let text = raw.trim();
    let (days, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let days: u32 = Some(days).filter(|days| days.len() == 5 && digits(days) && digits(part))?.parse().ok()?;
    let mut left = Some(days).filter(|days| (10_000..=73_050).contains(days))? - 1;
    // The sixtieth day is one that never was, the 29th of February 1900.
    left -= 1;
    let length = |year: u16| if is_date(year, 2, 29) { 366 } else { 365 };
    let year = (1900..).find(|&year| {
        let here = left < length(year);
        left -= if here { 0 } else { length(year) };
        here
    })?;
    let days_in = |month: u8| (28..=31).rev().find(|&day| is_date(year, month, day)).unwrap_or(31);
    let month = (1..=12).find(|&month| {
        let here = left < u32::from(days_in(month));
        left -= if here { 0 } else { u32::from(days_in(month)) };
        here
    })?;
    Reading::new(year.into(), month.into(), left + 1)
}

/// What the pieces mean in their order.
fn arrange(pieces: &Pieces, region: &str) -> Option<Reading> {
    use Piece::{Month, Number as N};
    if pieces.list.iter().any(|piece| matches!(piece, Piece::Unit(_))) || pieces.era > 0 {
        return with_units(pieces);
    }
    let order = Order { mark: pieces.mark.unwrap_or(' '), region };
    match *pieces.list.as_slice() {
        [N(n)] => together(n, order),
        [N(year), N(month)] if year.digits == 4 && month.digits <= 2 => Reading::new(year.value, month.value, 0),
        [N(month), N(year)] if year.digits == 4 && month.digits <= 2 => Reading::new(year.value, month.value, 0),
        [N(a), N(b), N(c)] => three(a, b, c, order),
        [Month(month), N(year)] | [N(year), Month(month)] => {
            let (value, two_digit_year) = (year.digits == 4 || year.value > 31).then(|| full_year(year))??;
            Some(Reading { two_digit_year, ..Reading::new(value, month.into(), 0)? })
        }
        [N(year), Month(month), N(day)] | [N(year), N(day), Month(month)] if year.digits == 4 && day.digits <= 2 => {
            Reading::new(year.value, month.into(), day.value)
        }
        [N(day), Month(month), N(year)] | [Month(month), N(day), N(year)] if day.digits <= 2 => {
            let (value, two_digit_year) = full_year(year)?;
            Some(Reading { two_digit_year, ..Reading::new(value, month.into(), day.value)? })
        }
        _ => None,
    }
}

/// 1978年12月11日: each number belongs to the unit behind it, or follows the one before.
fn with_units(pieces: &Pieces) -> Option<Reading> {
    let mut parts = [None; 3];
    let mut next = 0;
    for (at, piece) in pieces.list.iter().enumerate() {
        match *piece {
            Piece::Number(number) => {
                let slot = match pieces.list.get(at + 1) {
                    Some(&Piece::Unit(unit)) => unit,
                    _ => next,
                };
                let part = parts.get_mut(slot).filter(|part| part.is_none() && slot >= next)?;
                *part = Some(number);
                next = slot + 1;
            }
            Piece::Unit(unit) if unit + 1 == next => {}
            _ => return None,
        }
    }
    let [Some(year), month, day] = parts else { return None };
    let (value, two_digit_year) = if pieces.era > 0 { (year.value.checked_add(pieces.era)?, false) } else { full_year(year)? };
    if month.is_none() && day.is_some() {
        return None;
    }
    let small = |number: Option<Number>| number.map_or(0, |number| number.value);
    Some(Reading { two_digit_year, ..Reading::new(value, small(month), small(day))? })
}

/// How day and month stand.
#[derive(Clone, Copy)]
struct Order<'a> {
    mark: char,
    region: &'a str,
}

impl Order<'_> {
    fn month_first(self) -> bool {
        self.mark != '.'
            && matches!(self.region, "US" | "PH" | "FM" | "MH" | "PW" | "GU" | "PR" | "AS" | "VI" | "MP" | "CN" | "TW" | "JP" | "KR")
    }

    fn year_first(self) -> bool {
        self.mark == '-' && matches!(self.region, "CN" | "TW" | "JP" | "KR" | "HU" | "LT" | "MN")
    }

    /// Two numbers that are a day and a month, in whichever order makes a date.
    fn day_and_month(self, a: u32, b: u32, year: u32) -> Option<Reading> {
        let (month, day) = if self.month_first() { (a, b) } else { (b, a) };
        let (usual, other) = (Reading::new(year, month, day)?, Reading::new(year, day, month)?);
        if !usual.exists() && other.exists() {
            return Some(other);
        }
        Some(Reading { ambiguous: a != b && self.mark != '.' && usual.exists() && other.exists(), ..usual })
    }
}

/// The year, and whether its century is a guess.
fn full_year(year: Number) -> Option<(u32, bool)> {
    match year.digits {
        4 => Some((year.value, false)),
        2 => Some((year.value + if year.value < PIVOT { 2000 } else { 1900 }, true)),
        _ => None,
    }
}

fn three(a: Number, b: Number, c: Number, order: Order) -> Option<Reading> {
    match (a.digits, b.digits, c.digits) {
        // Nobody writes the day behind the year: 1990-13-01 is a mistake, of whichever kind.
        (4, 1..=2, 1..=2) => Reading::new(a.value, b.value, c.value),
        (1..=2, 1..=2, 4) => order.day_and_month(a.value, b.value, c.value),
        (1..=2, 1..=2, 1..=2) => {
            let front = full_year(a).and_then(|(year, _)| Reading::new(year, b.value, c.value)).filter(Reading::exists);
            let reading = match front {
                Some(reading) if order.year_first() || a.value > 31 || c.digits == 1 => reading,
                _ => order.day_and_month(a.value, b.value, full_year(c)?.0)?,
            };
            Some(Reading { two_digit_year: true, ..reading })
        }
        _ => None,
    }
}

/// Digits without anything between them.
fn together(number: Number, order: Order) -> Option<Reading> {
    let Number { value, digits } = number;
    match digits {
        8 => {
            let usual = Reading::new(value / 10_000, value / 100 % 100, value % 100)?;
            let behind = || order.day_and_month(value / 1_000_000, value / 10_000 % 100, value % 10_000);
            let plausible = |reading: &Reading| WRITTEN.contains(&reading.year.into());
            if plausible(&usual) && usual.exists() {
                return Some(usual);
            }
            behind().filter(|reading| plausible(reading) && reading.exists()).or(Some(usual).filter(plausible))
        }
        6 => {
            let month = Reading::new(value / 100, value % 100, 0)?;
            if month.month > 0 && month.exists() {
                return Some(month);
            }
            let part = |value| Number { value, digits: 2 };
            let (a, b, c) = (value / 10_000, value / 100 % 100, value % 100);
            let front = Reading::new(full_year(part(a))?.0, b, c)?;
            let reading = if front.day > 0 && front.exists() { front } else { order.day_and_month(a, b, full_year(part(c))?.0)? };
            Some(Reading { two_digit_year: true, ..reading }).filter(|reading| reading.day > 0 && reading.exists())
        }
        4 => Reading::new(value, 0, 0).filter(Reading::exists),
        _ => None,
    }
}
