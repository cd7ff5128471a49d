//! Postal addresses, Chinese and any other: taken apart, completed, written one way, compared part by part.
//!
//! A Chinese address is read against the divisions of GB/T 2260 ([`crate::divisions`]), so that levels that were
//! left out are filled in and what fits several divisions is reported. Any other is read word by word.

mod case;
mod chinese;
mod compare;
mod edits;
mod info;
mod keys;
#[cfg(test)]
mod places;
#[cfg(test)]
mod tests;
mod western;

pub(crate) use case::{Case, titled};
pub(crate) use edits::within_one;
pub use info::{AddressInfo, info};

use super::*;
use crate::{divisions, fold};
use std::borrow::Cow;

/// A postal address on one line.
pub struct Address;

const LONGEST: usize = 1_000;

/// The divisions that are named do not tell which of several is meant.
pub static AMBIGUOUS_REGION: Code =
    Code::warning("ambiguous_region", "The address names a division that exists in several places, and not in which of them.");
/// The divisions that are named do not lie in each other.
pub static CONFLICTING_REGION: Code = Code::warning("conflicting_region", "The address names divisions that do not lie in each other.");
/// A Chinese address without any division.
pub static NO_REGION: Code = Code::info("no_region", "The address names no province, city or county.");
/// A division under a name that it no longer has.
pub static FORMER_NAME: Code = Code::info("former_name", "The address names a division by a former or unofficial name.");
/// Neither road nor house number.
pub static NO_STREET: Code = Code::warning("no_street", "The address has neither a street nor a house number.");

/// An address taken apart, whatever its script.
enum Parsed<'t> {
    Chinese(Box<chinese::Chinese>),
    Western(western::Western<'t>),
}

/// What an address says, however it is written.
enum Meaning {
    Chinese(Box<chinese::Chinese>),
    Western(Option<String>),
}

impl PartialEq for Meaning {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            // Equal parts make equal forms, and are quicker to compare.
            (Meaning::Chinese(a), Meaning::Chinese(b)) => a.says_the_same(b) || a.form() == b.form(),
            (Meaning::Western(a), Meaning::Western(b)) => a == b,
            _ => false,
        }
    }
}

impl Parsed<'_> {
    /// The canonical line.
    fn display(&self) -> String {
        match self {
            Parsed::Chinese(address) => address.display(),
            Parsed::Western(address) => address.display(),
        }
    }

    /// The canonical line of `text`, and whether it is sure to be read as `text` was.
    fn settled(&self, text: &str, context: &Context) -> (String, bool) {
        let (line, again) = match self {
            Parsed::Chinese(address) => {
                let (line, named) = address.line();
                let again = line == text || line.get(named..).is_some_and(|rest| address.is_read_again(text, rest, context));
                (line, again)
            }
            Parsed::Western(address) => {
                let line = address.display();
                let again = line == text && line.is_ascii() || address.is_read_again(&line);
                (line, again)
            }
        };
        let is_short = line.len() <= LONGEST;
        (line, again && is_short)
    }

    /// The match form.
    fn form(&self) -> Option<String> {
        match self {
            Parsed::Chinese(address) => address.form(),
            Parsed::Western(address) => address.form(),
        }
    }

    /// What two writings of one address have in common.
    fn meaning(self) -> Meaning {
        match self {
            Parsed::Chinese(address) => Meaning::Chinese(address),
            Parsed::Western(address) => Meaning::Western(address.form()),
        }
    }

    fn has_street(&self) -> bool {
        match self {
            Parsed::Chinese(address) => {
                let detail = &address.detail;
                [&detail.road, &detail.number, &detail.building, &detail.room, &address.region.town].iter().any(|part| !part.is_empty())
            }
            Parsed::Western(address) => address.has_street(),
        }
    }

    /// What is wrong.
    fn issues(&self) -> Vec<&'static Code> {
        let mut codes = vec![];
        if let Parsed::Chinese(address) = self {
            let region = &address.region;
            if region.conflicting {
                codes.push(&CONFLICTING_REGION);
            }
            if region.ambiguous {
                codes.push(&AMBIGUOUS_REGION);
            }
        }
        if !self.has_street() {
            codes.push(&NO_STREET);
        }
        if let Parsed::Chinese(address) = self {
            if address.region.former {
                codes.push(&FORMER_NAME);
            }
            if address.region.code.is_none() && !address.region.ambiguous {
                codes.push(&NO_REGION);
            }
        }
        codes
    }
}

