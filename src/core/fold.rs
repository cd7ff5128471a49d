//! Folding text so that writings of the same thing compare equal: width, case, spaces, diacritics.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Fullwidth and other compatibility forms become their plain ones (NFKC), control and
/// invisible formatting characters go, every run of white space becomes one space, ends are trimmed.
///
/// `"　ＡＢＣ　①２ "` → `"ABC 12"`.
pub fn plain(raw: &str) -> String {
    in_order(raw).into_owned()
}

/// [`plain`] text; `raw` itself where it is.
pub fn in_order(raw: &str) -> Cow<'_, str> {
    if is_plain(raw) { Cow::Borrowed(raw) } else { Cow::Owned(put_in_order(raw)) }
}

fn put_in_order(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut gap = false;
    let mut push = |c: char| {
        if c.is_whitespace() {
            gap = !text.is_empty();
        } else if !is_invisible(c) {
            if gap {
                text.push(' ');
                gap = false;
            }
            // NFKC takes the Thai and Lao vowel "am" apart, which nobody writes so.
            let c = match c {
                '\u{e32}' if text.ends_with('\u{e4d}') => '\u{e33}',
                '\u{eb2}' if text.ends_with('\u{ecd}') => '\u{eb3}',
                _ => c,
            };
            if matches!(c, '\u{e33}' | '\u{eb3}') {
                text.pop();
            }
            text.push(c);
        }
    };
    if raw.chars().all(|c| alone(c).is_some()) {
        raw.chars().filter_map(alone).for_each(&mut push);
    } else {
        // What is invisible goes first: left between a letter and its accent it would keep them apart until the next folding.
        raw.chars().filter(|&c| c.is_whitespace() || !is_invisible(c)).nfkc().for_each(&mut push);
    }
    text
}

/// Whether `raw` is made of visible ASCII with single spaces between: most values in Latin letters are, and stay as they are.
fn is_plain(raw: &str) -> bool {
    let mut gap = true;
    for byte in raw.bytes() {
        match byte {
            b'!'..=b'~' => gap = false,
            b' ' if !gap => gap = true,
            _ => return false,
        }
    }
    !gap || raw.is_empty()
}

/// What NFKC makes of a character that it never joins with the next, which are nearly all that are met: ASCII, common
/// Chinese and their punctuation, western European letters. None for any other.
fn alone(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' | '\u{4e00}'..='\u{9fff}' | '\u{c0}'..='\u{ff}' => Some(c),
        '\u{3000}'..='\u{3002}' | '\u{3008}'..='\u{3011}' | '\u{b7}' | '\u{2013}' | '\u{2014}' | '\u{2018}'..='\u{201d}' => Some(c),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

/// [`plain`], in lower case, with diacritics removed: `"Müller"` → `"muller"`, `"Łódź"` → `"lodz"`.
pub fn bare(raw: &str) -> String {
    let mut text = plain(raw);
    text.make_ascii_lowercase();
    if text.chars().all(|c| c.is_ascii() || is_cjk(c)) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_cjk(c) {
            out.push(c);
            continue;
        }
        for part in c.to_lowercase() {
            match part {
                'ß' => out.push_str("ss"),
                'æ' => out.push_str("ae"),
                'œ' => out.push_str("oe"),
                'ø' => out.push('o'),
                'đ' | 'ð' => out.push('d'),
                'ł' => out.push('l'),
                'ı' => out.push('i'),
                'ς' => out.push('σ'),
                'þ' => out.push_str("th"),
                _ if part.is_ascii() => out.push(part),
                _ => out.extend(part.nfd().filter(|c| !is_combining_mark(*c)).nfc()),
            }
        }
    }
    out
}

