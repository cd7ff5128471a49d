//! Number ranges newer than the compiled-in metadata, as a DBA writes them down: data, not a release.

use super::engine::Number;
use super::tables::NumberType;

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

/// Reads ranges, one a line: calling code, prefix, length of the national number, type and operator, separated by
/// white space. `86 1970 11 mobile 中国移动`. Empty lines and what follows `#` are passed over.
pub fn parse(text: &str) -> Result<Ranges, BadRange> {
    let mut ranges = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let bad = |reason| BadRange { line: index + 1, reason };
        let line = line.split('#').next().unwrap_or_default();
        let mut words = line.split_whitespace();
        let Some(code) = words.next() else { continue };
        let calling_code = code.trim_start_matches('+').parse().map_err(|_| bad("the calling code is not a number"))?;
        let prefix =
            words.next().filter(|p| p.len() <= 17 && p.bytes().all(|c| c.is_ascii_digit())).ok_or(bad("the prefix is not digits"))?;
        let length = words.next().and_then(|word| word.parse().ok()).ok_or(bad("the length is not a number"))?;
        if usize::from(length) < prefix.len() || !(4..=15).contains(&length) {
            return Err(bad("the length is shorter than the prefix, or not between 4 and 15"));
        }
        let kind =
            words.next().and_then(NumberType::find).filter(|kind| *kind != NumberType::Unknown).ok_or(bad("there is no such type"))?;
        let operator = words.collect::<Vec<_>>().join(" ");
        ranges.push(Range { calling_code, prefix: prefix.to_owned(), length, kind, operator: (!operator.is_empty()).then_some(operator) });
    }
    Ok(Ranges(ranges))
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
