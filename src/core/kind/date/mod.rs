//! Dates, above all of birth: read from every usual writing, stored as ISO 8601, compared by how people get them wrong.
//!
//! - A year of two digits belongs to 1930–2029, as in the spreadsheets that most of them come through.
//! - `12/11/1978` is month first in the United States, the Philippines, Micronesia and in East Asia (where dates with the year
//!   behind come out of American software), day first everywhere else and always between dots. It is reported as
//!   `ambiguous_day_month` with the other reading, and two rows that read it differently meet and compare as swapped.
//! - A year or a month alone is a date of that precision: `1978`, `1978-12`.
//! - Eight digits are year, month, day; or with the year behind, where they can't be. Five digits are nothing: a
//!   spreadsheet's day number can't be told from any other number, so it is refused, with the date that it would be.
//! - 民国 and the Japanese eras are counted from their first year.
//! - Times are left out, and a time zone moves no birthday.
//!
//! A kind has no clock: the same value must not be wrong today and right tomorrow, least of all in an index. What is
//! later than today is for the checks that run over a table; here [`LATEST`] is the fixed bound.

mod info;
mod read;
mod words;

pub use info::{DateInfo, info};

use super::*;
use read::{Reading, read};

/// A calendar date, or a year or month of one.
pub struct Date;

/// The first year in which somebody in a customer table may be born.
pub const EARLIEST: u16 = 1900;
/// The last year that is taken for a date and not a slip. Fixed, because what a value is must not depend on the day.
pub const LATEST: u16 = 2100;

static NOT_A_DATE: Code = Code::error("not_a_date", "The value reads as no date.");
static SPREADSHEET_DATE: Code =
    Code::error("spreadsheet_date", "The value looks like the number that a spreadsheet keeps for a day; it reads as no date.");
static IMPOSSIBLE_DATE: Code = Code::error("impossible_date", "The value is written as a date, and there is no such day.");
static BEFORE_1900: Code = Code::warning("before_1900", "The date is before 1900.");
static AFTER_2100: Code = Code::warning("after_2100", "The date is after 2100.");
static DEFAULT_DATE: Code = Code::warning("default_date", "The date is one that software fills in where none is known.");
static AMBIGUOUS_DAY_MONTH: Code = Code::info("ambiguous_day_month", "Day and month could be the other way round.");
static TWO_DIGIT_YEAR: Code = Code::info("two_digit_year", "The year has two digits; its century is a guess.");
static PARTIAL_DATE: Code = Code::info("partial_date", "The date has no day, or no month either.");

/// What software fills in: the first or last day of its calendar, and what people invent to satisfy a form.
const DEFAULTS: &[(u16, u8, u8)] = &[
    (1, 1, 1),
    (1000, 1, 1),
    (1753, 1, 1),
    (1800, 1, 1),
    (1899, 12, 30),
    (1899, 12, 31),
    (1900, 1, 1),
    (1901, 1, 1),
    (1970, 1, 1),
    (2099, 12, 31),
    (2100, 12, 31),
    (2999, 12, 31),
    (9999, 12, 31),
];

/// Whether there is such a day in the Gregorian calendar.
pub fn is_date(year: u16, month: u8, day: u8) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u8::from(leap),
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && (1..=days).contains(&day)
}

impl Reading {
    fn is_default(&self) -> bool {
        DEFAULTS.contains(&(self.year, self.month, self.day))
    }

    /// ISO 8601, as precise as the date is.
    fn iso(&self) -> String {
        match (self.month, self.day) {
            (0, _) => format!("{:04}", self.year),
            (month, 0) => format!("{:04}-{month:02}", self.year),
            (month, day) => format!("{:04}-{month:02}-{day:02}", self.year),
        }
    }
}

/// The date in `raw`, which exists.
fn parse(raw: &str, context: &Context) -> Result<Reading, &'static Code> {
    let reading = read(raw, context.region)?;
    if reading.exists() { Ok(reading) } else { Err(&IMPOSSIBLE_DATE) }
}

