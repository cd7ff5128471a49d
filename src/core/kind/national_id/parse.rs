//! Reading an identity number: 15 and 18 digits, width, separators, what is typed for X, and what is another document.

use crate::fold;
use crate::kind::date::is_date;
use crate::kind::slip::{is_scientific, is_sequence};
use crate::kind::{Code, Context, EMPTY, PLACEHOLDER, TOO_LONG, region};
use crate::placeholder;

/// Whose card it is: the first digits tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// 居民身份证.
    Resident,
    /// 港澳台居民居住证: regions 81, 82 and 83.
    HongKongMacaoTaiwan,
    /// 外国人永久居留身份证 since 2023: a 9, the province, and the country's number in place of a region.
    ForeignPermanentResident,
    /// A passport, a permit, another country's number: opaque.
    Other,
}

impl Document {
    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Document::Resident => "resident",
            Document::HongKongMacaoTaiwan => "hong_kong_macao_taiwan",
            Document::ForeignPermanentResident => "foreign_permanent_resident",
            Document::Other => "other",
        }
    }
}

/// A number that can be stored.
#[derive(Debug)]
pub(super) struct Parsed {
    /// 18 digits, the last perhaps X; or another document as it is written.
    pub text: String,
    pub document: Document,
    /// Whether it was one of the 15-digit numbers given out before October 1999.
    pub upgraded: bool,
    /// Whether the check digit fits.
    pub check: bool,
    /// Whether something was read as what it resembles: O as 0, × as X.
    pub repaired: bool,
}

/// Why not; with the 18 characters where there are as many, for a mistyped number still matches its own original.
#[derive(Debug)]
pub(super) struct Refused {
    pub code: &'static Code,
    pub shape: Option<String>,
}

impl From<&'static Code> for Refused {
    fn from(code: &'static Code) -> Self {
        Refused { code, shape: None }
    }
}

pub(super) const LONGEST: usize = 200;

/// Reads `raw` as a Chinese identity number, or else as another document.
pub(super) fn parse(raw: &str, context: &Context) -> Result<Parsed, Refused> {
    if raw.len() > LONGEST {
        return Err((&TOO_LONG).into());
    }
    let folded = fold::plain(raw);
    if folded.is_empty() {
        return Err((&EMPTY).into());
    }
    // One ligature can unfold into eighteen letters, and a normal form has to pass its own length check.
    if folded.len() > LONGEST {
        return Err((&TOO_LONG).into());
    }
    if is_scientific(&folded) {
        return Err((&super::SPREADSHEET_DAMAGE).into());
    }
    if placeholder::is_placeholder(&folded) {
        return Err((&PLACEHOLDER).into());
    }
    let text = compact(&folded);
    if is_sequence(&text) {
        return Err((&PLACEHOLDER).into());
    }
    match chinese(&text) {
        // Elsewhere any number of 15 or 18 digits may be a native one: only what passes for a Chinese one is read as one.
        Ok(parsed) if context.region == "CN" || parsed.check => Ok(parsed),
        Err(refused) if context.region == "CN" && !is_document(&folded) => Err(refused),
        _ => Ok(Parsed { text: folded.to_ascii_uppercase(), document: Document::Other, upgraded: false, check: false, repaired: false }),
    }
}

/// What is left without a label before it (`身份证号：`) and separators, in capitals; other characters stay to be refused.
fn compact(folded: &str) -> String {
    let value = folded.trim_start_matches(|c| fold::is_cjk(c) || matches!(c, ':' | ' ' | '(' | ')'));
    let kept = value.chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '.' | '\'' | '"' | '`' | '\u{2010}'..='\u{2015}' | '−'));
    kept.flat_map(char::to_uppercase).collect()
}

