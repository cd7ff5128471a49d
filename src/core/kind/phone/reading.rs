//! From a field to numbers: what the digits mean where the row lives.

use super::body::Body;
use super::engine::{self, Digits, Failure, Length, Number};
use super::fold;
use super::ranges::{Range, Ranges};
use super::scan::{self, Numbers};
use super::tables::Region;
use super::{INVALID_LENGTH, NOT_A_NUMBER, ROUNDED, SHORT_CODE, TOO_SHORT, UNKNOWN_COUNTRY, china};
use crate::kind::{Code, Context, EMPTY, PLACEHOLDER, TOO_LONG};
use crate::placeholder;

/// One number of a field, read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    /// As it is written.
    pub(super) body: Body,
    /// As its own international form is read, so that a normal form is its own.
    pub(super) number: Result<Number, Failure>,
    /// As it was read at first, where that is another number: a national prefix kept behind an international one.
    pub(super) unsettled: Option<Number>,
    pub(super) extension: Digits,
    /// Whether the row's city supplied the area code.
    pub(super) from_city: bool,
    /// The DBA's range that it belongs to.
    pub(super) range: Option<&'r Range>,
}

impl Reading<'_> {
    pub(super) fn is_valid(&self) -> bool {
        self.range.is_some() || self.number.is_ok_and(|number| number.is_valid())
    }

    /// As its own international form is read.
    fn settled(mut self) -> Self {
        // Each prefix that is stripped shortens the number; what is too long for one is none, whatever is left of it.
        for _ in 0..Digits::CAPACITY {
            let number = self.number.ok().filter(|number| number.length != Length::TooLong);
            let Some(again) = number.and_then(|number| number.read_again()) else { break };
            self.unsettled = self.unsettled.or(self.number.ok());
            self.number = Ok(again);
        }
        self
    }

    /// The Chinese fixed line that lacks its area code, if it is one.
    fn local(&self) -> Option<Number> {
        self.number.ok().filter(china::is_local)
    }

    pub(super) fn is_possible(&self) -> bool {
        self.range.is_some() || self.number.is_ok_and(|number| number.is_possible())
    }

    /// Why it can't be dialled.
    pub(super) fn failure(&self) -> Option<&'static Code> {
        match &self.number {
            Err(Failure::UnknownCountry) => Some(&UNKNOWN_COUNTRY),
            Err(Failure::TooShort) => Some(&TOO_SHORT),
            Err(Failure::TooLong) => Some(&TOO_LONG),
            Ok(_) if self.range.is_some() => None,
            Ok(number) if china::is_short_code(number) => Some(&SHORT_CODE),
            // What is left behind a carrier's prefix may be the beginning of a mobile number.
            Ok(number) => match china::mobile_length(number).unwrap_or(number.length) {
                Length::Possible | Length::LocalOnly => None,
                Length::TooShort => Some(&TOO_SHORT),
                Length::TooLong => Some(&TOO_LONG),
                Length::Invalid => Some(&INVALID_LENGTH),
            },
        }
    }

    pub(super) fn extension(&self) -> Option<&str> {
        Some(self.extension.as_str()).filter(|extension| !extension.is_empty())
    }
}

/// What a row says about where its numbers are.
#[derive(Clone, Copy)]
struct Home<'a> {
    region: Option<Region>,
    is_china: bool,
    city: Option<&'a str>,
    ranges: &'a Ranges,
}

/// The numbers of a field, in the order in which they are written.
pub(super) struct Field<'r> {
    first: Reading<'r>,
    more: Vec<Reading<'r>>,
    chosen: usize,
}

impl<'r> Field<'r> {
    fn of_one(reading: Reading<'r>) -> Self {
        Field { first: reading, more: Vec::new(), chosen: 0 }
    }

