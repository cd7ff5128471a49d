//! Where the family name stands in a name that is not written in Chinese characters.

use super::casing::are_initials;
use super::form::folded;
use super::western::Word;
use super::{nicknames, titles};
use crate::chinese;
use crate::sieve::Sieve;

/// Frequent Korean family names as they are romanised.
const KOREAN_FAMILIES: &[&str] = &[
    "kim", "lee", "yi", "park", "bak", "choi", "choe", "jung", "jeong", "chung", "kang", "gang", "cho", "jo", "yoon", "yun", "jang",
    "chang", "lim", "im", "han", "oh", "seo", "suh", "shin", "sin", "kwon", "gwon", "hwang", "ahn", "an", "song", "ryu", "yoo", "yu",
    "jeon", "jun", "hong", "ko", "go", "moon", "mun", "yang", "son", "sohn", "bae", "baek", "paik", "heo", "hur", "nam", "noh", "roh",
    "ha", "joo", "ju", "ban",
];

/// Syllables of Korean given names as they are romanised.
const KOREAN_SYLLABLES: &[&str] = &[
    "ah", "bae", "bin", "bo", "bok", "bum", "beom", "chan", "chang", "cheol", "chul", "chun", "dae", "do", "dong", "eun", "ga", "geun",
    "gi", "gil", "goo", "gu", "gun", "gyu", "ha", "hae", "han", "hee", "heon", "ho", "hong", "hoon", "hun", "hwa", "hwan", "hye", "hyeok",
    "hyeon", "hyo", "hyuk", "hyun", "hyung", "il", "in", "jae", "jeong", "jeung", "ji", "jin", "jong", "joo", "joon", "ju", "jun", "jung",
    "kang", "ki", "koo", "kook", "kwan", "kwang", "kwon", "kyu", "kyun", "kyung", "man", "mi", "min", "mo", "moo", "moon", "myeong",
    "myung", "na", "nam", "ok", "ra", "rae", "ran", "ri", "rim", "rin", "ryeong", "sang", "se", "seo", "seok", "seon", "seong", "seung",
    "shik", "si", "sik", "so", "song", "soo", "sook", "soon", "su", "suk", "sun", "sung", "tae", "taek", "uk", "un", "wan", "whan", "wi",
    "won", "woo", "wook", "wu", "yang", "ye", "yeol", "yeon", "yeong", "yi", "yong", "yoo", "yoon", "young", "yu", "yul", "yun",
];

/// Family names of Hong Kong and of the Chinese of Southeast Asia that Mandarin does not write so.
const CANTONESE_FAMILIES: &[&str] = &[
    "wong", "chan", "cheung", "leung", "lau", "kwok", "lam", "ho", "lee", "yip", "tsang", "chow", "tse", "mak", "fung", "yeung", "cheng",
    "chiu", "lai", "lui", "ng", "tam", "tsui", "yuen", "choi", "hui", "kwan", "lok", "mok", "poon", "siu", "szeto", "tong", "wan", "yau",
    "yiu", "goh", "koh", "ong", "teo", "toh", "chua", "chia", "sim", "tay", "yeo", "lim", "tan", "low", "neo",
];

/// Whether a folded word is made from the name of the father.
pub(super) fn is_patronymic(word: &str) -> bool {
    const ENDINGS: [&str; 9] = ["ович", "евич", "овна", "евна", "ична", "ovich", "evich", "ovna", "evna"];
    ENDINGS.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
}

/// `Иванов Иван Иванович`, `Алиев Вагиф Мустафа оглы`: where the name of the father stands last, the family's stands first.
pub(super) fn patronymic_last(list: &[Word]) -> bool {
    let is = |word: &Word| is_patronymic(&word.folded);
    match list {
        [first, second, last] => is(last) && !is(first) && !is(second),
        [_, _, _, last] => matches!(last.folded.as_str(), "оглы" | "кызы" | "огли" | "ogly" | "oglu" | "kyzy" | "qizi"),
        _ => false,
    }
}

/// `Иванов И. И.`, `SMITH J A`: initials stand for given names wherever they are.
pub(super) fn initials_last(list: &[Word]) -> bool {
    let is_initial = |word: &Word| word.folded.chars().nth(1).is_none();
    matches!(list, [first, second, last] if !is_initial(first) && is_initial(second) && is_initial(last))
}

