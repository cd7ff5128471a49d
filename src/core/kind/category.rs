//! A value from a short list: source, industry, level, gender. Stored as it reads; matched whatever its case,
//! width and script (`ＶＩＰ客戶` and `vip客户` are one).

use super::*;
use crate::{chinese, fold};

/// A value from a short list.
pub struct Category;

const LONGEST: usize = 1_000;

impl Kind for Category {
    fn name(&self) -> &'static str {
        "category"
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
        let form = fold::words(&chinese::simplify(&text));
        Some(if form.is_empty() { text } else { form })
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Coarse, form);
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 2] = [Level::fixed("different", 0.15, 0.75), Level::by_frequency("exact", 0.85, 0.25)];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        usize::from(a == b)
    }

    fn is_category(&self) -> bool {
        true
    }

    /// Who lives together has most of them in common.
    fn kin(&self, level: usize) -> Option<f64> {
        (level == 1).then_some(0.7)
    }

    /// A category tells nothing about a person that its list does not.
    fn mask(&self, raw: &str) -> String {
        let text: String = raw.chars().take(LONGEST).collect();
        mask_middle(&fold::plain(&text), 1, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_case_width_and_space() {
        let context = Context::default();
        for (raw, normal, form) in [("　ＶＩＰ  Gold ", "VIP Gold", "vip gold"), ("线上", "线上", "线上"), ("A/B", "A/B", "a b")]
        {
            assert_eq!(Category.normalize(raw, &context).as_deref(), Ok(normal));
            assert_eq!(Category.match_form(raw, &context).unwrap_or_default(), form);
        }
        assert_eq!(Category.match_form("无", &context), None);
        assert_eq!(Category.validate("n/a", &context).len(), 1);
        assert_eq!(Category.compare("vip", "vip"), 1);
        assert_eq!(Category.compare("vip", "vipp"), 0);
    }
}
