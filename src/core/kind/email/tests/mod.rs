//! Named cases: what is read, what is said about it, what matches.

mod judging;
mod matching;
mod reading;

use super::*;

fn read(raw: &str) -> Result<String, &'static str> {
    Email.normalize(raw, &Context::default()).map_err(|code| code.name)
}

fn codes(raw: &str) -> Vec<&'static str> {
    Email.validate(raw, &Context::default()).iter().map(|issue| issue.code.name).collect()
}

fn form(raw: &str) -> Option<String> {
    Email.match_form(raw, &Context::default())
}