/// `Петров Иван`: the family name tells by its ending, where the other word has none.
pub(super) fn russian_family_first(list: &[Word]) -> bool {
    const ENDINGS: [&str; 11] = ["ов", "ев", "ин", "ова", "ева", "ский", "цкий", "ская", "цкая", "енко", "ко"];
    const GIVEN: [&str; 12] =
        ["яков", "лев", "ева", "константин", "валентин", "мартин", "вениамин", "августин", "севастьян", "франко", "бронислав", "аввакум"];
    let is = |word: &Word| {
        let word = word.folded.as_str();
        word.chars().count() > 3 && !GIVEN.contains(&word) && ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    let cyrillic = |word: &Word| !word.folded.is_ascii() && word.folded.chars().nth(2).is_some();
    matches!(list, [first, second] if cyrillic(first) && cyrillic(second) && is(first) && !is(second))
}

/// `Kim Min-jun`, `Lee Kuan Yew`, `Wong Fei Hung`: the family name in front, as Koreans and Cantonese write it.
pub(super) fn east_asian(list: &[Word]) -> bool {
    static KOREAN: Sieve = Sieve::NONE.with_all(KOREAN_FAMILIES);
    static CANTONESE: Sieve = Sieve::NONE.with_all(CANTONESE_FAMILIES);
    let family = list.first().map_or("", |word| &word.folded);
    if !KOREAN.passes(family) && !CANTONESE.passes(family) {
        return false;
    }
    let is = |list: &[&str], word: &str| list.contains(&word);
    match list {
        [family, given] => {
            let mut syllables = given.text.split(['-', '‐']);
            let both = (syllables.next(), syllables.next(), syllables.next());
            is(KOREAN_FAMILIES, &family.folded)
                && matches!(both, (Some(first), Some(second), None) if [first, second].into_iter().all(|word| is(KOREAN_SYLLABLES, &folded(word))))
        }
        [family, first, second] => {
            let both = |is: &dyn Fn(&str) -> bool| is(&first.folded) && is(&second.folded);
            is(KOREAN_FAMILIES, &family.folded) && both(&|word| is(KOREAN_SYLLABLES, word))
                || is(CANTONESE_FAMILIES, &family.folded) && both(&is_foreign_syllable)
        }
        _ => false,
    }
}

/// A short word with one run of vowels that is no English name.
fn is_foreign_syllable(word: &str) -> bool {
    let is_vowel = |c: &u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
    let runs = word.as_bytes().chunk_by(|a, b| is_vowel(a) == is_vowel(b)).filter(|run| run.first().is_some_and(is_vowel)).count();
    (2..=5).contains(&word.len())
        && word.bytes().all(|c| c.is_ascii_lowercase())
        && runs <= 1
        && !nicknames::knows(word)
        && !titles::is_particle(word)
        && !CANTONESE_FAMILIES.contains(&word)
}

/// `Nguyễn Văn An`: the family name stands in front, and is one of a few; Văn and Thị tell.
pub(super) fn vietnamese(list: &[Word]) -> bool {
    const FAMILIES: [&str; 16] =
        ["nguyen", "tran", "le", "pham", "huynh", "hoang", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly"];
    let is = |at: usize, words: &[&str]| list.get(at).is_some_and(|word| words.contains(&word.folded.as_str()));
    list.len() > 2 && is(0, &FAMILIES) && is(1, &["van", "thi"])
}

/// Which words of a name in pinyin are the family name, or None where the name is not plainly pinyin.
/// Of a single word, how many letters.
pub(super) fn pinyin_family(list: &[Word]) -> Option<(usize, usize)> {
    let count = list.len();
    if count > 4 || list.iter().any(|word| word.folded.len() < 2 && count > 2) {
        return None;
    }
    let mut counts = [0usize; 4];
    for (word, count) in list.iter().zip(&mut counts) {
        *count = chinese::syllables(&word.folded)?.count();
    }
    let total: usize = counts.iter().sum();
    if let [only] = list {
        return if total > 4 { None } else { joined_family(&only.folded).map(|end| (0, end)) };
    }
    // One or two syllables, seldom three, are left for the given name.
    let possible = |syllables: usize| (1..=if count == 2 { 3 } else { 2 }).contains(&(total - syllables));
    let rank = |word: Option<&Word>, syllables: usize| match word {
        Some(word) if syllables == 1 && possible(1) => chinese::surname_syllable(&word.folded),
        Some(word) if syllables == 2 && possible(2) && chinese::is_compound_reading(&word.folded) => 5,
        _ => 0,
    };
    if let ([first, second, _, ..], [1, 1, ..]) = (list, counts)
        && possible(2)
        && chinese::is_compound_reading(&(first.folded.clone() + &second.folded))
    {
        return Some((0, 2));
    }
    let last_count = counts.get(count - 1).copied().unwrap_or(0);
    let front = Some((0, 1));
    let back = Some((count - 1, count));
    match (rank(list.first(), counts[0]), rank(list.last(), last_count)) {
        (0, 0) => None,
        (_, 0) => front,
        (0, _) => back,
        // Where either may be the family name, it is the one with fewer syllables, or the more common one, or the first.
        _ if counts[0] != last_count => {
            if counts[0] < last_count {
                front
            } else {
                back
            }
        }
        // Single syllables are written in Chinese order, unless the name in front is a rare one.
        (first, last) if count > 2 => {
            if first > 1 || last < 3 {
                front
            } else {
                back
            }
        }
        (first, last) => {
            if first >= last {
                front
            } else {
                back
            }
        }
    }
}

/// How many letters of `liangxufei` are the family name. A common one is asked for: any name of a few syllables looks like pinyin.
fn joined_family(letters: &str) -> Option<usize> {
    if nicknames::knows(letters) {
        return None;
    }
    let split = chinese::syllables(letters)?;
    let mut parts = split.of(letters);
    let (first, second) = (parts.next()?, parts.next()?);
    let both = first.len() + second.len();
    if split.count() > 2 && letters.get(..both).is_some_and(chinese::is_compound_reading) {
        return Some(both);
    }
    (split.count() <= 3 && chinese::surname_syllable(first) >= 2).then_some(first.len())
}

/// `DUPONT Jean`: a family name in capitals before a given name that is not.
pub(super) fn capital_family_first(list: &[Word]) -> bool {
    let capitals = |word: &Word| word.text.chars().count() >= 3 && word.text.chars().all(|c| !c.is_lowercase());
    match list {
        [first, rest @ ..] if !rest.is_empty() => {
            capitals(first)
                && !are_initials(first.text)
                && !rest.iter().any(capitals)
                && rest.last().is_some_and(|last| last.folded.len() > 1)
                && (!nicknames::knows(&first.folded) || rest.last().is_some_and(|last| nicknames::knows(&last.folded)))
        }
        _ => false,
    }
}
