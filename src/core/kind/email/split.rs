//! Several addresses in one field: `a@x.cn; b@y.cn`, `a@x.cn/b@y.cn`, `A <a@x.cn>, B <b@y.cn>`.

use super::address::{self, closing_quote};

/// Words that join two addresses.
const JOINING: [&str; 6] = ["or ", "and ", "和", "或", "及", "与"];

/// The addresses in a field, in order and as they stand there; the whole field where none can be told apart.
pub(super) fn addresses(raw: &str) -> Vec<String> {
    several(raw).unwrap_or_else(|| vec![raw.to_owned()])
}

/// The same; None where none can be told apart.
pub(super) fn several(raw: &str) -> Option<Vec<String>> {
    if raw.len() > address::LONGEST_FIELD || is_plainly_one(raw) || address::read(raw).is_ok() {
        return None;
    }
    let pieces = pieces(raw);
    pieces.iter().any(|piece| address::read(piece).is_ok()).then(|| pieces.into_iter().map(str::to_owned).collect())
}

/// Letters, digits and the usual marks around one @, as most fields are: there is nothing to tell apart.
fn is_plainly_one(raw: &str) -> bool {
    let mut signs = 0;
    let mut usual = |byte: u8| {
        signs += usize::from(byte == b'@');
        byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'-' | b'_' | b'+')
    };
    raw.bytes().all(&mut usual) && signs == 1
}

/// The pieces of a field that have an @.
pub(super) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut skip_to, mut has_at) = (0, 0, false);
    for (at, c) in text.char_indices() {
        if at < skip_to {
            continue;
        }
        let rest = text.get(at + c.len_utf8()..).unwrap_or_default();
        match c {
            '"' => skip_to = closing_quote(rest).map_or(0, |end| at + 2 + end),
            '(' => skip_to = rest.find(')').map_or(0, |end| at + 2 + end),
            '@' | '＠' | '﹫' => has_at = true,
            _ if ends_piece(c, has_at, rest) || joins(c) && has_at && is_address(text.get(start..at)) => {
                pieces.extend(text.get(start..at));
                (start, has_at) = (at + c.len_utf8(), false);
            }
            _ => {}
        }
    }
    pieces.extend(text.get(start..));
    pieces.iter().map(|piece| trim_piece(piece)).filter(|piece| piece.contains(['@', '＠', '﹫'])).collect()
}

/// Whether a character parts two addresses. A slash, a bar or a space may stand in or before a local part,
/// but not in a domain.
fn ends_piece(c: char, has_at: bool, rest: &str) -> bool {
    match c {
        ',' | ';' | '，' | '；' | '、' | '\n' | '\r' => true,
        '/' | '|' | '&' | '\\' | '／' | '｜' => has_at,
        c if c.is_whitespace() => has_at && rest.contains(['@', '＠', '﹫']) && !rest.trim_start().starts_with(['@', '＠', '﹫']),
        _ => false,
    }
}

/// Chinese "and" and "or", written without spaces; they may also be part of a domain.
fn joins(c: char) -> bool {
    matches!(c, '和' | '或' | '及' | '与')
}

fn is_address(piece: Option<&str>) -> bool {
    piece.is_some_and(|piece| address::read_bare(piece.trim()).is_ok())
}

/// A piece without a joining word or a stray separator before it, and without other text behind it.
fn trim_piece(piece: &str) -> &str {
    let mut piece = piece.trim();
    if let Some(rest) = piece.strip_prefix(['/', '|', '&', '\\', '／', '｜']).filter(|rest| rest.starts_with(' ')) {
        piece = rest.trim();
    }
    let lead = JOINING.iter().find_map(|word| piece.get(..word.len()).filter(|lead| lead.eq_ignore_ascii_case(word)));
    piece = lead.map_or(piece, |lead| piece.get(lead.len()..).unwrap_or_default().trim());
    let Some((local, domain)) = piece.rsplit_once(['@', '＠', '﹫']) else { return piece };
    let (blank, name) = (domain.len() - domain.trim_start().len(), domain.trim_start());
    let Some(end) =
        name.find(char::is_whitespace).filter(|end| !name.get(*end..).unwrap_or_default().trim_start().starts_with(['(', '（', '>']))
    else {
        return piece;
    };
    let at = piece.len() - domain.len() - local.len();
    piece.get(..local.len() + at + blank + end).unwrap_or(piece)
}
