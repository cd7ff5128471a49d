//! Telephone numbers of all countries, as people type them.
//!
//! A field goes through four steps: `fold` (one plain byte a character), `scan` and `split` (the numbers in it,
//! without labels, with their extensions), `reading` (what the digits mean where the row lives) and `engine` (the numbering
//! plans of the world, as libphonenumber has them, in compiled tables).

mod body;
mod china;
mod engine;
mod fold;
mod form;
mod format;
mod info;
mod lookup;
mod pattern;
mod program;
pub mod ranges;
mod reading;
mod scan;
mod split;
mod tables;

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use info::{PhoneInfo, info};
pub use ranges::Ranges;
pub use tables::NumberType;

use super::*;
use engine::{Length, Number};
use reading::{Field, Reading};
use tables::Region;

/// The field holds no phone number.
static NOT_A_NUMBER: Code = Code::error("not_a_number", "There is no phone number in the field.");
/// A spreadsheet has kept only the first digits.
static ROUNDED: Code = Code::error("rounded", "A spreadsheet has rounded the number; its last digits are lost.");
/// The calling code belongs to no country, or neither the number nor the table names one.
static UNKNOWN_COUNTRY: Code = Code::error("unknown_country", "The number begins with a calling code that no country has.");
/// Fewer digits than any number of its country.
static TOO_SHORT: Code = Code::error("too_short", "The number has fewer digits than any number of its country.");
/// A length between the shortest and the longest that no number has.
static INVALID_LENGTH: Code = Code::error("invalid_length", "No number of its country has as many digits.");
/// Dialled as it is, and answered by a service: 110, 95588, 12345.
static SHORT_CODE: Code = Code::error("short_code", "The number is a service's short code, not a subscriber's number.");
/// The length fits, but the range has not been given out.
static UNASSIGNED: Code = Code::warning("unassigned", "The number belongs to no range that its country has given out.");
/// It can only be dialled inside one city.
static LOCAL_ONLY: Code = Code::warning("local_only", "The number lacks its area code.");
/// Letters stand for digits.
static LETTERS: Code = Code::warning("letters", "Letters were typed for digits.");
/// Somebody may own it, but people also make it up.
static SUSPICIOUS: Code = Code::info("suspicious", "The number looks made up.");
/// The city column supplied the area code.
static AREA_FROM_CITY: Code = Code::info("area_from_city", "The area code was taken from the city of the row.");
/// Several numbers in one field.
static SEVERAL: Code = Code::info("several", "The field holds more than one number.");

/// Telephone numbers.
pub struct Phone;

impl Kind for Phone {
    fn name(&self) -> &'static str {
        "phone"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 15] = [
            &EMPTY,
            &PLACEHOLDER,
            &TOO_LONG,
            &NOT_A_NUMBER,
            &ROUNDED,
            &UNKNOWN_COUNTRY,
            &TOO_SHORT,
            &INVALID_LENGTH,
            &SHORT_CODE,
            &UNASSIGNED,
            &LOCAL_ONLY,
            &LETTERS,
            &SUSPICIOUS,
            &AREA_FROM_CITY,
            &SEVERAL,
        ];
        &CODES
    }

    fn read(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        noted(&reading::read(raw, context)?, issues)
    }

    fn several(&self, raw: &str) -> Option<Vec<String>> {
        if raw.len() > scan::LONGEST || scan::is_plainly_one(raw) {
            return None;
        }
        let numbers = scan::numbers(&mut fold::fold(raw));
        (!numbers.more.is_empty()).then(|| numbers.iter().map(|body| body.to_text()).collect())
    }

    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        form::build(&reading::read(raw, context).ok()?, Region::find(context.region.trim()))
    }

    fn both(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> (Result<String, &'static Code>, Option<String>) {
        match reading::read(raw, context) {
            Ok(field) => (noted(&field, issues), form::build(&field, Region::find(context.region.trim()))),
            Err(code) => (Err(code), None),
        }
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        form::keys(form, emit);
    }

    fn levels(&self) -> &'static [Level] {
        // Measured on leads of which 60 % are Chinese, with room for people who change their number.
        static LEVELS: [Level; 6] = [
            Level::fixed("different", 0.22, 0.999_94),
            Level::fixed("other extension", 0.01, 0.02),
            Level::fixed("one slip", 0.05, 0.000_02),
            Level::fixed("without prefix", 0.07, 0.000_005),
            Level::by_frequency("extension missing", 0.03, 0.000_005),
            Level::by_frequency("exact", 0.62, 0.000_02),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        form::compare(a, b)
    }

    fn is_shared(&self, form: &str) -> bool {
        form::is_shared_line(form)
    }

    fn is_local(&self) -> bool {
        true
    }

    fn mask(&self, raw: &str) -> String {
        if raw.len() > scan::LONGEST {
            return "***".to_owned();
        }
        let field = reading::read(raw, &Context::default());
        let Ok(field) = field else { return if raw.trim().is_empty() { String::new() } else { "***".to_owned() } };
        let reading = field.chosen();
        let digits = match &reading.number {
            Ok(number) if number.is_valid() || number.explicit => number.national.as_str(),
            _ => reading.body.digits.as_str(),
        };
        // A mobile as Chinese bills show it (138***8001); of what is shorter, less.
        match digits.len() {
            0..=6 => "***".to_owned(),
            7..=10 => mask_middle(digits, 0, 3),
            _ => mask_middle(digits, 3, 4),
        }
    }

    fn data(&self) -> &'static [DataSet] {
        static DATA: [DataSet; 2] = [
            DataSet { name: "phone metadata", version: "rlibphonenumber 2.2.15", source: "Google libphonenumber", licence: "Apache-2.0" },
            DataSet {
                name: "Chinese area codes and operators",
                version: "phonenumbers 9.0.43",
                source: "Google libphonenumber",
                licence: "Apache-2.0",
            },
        ];
        &DATA
    }
}

