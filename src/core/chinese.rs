//! Chinese characters: traditional to simplified, and readings in pinyin.
//!
//! Everything is a table indexed by code point, compiled in: nothing is built when a backend starts.

use std::borrow::Cow;

/// The generated tables; sources and licences are in the folder's README.
mod tables {
    include!("data/chinese/tables.rs");
}
use tables::{FAMILY_READINGS, SYLLABLES};

static SIMPLIFIED: &[u8] = include_bytes!("data/chinese/simplified.bin");
static PINYIN: &[u8] = include_bytes!("data/chinese/pinyin.bin");
const FIRST: u32 = 0x3400;
const SYLLABLE: u16 = (1 << 9) - 1;
const SURNAME: u16 = 1 << 9;
const COMMON_SURNAME: u16 = 1 << 10;
const OWN_READING: u16 = 1 << 11;
const COMPOUND_START: u16 = 1 << 12;

/// The data sets behind this module, for the kinds that use it.
pub static DATA: [crate::kind::DataSet; 2] = [
    crate::kind::DataSet { name: "pinyin readings", version: "0.55.0", source: "PyPI pypinyin", licence: "MIT" },
    crate::kind::DataSet {
        name: "simplified characters",
        version: "0.1.7",
        source: "PyPI opencc-python-reimplemented (OpenCC)",
        licence: "Apache-2.0",
    },
];

/// The digit that a Chinese numeral stands for.
pub fn digit(c: char) -> Option<u8> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

fn entry(table: &[u8], c: char) -> u16 {
    let Some(index) = (c as u32).checked_sub(FIRST) else { return 0 };
    let start = index as usize * 2;
    match table.get(start..start + 2) {
        Some(&[low, high]) => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

/// The simplified form of a character, or the character itself.
pub fn simplify_char(c: char) -> char {
    match entry(SIMPLIFIED, c) {
        0 => c,
        code => char::from_u32(code.into()).unwrap_or(c),
    }
}

/// Traditional characters as their simplified ones, character by character: `張偉` → `张伟`.
pub fn simplify(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    match text.char_indices().find(|&(_, c)| simplify_char(c) != c) {
        None => Cow::Borrowed(text),
        Some((start, _)) => {
            let mut out = String::with_capacity(text.len());
            let (head, tail) = text.split_at(start);
            out.push_str(head);
            out.extend(tail.chars().map(simplify_char));
            Cow::Owned(out)
        }
    }
}

/// The usual reading of a character in pinyin without tones, `ü` written `v` as on a keyboard: `吕` → `lv`.
/// Traditional characters are read as their simplified ones.
pub fn pinyin(c: char) -> Option<&'static str> {
    let index = usize::from(entry(PINYIN, simplify_char(c)) & SYLLABLE).checked_sub(1)?;
    SYLLABLES.get(index).map(|&(text, _)| text)
}

/// Whether a (simplified) character is a family name by itself.
pub fn is_surname(c: char) -> bool {
    entry(PINYIN, c) & SURNAME != 0
}

/// Whether a (simplified) character is one of the 150 most frequent family names.
pub fn is_common_surname(c: char) -> bool {
    entry(PINYIN, c) & COMMON_SURNAME != 0
}

fn family_entry(family: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    let index = FAMILY_READINGS.binary_search_by(|(name, ..)| (*name).cmp(family)).ok()?;
    FAMILY_READINGS.get(index)
}

/// Whether two (simplified) characters are a compound family name such as `欧阳`.
pub fn is_compound_surname(first: char, second: char) -> bool {
    if entry(PINYIN, first) & COMPOUND_START == 0 {
        return false;
    }
    let mut buffer = [0; 8];
    let first_length = first.encode_utf8(&mut buffer).len();
    let length = buffer.get_mut(first_length..).map_or(0, |rest| second.encode_utf8(rest).len()) + first_length;
    buffer.get(..length).and_then(|name| std::str::from_utf8(name).ok()).and_then(family_entry).is_some()
}

/// How a (simplified) family name is read where that is not how its characters are usually read:
/// the reading, and a second one or `""`, be it a mistake of programs: `曾` → `("zeng", "ceng")`, `朴` → `("piao", "pu")`, `欧阳` → `("ouyang", "")`.
pub fn family_reading(family: &str) -> Option<(&'static str, &'static str)> {
    let first = family.chars().next()?;
    if entry(PINYIN, first) & (OWN_READING | COMPOUND_START) == 0 {
        return None;
    }
    family_entry(family).map(|&(_, reading, other)| (reading, other))
}

/// How far a syllable of pinyin may be a family name: 0 not at all, 1 a rare one, 2 to 5 one of the 150 most frequent, 5 of the first ten.
pub fn surname_syllable(syllable: &str) -> u8 {
    find_syllable(syllable).map_or(0, |(_, rank)| rank)
}

/// Whether letters are the pinyin of a compound family name: `ouyang`.
pub fn is_compound_reading(letters: &str) -> bool {
    FAMILY_READINGS.iter().any(|(name, reading, _)| name.len() > 3 && *reading == letters)
}

/// Where each syllable stands, found by its letters as one number: a hash table that the compiler fills, of one more than its place.
static PLACES: [u16; 2048] = {
    let mut places = [0; 2048];
    let mut nth = 0;
    while nth < SYLLABLES.len() {
        let mut place = place(packed(SYLLABLES[nth].0.as_bytes()));
        while places[place] != 0 {
            place = (place + 1) % places.len();
        }
        nth += 1;
        places[place] = nth as u16;
    }
    places
};

/// The longest syllable that begins with each letter; one may be written longer, `lyu` for `lv`.
static LONGEST: [usize; 26] = {
    let mut longest = [0; 26];
    let mut nth = 0;
    while nth < SYLLABLES.len() {
        let text = SYLLABLES[nth].0.as_bytes();
        let letter = (text[0] - b'a') as usize;
        if longest[letter] < text.len() {
            longest[letter] = text.len();
        }
        nth += 1;
    }
    longest
};

const fn place(letters: u64) -> usize {
    (letters.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53) as usize
}

/// Letters as one number, up to eight of them.
#[allow(clippy::indexing_slicing)]
const fn packed(letters: &[u8]) -> u64 {
    let (mut number, mut nth) = (0, 0);
    while nth < letters.len() {
        number = number << 8 | letters[nth] as u64;
        nth += 1;
    }
    number
}

fn find_syllable(text: &str) -> Option<(&'static str, u8)> {
    let text = match text {
        "lyu" => "lv",
        "nyu" => "nv",
        "lue" => "lve",
        "nue" => "nve",
        _ => text,
    };
    if text.len() > 8 {
        return None;
    }
    let mut at = place(packed(text.as_bytes()));
    loop {
        let found = SYLLABLES.get(usize::from(*PLACES.get(at)?).checked_sub(1)?)?;
        if found.0 == text {
            return Some(*found);
        }
        at = (at + 1) % PLACES.len();
    }
}

/// Most syllables that [`syllables`] splits into; longer words are no name in pinyin.
pub const MOST_SYLLABLES: usize = 8;
const LONGEST_WORD: usize = 32;

/// Where the syllables of a word in pinyin end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Syllables {
    count: u8,
    ends: [u8; MOST_SYLLABLES],
}

