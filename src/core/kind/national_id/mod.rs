//! 身份证: the identity number of everybody in China (GB 11643), 18 digits, or the 15 of before October 1999.
//!
//! ```text
//! 110105 19491231 002 X
//! │      │        │   └ check digit (ISO 7064 MOD 11-2)
//! │      │        └ order among those born there that day: odd for men, even for women
//! │      └ date of birth
//! └ region that gave it out (GB/T 2260 of the day)
//! ```
//!
//! Passports, permits and other countries' numbers in the same column are kept as opaque identifiers.
//!
//! The number of a person is in no message and no suggestion. What a person without access sees is the province and the
//! check digit: even to somebody who knows the birthday they leave about ten people in the smallest province and a
//! hundred in a usual one, where the customary last four digits would leave one.
//!
//! Whether a birth date lies in the future is not decided here: a kind has no clock, or the same value would be wrong
//! today and right tomorrow, and an index built on it corrupt. [`date::LATEST`](super::date::LATEST) is the fixed bound;
//! today's is for the checks that run over a table.

mod info;
mod parse;

pub use info::{NationalIdInfo, info};
pub use parse::Document;

use super::date::{EARLIEST, LATEST};
use super::slip::one_slip;
use super::*;
use crate::fold;
use parse::{Parsed, birth_date, check_digit, has_shape, parse};

/// A Chinese identity number.
pub struct NationalId;

static BAD_CHARACTER: Code = Code::error("bad_character", "The value has a character that no identity number contains.");
static TOO_SHORT: Code = Code::error("too_short", "An identity number has 18 digits, an old one 15.");
static SPREADSHEET_DAMAGE: Code = Code::error("spreadsheet_damage", "A spreadsheet has rounded the number; its last digits are lost.");
static UNKNOWN_PROVINCE: Code = Code::error("unknown_province", "The first two digits are those of no province.");
static IMPOSSIBLE_DATE: Code = Code::error("impossible_date", "The digits of the birth date are no date.");
static BAD_CHECK: Code = Code::warning("bad_check", "The check digit does not fit: a digit is wrong.");
static LETTER_FOR_DIGIT: Code = Code::warning("letter_for_digit", "Something was typed for the digit or X that it resembles.");
static UNKNOWN_REGION: Code = Code::warning("unknown_region", "The region in the number was never assigned.");
static IMPLAUSIBLE_BIRTH_DATE: Code = Code::warning("implausible_birth_date", "The birth date is before 1900 or after 2100.");
static LATER_THAN_REGION: Code = Code::info("later_than_region", "The region in the number was gone before the person was born.");
static OLD_NUMBER: Code = Code::info("old_number", "A number of 15 digits; the normal form has 18.");
static OTHER_DOCUMENT: Code = Code::info("other_document", "Not a Chinese identity number; kept as an opaque document number.");

impl Kind for NationalId {
    fn name(&self) -> &'static str {
        "national_id"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 15] = [
            &EMPTY,
            &PLACEHOLDER,
            &TOO_LONG,
            &TOO_SHORT,
            &BAD_CHARACTER,
            &SPREADSHEET_DAMAGE,
            &UNKNOWN_PROVINCE,
            &IMPOSSIBLE_DATE,
            &BAD_CHECK,
            &LETTER_FOR_DIGIT,
            &UNKNOWN_REGION,
            &IMPLAUSIBLE_BIRTH_DATE,
            &LATER_THAN_REGION,
            &OLD_NUMBER,
            &OTHER_DOCUMENT,
        ];
        &CODES
    }

    fn read(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let parsed = parse(raw, context).map_err(|refused| refused.code)?;
        if parsed.document == Document::Other && opaque(&parsed.text).is_none() {
            return Err(&PLACEHOLDER);
        }
        if let Some(issues) = issues {
            note(&parsed, issues);
        }
        Ok(parsed.text)
    }

    /// The normal form; for other documents as external identifiers have it; and 17 to 19 digits that are no number
    /// because one of them is wrong.
    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        match parse(raw, context) {
            Ok(parsed) if parsed.document == Document::Other => opaque(&parsed.text),
            Ok(parsed) => Some(parsed.text),
            Err(refused) => refused.shape,
        }
    }

    /// Without the check digit, which is the one that is got wrong or left to be guessed.
    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Unique, form.get(..17).filter(|_| is_chinese(form)).unwrap_or(form));
    }

    /// "Different" is between two numbers that pass their checks, so neither can be the other mistyped: strong evidence against.
    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 5] = [
            Level::fixed("different", 0.005, 0.94),
            Level::fixed("different, one fails its check", 0.015, 0.03),
            Level::fixed("not comparable", 0.03, 0.029_98),
            Level::fixed("one slip", 0.06, 0.000_01),
            Level::by_frequency("exact", 0.89, 0.000_01),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            return 4;
        }
        if a.len().min(b.len()) >= 6 && one_slip(a, b) {
            return 3;
        }
        let (chinese_a, chinese_b) = (is_chinese(a), is_chinese(b));
        if chinese_a != chinese_b {
            2
        } else if !chinese_a || (passes(a) && passes(b)) {
            0
        } else {
            1
        }
    }

    fn names(&self) -> Option<Subject> {
        Some(Subject::Person)
    }

    fn mask(&self, raw: &str) -> String {
        if raw.len() > parse::LONGEST {
            return "***".to_owned();
        }
        let text = fold::plain(raw);
        if text.chars().filter(|c| c.is_alphanumeric()).count() < 15 {
            return external_id::ExternalId.mask(&text);
        }
        mask_middle(&text, 2, 1)
    }

    fn data(&self) -> &'static [DataSet] {
        &region::DATA
    }
}

/// The match form of another document: an external identifier's.
fn opaque(text: &str) -> Option<String> {
    external_id::ExternalId.match_form(text, &Context::default())
}

/// Whether a match form is a Chinese number, perhaps with a digit lost or added.
fn is_chinese(form: &str) -> bool {
    (17..=19).contains(&form.len()) && has_shape(form)
}

fn passes(form: &str) -> bool {
    form.len() == 18 && check_digit(form).is_some_and(|digit| form.ends_with(digit))
}

/// What is remarkable in a number that can be stored.
fn note(parsed: &Parsed, issues: &mut Vec<Issue>) {
    let mut note = |code: &'static Code| issues.push(code.into());
    if parsed.document == Document::Other {
        return note(&OTHER_DOCUMENT);
    }
    if !parsed.check {
        note(&BAD_CHECK);
    }
    if parsed.repaired {
        note(&LETTER_FOR_DIGIT);
    }
    let year = birth_date(&parsed.text).map_or(0, |(year, ..)| year);
    let region = parsed.text.get(..6).and_then(region::find);
    if region.is_none() && parsed.document != Document::ForeignPermanentResident {
        note(&UNKNOWN_REGION);
    }
    if !(EARLIEST..=LATEST).contains(&year) {
        note(&IMPLAUSIBLE_BIRTH_DATE);
    }
    if region.and_then(|region| region.last).is_some_and(|last| last < year) {
        note(&LATER_THAN_REGION);
    }
    if parsed.upgraded {
        note(&OLD_NUMBER);
    }
}

#[cfg(test)]
mod tests;
