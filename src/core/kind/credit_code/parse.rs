//! Reading a code: width, case, separators, letters typed for digits, and which of the four numbers it is.

use super::check;
use crate::fold;
use crate::kind::slip::{is_scientific, is_sequence};
use crate::kind::{Code, EMPTY, PLACEHOLDER, TOO_LONG};
use crate::placeholder;

/// Which number a company is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// 统一社会信用代码: 18 characters, since October 2015.
    Unified,
    /// 营业执照注册号: 15 digits, until then (GS 15-2006).
    Licence,
    /// 税务登记号: the six digits of a region before the organisation code.
    Tax,
    /// 组织机构代码: 9 characters (GB 11714), the heart of the unified code.
    Organisation,
}

impl Form {
    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Form::Unified => "unified",
            Form::Licence => "business_licence",
            Form::Tax => "tax_registration",
            Form::Organisation => "organisation",
        }
    }
}

/// A code that has the shape of one.
#[derive(Debug)]
pub(super) struct Parsed {
    /// Capitals and digits, nothing between them.
    pub text: String,
    pub form: Form,
    /// Whether the last character is the one that the others ask for.
    pub check: bool,
    /// Whether letters that no code contains were read as the digits that they resemble.
    pub repaired: bool,
}

/// Why a text is no code, with what it may have been meant to be.
#[derive(Debug)]
pub(super) struct Refused {
    pub code: &'static Code,
    pub suggestion: Option<String>,
}

impl From<&'static Code> for Refused {
    fn from(code: &'static Code) -> Self {
        Refused { code, suggestion: None }
    }
}

/// Longest field that is looked at: a code, its label and generous spacing.
const LONGEST: usize = 200;

/// Capitals and digits of `raw`, without a label (`税号：`) before them.
pub(super) fn compact(raw: &str) -> Result<String, &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    let folded = fold::plain(raw);
    if folded.is_empty() {
        return Err(&EMPTY);
    }
    if is_scientific(&folded) {
        return Err(&super::SPREADSHEET_DAMAGE);
    }
    if placeholder::is_placeholder(&folded) {
        return Err(&PLACEHOLDER);
    }
    let value = folded.trim_start_matches(|c| fold::is_cjk(c) || matches!(c, ':' | ' ' | '(' | ')'));
    let mut text = String::with_capacity(18);
    for c in value.chars() {
        match c {
            _ if c.is_ascii_alphanumeric() => text.push(c.to_ascii_uppercase()),
            ' ' | '-' | '_' | '.' | '/' | '\'' | '"' | '`' | '·' | '\u{2010}'..='\u{2015}' | '−' => {}
            _ => return Err(&super::BAD_CHARACTER),
        }
    }
    Ok(text)
}

/// Reads `raw` as one of the four numbers.
pub(super) fn parse(raw: &str) -> Result<Parsed, Refused> {
    let text = compact(raw)?;
    let form = match text.len() {
        18 => Form::Unified,
        15 => fifteen(&text),
        9 => Form::Organisation,
        length if length > 18 => return Err((&TOO_LONG).into()),
        _ => return Err((&super::TOO_SHORT).into()),
    };
    if says_nothing(&text) {
        return Err((&PLACEHOLDER).into());
    }
    if fits(&text, form) {
        let check = passes(&text, form);
        return Ok(Parsed { text, form, check, repaired: false });
    }
    let meant = repair(&text, form);
    let form = if text.len() == 15 { fifteen(&meant) } else { form };
    if !fits(&meant, form) {
        return Err((&super::BAD_CHARACTER).into());
    }
    if says_nothing(&meant) {
        return Err((&PLACEHOLDER).into());
    }
    // One wrong guess in 31 passes by chance: near enough to certain to be the value, and reported all the same.
    if passes(&meant, form) {
        return Ok(Parsed { text: meant, form, check: true, repaired: true });
    }
    Err(Refused { code: &super::BAD_CHARACTER, suggestion: Some(meant) })
}

/// Whether a code counts up or down, or repeats one character where the organisation's own ones stand.
fn says_nothing(text: &str) -> bool {
    is_sequence(text) || check::organisation_part(text).and_then(|part| part.get(..8)).is_some_and(all_same)
}

fn all_same(text: &str) -> bool {
    text.bytes().next().is_some_and(|first| text.bytes().all(|b| b == first))
}

/// A tax registration number ends in an organisation code; a licence number is digits with a check of its own.
fn fifteen(text: &str) -> Form {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && (check::licence(text) || !check::organisation(&text[6..])) { Form::Licence } else { Form::Tax }
}

/// Whether `text` has only characters that this form allows where they stand.
fn fits(text: &str, form: Form) -> bool {
    text.bytes().enumerate().all(|(at, b)| b.is_ascii_digit() || (!digit_only(at, form) && check::in_alphabet(b)))
}

fn digit_only(at: usize, form: Form) -> bool {
    match form {
        Form::Unified => (1..8).contains(&at),
        Form::Licence => true,
        Form::Tax => at < 6,
        Form::Organisation => false,
    }
}

fn passes(text: &str, form: Form) -> bool {
    match form {
        Form::Unified => check::unified(text),
        Form::Licence => check::licence(text),
        Form::Tax => text.get(6..).is_some_and(check::organisation),
        Form::Organisation => check::organisation(text),
    }
}

/// Letters that the alphabet leaves out because they look like digits, and where only digits stand all that look like one.
fn repair(text: &str, form: Form) -> String {
    let digit = |(at, c): (usize, char)| match c {
        'O' => '0',
        'I' => '1',
        'Z' => '2',
        'S' => '5',
        'D' | 'Q' if digit_only(at, form) => '0',
        'L' if digit_only(at, form) => '1',
        'G' if digit_only(at, form) => '6',
        'B' if digit_only(at, form) => '8',
        _ => c,
    };
    text.chars().enumerate().map(digit).collect()
}