impl Kind for Date {
    fn name(&self) -> &'static str {
        "date"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 12] = [
            &EMPTY,
            &PLACEHOLDER,
            &TOO_LONG,
            &NOT_A_DATE,
            &SPREADSHEET_DATE,
            &IMPOSSIBLE_DATE,
            &BEFORE_1900,
            &AFTER_2100,
            &DEFAULT_DATE,
            &AMBIGUOUS_DAY_MONTH,
            &TWO_DIGIT_YEAR,
            &PARTIAL_DATE,
        ];
        &CODES
    }

    fn read(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let (found, meant) = match read(raw, context.region) {
            Ok(reading) if reading.exists() => (Ok(reading), None),
            Ok(reading) => (Err(&IMPOSSIBLE_DATE), Some(reading.other_way_round()).filter(Reading::exists)),
            Err(code) if code == &SPREADSHEET_DATE && issues.is_some() => (Err(code), read::of_serial(&crate::fold::bare(raw))),
            Err(code) => (Err(code), None),
        };
        if let Some(issues) = issues {
            match &found {
                Ok(reading) => note(reading, issues),
                Err(code) => issues.push(Issue { code, suggestion: meant.map(|reading| reading.iso()) }),
            }
        }
        found.map(|reading| reading.iso())
    }

    /// The digits alone: eight, six or four. A day that does not exist (`19160017`) is kept where it is mistyped, not missing:
    /// one digit away from the right one it is still evidence.
    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        let reading = read(raw, context.region).ok()?;
        if reading.exists() {
            return Some(reading.iso().replace('-', "")).filter(|_| !reading.is_default());
        }
        let written = (1800..2200).contains(&reading.year) && reading.month < 100 && reading.day < 100;
        written.then(|| format!("{:04}{:02}{:02}", reading.year, reading.month, reading.day))
    }

    /// Year, month and day in columns of their own.
    fn join(&self, parts: &[Option<&str>], context: &Context) -> Option<String> {
        let part = |index: usize| parts.get(index).copied().flatten().map(str::trim).filter(|part| !placeholder::is_placeholder(part));
        let written: Vec<&str> = std::iter::successors(Some(0), |index| Some(index + 1)).map_while(part).take(3).collect();
        self.match_form(&written.join("-"), context)
    }

    /// The date, the same whichever of day and month stands first; and the month, which survives a wrong day and meets dates
    /// without one. A year alone finds nothing worth comparing.
    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        let Some(month) = form.get(..6) else { return };
        if let (Some(year), Some(first), Some(second)) = (form.get(..4), form.get(4..6), form.get(6..8)) {
            if second < first && second != "00" {
                emit(Strength::Coarse, &format!("{year}{second}{first}"));
            } else {
                emit(Strength::Coarse, form);
            }
        }
        emit(Strength::Coarse, month);
    }

    /// m and u lie between what `examples/kind_levels.rs` counts in fake_1000 (very careless typists) and in FEBRL (careful ones);
    /// swaps, which neither has, are as frequent as where dates come from several countries.
    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 6] = [
            Level::fixed("different", 0.08, 0.977),
            Level::fixed("same year", 0.02, 0.0145),
            Level::fixed("near", 0.09, 0.007),
            Level::fixed("one slip", 0.05, 0.0013),
            Level::fixed("day and month swapped", 0.01, 0.000_02),
            Level::by_frequency("exact", 0.75, 0.000_05),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            return 5;
        }
        match (digits(a), digits(b)) {
            (Some(a), Some(b)) => level(a, b),
            _ => partial_level(a, b),
        }
    }

    fn are_apart(&self, a: &str, b: &str) -> bool {
        a.get(..4).zip(b.get(..4)).is_some_and(|(a, b)| is_generation(a, b))
    }

    /// Twins, and couples of one age.
    fn kin(&self, level: usize) -> Option<f64> {
        [None, Some(0.06), None, None, None, Some(0.003)].get(level).copied().flatten()
    }

    fn tells_birth(&self) -> bool {
        true
    }

    /// The year, which thousands share.
    fn mask(&self, raw: &str) -> String {
        match read(raw, "CN") {
            Ok(reading) => format!("{:04}-**-**", reading.year),
            Err(code) if code == &EMPTY => String::new(),
            _ => "***".to_owned(),
        }
    }
}

/// The digits of a match form that has all eight.
fn digits(form: &str) -> Option<[u8; 8]> {
    let bytes: [u8; 8] = form.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then(|| bytes.map(|b| b - b'0'))
}

/// The level of two different dates.
///
/// "One slip" is one digit wrong or two neighbours exchanged. "Near" is every part at most a step away: a year or ten, a
/// month, a few days: what hearing, guessing and picking from lists make of a date; or two of the three parts the same, which
/// says nothing where they are the first of January, the day of those whose year alone is known.
fn level(a: [u8; 8], b: [u8; 8]) -> usize {
    let year = |d: [u8; 8]| d[..4].iter().fold(0u16, |sum, &digit| sum * 10 + u16::from(digit));
    let two = |d: [u8; 8], at: usize| d[at] * 10 + d[at + 1];
    let wrong = (0..8).filter(|&at| a[at] != b[at]).count();
    let exchanged = || (0..7).any(|at| a[at] != b[at] && a[at] == b[at + 1] && a[at + 1] == b[at]);
    if a[..4] == b[..4] && a[4..6] == b[6..] && a[6..] == b[4..6] {
        return 4;
    }
    if wrong == 1 || (wrong == 2 && exchanged()) {
        return 3;
    }
    let steps = [year(a).abs_diff(year(b)), two(a, 4).abs_diff(two(b, 4)).into(), two(a, 6).abs_diff(two(b, 6)).into()];
    let first_of_january = [a, b].iter().any(|date| date[4..] == [0, 1, 0, 1]);
    match steps {
        [0 | 1 | 10, 0 | 1, 0..=2] => 2,
        [0, 0, _] | [0, _, 0] | [_, 0, 0] if !first_of_january => 2,
        [0, ..] => 1,
        _ => 0,
    }
}

/// The level of two different dates of which one is a year or a month: as far as the shorter goes.
fn partial_level(a: &str, b: &str) -> usize {
    let shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    match shared {
        6.. => 2,
        4.. => 1,
        _ => 0,
    }
}

/// What is remarkable in a date.
fn note(reading: &Reading, issues: &mut Vec<Issue>) {
    let mut note = |code: &'static Code| issues.push(code.into());
    if reading.is_default() {
        note(&DEFAULT_DATE);
    } else if reading.year < EARLIEST {
        note(&BEFORE_1900);
    } else if reading.year > LATEST {
        note(&AFTER_2100);
    }
    if reading.two_digit_year {
        note(&TWO_DIGIT_YEAR);
    }
    if reading.day == 0 {
        note(&PARTIAL_DATE);
    }
    if reading.ambiguous {
        issues.push(Issue { code: &AMBIGUOUS_DAY_MONTH, suggestion: Some(reading.other_way_round().iso()) });
    }
}

#[cfg(test)]
mod tests;
