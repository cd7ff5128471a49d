//! What a string of digits means in the numbering plans of the world: Google's libphonenumber parsing rules on
//! compiled tables. Everything about text (labels, letters, extensions) has been dealt with before.

use super::tables::{Country, MAX_NATIONAL, NumberType, Region};

const MIN_NATIONAL: usize = 2;

/// Up to 40 ASCII digits on the stack.
#[derive(Clone, Copy)]
pub(super) struct Digits {
    buffer: [u8; Digits::CAPACITY],
    length: u8,
}

impl Digits {
    pub(super) const CAPACITY: usize = 40;

    pub(super) const fn new() -> Self {
        Digits { buffer: [0; Digits::CAPACITY], length: 0 }
    }

    pub(super) fn from(digits: &[u8]) -> Self {
        let mut all = Digits::new();
        all.extend(digits);
        all
    }

    /// Appends a digit; false where there is no more room.
    pub(super) fn push(&mut self, digit: u8) -> bool {
        match self.buffer.get_mut(usize::from(self.length)) {
            Some(slot) => {
                *slot = digit;
                self.length += 1;
                true
            }
            None => false,
        }
    }

    /// Appends digits, as many as there is room for.
    pub(super) fn extend(&mut self, digits: &[u8]) {
        let room = self.buffer.get_mut(usize::from(self.length)..).unwrap_or_default();
        for (slot, digit) in room.iter_mut().zip(digits) {
            *slot = *digit;
            self.length += 1;
        }
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(self).unwrap_or_default()
    }
}

impl std::ops::Deref for Digits {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        self.buffer.get(..usize::from(self.length)).unwrap_or_default()
    }
}

impl std::fmt::Debug for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How a number's length fits its country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Long enough to be dialled from anywhere.
    Possible,
    /// Lacks its area code.
    LocalOnly,
    TooShort,
    TooLong,
    /// Between the shortest and the longest, but no number has it.
    Invalid,
}

/// A parsed number. Not necessarily a valid one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Number {
    pub(super) calling_code: u16,
    pub(super) national: Digits,
    /// The region that it belongs to, if any.
    pub(super) region: Option<Region>,
    pub(super) kind: NumberType,
    pub(super) length: Length,
    /// Whether the digits named the country; otherwise it is the default.
    pub(super) explicit: bool,
}

impl Number {
    pub(super) fn is_valid(&self) -> bool {
        self.kind != NumberType::Unknown
    }

    pub(super) fn is_possible(&self) -> bool {
        matches!(self.length, Length::Possible | Length::LocalOnly)
    }

    /// What its international form is read as, where that is another number.
    pub(super) fn read_again(&self) -> Option<Number> {
        let metadata = Country::find(self.calling_code)?.main();
        let stripped = strip_national_prefix(&self.national, metadata);
        let usable = !matches!(check_length(&stripped, metadata), Length::LocalOnly | Length::TooShort | Length::Invalid);
        if !usable || stripped[..] == self.national[..] || stripped.len() < MIN_NATIONAL {
            return None;
        }
        Number::of(self.calling_code, stripped, true)
    }

    /// A Chinese mobile number as it is mostly written, eleven digits, without asking the rules for prefixes:
    /// none of them applies.
    pub(super) fn chinese_mobile(digits: &[u8]) -> Option<Number> {
        let is_shape = matches!(digits, [b'1', b'3'..=b'9', ..] if digits.len() == 11);
        let number = is_shape.then(|| Number::of(86, Digits::from(digits), false)).flatten()?;
        (number.kind == NumberType::Mobile).then_some(number)
    }

    /// The number of a national number; None where there is no such country.
    pub(super) fn of(calling_code: u16, national: Digits, explicit: bool) -> Option<Number> {
        let country = Country::find(calling_code)?;
        let (region, kind) = country.classify(&national);
        Some(Number { calling_code, national, region, kind, length: check_length(&national, country.main()), explicit })
    }
}

/// Why digits are no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failure {
    UnknownCountry,
    TooShort,
    TooLong,
}