    /// The one that stands for the field: the first valid one, else the first possible one, else the first.
    pub(super) fn chosen(&self) -> &Reading<'r> {
        self.chosen.checked_sub(1).and_then(|at| self.more.get(at)).unwrap_or(&self.first)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Reading<'r>> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// All of them, before the others the one that stands for the field.
    pub(super) fn chosen_first(&self) -> impl Iterator<Item = &Reading<'r>> {
        let others = self.iter().enumerate().filter(|(at, _)| *at != self.chosen);
        std::iter::once(self.chosen()).chain(others.map(|(_, reading)| reading))
    }

    pub(super) fn count(&self) -> usize {
        1 + self.more.len()
    }

    /// Gives a local number the area code of its neighbour: 0755-26712345/26712346.
    fn share_area(&mut self) {
        let code = |reading: &Reading| reading.number.ok().filter(Number::is_valid).and_then(|number| china::area_of(&number));
        if self.more.is_empty() {
            return;
        }
        let Some(area) = self.iter().find_map(code) else { return };
        for reading in std::iter::once(&mut self.first).chain(&mut self.more) {
            if let Some(number) = in_area(reading, area.code) {
                reading.number = Ok(number);
            }
        }
    }
}

/// Reads every number of a field. Err where it holds none.
pub(super) fn read<'r>(raw: &str, context: &Context<'r>) -> Result<Field<'r>, &'static Code> {
    let region = Region::find(context.region.trim());
    let is_china = region.is_some_and(|region| region.id() == "CN");
    let home = Home { region, is_china, city: context.city, ranges: context.phone_ranges };
    if let Some(body) = plain(raw) {
        return Ok(Field::of_one(understand(body, home)));
    }
    if raw.len() > scan::LONGEST {
        return Err(&TOO_LONG);
    }
    let mut text = fold::fold(raw);
    let unchanged = text.iter().any(u8::is_ascii_alphabetic).then(|| text.clone());
    let field = understand_all(&scan::numbers(&mut text), home);
    // Letters of a telephone's keys, only where nothing else makes a number.
    if field.as_ref().is_none_or(|field| !field.chosen().is_valid() && field.chosen().extension.is_empty()) {
        let spelled = unchanged.and_then(|text| scan::vanity(&text)).map(|body| understand(body, home));
        if let Some(spelled) = spelled.filter(Reading::is_valid) {
            return Ok(Field::of_one(spelled));
        }
    }
    if is_rounded(&text) {
        return Err(&ROUNDED);
    }
    field.ok_or_else(|| match () {
        () if crate::fold::plain(raw).is_empty() => &EMPTY,
        () if placeholder::is_placeholder(raw) => &PLACEHOLDER,
        () => &NOT_A_NUMBER,
    })
}

/// `1.39123E+10`: what a spreadsheet makes of a number in a narrow column.
fn is_rounded(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    let Some(at) = text.iter().position(|c| c.eq_ignore_ascii_case(&b'e')) else { return false };
    let (mantissa, exponent) = text.split_at(at);
    let exponent = exponent.get(1..).unwrap_or_default();
    let exponent = exponent.strip_prefix(b"+").unwrap_or(exponent);
    let is_number = |text: &[u8]| text.first().is_some_and(u8::is_ascii_digit) && text.iter().all(|c| c.is_ascii_digit() || *c == b'.');
    is_number(mantissa) && matches!(exponent, [_] | [_, _]) && exponent.iter().all(u8::is_ascii_digit)
}

fn understand_all<'r>(numbers: &Numbers, home: Home<'r>) -> Option<Field<'r>> {
    let mut field = Field::of_one(understand(numbers.first?, home));
    field.more.extend(numbers.more.iter().map(|body| understand(*body, home)));
    field.share_area();
    let chosen = field.iter().position(Reading::is_valid).or_else(|| field.iter().position(Reading::is_possible));
    field.chosen = chosen.unwrap_or(0);
    Some(field)
}

