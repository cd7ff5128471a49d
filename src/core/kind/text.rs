//! Free text: compared as it reads, never a reason to call two rows one customer.

use super::*;
use crate::fold;

/// Any text without a more precise kind.
pub struct Text;

const LONGEST: usize = 10_000;

impl Kind for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 3] = [&EMPTY, &PLACEHOLDER, &TOO_LONG];
        &CODES
    }

    fn read(&self, raw: &str, _: &Context, _: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        plain_text(raw, LONGEST)
    }

    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        let text = self.normalize(raw, context).ok()?;
        Some(fold::words(&text)).filter(|form| !form.is_empty())
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Coarse, form);
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 3] =
            [Level::fixed("different", 0.30, 0.80), Level::fixed("similar", 0.15, 0.05), Level::by_frequency("exact", 0.55, 0.15)];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            2
        } else if strsim::jaro_winkler(a, b) >= 0.9 {
            1
        } else {
            0
        }
    }

    fn mask(&self, raw: &str) -> String {
        mask_middle(&fold::plain(raw), 1, 0)
    }
}