/// The normal forms of every number in a field that has one, in the order in which they are written.
pub fn all(raw: &str, context: &Context) -> Vec<String> {
    let Ok(field) = reading::read(raw, context) else { return Vec::new() };
    let mut all: Vec<String> = Vec::with_capacity(field.count());
    for normal in field.iter().filter_map(|reading| normal(reading).ok()) {
        if !all.contains(&normal) {
            all.push(normal);
        }
    }
    all
}

/// The normal form, with everything that is wrong with the field.
fn noted(field: &Field, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
    let text = normal(field.chosen());
    if let Some(issues) = issues {
        note(field, text.as_ref().ok(), issues);
    }
    text
}

/// Everything that is wrong with a field that holds a number.
fn note(field: &Field, normal: Option<&String>, issues: &mut Vec<Issue>) {
    let reading = field.chosen();
    let mut add = |code: Option<&'static Code>| issues.extend(code.map(Issue::from));
    let is_placeholder = pattern::is_placeholder(reading);
    add(is_placeholder.then_some(&PLACEHOLDER));
    add(reading.failure().or_else(|| doubt(reading)).filter(|_| !is_placeholder));
    add((!is_placeholder && pattern::is_suspicious(reading)).then_some(&SUSPICIOUS));
    add(reading.from_city.then_some(&AREA_FROM_CITY));
    add((field.count() > 1).then_some(&SEVERAL));
    if reading.body.letters {
        issues.push(Issue { code: &LETTERS, suggestion: normal.cloned() });
    }
}

/// What is doubtful about a number that can be dialled.
fn doubt(reading: &Reading) -> Option<&'static Code> {
    match &reading.number {
        _ if reading.unsettled.is_some() => Some(&UNASSIGNED),
        _ if reading.is_valid() => None,
        Ok(number) if number.length == Length::LocalOnly || china::is_local(number) => Some(&LOCAL_ONLY),
        _ => Some(&UNASSIGNED),
    }
}

/// E.164 with the extension as RFC 3966 writes it, or why there is none.
fn normal(reading: &Reading) -> Result<String, &'static Code> {
    // A placeholder that can be dialled keeps its form: nothing is lost by normalising.
    if !reading.is_valid() && pattern::is_placeholder(reading) {
        return Err(&PLACEHOLDER);
    }
    if let Some(code) = reading.failure() {
        return Err(code);
    }
    let number = reading.number.map_err(|_| &NOT_A_NUMBER)?;
    Ok(e164(&number, reading.extension()))
}

fn e164(number: &Number, extension: Option<&str>) -> String {
    let mut text = String::with_capacity(24);
    text.push('+');
    for divisor in [100, 10, 1] {
        if number.calling_code >= divisor {
            text.push(char::from(b'0' + (number.calling_code / divisor % 10) as u8));
        }
    }
    text.push_str(number.national.as_str());
    if let Some(extension) = extension {
        text.push_str(";ext=");
        text.push_str(extension);
    }
    text
}
