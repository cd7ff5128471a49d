//! One field as the scanner wants it: one plain byte per character that matters.

use crate::chinese::digit as numeral;
use crate::fold;

/// A word that announces an extension: 转, 分机, 内线, доб.
pub(super) const EXTENSION: u8 = 1;
/// A letter of any script but ASCII.
pub(super) const WORD: u8 = 2;
/// What stands between values: a line break, 、, 或.
pub(super) const BREAK: u8 = 3;

/// Digits of all scripts as ASCII ones, fullwidth forms, dashes, spaces and dots as their plain ones;
/// other letters as [`WORD`], symbols as spaces; what is invisible goes.
pub(super) fn fold(raw: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 1);
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        // 一三八〇五七…: a run of numerals as long as a number is one.
        if let Some(first) = numeral(c)
            && chars.clone().filter(|c| *c != ' ').map_while(numeral).nth(5).is_some()
        {
            out.push(b'0' + first);
            while let Some(c) = chars.next_if(|c| *c == ' ' || numeral(*c).is_some()) {
                out.push(numeral(c).map_or(b' ', |digit| b'0' + digit));
            }
            continue;
        }
        let byte = match c {
            '\n' | '\r' | '|' => BREAK,
            '\t' => b' ',
            ' '..='~' => c as u8,
            '\u{ff01}'..='\u{ff5e}' if c != '｜' => (c as u32 - 0xfee0) as u8,
            '转' | '轉' | '転' => {
                if matches!(next, Some('接' | '至' | '到')) {
                    chars.next();
                }
                EXTENSION
            }
            '分' if matches!(next, Some('机' | '機')) => {
                chars.next();
                EXTENSION
            }
            '内' | '內' if matches!(next, Some('线' | '線')) => {
                chars.next();
                EXTENSION
            }
            '내' if next == Some('선') => {
                chars.next();
                EXTENSION
            }
            'д' | 'Д' if matches!(next, Some('о' | 'О')) => {
                chars.next();
                if chars.next_if(|c| matches!(c, 'б' | 'Б')).is_some() { EXTENSION } else { WORD }
            }
            'ó' | 'Ó' => b'o',
            '、' | '｜' | '或' | '和' | '及' | '与' | '與' | '\u{2028}' | '\u{2029}' => BREAK,
            '〇' | '○' | '零' => b'O',
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{fe63}' | '\u{2043}' | '\u{fe58}' => b'-',
            '〜' | '∼' | '⁓' => b'~',
            '·' | '・' | '。' | '‧' | '•' | '∙' => b'.',
            '【' | '「' | '『' | '〔' | '《' => b'(',
            '】' | '」' | '』' | '〕' | '》' => b')',
            '﹢' | '⁺' => b'+',
            _ if is_invisible(c) => continue,
            _ => match fold::digit(c) {
                Some(digit) => b'0' + digit,
                None if c.is_alphanumeric() => WORD,
                None => b' ',
            },
        };
        out.push(byte);
    }
    out
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}' | '\u{20d0}'..='\u{20f0}' | '\u{300}'..='\u{36f}')
}
