//! Identifiers that another system gave out: WeChat UnionID, cookie, customer number, SSN, passport.
//! Opaque: equal or not, with room for one slip of the hand.
//!
//! The one key is the whole identifier. A key that survives a slip was measured and left out: of FEBRL's 6,538 true pairs
//! 492 have numbers one slip apart; 477 of them share a birth date, a surname or a street anyway, while half of a
//! seven-digit number brings every thousandth stranger along. A slip is evidence once two rows have met, not a way to meet.

use super::slip::{is_scientific, is_sequence, one_slip};
use super::*;
use crate::fold;

/// An exact identifier whose inner rules are not known.
pub struct ExternalId;

static SPREADSHEET_DAMAGE: Code = Code::error("spreadsheet_damage", "A spreadsheet has rounded the number; its last digits are lost.");

/// Numbers printed on sample cards and in advertisements, typed in as if they were somebody's.
const SAMPLES: &[&str] = &["078051120", "219099999", "457555462"];

const LONGEST: usize = 512;

/// Machines make longer ones, and mean their capitals; shorter ones are typed, in any case.
const LONGEST_TYPED: usize = 19;

/// The form in which identifiers are compared: letters and digits only. Capitals count in long tokens of mixed case alone
/// (WeChat's), and an all-digit number loses what spreadsheets put on (`.0`) or take off (zeros in front).
fn comparable(text: &str) -> Option<String> {
    let text = text.strip_suffix(".0").filter(|whole| whole.len() >= 5 && whole.bytes().all(|b| b.is_ascii_digit())).unwrap_or(text);
    let form: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let length = form.chars().count();
    if length < 3 {
        return None;
    }
    if form.bytes().all(|b| b.is_ascii_digit()) {
        let short = form.trim_start_matches('0');
        return Some(if short.len() >= 3 { short.to_owned() } else { form });
    }
    let mixed = form.chars().any(char::is_uppercase) && form.chars().any(char::is_lowercase);
    Some(if mixed && length > LONGEST_TYPED { form } else { form.to_lowercase() })
}

/// Whether nobody was ever given `text`, which is no placeholder of every field.
fn is_placeholder(text: &str) -> bool {
    let sample = || {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        SAMPLES.contains(&digits.as_str())
    };
    is_sequence(text) || (text.len() <= 11 && sample())
}

impl Kind for ExternalId {
    fn name(&self) -> &'static str {
        "external_id"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 4] = [&EMPTY, &PLACEHOLDER, &TOO_LONG, &SPREADSHEET_DAMAGE];
        &CODES
    }

    fn read(&self, raw: &str, _: &Context, _: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let text = plain_text(raw, LONGEST)?;
        match () {
            () if is_scientific(&text) => Err(&SPREADSHEET_DAMAGE),
            () if is_placeholder(&text) => Err(&PLACEHOLDER),
            () => Ok(text),
        }
    }

    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        self.normalize(raw, context).ok().and_then(|text| comparable(&text))
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Unique, form);
    }

    /// Numbers given out one after the other differ by one digit as often as one in a few thousand: a slip says far less than equality.
    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 3] = [
            Level::fixed("different", 0.04, 0.999_79),
            Level::fixed("one slip", 0.06, 0.0002),
            Level::by_frequency("exact", 0.90, 0.000_01),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            2
        } else if a.len().min(b.len()) >= 6 && one_slip(a, b) {
            1
        } else {
            0
        }
    }

    /// The last two characters, of identifiers long enough to keep most of themselves.
    fn mask(&self, raw: &str) -> String {
        if raw.len() > LONGEST {
            return "***".to_owned();
        }
        let text = fold::plain(raw);
        mask_middle(&text, 0, if text.chars().count() >= 8 { 2 } else { 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn form(raw: &str) -> Option<String> {
        ExternalId.match_form(raw, &Context::default())
    }

    #[test]
    fn what_counts_as_the_same() {
        let cases = [
            ("an SSN with and without hyphens", "521-21-2123", "521212123", "exact"),
            ("a passport in small letters", "E12345678", "e1234 5678", "exact"),
            ("zeros lost to a spreadsheet", "0012845678901", "12845678901", "exact"),
            ("read as a number", "6988048.0", "6988048", "exact"),
            ("a UUID", "6F9619FF-8B86-D011-B42D-00CF4FC964FF", "6f9619ff8b86d011b42d00cf4fc964ff", "exact"),
            ("a UnionID means its capitals", "o6bmasdAsdsad62sgVt7hMZOPfL", "o6bmasdasdsad62sgVt7hMZOPfl", "different"),
            ("digits exchanged", "4957843", "4975843", "one slip"),
            ("too short to forgive", "49578", "49758", "different"),
            ("two slips", "4957843", "4975834", "different"),
        ];
        for (what, a, b, want) in cases {
            let level = ExternalId.compare(&form(a).unwrap(), &form(b).unwrap());
            assert_eq!(ExternalId.levels()[level].name, want, "{what}");
        }
    }

    #[test]
    fn what_is_nobodys() {
        for raw in [
            "123456",
            "000000",
            "111-11-1111",
            "123-45-6789",
            "987654321",
            "078-05-1120",
            "00000000-0000-0000-0000-000000000000",
            "无",
            "N/A",
        ] {
            assert_eq!(form(raw), None, "{raw}");
            assert_eq!(ExternalId.validate(raw, &Context::default())[0].code, &PLACEHOLDER, "{raw}");
        }
        assert_eq!(ExternalId.validate("1.23457E+11", &Context::default())[0].code, &SPREADSHEET_DAMAGE);
        assert_eq!(ExternalId.validate(&"x1".repeat(300), &Context::default())[0].code, &TOO_LONG);
        assert_eq!(ExternalId.mask("521-21-2123"), "***23");
        assert_eq!(ExternalId.mask("3241"), "***");
    }

    proptest! {
        #[test]
        fn obeys_the_laws_of_kinds(a in "\\PC{0,30}|[0-9]{3,9}(\\.0)?|[A-Za-z0-9-]{20,40}", b in "[0-9]{6,9}|[a-zA-Z0-9]{6}") {
            laws::hold(&ExternalId, &a, &b, &Context::default());
        }
    }
}
