//! One writing for characters: width, spaces, traditional characters.

use crate::chinese::simplify_char;
use crate::fold;
use std::borrow::Cow;

/// Characters that are simplified everywhere but in place names: 乾安县, 於潜镇.
fn is_kept(c: char) -> bool {
    matches!(c, '乾' | '於' | '濛' | '洩')
}

/// `raw` with plain widths, single spaces and simplified characters. [`fold::plain`], with a short cut for what Chinese addresses are made of.
pub fn fold(raw: &str) -> String {
    let common = |c: char| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{301f}' | '\u{ff01}'..='\u{ff5e}' | '·' | '—');
    let text = if raw.chars().all(common) { Cow::Borrowed(raw) } else { Cow::Owned(fold::plain(raw)) };
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c == ' ' || c == '\u{3000}' {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{4e00}'..='\u{9fff}' if !is_kept(c) => simplify_char(c),
            '【' | '〔' => '(',
            '】' | '〕' => ')',
            '|' => ' ',
            _ => c,
        });
    }
    out
}
