//! Values that people type to get past a required field: `无`, `N/A`, `test`, `-`, `000`.
//! They are nobody's name, phone or address, so they never count as agreement.

use crate::fold;

/// Sorted.
const WORDS: [&str; 58] = [
    "aaa",
    "abc",
    "anonymous",
    "asd",
    "asdf",
    "blank",
    "confidential",
    "dummy",
    "empty",
    "example",
    "fake",
    "n a",
    "na",
    "nan",
    "nil",
    "no",
    "no email",
    "no name",
    "no phone",
    "noname",
    "none",
    "not applicable",
    "not available",
    "not provided",
    "null",
    "private",
    "qwerty",
    "sample",
    "self",
    "self employed",
    "tba",
    "tbd",
    "test",
    "tester",
    "testing",
    "undefined",
    "unknown",
    "unspecified",
    "x",
    "xx",
    "xxx",
    "不知道",
    "不详",
    "个人",
    "个体",
    "保密",
    "其他",
    "其它",
    "匿名",
    "待定",
    "无",
    "暂无",
    "未填",
    "未填写",
    "未知",
    "没有",
    "测试",
    "空",
];

/// Bytes that no word of the list has.
const TOO_LONG: usize = 18;

/// Whether `raw` is a placeholder in any field: nothing but punctuation, one character or digit
/// repeated at least three times, or a word of the list above.
pub fn is_placeholder(raw: &str) -> bool {
    if let Some(found) = of_common_characters(raw) {
        return found;
    }
    let text = fold::words(raw);
    let repeated = text.chars().next().is_some_and(|first| text.chars().all(|c| c == first || c == ' '));
    stands_for_nothing(&text, repeated && text.chars().count() >= 3)
}

/// Whether folded text is a placeholder; `repeated` says that it is three times or more the same character.
fn stands_for_nothing(text: &str, repeated: bool) -> bool {
    text.is_empty() || text == "0" || repeated || WORDS.binary_search(&text).is_ok()
}

/// The answer for text that begins with ASCII and common Chinese characters, which are folded as they are read, as far as
/// the answer needs them. None where other characters decide.
fn of_common_characters(raw: &str) -> Option<bool> {
    let mut text = [0; TOO_LONG + 8];
    let mut length = 0;
    let (mut first, mut repeated, mut count, mut gap) = (None, true, 0, false);
    for c in raw.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '\u{4e00}'..='\u{9fff}' => {
                let c = c.to_ascii_lowercase();
                repeated &= *first.get_or_insert(c) == c;
                count += 1 + usize::from(gap);
                if length < TOO_LONG {
                    if gap {
                        *text.get_mut(length)? = b' ';
                        length += 1;
                    }
                    length += c.encode_utf8(text.get_mut(length..length + 4)?).len();
                }
                gap = false;
            }
            _ if !c.is_ascii() => return None,
            _ if c.is_control() && !c.is_whitespace() => {}
            _ => gap = length > 0,
        }
        if length >= TOO_LONG && !repeated {
            return Some(false);
        }
    }
    let text = std::str::from_utf8(text.get(..length)?).ok()?;
    Some(stands_for_nothing(text, repeated && count >= 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_stands_for_nothing() {
        for raw in ["", " - ", "N/A", "n/a", "无", "ＮＵＬＬ", "000-000-0000", "xxx", "Unknown", "...", "0", "测试"] {
            assert!(is_placeholder(raw), "{raw:?} is a placeholder");
        }
        for raw in ["王伟", "Ann", "Bo", "北京", "10", "13800138001", "Noah", "Testa"] {
            assert!(!is_placeholder(raw), "{raw:?} is a value");
        }
        assert!(WORDS.is_sorted() && WORDS.iter().all(|word| word.len() < TOO_LONG && is_placeholder(word)));
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_and_the_long_way_agree(raw in "[aA0王无/. \t\u{1}n]{0,30}|(n/a|no +phone|未-填写|x)*|[ -~]{0,20}") {
            let text = fold::words(&raw);
            let first = text.chars().next();
            let repeated = text.chars().all(|c| Some(c) == first || c == ' ') && text.chars().count() >= 3;
            proptest::prop_assert_eq!(of_common_characters(&raw), Some(stands_for_nothing(&text, repeated)));
        }
    }
}