/// The commonest field by far, one number in digits and what groups them, needs no scanner.
fn plain(raw: &str) -> Option<Body> {
    let raw = raw.trim_ascii();
    if !scan::is_plainly_one(raw) {
        return None;
    }
    let start = raw.bytes().position(|c| c.is_ascii_digit() || c == b'+')?;
    let end = raw.bytes().rposition(|c| c.is_ascii_digit())? + 1;
    Some(Body::read(raw.as_bytes().get(start..end)?)).filter(|body| body.digits.len() >= scan::SHORTEST)
}

fn understand<'r>(body: Body, home: Home<'r>) -> Reading<'r> {
    let mut reading =
        Reading { body, number: Err(Failure::UnknownCountry), unsettled: None, extension: body.extension, from_city: false, range: None };
    // In China even where the digits would make one of its own numbers.
    if let Some(number) = north_american(&body).filter(|_| home.is_china) {
        reading.number = Ok(number);
        return reading;
    }
    if let Some(mobile) = Number::chinese_mobile(&body.digits).filter(|_| home.is_china && !body.plus) {
        reading.number = Ok(mobile);
        return reading;
    }
    if let Some(head) = local_with_extension(&body, home) {
        reading.number = engine::parse(false, head, home.region);
        reading.extension = body.last_group().map_or(Digits::new(), |(_, _, tail)| Digits::from(tail));
    } else {
        reading.number = engine::parse(body.plus, &body.digits, home.region);
    }
    if reading.is_valid() {
        return reading;
    }
    if let Some(number) = reading.number.ok().and_then(without_former_prefix) {
        reading.number = Ok(number);
        return reading;
    }
    if reading.extension.is_empty()
        && let Some((number, extension)) = written_extension(&body, &reading, home)
    {
        reading.number = Ok(number);
        reading.extension = extension;
    }
    if !reading.is_valid() {
        let settled = reading.settled();
        match as_chinese_write(&body, &settled).filter(|_| home.is_china) {
            Some(number) => reading.number = Ok(number),
            None => reading = settled,
        }
    }
    if let Some(number) =
        home.city.filter(|_| reading.local().is_some()).and_then(china::area_code).and_then(|code| in_area(&reading, code))
    {
        reading.number = Ok(number);
        reading.from_city = true;
    }
    if !reading.is_valid() {
        reading.range = reading.number.as_ref().ok().and_then(|number| home.ranges.find(number));
    }
    if !reading.is_valid()
        && let Some(number) = north_american(&body).filter(|_| home.region.is_some())
    {
        reading.number = Ok(number);
    }
    reading
}

/// `1-312-383-4003`, `416.627.8177`: nobody but North Americans groups digits so. 800-810-2345 may be a Chinese service's.
fn north_american(body: &Body) -> Option<Number> {
    let written = match &*body.digits {
        [b'8', b'0', b'0', ..] => None,
        [b'1', rest @ ..] if body.is_grouped(&[1, 3, 3, 4]) => Some(rest),
        all @ [b'2'..=b'9', ..] if body.is_grouped(&[3, 3, 4]) => Some(all),
        _ => None,
    }?;
    Number::of(1, Digits::from(written), true).filter(|number| number.is_valid() && !body.plus)
}

/// `8386217-119`: a Chinese local number and a short group behind a dash, which would otherwise pass for an area code.
fn local_with_extension<'b>(body: &'b Body, home: Home) -> Option<&'b [u8]> {
    let (separator, head, tail) = body.last_group()?;
    let fits = home.is_china
        && !body.plus
        && body.extension.is_empty()
        && body.group_count() == 2
        && is_before_extension(separator)
        && matches!(head, [b'2'..=b'9', ..])
        && (7..=8).contains(&head.len())
        && (2..=5).contains(&tail.len());
    fits.then_some(head)
}

fn is_before_extension(separator: u8) -> bool {
    matches!(separator, b'-' | b'*' | b'_' | b'(')
}

