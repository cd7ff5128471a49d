//! Taking off what people put around an address: fullwidth letters, labels, brackets, a name, a comment.

use super::address::closing_quote;

/// What is left of a field, and the name or comment that stood beside it.
pub(super) struct Bare {
    pub text: String,
    pub beside: Option<String>,
}

/// Words that announce an address.
const LABELS: [&str; 11] =
    ["mailto:", "smtp:", "e-mail:", "email:", "email address:", "mail:", "e:", "邮箱:", "电子邮箱:", "电子邮件:", "邮件:"];

const PAIRS: [(char, char); 11] = [
    ('"', '"'),
    ('\'', '\''),
    ('“', '”'),
    ('‘', '’'),
    ('<', '>'),
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('《', '》'),
    ('「', '」'),
    ('【', '】'),
];

/// Punctuation of an input method that stands around addresses and between them: RFC 6531 would let it into
/// a local part, but there it is always a slip.
pub(super) const SURROUNDING: [char; 11] = ['、', '“', '”', '‘', '’', '《', '》', '「', '」', '【', '】'];

/// No address begins with one of these …
const LEADING: [char; 14] = [',', ';', ':', '、', '“', '‘', '<', '(', '[', '《', '「', '【', ')', '>'];
/// … or ends with one of these. (`]` ends an IP address.)
const TRAILING: [char; 19] = ['.', ',', ';', ':', '!', '?', '、', '"', '\'', '”', '’', ')', '}', '>', '》', '」', '】', '/', '\\'];

/// Space, control or something that does not show: never the beginning or end of an address.
pub(super) fn is_blank(c: char) -> bool {
    if c.is_ascii() { c <= ' ' || c == '\u{7f}' } else { c.is_whitespace() || c.is_control() || is_invisible(c) }
}

/// Fullwidth forms as the ASCII that was meant, every kind of space as a space, nothing invisible.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '﹫' => '@',
            '。' | '｡' => '.',
            '〈' => '<',
            '〉' => '>',
            c if c.is_whitespace() => ' ',
            // Joiners and variation selectors shape the letters of some scripts; among ASCII they are dirt.
            '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' if !last.is_ascii() => c,
            c if is_invisible(c) => continue,
            c => c,
        };
        out.push(c);
        last = c;
    }
    out
}

fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}')
}

/// The address in a folded field, without what stands around it.
pub(super) fn unwrap(folded: &str) -> Bare {
    let mut bare = Bare { text: trim_label(folded.trim()), beside: None };
    strip_comments(&mut bare);
    take_from_angles(&mut bare);
    loop {
        let trimmed = trim_ends(&bare.text);
        if trimmed.len() == bare.text.len() {
            break;
        }
        bare.text = trim_label(trimmed);
    }
    bare
}

fn trim_label(text: &str) -> String {
    let Some(colon) = text.find(':').filter(|colon| *colon < 16) else { return text.to_owned() };
    let (label, rest) = text.split_at(colon + 1);
    let label = label.to_lowercase();
    if !LABELS.contains(&label.as_str()) {
        return text.to_owned();
    }
    let rest = rest.trim_start_matches('/').trim_start();
    if label == "mailto:" { percent_decoded(rest.split('?').next().unwrap_or(rest)) } else { rest.to_owned() }
}

/// `%40` as `@`, for ASCII that shows; anything else stays.
fn percent_decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let decoded = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(u8::is_ascii_graphic);
        match (decoded, after.get(2..)) {
            (Some(byte), Some(behind)) => {
                out.push(char::from(byte));
                rest = behind;
            }
            _ => {
                out.push('%');
                rest = after;
            }
        }
    }
    out + rest
}

/// `Name <address>`, where nothing but the address can be meant.
fn take_from_angles(bare: &mut Bare) {
    let Some(open) = find_unquoted(&bare.text, '<') else { return };
    let (before, rest) = bare.text.split_at(open);
    let Some((inside, after)) = rest.get(1..).and_then(|inside| inside.split_once('>')) else { return };
    let (before, inside) = (before.trim(), trim_label(inside.trim()));
    let names_itself = before.trim_matches(['"', '\'']).eq_ignore_ascii_case(&inside);
    let names_another = !names_itself && (find_unquoted(before, '@').is_some() || before.contains([';', ',']) && !before.contains('"'));
    if names_another || !after.trim_matches([' ', ',', ';', '.']).is_empty() {
        return;
    }
    let name = before.trim_matches(['"', '\'', ' ', '“', '”']);
    if !name.is_empty() && !names_itself {
        bare.beside = Some(name.replace("\\\"", "\""));
    }
    bare.text = inside;
}

/// Comments in parentheses at the ends of the field and beside the @ (RFC 5322 3.2.2).
fn strip_comments(bare: &mut Bare) {
    let mut from = 0;
    while let Some(open) = bare.text.get(from..).and_then(|rest| find_unquoted(rest, '(')).map(|at| from + at) {
        let Some(length) = bare.text.get(open..).and_then(|rest| rest.find(')')) else { return };
        let close = open + length;
        let before = bare.text.get(..open).unwrap_or_default().trim_end();
        let after = bare.text.get(close + 1..).unwrap_or_default().trim_start();
        let at_an_end = before.is_empty() || before.ends_with(['@', '>']) || after.is_empty() || after.starts_with('@');
        // A field that is all in parentheses holds its address there.
        if at_an_end && (before.contains('@') || after.contains('@')) {
            let comment = bare.text.get(open + 1..close).unwrap_or_default().trim();
            bare.beside = Some(comment.to_owned()).filter(|comment| !comment.is_empty());
            from = before.len();
            bare.text = [before, after].concat();
        } else {
            from = close + 1;
        }
    }
}

/// One layer of brackets or quotes around everything, or stray punctuation at the ends.
fn trim_ends(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in PAIRS {
        if let Some(inside) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
            && inside.contains('@')
            && !inside.contains([open, close])
        {
            return inside.trim();
        }
    }
    let text = text.trim_start_matches(LEADING);
    // A lone quoted string is no address yet; its closing quote stays for the message.
    if text.starts_with('"') && text.ends_with('"') { text } else { text.trim_end_matches(TRAILING).trim() }
}

/// Where `wanted` first stands outside double quotes.
pub(super) fn find_unquoted(text: &str, wanted: char) -> Option<usize> {
    let mut from = 0;
    while let Some(rest) = text.get(from..) {
        let at = rest.find(['"', wanted])?;
        let (_, behind) = rest.split_at(at);
        if !behind.starts_with('"') {
            return Some(from + at);
        }
        // Quotes that never close are ordinary characters.
        from += at + 1 + behind.get(1..).and_then(closing_quote).map_or(0, |end| end + 1);
    }
    None
}
