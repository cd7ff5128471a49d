//! 统一社会信用代码, the number of every Chinese company since 2015, and the three older ones that it replaced.
//!
//! ```text
//! 9 1 440300 71526726X G
//! │ │ │      │         └ check character of the other 17 (GB 32100)
//! │ │ │      └ organisation code with a check of its own (GB 11714)
//! │ │ └ region of the registering authority (GB/T 2260)
//! │ └ kind of organisation, by authority
//! └ authority
//! ```
//!
//! A check that fails is a warning and never a reason to refuse: real codes from before 2016 fail it.

mod check;
mod info;
mod parse;
mod register;

pub use info::{CreditCodeInfo, info};
pub use parse::Form;

use super::*;
use crate::fold;
use crate::kind::slip::one_slip;
use parse::{Parsed, parse};

/// A Chinese organisation's registration number.
pub struct CreditCode;

static BAD_CHARACTER: Code = Code::error("bad_character", "The value has a character that no registration code contains.");
static TOO_SHORT: Code = Code::error("too_short", "A code has 18 characters; older numbers have 15 or 9.");
static SPREADSHEET_DAMAGE: Code = Code::error("spreadsheet_damage", "A spreadsheet has rounded the number; its last digits are lost.");
static BAD_CHECK: Code = Code::warning("bad_check", "The check character does not fit: mistyped, or issued wrongly before 2016.");
static BAD_ORGANISATION_CHECK: Code =
    Code::warning("bad_organisation_check", "The organisation code inside the code does not fit its own check character.");
static LETTER_FOR_DIGIT: Code = Code::warning("letter_for_digit", "Letters were typed where the code has the digits that they resemble.");
static UNKNOWN_TYPE: Code = Code::warning("unknown_type", "No authority registers organisations under the code's first two characters.");
static UNKNOWN_REGION: Code = Code::warning("unknown_region", "The region in the code was never assigned.");
static FORMER_REGION: Code = Code::info("former_region", "The region in the code no longer exists.");
static OLD_NUMBER: Code = Code::info("old_number", "A number that the unified code has replaced since 2015.");

impl Kind for CreditCode {
    fn name(&self) -> &'static str {
        "credit_code"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 13] = [
            &EMPTY,
            &PLACEHOLDER,
            &TOO_LONG,
            &TOO_SHORT,
            &BAD_CHARACTER,
            &SPREADSHEET_DAMAGE,
            &LETTER_FOR_DIGIT,
            &BAD_CHECK,
            &BAD_ORGANISATION_CHECK,
            &UNKNOWN_TYPE,
            &UNKNOWN_REGION,
            &FORMER_REGION,
            &OLD_NUMBER,
        ];
        &CODES
    }

    fn read(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let parsed = parse(raw);
        if let Some(issues) = issues {
            match &parsed {
                Ok(parsed) => note(parsed, issues),
                Err(refused) => issues.push(Issue { code: refused.code, suggestion: refused.suggestion.clone() }),
            }
        }
        parsed.map(|parsed| parsed.text).map_err(|refused| refused.code)
    }

    /// The normal form; and a code that lost or gained one character, which can still be recognised beside a whole one.
    fn match_form(&self, raw: &str, _: &Context) -> Option<String> {
        match parse(raw) {
            Ok(parsed) => Some(parsed.text),
            Err(refused) if matches!(refused.code.name, "too_short" | "too_long") => {
                parse::compact(raw).ok().filter(|text| matches!(text.len(), 17 | 19) && text.bytes().all(check::in_alphabet))
            }
            Err(_) => None,
        }
    }

    /// The eight characters that name the organisation: the same in all its numbers, and untouched by errors anywhere else.
    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        if let Some(key) = check::organisation_part(form).and_then(|part| part.get(..8)) {
            emit(Strength::Unique, key);
        }
        if form.len() == 15 {
            emit(Strength::Unique, form);
        }
    }

    /// "Different" is between two codes that pass their checks, so neither can be the other mistyped: strong evidence against.
    /// "Not comparable" is an old number beside a new one that does not contain it: no evidence at all.
    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 6] = [
            Level::fixed("different", 0.004, 0.90),
            Level::fixed("different, one fails its check", 0.012, 0.05),
            Level::fixed("not comparable", 0.05, 0.049_98),
            Level::fixed("one slip", 0.054, 0.000_005),
            Level::fixed("same organisation", 0.03, 0.000_005),
            Level::by_frequency("exact", 0.85, 0.000_01),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            return 5;
        }
        let same_part = |a, b| matches!((check::organisation_part(a), check::organisation_part(b)), (Some(a), Some(b)) if a == b);
        if a.len() != b.len() && same_part(a, b) {
            4
        } else if one_slip(a, b) {
            3
        } else if a.len().abs_diff(b.len()) > 2 && (a.len() == 15 || b.len() == 15) {
            2
        } else if whole(a) && whole(b) {
            0
        } else {
            1
        }
    }

    fn names(&self) -> Option<Subject> {
        Some(Subject::Organisation)
    }

    fn is_shared(&self, _: &str) -> bool {
        true
    }

    fn mask(&self, raw: &str) -> String {
        if raw.len() > 200 {
            return "***".to_owned();
        }
        mask_middle(&fold::plain(raw), 2, 2)
    }

    fn data(&self) -> &'static [DataSet] {
        &region::DATA
    }
}

/// Whether a match form passes the check of the number that it is.
fn whole(form: &str) -> bool {
    match form.len() {
        18 => check::unified(form),
        15 => check::licence(form) || check::organisation_part(form).is_some(),
        9 => check::organisation(form),
        _ => false,
    }
}

/// What is remarkable in a code that has the shape of one.
fn note(parsed: &Parsed, issues: &mut Vec<Issue>) {
    let text = parsed.text.as_str();
    if parsed.repaired {
        issues.push(Issue { code: &LETTER_FOR_DIGIT, suggestion: Some(text.to_owned()) });
    }
    let mut note = |code: &'static Code| issues.push(code.into());
    if !parsed.check {
        note(&BAD_CHECK);
    }
    if parsed.form == Form::Unified {
        if !check::organisation_part(text).is_some_and(check::organisation) {
            note(&BAD_ORGANISATION_CHECK);
        }
        if register::organisation_type(text).is_none() {
            note(&UNKNOWN_TYPE);
        }
    }
    match region_part(parsed).filter(|&code| code != WHOLE_COUNTRY).map(region::find) {
        Some(None) => note(&UNKNOWN_REGION),
        Some(Some(region)) if region.last.is_some() => note(&FORMER_REGION),
        _ => {}
    }
    if parsed.form != Form::Unified {
        note(&OLD_NUMBER);
    }
}

/// The digits of a number that name a region.
fn region_part(parsed: &Parsed) -> Option<&str> {
    match parsed.form {
        Form::Unified => parsed.text.get(2..8),
        Form::Licence | Form::Tax => parsed.text.get(..6),
        Form::Organisation => None,
    }
}

/// In place of a region: what the central authorities register.
const WHOLE_COUNTRY: &str = "100000";

#[cfg(test)]
mod tests;
