//! A year in which somebody was born, or an age: a whole number of years. Who was asked twice may be a year older, or have guessed.

use super::*;
use crate::fold;

/// A birth year or an age.
pub struct Year;

const LONGEST: usize = 100;

/// The value holds no whole number of years.
pub static NOT_A_YEAR: Code = Code::error("not_a_year", "The value is not a whole number of years.");

impl Kind for Year {
    fn name(&self) -> &'static str {
        "year"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 4] = [&EMPTY, &PLACEHOLDER, &TOO_LONG, &NOT_A_YEAR];
        &CODES
    }

    fn read(&self, raw: &str, _: &Context, _: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let text = plain_text(raw, LONGEST)?;
        let text = fold::bare(&text);
        // Spreadsheets and statistics packages write 1957.0, and 1957年.
        let number = text.strip_suffix(".0").or(text.strip_suffix('年')).or(text.strip_suffix('岁')).unwrap_or(&text);
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let year: u16 = number.parse().ok().filter(|year| digits && (1..2200).contains(year)).ok_or(&NOT_A_YEAR)?;
        let year = year.to_string();
        if placeholder::is_placeholder(&year) { Err(&PLACEHOLDER) } else { Ok(year) }
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Coarse, form);
    }

    /// Adults of eighty years: one in eighty shares a year, and somewhat more of those whom a name or a place brings together.
    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 4] = [
            Level::fixed("different", 0.03, 0.79),
            Level::fixed("one digit off", 0.05, 0.14),
            Level::fixed("near", 0.10, 0.05),
            Level::by_frequency("exact", 0.82, 0.02),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            return 3;
        }
        let (Ok(x), Ok(y)) = (a.parse::<u16>(), b.parse::<u16>()) else { return 0 };
        match x.abs_diff(y) {
            1 | 2 => 2,
            _ => usize::from(a.len() == b.len() && a.len() == 4 && a.bytes().zip(b.bytes()).filter(|(x, y)| x != y).count() == 1),
        }
    }

    fn is_age(&self) -> bool {
        true
    }

    fn are_apart(&self, a: &str, b: &str) -> bool {
        is_generation(a, b)
    }

    /// Twins, and couples of one age.
    fn kin(&self, level: usize) -> Option<f64> {
        [None, None, Some(0.2), Some(0.06)].get(level).copied().flatten()
    }

    fn tells_birth(&self) -> bool {
        true
    }

    /// The decade.
    fn mask(&self, raw: &str) -> String {
        match self.normalize(raw, &Context::default()) {
            Ok(year) => mask_middle(&year, year.len().saturating_sub(1), 0),
            Err(_) => mask_middle(raw, 0, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_years_and_ages() {
        let context = Context::default();
        for (raw, normal) in [("1957", "1957"), (" 42 ", "42"), ("1957.0", "1957"), ("１９５７年", "1957"), ("42岁", "42")] {
            assert_eq!(Year.normalize(raw, &context).as_deref(), Ok(normal), "{raw}");
        }
        // 888 is a placeholder, whatever stands before it.
        for raw in ["0", "-3", "19570", "1957-03", "old", "12.5", "0888"] {
            assert!(Year.normalize(raw, &context).is_err(), "{raw}");
        }
    }

    proptest::proptest! {
        #[test]
        fn obeys_the_laws_of_kinds(a in "\\PC{0,8}|[0-9]{1,5}([.]0|年|岁)?|[0-9\u{8}\u{0}]{1,6}", b in "[12][0-9]{3}") {
            laws::hold(&Year, &a, &b, &Context::default());
        }
    }

    #[test]
    fn a_year_beside_is_not_another() {
        for (a, b, level) in
            [("1957", "1957", 3), ("1957", "1958", 2), ("1957", "1987", 1), ("1957", "1980", 0), ("42", "43", 2), ("42", "72", 0)]
        {
            assert_eq!(Year.compare(a, b), level, "{a} {b}");
        }
    }
}
