//! Which of two values is more: numbers exactly, however long, and points in time as precisely as both are given.

use super::Sort;
use crate::kind::date::Date;
use crate::kind::{Context, Kind};
use std::cmp::Ordering;

/// A value that has a place in an order.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    Number(Number),
    /// ISO 8601: `1978`, `1978-12`, `1978-12-11`, `1978-12-11 08:30:00.000000`.
    Time(String),
}

impl Reading {
    /// A point in time as it stands.
    pub fn time(iso: &str) -> Reading {
        Reading::Time(iso.replace('T', " "))
    }

    /// The order of two values of one sort. Of two times only what both tell is compared: something may be closed on the
    /// day on which it was created.
    pub fn compare(&self, other: &Reading) -> Option<Ordering> {
        match (self, other) {
            (Reading::Number(own), Reading::Number(other)) => Some(own.compare(other)),
            (Reading::Time(own), Reading::Time(other)) => {
                let length = own.len().min(other.len());
                Some(own.as_bytes()[..length].cmp(&other.as_bytes()[..length]))
            }
            _ => None,
        }
    }
}

/// A decimal number, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    negative: bool,
    /// Digits before the point, without leading zeros.
    whole: String,
    /// Digits behind it, without trailing zeros.
    fraction: String,
}

impl Number {
    pub fn parse(text: &str) -> Option<Number> {
        let text = text.trim();
        if text.contains(['e', 'E']) {
            let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
            return Number::parse(&value.to_string());
        }
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let (whole, fraction) = (whole.trim_start_matches('0').to_owned(), fraction.trim_end_matches('0').to_owned());
        Some(Number { negative: negative && (whole.len() + fraction.len() > 0), whole, fraction })
    }

    pub fn compare(&self, other: &Number) -> Ordering {
        let size = || {
            self.whole
                .len()
                .cmp(&other.whole.len())
                .then_with(|| self.whole.cmp(&other.whole))
                .then_with(|| self.fraction.cmp(&other.fraction))
        };
        match (self.negative, other.negative) {
            (false, false) => size(),
            (true, true) => size().reverse(),
            (own, _) => {
                if own {
                    Ordering::Less
                } else {
                    Ordering::Greater
                }
            }
        }
    }
}

/// The place of a column's value in its order, if it has any.
pub fn read(text: &str, sort: Sort, is_date: bool, region: &str) -> Option<Reading> {
    match sort {
        Sort::Time => Some(Reading::time(text)),
        Sort::Text if is_date => Date.normalize(text, &Context::of(region)).ok().map(Reading::Time),
        Sort::Number | Sort::Text => Number::parse(text).map(Reading::Number),
    }
}

/// A bound, read as what it is compared with.
pub fn read_bound(text: &str, like: &Reading) -> Option<Reading> {
    match like {
        Reading::Number(_) => Number::parse(text).map(Reading::Number),
        Reading::Time(_) => Some(Reading::time(text)).filter(|_| is_iso(text)),
    }
}

/// Whether a bound means anything.
pub fn is_bound(text: &str) -> bool {
    Number::parse(text).is_some() || is_iso(text)
}

/// Whether one bound comes before the other, or is the same.
pub fn ascend(min: &str, max: &str) -> bool {
    let number = Number::parse(min).zip(Number::parse(max)).map(|(min, max)| min.compare(&max).is_le());
    let time = || is_iso(min) && is_iso(max) && Reading::time(min).compare(&Reading::time(max)).is_some_and(Ordering::is_le);
    number.unwrap_or_else(time)
}

/// Whether the text begins with a day in ISO 8601.
fn is_iso(text: &str) -> bool {
    let day = text.get(..10).unwrap_or("");
    let like = |pattern: &str| {
        day.len() == 10
            && day.bytes().zip(pattern.bytes()).all(|(byte, like)| if like == b'0' { byte.is_ascii_digit() } else { byte == like })
    };
    like("0000-00-00") && Date.normalize(day, &Context::default()).is_ok()
}
