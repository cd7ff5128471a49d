//! Named cases: what is read of a field, and what becomes of it afterwards.

mod matching;
mod reading;

use super::*;

pub(super) const CN: Context = Context::of("CN");

pub(super) fn in_region(region: &str) -> Context<'_> {
    Context::of(region)
}

pub(super) fn form(raw: &str) -> Option<String> {
    Phone.match_form(raw, &CN)
}

fn level(a: &str, b: &str) -> &'static str {
    let (Some(a), Some(b)) = (form(a), form(b)) else { return "no form" };
    let (there, back) = (Phone.compare(&a, &b), Phone.compare(&b, &a));
    assert_eq!(there, back, "{a} and {b} compare the same both ways");
    Phone.levels()[there].name
}
