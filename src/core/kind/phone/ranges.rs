//! Number ranges newer than the compiled-in metadata, as a DBA writes them down: data, not a release.

use super::engine::{self, Digits, Number};
use super::tables::{Country, NumberType, Region};

/// One range: every number of a country that starts with a prefix and has a length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The country calling code.
    pub calling_code: u16,
    /// The first digits of the national number.
    pub prefix: String,
    /// How many digits the national number has.
    pub length: u8,
    /// What kind of line it is.
    pub kind: NumberType,
    /// Who gave the numbers out.
    pub operator: Option<String>,
}

/// Ranges that count as valid beside those of the metadata.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ranges(Vec<Range>);

/// A line that is not a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadRange {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl std::fmt::Display for BadRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for BadRange {}

/// The fewest and the most digits of a national number in a range.
pub const LENGTHS: std::ops::RangeInclusive<u8> = 4..=15;

/// Reads ranges, one a line: region or calling code, prefix, length of the national number, type and operator, separated
/// by white space. `CN 149 11 mobile 中国电信`. Empty lines and what follows `#` are passed over.
pub fn parse(text: &str) -> Result<Ranges, BadRange> {
    let mut ranges = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let bad = |reason| BadRange { line: index + 1, reason };
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let Some(code) = words.next() else { continue };
        let calling_code = calling_code(code).ok_or(bad("the region has no telephone numbers"))?;
        let prefix = words.next().filter(|prefix| prefix.bytes().all(|c| c.is_ascii_digit())).ok_or(bad("the prefix is not digits"))?;
        let length = words.next().and_then(|word| word.parse().ok()).ok_or(bad("the length is not a number"))?;
        if usize::from(length) < prefix.len() || !LENGTHS.contains(&length) {
            return Err(bad("the length is shorter than the prefix, or not between 4 and 15"));
        }
        if !begins_numbers(calling_code, prefix, length) {
            return Err(bad("no number begins so: the prefix is without the country's code and without the 0 that is dialled inside it"));
        }
        let kind = words.next().and_then(NumberType::find).filter(|kind| *kind != NumberType::Unknown);
        let kind = kind.ok_or(bad("the type is none that numbers have"))?;
        let operator = words.collect::<Vec<_>>().join(" ");
        ranges.push(Range { calling_code, prefix: prefix.to_owned(), length, kind, operator: (!operator.is_empty()).then_some(operator) });
    }
    Ok(Ranges(ranges))
}

/// The calling code that a region has, or that is written itself: `CN`, `86`, `+86`.
fn calling_code(word: &str) -> Option<u16> {
    let region = || Region::find(word).map(|region| region.calling_code());
    let number = || word.trim_start_matches('+').parse().ok().filter(|code| Country::find(*code).is_some());
    region().or_else(number)
}

/// Whether a number in the range is read as one: what is taken for a trunk prefix never is.
fn begins_numbers(calling_code: u16, prefix: &str, length: u8) -> bool {
    let mut digits = Digits::from(calling_code.to_string().as_bytes());
    digits.extend(prefix.as_bytes());
    let length = usize::from(length);
    (prefix.len()..length).for_each(|_| _ = digits.push(b'5'));
    engine::parse(true, &digits, None).is_ok_and(|number| {
        number.calling_code == calling_code && number.national.len() == length && number.national.starts_with(prefix.as_bytes())
    })
}

impl Ranges {
    /// No more ranges than the metadata has.
    pub const NONE: &'static Ranges = &Ranges(Vec::new());

    /// The range that holds a number: the one with the longest prefix.
    pub(super) fn find(&self, number: &Number) -> Option<&Range> {
        let fits = |range: &&Range| {
            range.calling_code == number.calling_code
                && usize::from(range.length) == number.national.len()
                && number.national.starts_with(range.prefix.as_bytes())
        };
        self.0.iter().filter(fits).max_by_key(|range| range.prefix.len())
    }
}