/// `010-88888888-801`: the last group is an extension if the digits make sense without it and not with it.
fn written_extension(body: &Body, whole: &Reading, home: Home) -> Option<(Number, Digits)> {
    let (separator, head, tail) = body.last_group()?;
    if !is_before_extension(separator) || tail.len() > 6 {
        return None;
    }
    let plausible = |number: &Number| {
        number.is_valid() || (number.calling_code == china::CALLING_CODE && china::is_fixed_line_shape(number.national.as_str()))
    };
    let number = engine::parse(body.plus, head, home.region).ok().filter(plausible)?;
    let fits = match &whole.number {
        Ok(whole) if number.calling_code == china::CALLING_CODE => !plausible(whole),
        // Elsewhere a dash means little: only what is too long to be one number is cut.
        Ok(whole) => whole.length == Length::TooLong && number.is_valid() && tail.len() >= 2,
        Err(failure) => *failure == Failure::TooLong && number.is_valid(),
    };
    fits.then(|| (number, Digits::from(tail)))
}

/// Mexican numbers as they were dialled until 2020: a 1 before mobile numbers from abroad, 01, 044 and 045 at home.
fn without_former_prefix(number: Number) -> Option<Number> {
    let prefixes: [&[u8]; 4] = [b"1", b"01", b"044", b"045"];
    let national = prefixes.iter().filter(|_| number.calling_code == 52).find_map(|prefix| number.national.strip_prefix(*prefix))?;
    Number::of(52, Digits::from(national), number.explicit).filter(Number::is_valid)
}

/// What numbering plans do not foresee and people in China write.
fn as_chinese_write(body: &Body, reading: &Reading) -> Option<Number> {
    let digits = &*body.digits;
    // The plus sign without the country code, or between two numbers: +13800138001. However it is grouped, for its normal
    // form is not; but the code of an island (+1 758) is meant even where the number behind it is not given out.
    if let Some(american) = reading.number.ok().filter(|number| number.calling_code == 1 && number.explicit) {
        let mut whole = Digits::from(b"1");
        whole.extend(&american.national);
        return Number::chinese_mobile(&whole).filter(|_| american.region.is_none());
    }
    let international = |digits: &[u8]| engine::parse(true, digits, None).ok().filter(Number::is_valid);
    // The calling code twice: +86 +86 138…, 86 0086 138….
    let twice = reading.number.ok().filter(|number| number.calling_code == china::CALLING_CODE);
    let twice = twice.as_ref().map(|number| number.national.as_str().trim_start_matches('0')).filter(|rest| rest.starts_with("86"));
    if let Some(number) = twice.and_then(|rest| international(rest.as_bytes())) {
        return Some(number);
    }
    match digits {
        _ if body.plus => None,
        // The calling code with a trunk zero: 086-13800138001.
        [b'0', rest @ ..] if rest.starts_with(b"86") => international(rest),
        // Hong Kong, Macao and Taiwan, which need no plus sign to be told: 852-23456781.
        [b'8', b'5', b'2' | b'3', ..] if digits.len() == 11 => international(digits),
        [b'8', b'8', b'6', ..] if (11..=12).contains(&digits.len()) => international(digits),
        // A carrier's prefix before the trunk zero: 17951-010-62345670.
        [b'1', _, _, _, _, b'0', rest @ ..] => {
            let carried = engine::parse(false, digits, Region::find("CN")).ok()?;
            let without = Number::of(china::CALLING_CODE, Digits::from(carried.national.strip_prefix(b"0")?), false)?;
            (without.is_valid() && *without.national == *rest).then_some(without)
        }
        _ => None,
    }
}

/// A Chinese fixed line that lacks its area code, with one.
fn in_area(reading: &Reading, code: &str) -> Option<Number> {
    let number = reading.local()?;
    let mut national = Digits::from(code.as_bytes());
    national.extend(&number.national);
    Number::of(china::CALLING_CODE, national, true).filter(|number| china::is_fixed_line_shape(number.national.as_str()))
}
