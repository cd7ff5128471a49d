//! One writing for characters: width, spaces, traditional characters.

use crate::chinese::simplify_char;

/// Characters that are simplified everywhere but in place names: 乾安县, 於潜镇.
fn is_kept(c: char) -> bool {
    matches!(c, '乾' | '於' | '濛' | '洩')
}

/// Whether `text` is made of what Chinese addresses usually are made of, which [`fold`] can do by itself.
pub fn is_common(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3000}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}' | '·' | '—'))
}

/// `text`, which is [common](is_common) or plain, with plain widths, single spaces and simplified characters.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{4e00}'..='\u{9fff}' if !is_kept(c) => simplify_char(c),
            '【' => '(',
            '】' => ')',
            _ => c,
        };
        if matches!(c, ' ' | '\u{3000}' | '|') {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(' ');
            gap = false;
        }
        out.push(c);
    }
    out
}
