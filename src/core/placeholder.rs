//! Values that people type to get past a required field: `无`, `N/A`, `test`, `-`, `000`, `13800138000`, `12345678`.
//! They are nobody's name, phone or address, so they never count as agreement.
//!
//! Every kind refuses them alike, with the code `placeholder`: whatever the column, a value of this list has no normal form
//! and no match form. Kinds may know more of their own.

use crate::sieve::Sieve;
use crate::{chinese, fold};

/// Sorted.
const WORDS: [&str; 130] = [
    "123 123 com",
    "138 0013 8000",
    "13800138000",
    "1q2w3e",
    "1q2w3e4r",
    "654321",
    "86 13800138000",
    "a a com",
    "aa aa com",
    "aaa",
    "abc",
    "abc abc com",
    "abcabc",
    "anonymous",
    "asd",
    "asd asd",
    "asdasd",
    "asdf",
    "asdfg",
    "asdfgh",
    "asdfghjkl",
    "blank",
    "confidential",
    "dummy",
    "dummy data",
    "empty",
    "example",
    "example example com",
    "fake",
    "foobar",
    "lorem ipsum",
    "n a",
    "na",
    "nan",
    "nil",
    "no",
    "no answer",
    "no data",
    "no email",
    "no name",
    "no phone",
    "nobody",
    "noname",
    "none",
    "not applicable",
    "not available",
    "not known",
    "not provided",
    "null",
    "placeholder",
    "private",
    "qwe",
    "qweasd",
    "qwer",
    "qwert",
    "qwerty",
    "qwertyuiop",
    "sample",
    "self",
    "self employed",
    "tba",
    "tbc",
    "tbd",
    "test",
    "test data",
    "test example com",
    "test test com",
    "test1",
    "test123",
    "tester",
    "testing",
    "to be confirmed",
    "to be determined",
    "undefined",
    "unknown",
    "unnamed",
    "unspecified",
    "user example com",
    "withheld",
    "x",
    "xx",
    "xxx",
    "zxc",
    "zxcv",
    "zxcvbn",
    "zxcvbnm",
    "不便透露",
    "不告诉你",
    "不愿透露",
    "不明",
    "不知道",
    "不详",
    "个人",
    "个体",
    "佚名",
    "保密",
    "其他",
    "其它",
    "匿名",
    "待填写",
    "待完善",
    "待定",
    "待更新",
    "待补充",
    "无",
    "无名",
    "无此项",
    "暂无",
    "暂未填写",
    "未命名",
    "未填",
    "未填写",
    "未提供",
    "未登记",
    "未知",
    "某某",
    "某某某",
    "没填",
    "没有",
    "没有填写",
    "测试",
    "测试一下",
    "测试数据",
    "测试用户",
    "测试账号",
    "空",
    "空白",
    "请填写",
    "请输入",
    "请选择",
];

static SIEVE: Sieve = Sieve::NONE.with_all(&WORDS);

/// Bytes by which most text can be told from a word of the list.
const HEAD: usize = 3;

/// How the words of the list begin that are no shorter.
static HEADS: Sieve = {
    let (mut sieve, mut nth) = (Sieve::NONE, 0);
    while nth < WORDS.len() {
        if let Some((head, _)) = WORDS[nth].as_bytes().split_at_checked(HEAD) {
            sieve = sieve.with_bytes(head);
        }
        nth += 1;
    }
    sieve
};

/// Bytes that no word of the list has.
const TOO_LONG: usize = 20;

/// Whether `raw` is a placeholder in any field: nothing but punctuation, one character or digit
/// repeated at least three times, digits in the order of the keys, or a word of the list above.
pub fn is_placeholder(raw: &str) -> bool {
    if let Some(found) = of_common_characters(raw) {
        return found;
    }
    let words = fold::words(raw);
    let text = chinese::simplify(&words);
    let repeated = text.chars().next().is_some_and(|first| text.chars().all(|c| c == first || c == ' '));
    stands_for_nothing(&text, repeated && text.chars().filter(|c| *c != ' ').count() >= 3)
}

/// Whether folded text is a placeholder; `repeated` says that it is three times or more the same character.
fn stands_for_nothing(text: &str, repeated: bool) -> bool {
    text.is_empty() || text == "0" || repeated || in_key_order(text) || SIEVE.passes(text) && WORDS.binary_search(&text).is_ok()
}

/// Six digits or more as they stand on the keyboard: 123456, 1234567890, 987654321, 012345.
fn in_key_order(text: &str) -> bool {
    const UP: &str = "012345678901234567890";
    const DOWN: &str = "098765432109876543210";
    let runs = |from: [char; 2], keys: &str| text.starts_with(from) && keys.contains(text);
    (6..=20).contains(&text.len()) && (runs(['0', '1'], UP) || runs(['0', '9'], DOWN))
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
                let c = if c.is_ascii() { c.to_ascii_lowercase() } else { chinese::simplify_char(c) };
                repeated &= *first.get_or_insert(c) == c;
                count += 1;
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
        let is_none = |text: &[u8; TOO_LONG + 8]| {
            text.first_chunk::<HEAD>().is_some_and(|head| !head[0].is_ascii_digit() && !HEADS.passes_bytes(head))
        };
        if !repeated && (length >= TOO_LONG || length >= HEAD && is_none(&text)) {
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
        for raw in [
            "",
            " - ",
            "N/A",
            "n/a",
            "无",
            "ＮＵＬＬ",
            "000-000-0000",
            "xxx",
            "Unknown",
            "...",
            "0",
            "测试",
            "測試",
            "13800138000",
            "12345678",
            "1234567890",
            "0123456",
            "987654321",
            "test@test.com",
            "ASDF",
            "不详",
            "个人",
        ] {
            assert!(is_placeholder(raw), "{raw:?} is a placeholder");
        }
        for raw in ["王伟", "Ann", "Bo", "北京", "10", "13800138001", "12345", "234567", "901234", "1234568", "123 Main", "Noah", "Testa"]
        {
            assert!(!is_placeholder(raw), "{raw:?} is a value");
        }
        assert!(WORDS.is_sorted() && WORDS.iter().all(|word| word.len() < TOO_LONG && is_placeholder(word)));
    }

    proptest::proptest! {
        #[test]
        fn the_short_way_and_the_long_way_agree(raw in "[aA0王无無測试/. \t\u{1}n]{0,30}|(n/a|no +phone|未-填写|x)*|[ -~]{0,20}") {
            let words = fold::words(&raw);
            let text = chinese::simplify(&words);
            let first = text.chars().next();
            let repeated = text.chars().all(|c| Some(c) == first || c == ' ') && text.chars().filter(|c| *c != ' ').count() >= 3;
            proptest::prop_assert_eq!(of_common_characters(&raw), Some(stands_for_nothing(&text, repeated)));
        }
    }
}
