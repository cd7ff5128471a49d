//! Values that people type to get past a required field: `无`, `N/A`, `test`, `-`, `000`.
//! They are nobody's name, phone or address, so they never count as agreement.

use crate::fold;

const WORDS: &[&str] = &[
    "无",
    "没有",
    "暂无",
    "未知",
    "未填",
    "未填写",
    "不详",
    "不知道",
    "空",
    "测试",
    "匿名",
    "待定",
    "其他",
    "其它",
    "个人",
    "个体",
    "保密",
    "na",
    "n a",
    "none",
    "no",
    "nil",
    "null",
    "nan",
    "unknown",
    "unspecified",
    "undefined",
    "not available",
    "not applicable",
    "not provided",
    "no name",
    "no email",
    "no phone",
    "noname",
    "test",
    "testing",
    "tester",
    "asdf",
    "asd",
    "qwerty",
    "xxx",
    "xx",
    "x",
    "abc",
    "aaa",
    "tbd",
    "tba",
    "anonymous",
    "private",
    "confidential",
    "self",
    "self employed",
    "dummy",
    "fake",
    "sample",
    "example",
    "empty",
    "blank",
];

/// Whether `raw` is a placeholder in any field: nothing but punctuation, one character or digit
/// repeated at least three times, or a word of the list above.
pub fn is_placeholder(raw: &str) -> bool {
    let text = fold::words(raw);
    let Some(first) = text.chars().next() else { return true };
    let repeated = text.chars().all(|c| c == first || c == ' ');
    text == "0" || (repeated && text.chars().count() >= 3) || WORDS.contains(&text.as_str())
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
    }
}
