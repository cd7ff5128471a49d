//! The match form: `core ␟ industry ␟ region ␟ class ␟ branch`, empty ends left out. Comparing needs no parsing of names.

use super::parse::{LegalClass, Parts};

/// Separates the fields.
pub const SEPARATOR: char = '\u{1f}';

/// Writes the match form.
pub fn write(parts: &Parts) -> String {
    let class = parts.legal_form.map(|(_, class)| class).filter(|class| *class != LegalClass::Company);
    let region = parts.region.map_or("", |region| region.code);
    let mut form = String::with_capacity(parts.core.len() + parts.industry.len() + region.len() + parts.branch.len() + 5);
    form.push_str(&parts.core);
    let mut letter = [0; 4];
    let class = class.map_or("", |class| class.letter().encode_utf8(&mut letter));
    let mut pending = 0;
    for field in [parts.industry.as_str(), region, class, parts.branch.as_str()] {
        pending += 1;
        if !field.is_empty() {
            form.extend(std::iter::repeat_n(SEPARATOR, pending));
            form.push_str(field);
            pending = 0;
        }
    }
    form
}

/// The fields of a match form.
#[derive(Debug, Clone, Copy, Default)]
pub struct Form<'a> {
    /// What tells the company from others; its words in one space each.
    pub core: &'a str,
    /// What it does.
    pub industry: &'a str,
    /// Where it is: the code of a place.
    pub region: &'a str,
    /// The letter of its legal form.
    pub class: &'a str,
    /// The branch's own name.
    pub branch: &'a str,
}

impl<'a> Form<'a> {
    /// Reads a match form. Any text is one: a core at least.
    pub fn read(text: &'a str) -> Self {
        let mut rest = text;
        let mut next = || match rest.bytes().position(|byte| byte == SEPARATOR as u8).and_then(|at| rest.split_at_checked(at)) {
            Some((field, more)) => {
                rest = more.get(1..).unwrap_or_default();
                field
            }
            None => std::mem::take(&mut rest),
        };
        Form { core: next(), industry: next(), region: next(), class: next(), branch: next() }
    }
}
