//! Identifiers that another system gave out: WeChat UnionID, cookie, customer number, SSN.
//! Opaque: equal or not, with room for one slip of the hand.

use super::*;
use crate::fold;

/// An exact identifier whose inner rules are not known.
pub struct ExternalId;

const LONGEST: usize = 512;

impl Kind for ExternalId {
    fn name(&self) -> &'static str {
        "external_id"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 3] = [&EMPTY, &PLACEHOLDER, &TOO_LONG];
        &CODES
    }

    fn normalize(&self, raw: &str, _: &Context) -> Result<String, &'static Code> {
        if raw.len() > LONGEST {
            return Err(&TOO_LONG);
        }
        let text = fold::plain(raw);
        if text.is_empty() { Err(&EMPTY) } else { Ok(text) }
    }

    fn validate(&self, raw: &str, context: &Context) -> Vec<Issue> {
        match self.normalize(raw, context) {
            Err(code) if code == &EMPTY => vec![],
            Err(code) => vec![code.into()],
            Ok(text) if placeholder::is_placeholder(&text) => vec![(&PLACEHOLDER).into()],
            Ok(_) => vec![],
        }
    }

    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        let text = self.normalize(raw, context).ok().filter(|text| !placeholder::is_placeholder(text))?;
        let form: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        Some(form).filter(|form| form.chars().count() >= 3)
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Unique, form);
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 3] =
            [Level::fixed("different", 0.05, 0.9999), Level::fixed("one slip", 0.10, 0.0001), Level::by_frequency("exact", 0.85, 0.000_01)];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            2
        } else if a.len() >= 6 && strsim::osa_distance(a, b) == 1 {
            1
        } else {
            0
        }
    }

    fn mask(&self, raw: &str) -> String {
        mask_middle(&fold::plain(raw), 0, 2)
    }
}
