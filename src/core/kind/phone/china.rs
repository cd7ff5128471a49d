//! What is known about Chinese numbers beside their validity: areas, cities and operators.

use super::engine::{Length, Number};
use super::lookup::find;
use super::tables::NumberType;
use crate::{chinese, fold};

static AREAS: &str = include_str!("../../data/phone/areas.tsv");
static CITIES: &str = include_str!("../../data/phone/cities.tsv");
static OPERATORS: &str = include_str!("../../data/phone/operators.tsv");

pub(super) const CALLING_CODE: u16 = 86;

/// Where a fixed line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// The area code, without the 0 in front.
    pub(super) code: &'static str,
    pub(super) province: &'static str,
    /// One city or, where areas were merged, several with 、 between them.
    pub(super) city: &'static str,
}

/// The area of a national number that begins with an area code.
pub(super) fn area(national: &str) -> Option<Area> {
    let length = if national.starts_with("10") || national.starts_with('2') { 2 } else { 3 };
    let key = national.get(..length)?;
    let line = find(AREAS, key)?;
    let (province, city) = line.split_once('\t')?;
    // The line's own text in front of it is the code, which lives as long as the program.
    let at = line.as_ptr() as usize - AREAS.as_ptr() as usize;
    let code = AREAS.get(at.checked_sub(length + 1)?..at.checked_sub(1)?)?;
    Some(Area { code, province, city })
}

/// The area of a Chinese fixed line.
pub(super) fn area_of(number: &Number) -> Option<Area> {
    let national = number.national.as_str();
    (number.calling_code == CALLING_CODE && is_fixed_line_shape(national)).then(|| area(national)).flatten()
}

/// Whether it is dialled as it is and answered by a service: 110, 10086, 12345, 95588, 961201.
pub(super) fn is_short_code(number: &Number) -> bool {
    number.calling_code == CALLING_CODE
        && matches!(
            &*number.national,
            [b'1', b'1' | b'2', _]
                | [b'1', b'0'..=b'2', _, _, _]
                | [b'1', b'1' | b'2', _, _, _, _]
                | [b'9', b'5' | b'6', _, _, _]
                | [b'9', b'5' | b'6', _, _, _, _]
        )
}

/// How the length of a Chinese number fits that begins as only mobile numbers do, where it has not their eleven digits.
/// The metadata takes any length that some Chinese number has.
pub(super) fn mobile_length(number: &Number) -> Option<Length> {
    let is_mobile = number.calling_code == CALLING_CODE && matches!(&*number.national, [b'1', b'3'..=b'9', ..]) && !number.is_valid();
    match number.national.len() {
        _ if !is_mobile => None,
        0..=10 => Some(Length::TooShort),
        11 => None,
        _ => Some(Length::TooLong),
    }
}

/// Whether it has the form of a Chinese fixed line: a known area and seven or eight digits behind.
pub(super) fn is_fixed_line_shape(national: &str) -> bool {
    area(national).is_some_and(|area| {
        matches!(national.len() - area.code.len(), 7 | 8) && !national.get(area.code.len()..).is_some_and(|n| n.starts_with(['0', '1']))
    })
}

/// Whether it has the form of a Chinese fixed line without its area code.
pub(super) fn is_local(number: &Number) -> bool {
    number.calling_code == CALLING_CODE
        && !number.is_valid()
        && (7..=8).contains(&number.national.len())
        && matches!(number.national.first(), Some(b'2'..=b'8'))
}

/// The operator that a mobile number was given out by, and whether it belongs to a reseller. A hint: numbers move.
pub(super) fn operator(number: &Number) -> Option<(&'static str, bool)> {
    if number.calling_code != CALLING_CODE || number.kind != NumberType::Mobile {
        return None;
    }
    let national = number.national.as_str();
    let line = [3, 4].into_iter().find_map(|length| find(OPERATORS, national.get(..length)?))?;
    let mut fields = line.split('\t').skip(1);
    Some((fields.next()?, fields.next() == Some("virtual")))
}

/// The area code of a city in Chinese or pinyin; a province in front and districts behind are passed over.
pub(super) fn area_code(city: &str) -> Option<&'static str> {
    if city.len() > 200 {
        return None;
    }
    let text = fold::bare(city);
    if text.is_ascii() {
        return latin_area_code(&text);
    }
    let text = chinese::simplify(&text);
    let text = text.split_once("省").or_else(|| text.split_once("自治区")).map_or(&*text, |(_, rest)| rest);
    let first = first_city(text)?;
    // 吉林 is a city and, in front of another city, its province.
    if first.0 == "吉林"
        && let Some((_, code, _)) = first_city(first.2)
    {
        return Some(code);
    }
    Some(first.1)
}

/// The first city named in `text`, its code, and what follows.
fn first_city(text: &str) -> Option<(&str, &'static str, &str)> {
    let starts = text.char_indices().map(|(at, _)| at);
    starts.take(12).find_map(|start| {
        let rest = text.get(start..)?;
        (2..=5).rev().find_map(|length| {
            let end = rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
            let (name, behind) = rest.split_at_checked(end)?;
            find(CITIES, name).map(|code| (name, code, behind))
        })
    })
}

fn latin_area_code(text: &str) -> Option<&'static str> {
    let head = text.split([',', '(', '/']).next().unwrap_or_default();
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphabetic).collect::<String>();
    let words = head.split(' ').filter(|word| !matches!(*word, "city" | "shi" | "municipality"));
    find(CITIES, &letters(&words.collect::<String>()))
}
