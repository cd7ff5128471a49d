//! One pass over a name: width, case, diacritics and brackets folded, for parsing. What most names consist of (ASCII, the
//! common Chinese characters, fullwidth signs) is folded here; anything else takes the long way through [`crate::fold`].

use crate::fold::{bare, is_cjk};

/// `raw` in lower case with halfwidth signs, no diacritics, and `(` and `)` for every kind of bracket.
pub fn folded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    for c in raw.chars() {
        match c {
            '\t'..='\r' => text.push(' '),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            '\u{20}'..='\u{7e}' => text.push(bracket(c.to_ascii_lowercase())),
            '\u{4e00}'..='\u{9fff}' => text.push(c),
            '\u{ff01}'..='\u{ff5e}' => text.push(bracket(halfwidth(c).to_ascii_lowercase())),
            '\u{3000}' => text.push(' '),
            '【' | '〔' | '〖' => text.push('('),
            '】' | '〕' | '〗' => text.push(')'),
            '、' => text.push('/'),
            '。' | '·' | '•' | '《' | '》' | '「' | '」' | '『' | '』' | '“' | '”' | '—' | '–' => text.push(' '),
            '‘' | '’' => text.push('\''),
            _ => return bare(raw).chars().map(bracket).collect(),
        }
    }
    text
}

/// What [`folded`] makes of a printable ASCII character.
pub fn folded_ascii(c: u8) -> char {
    bracket(char::from(c.to_ascii_lowercase()))
}

/// The halfwidth form of a fullwidth ASCII sign; any other character as it is.
pub fn halfwidth(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

fn bracket(c: char) -> char {
    match c {
        '[' | '{' | '【' | '〔' | '〖' => '(',
        ']' | '}' | '】' | '〕' | '〗' => ')',
        _ => c,
    }
}

/// Whether `c` joins what stands on both sides into one word: L'Oréal, McDonald’s.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '`' | '‘' | '’')
}

/// What stands before a name where a form was copied with it.
pub const LABELS: &[&str] = &["公司名称", "企业名称", "单位名称", "客户名称", "公司", "单位", "名称"];

/// Whether every bracket has its partner.
pub fn is_balanced(text: &str) -> bool {
    let mut open = 0_usize;
    text.chars().map(|c| bracket(halfwidth(c))).all(|c| match c {
        '(' => {
            open += 1;
            true
        }
        ')' => open.checked_sub(1).map(|left| open = left).is_some(),
        _ => true,
    }) && open == 0
}

/// Whether a name is to be read as Chinese characters: it holds at least one.
pub fn reads_as_chinese(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| is_cjk(c) || matches!(c, '\u{3040}'..='\u{30ff}'))
}

/// Cyrillic letters as Latin ones, so that Газпром and Gazprom have one core.
pub fn push_latin(out: &mut String, text: &str) {
    if text.is_ascii() {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        let latin = match c {
            'а' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ґ' => "g",
            'д' => "d",
            'е' | 'э' | 'є' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' | 'і' | 'ы' => "i",
            'к' => "k",
            'л' => "l",
            'м' => "m",
            'н' => "n",
            'о' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ў' => "u",
            'ф' => "f",
            'х' => "kh",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ъ' | 'ь' => "",
            'ю' => "yu",
            'я' => "ya",
            'ј' => "j",
            'љ' => "lj",
            'њ' => "nj",
            'ћ' => "c",
            'ђ' => "d",
            'џ' => "dz",
            _ => {
                out.push(c);
                ""
            }
        };
        out.push_str(latin);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_width_case_brackets_and_scripts() {
        assert_eq!(folded("ＡＢＣ【上海】Ltd."), "abc(上海)ltd.");
        assert_eq!(folded("Müller & Söhne"), "muller & sohne");
        let mut latin = String::new();
        push_latin(&mut latin, &folded("Газпром"));
        assert_eq!(latin, "gazprom");
    }
}
