//! How a number is written inside its country.

use super::engine::Number;
use super::tables::{Country, Format, Region};

/// `010 8888 8888`, `(212) 555-1234`, with its extension as the country writes it.
pub(super) fn national(number: &Number, extension: Option<&str>) -> String {
    let mut text = String::with_capacity(32);
    let Some(region) = Country::find(number.calling_code).map(Country::main) else { return text };
    let digits = &*number.national;
    match region.formats().find(|format| fits(*format, digits)) {
        Some(format) => write(&mut text, format, digits),
        None => text.push_str(number.national.as_str()),
    }
    if let Some(extension) = extension {
        text.push_str(extension_prefix(region));
        text.push_str(extension);
    }
    text
}

fn extension_prefix(region: Region) -> &'static str {
    match std::str::from_utf8(region.extension_prefix()) {
        Ok(prefix) if !prefix.is_empty() => prefix,
        _ => " ext. ",
    }
}

fn fits(format: Format, digits: &[u8]) -> bool {
    let leading = format.leading();
    (leading.is_none() || leading.run(digits, false).is_some()) && format.groups().run(digits, true).is_some()
}

fn write(text: &mut String, format: Format, digits: &[u8]) {
    let Some(found) = format.groups().run(digits, true) else { return };
    let mut put = |template: &[u8], first: Option<usize>| -> Option<usize> {
        let mut template = template.iter();
        while let Some(&c) = template.next() {
            if c != b'$' {
                text.push(char::from(c));
                continue;
            }
            let group = template.next().map_or(0, |d| usize::from(d.wrapping_sub(b'0')));
            match first {
                None => return Some(group),
                Some(first) => {
                    let group = if first == 0 { group } else { first };
                    text.push_str(std::str::from_utf8(found.group(group, digits).unwrap_or_default()).unwrap_or_default());
                }
            }
        }
        None
    };
    let template = format.template();
    let rule = format.first_group();
    if rule.is_empty() {
        put(template, Some(0));
        return;
    }
    // The rule ("0$1") takes the place of the first group of the template, whichever number that has.
    if let Some(group) = put(template, None) {
        put(rule, Some(group));
        let behind = template.iter().position(|&c| c == b'$').map_or(template.len(), |at| at + 2);
        put(template.get(behind..).unwrap_or_default(), Some(0));
    }
}