impl Kind for Address {
    fn name(&self) -> &'static str {
        "address"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 8] =
            [&EMPTY, &TOO_LONG, &PLACEHOLDER, &CONFLICTING_REGION, &AMBIGUOUS_REGION, &NO_STREET, &FORMER_NAME, &NO_REGION];
        &CODES
    }

    fn read(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        line(raw, context, issues, |_| ())
    }

    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        with_parsed(raw, context, |_, parsed| parsed.form()).ok().flatten()
    }

    fn both(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> (Result<String, &'static Code>, Option<String>) {
        let mut form = None;
        let line = line(raw, context, issues, |parsed| form = parsed.form());
        (line, form)
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        keys::emit(form, emit);
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 8] = [
            Level::fixed("different", 0.045, 0.972),
            Level::fixed("same area", 0.03, 0.02),
            Level::fixed("same road", 0.02, 0.007),
            Level::fixed("other unit", 0.01, 0.000_5),
            Level::fixed("similar", 0.10, 0.000_05),
            Level::fixed("same house", 0.15, 0.000_1),
            Level::fixed("same address", 0.25, 0.000_15),
            Level::by_frequency("exact", 0.395, 0.000_2),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        compare::compare(a, b)
    }

    fn is_address(&self) -> bool {
        true
    }

    fn is_part(&self, level: usize) -> bool {
        level == SAME_AREA || level == SAME_ROAD
    }

    fn is_shared(&self, _: &str) -> bool {
        true
    }

    fn is_local(&self) -> bool {
        true
    }

    fn mask(&self, raw: &str) -> String {
        let area = |_: &str, parsed: Parsed| match parsed {
            Parsed::Chinese(address) => address.area(),
            Parsed::Western(address) => address.area(),
        };
        let context = Context::default();
        match with_parsed(raw, &context, area) {
            Ok(area) if area.is_empty() => "***".to_owned(),
            Ok(area) if area.is_ascii() => format!("***, {area}"),
            Ok(area) => format!("{area}***"),
            Err(code) if code == &EMPTY => String::new(),
            Err(_) => "***".to_owned(),
        }
    }

    fn data(&self) -> &'static [DataSet] {
        &divisions::DATA
    }
}

/// The canonical line of `raw`, with what is wrong in it; what was read is shown to `look`.
fn line(raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>, look: impl FnOnce(&Parsed)) -> Result<String, &'static Code> {
    let read = |text: &str, parsed: Parsed| {
        look(&parsed);
        let (line, is_settled) = parsed.settled(text, context);
        if placeholder::is_placeholder(&line) {
            return Err(if line.is_empty() { &EMPTY } else { &PLACEHOLDER });
        }
        if let Some(issues) = issues {
            let issue = |code: &'static Code| Issue { code, suggestion: (code == &FORMER_NAME).then(|| line.clone()) };
            issues.extend(parsed.issues().into_iter().map(issue));
        }
        let meaning = if is_settled || line == raw { None } else { Some(parsed.meaning()) };
        Ok((line, meaning))
    };
    let (line, meaning) = with_parsed(raw, context, read)??;
    let Some(meaning) = meaning else { return Ok(line) };
    // Where a canonical line would be read another way than its original, the original stands.
    let again = with_parsed(&line, context, |_, parsed| (parsed.display(), parsed.meaning()));
    if again.is_ok_and(|(again, same)| again == line && same == meaning) {
        return Ok(line);
    }
    with_parsed(raw, context, |text, _| text.to_owned())
}

/// Prepares and takes apart `raw`, and gives the result to `with`: the words of a western address borrow from the prepared text.
fn with_parsed<R>(raw: &str, context: &Context, with: impl FnOnce(&str, Parsed) -> R) -> Result<R, &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    if raw.is_ascii() {
        return western_text(&fold::plain(raw), with);
    }
    if raw.contains('½') {
        return with_parsed(&raw.replace('½', " 1/2"), context, with);
    }
    let common = chinese::fold_common(raw);
    let prepared = if common.is_some() { Cow::Borrowed(raw) } else { Cow::Owned(plain(raw)) };
    let (text, script) = common.unwrap_or_else(|| chinese::fold(&prepared));
    if script.is_chinese() {
        let parsed = Parsed::Chinese(Box::new(chinese::parse(&text, context)));
        return somewhere(&text, &parsed).map(|()| with(&text, parsed));
    }
    western_text(&plain(&prepared), with)
}

/// [`fold::plain`] once more: what it leaves out may have kept two characters from becoming one.
fn plain(raw: &str) -> String {
    fold::plain(&fold::plain(raw))
}

fn western_text<R>(text: &str, with: impl FnOnce(&str, Parsed) -> R) -> Result<R, &'static Code> {
    let text = if text.contains('|') { Cow::Owned(fold::plain(&text.replace('|', " "))) } else { Cow::Borrowed(text) };
    if text.is_empty() {
        return Err(&EMPTY);
    }
    let lower = text.to_ascii_lowercase();
    let parsed = Parsed::Western(western::parse(&text, &lower));
    somewhere(&text, &parsed).map(|()| with(&text, parsed))
}

/// A label and the longest placeholder, in bytes.
const LONGEST_NOWHERE: usize = 40;
/// Levels at which addresses are near each other and two.
const SAME_AREA: usize = 1;
const SAME_ROAD: usize = 2;

/// Refuses what stands for nothing, with a label before it (`地址：无`) or without.
fn somewhere(text: &str, parsed: &Parsed) -> Result<(), &'static Code> {
    // Only a Chinese reading takes labels off, and what names a division is somewhere.
    let perhaps = text.len() <= LONGEST_NOWHERE && matches!(parsed, Parsed::Chinese(address) if address.region.code.is_none());
    if placeholder::is_placeholder(text) || perhaps && placeholder::is_placeholder(&parsed.display()) { Err(&PLACEHOLDER) } else { Ok(()) }
}