impl Syllables {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.count.into()
    }

    /// The syllables, cut out of the word that was split.
    pub fn of<'a>(&self, word: &'a str) -> impl Iterator<Item = &'a str> + use<'a> {
        let ends = self.ends;
        (0..self.count()).filter_map(move |index| {
            let start = index.checked_sub(1).and_then(|before| ends.get(before)).map_or(0, |end| usize::from(*end));
            word.get(start..usize::from(*ends.get(index)?))
        })
    }
}

/// Splits a word in small letters into syllables of pinyin, or None where it is none:
/// `xiaoming` → `xiao ming`, `fangan` → `fan gan`, `tianan` → `tian an`.
///
/// The longest syllable is tried first, but one before a vowel last: inside a word a syllable that begins with a vowel
/// ought to be set off by an apostrophe.
pub fn syllables(word: &str) -> Option<Syllables> {
    if word.is_empty() || word.len() > LONGEST_WORD || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut split = Syllables::default();
    let mut dead = 0u64;
    cut(word, 0, &mut split, &mut dead).then_some(split)
}

/// Splits the rest of `word` from `start`; `dead` remembers the starts from which that is impossible.
fn cut(word: &str, start: usize, split: &mut Syllables, dead: &mut u64) -> bool {
    if start == word.len() {
        return true;
    }
    let depth = split.count();
    if depth == MOST_SYLLABLES || *dead >> start & 1 == 1 {
        return false;
    }
    let Some(longest) = word.as_bytes().get(start).and_then(|letter| LONGEST.get(usize::from(letter.wrapping_sub(b'a')))).copied() else {
        return false;
    };
    let before_vowel = |end: usize| matches!(word.as_bytes().get(end), Some(b'a' | b'e' | b'o'));
    for vowels in [false, true] {
        for end in (start + 1..=word.len().min(start + longest)).rev() {
            if before_vowel(end) != vowels || word.get(start..end).and_then(find_syllable).is_none() {
                continue;
            }
            if let (Some(slot), Ok(end)) = (split.ends.get_mut(depth), u8::try_from(end)) {
                *slot = end;
            }
            split.count += 1;
            if cut(word, end, split, dead) {
                return true;
            }
            split.count -= 1;
        }
    }
    // Depth is part of why a cut fails, but only for words too long to be a name.
    *dead |= 1 << start;
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn simplifies_character_by_character() {
        for (traditional, simple) in
            [("張偉", "张伟"), ("歐陽震華", "欧阳震华"), ("王伟 Smith", "王伟 Smith"), ("", ""), ("abc", "abc"), ("😀鄭靜艷", "😀郑静艳")]
        {
            assert_eq!(simplify(traditional), simple);
        }
        assert!(matches!(simplify("张伟"), Cow::Borrowed(_)));
    }

    #[test]
    fn reads_characters() {
        for (c, want) in [('张', "zhang"), ('張', "zhang"), ('吕', "lv"), ('晟', "sheng"), ('瑾', "jin"), ('长', "chang"), ('龘', "da")]
        {
            assert_eq!(pinyin(c), Some(want), "{c}");
        }
        for c in ['a', 'é', 'あ', '한', '😀', '\u{20000}', '\0'] {
            assert_eq!(pinyin(c), None, "{c:?}");
        }
    }

    #[test]
    fn reads_family_names_their_own_way() {
        let cases = [
            ("曾", "zeng"),
            ("翟", "zhai"),
            ("单", "shan"),
            ("仇", "qiu"),
            ("区", "ou"),
            ("查", "zha"),
            ("解", "xie"),
            ("尉迟", "yuchi"),
            ("万俟", "moqi"),
            ("朴", "piao"),
            ("盖", "ge"),
            ("乐", "yue"),
            ("长孙", "zhangsun"),
            ("欧阳", "ouyang"),
        ];
        for (family, want) in cases {
            let read: String = family.chars().filter_map(pinyin).collect();
            assert_eq!(family_reading(family).map_or(read.as_str(), |(reading, _)| reading), want, "{family}");
        }
        assert_eq!(family_reading("朴"), Some(("piao", "pu")));
        assert_eq!(family_reading("张"), None);
        assert!(is_compound_surname('欧', '阳') && !is_compound_surname('欧', '明') && !is_compound_surname('张', '伟'));
        assert!(is_surname('张') && is_surname('区') && !is_surname('的') && is_common_surname('王') && !is_common_surname('区'));
        assert!(is_compound_reading("ouyang") && !is_compound_reading("zeng"));
        assert_eq!((surname_syllable("zhang"), surname_syllable("moqi"), surname_syllable("zhuai")), (5, 0, 0));
    }

    #[test]
    fn splits_pinyin() {
        let split = |word: &str| syllables(word).map(|s| s.of(word).collect::<Vec<_>>().join(" ")).unwrap_or_default();
        let cases = [
            ("xiaoming", "xiao ming"),
            ("liangxufei", "liang xu fei"),
            ("fangan", "fan gan"),
            ("tianan", "tian an"),
            ("xian", "xian"),
            ("zhuanger", "zhuang er"),
            ("lvbu", "lv bu"),
            ("lyu", "lyu"),
            ("ouyangnana", "ou yang na na"),
            ("smith", ""),
            ("", ""),
            ("Wei", ""),
            ("aaaaaaaaa", ""),
        ];
        for (word, want) in cases {
            assert_eq!(split(word), want, "{word}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_legal(text in "\\PC*", word in "[a-z]{0,40}") {
            let simple = simplify(&text).into_owned();
            prop_assert_eq!(simplify(&simple), simple.as_str());
            if let Some(split) = syllables(&word) {
                prop_assert_eq!(split.of(&word).collect::<String>(), word);
            }
            for c in text.chars() {
                let _ = (pinyin(c), is_surname(c), is_compound_surname(c, c));
            }
            let _ = family_reading(&text);
        }
    }
}