/// Whether it may be a passport or a permit: letters, and digits enough, but too few for a Chinese number gone wrong.
fn is_document(folded: &str) -> bool {
    let digits = folded.chars().filter(char::is_ascii_digit).count();
    let written = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '(' | ')' | '/' | '.' | ':');
    (4..14).contains(&digits) && folded.chars().any(char::is_alphabetic) && folded.chars().all(written)
}

fn chinese(text: &str) -> Result<Parsed, Refused> {
    let refused = |code, shape| Err(Refused { code, shape });
    let length = text.chars().count();
    if !matches!(length, 15 | 18) {
        let code: &Code = if length > 18 { &TOO_LONG } else { &super::TOO_SHORT };
        return refused(code, Some(text.to_owned()).filter(|text| matches!(length, 17 | 19) && has_shape(text)));
    }
    let meant = repair(text, length);
    if !has_shape(&meant) || (length == 15 && meant.ends_with('X')) {
        return refused(&super::BAD_CHARACTER, None);
    }
    let repaired = meant != text;
    let upgraded = length == 15;
    let text = if upgraded { upgrade(&meant) } else { meant };
    let check = check_digit(&text).is_some_and(|digit| text.ends_with(digit));
    if repaired && !check {
        return refused(&super::BAD_CHARACTER, None);
    }
    // Spreadsheets keep 15 digits of a number and put zeros for the rest. What is left is many people's.
    if !check && text.ends_with("000") {
        return refused(&super::SPREADSHEET_DAMAGE, None);
    }
    let foreigner = text.starts_with('9');
    if !region::has_province(text.get(usize::from(foreigner)..).unwrap_or("")) {
        return refused(&super::UNKNOWN_PROVINCE, Some(text));
    }
    if birth_date(&text).is_none() {
        return refused(&super::IMPOSSIBLE_DATE, Some(text));
    }
    let document = match text.as_bytes() {
        [b'9', ..] => Document::ForeignPermanentResident,
        [b'8', ..] => Document::HongKongMacaoTaiwan,
        _ => Document::Resident,
    };
    Ok(Parsed { text, document, upgraded, check, repaired })
}

/// Letters for the digits that they resemble; for the X at the end what keyboards without one have.
fn repair(text: &str, length: usize) -> String {
    let digit = |(at, c): (usize, char)| match c {
        '×' | '*' | 'Х' | 'Χ' if at == 17 && length == 18 => 'X',
        'O' | 'Q' | 'D' => '0',
        'I' | 'L' => '1',
        'Z' => '2',
        'S' => '5',
        'B' => '8',
        _ => c,
    };
    text.chars().enumerate().map(digit).collect()
}

/// Digits, and at the end perhaps X.
pub(super) fn has_shape(text: &str) -> bool {
    text.strip_suffix('X').unwrap_or(text).bytes().all(|b| b.is_ascii_digit())
}

/// GB 11643: the year gets its century and the check digit follows. Numbers 996 to 999 went to people born in the 1800s.
fn upgrade(text: &str) -> String {
    let century = if text.get(12..).is_some_and(|order| order >= "996") { "18" } else { "19" };
    let mut long = format!("{}{century}{}", text.get(..6).unwrap_or(""), text.get(6..).unwrap_or(""));
    long.extend(check_digit(&long));
    long
}

/// ISO 7064 MOD 11-2 over the first 17 digits.
pub(super) fn check_digit(text: &str) -> Option<char> {
    /// Powers of 2 modulo 11, from the 17th down.
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = text.as_bytes().get(..17)?;
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(&digit, weight)| u32::from(digit - b'0') * weight).sum();
    match (12 - sum % 11) % 11 {
        10 => Some('X'),
        digit => char::from_digit(digit, 10),
    }
}

/// Year, month and day of birth, where there was such a day.
pub(super) fn birth_date(text: &str) -> Option<(u16, u8, u8)> {
    let date = (text.get(6..10)?.parse().ok()?, text.get(10..12)?.parse().ok()?, text.get(12..14)?.parse().ok()?);
    is_date(date.0, date.1, date.2).then_some(date)
}