/// [`bare`], with every run of anything but letters and digits as one space:
/// `"O'Neil & Sons, Ltd."` → `"o neil sons ltd"`.
pub fn words(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut gap = false;
    for c in bare(raw).chars() {
        if is_letter(c) {
            if gap {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        } else {
            gap = !out.is_empty();
        }
    }
    out
}

/// `text` without labels, and the signs before them: `公司名称：…`.
pub fn behind_labels<'t>(text: &'t str, labels: &[&str]) -> &'t str {
    let mut rest = text;
    if !text.bytes().any(|byte| matches!(byte, b':' | 0xef)) {
        return text;
    }
    loop {
        let start = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let behind = |label: &&str| start.strip_prefix(*label)?.trim_start().strip_prefix([':', '：']);
        match labels.iter().find_map(behind).filter(|behind| behind.contains(char::is_alphanumeric)) {
            Some(behind) => rest = behind,
            None => return rest,
        }
    }
}

/// The value of a decimal digit of any script but ASCII.
pub fn digit(c: char) -> Option<u8> {
    /// Where each run of ten digits starts (Unicode 16, general category Nd, the scripts in use).
    const ZEROS: [u32; 37] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040, 0x1090,
        0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50,
        0xabf0, 0xff10, 0x1d7ce,
    ];
    let c = c as u32;
    let after = ZEROS.partition_point(|&zero| zero <= c);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    // The mathematical digits are five runs in a row.
    let value = c - zero;
    (value < 10 || (*zero == 0x1d7ce && value < 50)).then_some((value % 10) as u8)
}

/// Whether `c` is a letter or digit: [`char::is_alphanumeric`], at once for those that are met most.
pub fn is_letter(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{4e00}'..='\u{9fff}') || !c.is_ascii() && c.is_alphanumeric()
}

/// What stands before and behind the first `sign`, an ASCII one. In a short text, to look at each byte is quicker than a search
/// that prepares for more.
pub fn cut(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// The pieces between the `sign`s, an ASCII one: as [`str::split`], for short texts.
pub fn pieces(text: &str, sign: u8) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let (piece, behind) = rest.map(|text| cut(text, sign).map_or((text, None), |(piece, behind)| (piece, Some(behind))))?;
        rest = behind;
        Some(piece)
    })
}

/// Whether `c` is a Chinese character (CJK ideographs, the extensions and 〇).
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}' | '\u{f900}'..='\u{faff}' | '〇')
}

/// Whether `text` holds a Chinese character.
pub fn has_cjk(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(is_cjk)
}

fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_folded_alone_are_what_nfkc_makes_of_them() {
        for c in (0..0x1_0000).filter_map(char::from_u32) {
            if let Some(folded) = alone(c).filter(|_| c != '\u{3000}') {
                assert_eq!([c].into_iter().nfkc().collect::<String>(), folded.to_string(), "{c:?}");
                // Nothing before it and nothing behind it that is folded so, too, may become one character with it.
                assert_eq!(['a', c, 'a', c].into_iter().nfkc().count(), 4, "{c:?}");
                assert!(!is_combining_mark(folded));
            }
        }
    }

    #[test]
    fn letters_are_alphanumeric_characters() {
        assert!(('\0'..=char::MAX).all(|c| is_letter(c) == c.is_alphanumeric()));
    }

    #[test]
    fn cuts_at_a_sign() {
        for text in ["", "a", ",", "a,b", ",a,,王,"] {
            assert_eq!(pieces(text, b',').collect::<Vec<_>>(), text.split(',').collect::<Vec<_>>(), "{text}");
            assert_eq!(cut(text, b','), text.split_once(','));
        }
    }

    #[test]
    fn folds_width_case_space_and_diacritics() {
        let cases = [
            ("fullwidth and ideographic space", "　ＡＢＣ　１２ ", "abc 12"),
            ("diacritics", "Müller Łódź Straße", "muller lodz strasse"),
            ("Chinese stays", "北京　华创", "北京 华创"),
            ("invisible characters", "a\u{200b}b\u{202e}c\0", "abc"),
            ("nothing", " \t\n", ""),
        ];
        for (what, raw, want) in cases {
            assert_eq!(bare(raw), want, "{what}");
        }
        assert_eq!(words("O'Neil & Sons, Ltd."), "o neil sons ltd");
        assert_eq!(plain("e\u{200b}\u{301}"), "é", "one folding is enough");
        assert_eq!(plain("จำกัด น้ำ ຄຳ"), "จำกัด น้ำ ຄຳ", "Thai and Lao stay as they are written");
    }
}