/// Reads `digits`, written after a plus sign or not, in `region`.
pub(super) fn parse(plus: bool, digits: &[u8], region: Option<Region>) -> Result<Number, Failure> {
    if digits.len() > Digits::CAPACITY - 8 {
        return Err(Failure::TooLong);
    }
    let extracted = match extract_calling_code(plus, digits, region) {
        // A plus sign before something that is no calling code is taken for dirt, but then the digits must name a country.
        Err(Failure::UnknownCountry) if plus => match extract_calling_code(false, digits, region)? {
            (0, _) => return Err(Failure::UnknownCountry),
            extracted => extracted,
        },
        extracted => extracted?,
    };
    let (code, mut national) = extracted;
    let (calling_code, metadata) = if code == 0 {
        let region = region.ok_or(Failure::UnknownCountry)?;
        (region.calling_code(), region)
    } else {
        let main = Country::find(code).ok_or(Failure::UnknownCountry)?.main();
        (code, main)
    };
    if national.len() < MIN_NATIONAL {
        return Err(Failure::TooShort);
    }
    let stripped = strip_national_prefix(&national, metadata);
    if !matches!(check_length(&stripped, metadata), Length::LocalOnly | Length::TooShort | Length::Invalid) {
        national = stripped;
    }
    if national.len() < MIN_NATIONAL {
        return Err(Failure::TooShort);
    }
    if national.len() > MAX_NATIONAL {
        return Err(Failure::TooLong);
    }
    Number::of(calling_code, national, code != 0).ok_or(Failure::UnknownCountry)
}

/// The calling code that the digits begin with, 0 where they don't, and the rest.
fn extract_calling_code(plus: bool, digits: &[u8], region: Option<Region>) -> Result<(u16, Digits), Failure> {
    let international = if plus { Some(digits) } else { region.and_then(|region| strip_international_prefix(digits, region)) };
    if let Some(rest) = international {
        if rest.len() <= MIN_NATIONAL {
            return Err(Failure::TooShort);
        }
        return calling_code(rest).map(|(code, rest)| (code, Digits::from(rest))).ok_or(Failure::UnknownCountry);
    }
    let Some(region) = region else { return Ok((0, Digits::from(digits))) };
    let code = region.calling_code();
    if let Some((first, rest)) = calling_code(digits).filter(|&(first, _)| first == code) {
        // The default region's own code without a plus sign: believed where the number makes more sense without it.
        let rest = strip_national_prefix(rest, region);
        if (!region.accepts(digits) && region.accepts(&rest)) || check_length(digits, region) == Length::TooLong {
            return Ok((first, rest));
        }
    }
    Ok((0, Digits::from(digits)))
}

/// The calling code in front; no code is the beginning of another.
fn calling_code(digits: &[u8]) -> Option<(u16, &[u8])> {
    if digits.first() == Some(&b'0') {
        return None;
    }
    let mut code = 0;
    for (index, digit) in digits.iter().take(3).enumerate() {
        code = code * 10 + u16::from(digit.wrapping_sub(b'0'));
        if Country::find(code).is_some() {
            return digits.get(index + 1..).map(|rest| (code, rest));
        }
    }
    None
}

fn strip_international_prefix(digits: &[u8], region: Region) -> Option<&[u8]> {
    let found = region.international_prefix().run(digits, false)?;
    // Calling codes don't begin with 0.
    digits.get(found.end..).filter(|rest| rest.first() != Some(&b'0'))
}

/// The number without national prefix and carrier code, unless only the unstripped number fits the region.
fn strip_national_prefix(digits: &[u8], region: Region) -> Digits {
    let whole = Digits::from(digits);
    if digits.is_empty() {
        return whole;
    }
    let Some(found) = region.national_prefix().run(digits, false) else { return whole };
    let rest = digits.get(found.end..).unwrap_or_default();
    let rule = region.transform_rule();
    let (first, second) = (found.group(1, digits), found.group(2, digits));
    let captured = match second {
        Some(second) => !second.is_empty(),
        None => first.is_some_and(|first| !first.is_empty()),
    };
    let mut stripped = Digits::new();
    if !rule.is_empty() && first.is_some() && captured {
        let mut rule = rule.iter();
        while let Some(&c) = rule.next() {
            if c == b'$' {
                let group = rule.next().map_or(0, |d| usize::from(d.wrapping_sub(b'0')));
                stripped.extend(found.group(group, digits).unwrap_or_default());
            } else {
                stripped.push(c);
            }
        }
    }
    stripped.extend(rest);
    if region.accepts(digits) && !region.accepts(&stripped) { whole } else { stripped }
}

fn check_length(national: &[u8], region: Region) -> Length {
    let lengths = region.lengths();
    let length = national.len() as u32;
    let bit = 1u32.checked_shl(length).unwrap_or(0);
    if region.local_lengths() & bit != 0 {
        Length::LocalOnly
    } else if lengths & bit != 0 {
        Length::Possible
    } else if lengths == 0 {
        Length::Invalid
    } else if length < lengths.trailing_zeros() {
        Length::TooShort
    } else if length > 31 - lengths.leading_zeros() {
        Length::TooLong
    } else {
        Length::Invalid
    }
}
