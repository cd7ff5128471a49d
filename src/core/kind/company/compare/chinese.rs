//! Chinese cores are short, so a single character makes another company, unless it reads alike.

use super::pieces::{Bytes, Letters, digits, letters};
use super::{Agreement, Trades, places_contradict, trades};
use crate::chinese::pinyin;
use crate::kind::company::edit::{distance_chars, within_one};
use crate::kind::company::form::Form;
use crate::kind::company::table::FAMOUS;

/// Compares two different cores in Chinese characters.
pub fn chinese(a: &Form, b: &Form) -> Agreement {
    let trades = trades(a.industry, b.industry);
    if places_contradict(a.region, b.region) {
        return Agreement::Different;
    }
    // 客户63 and 客户163 were counted up.
    let (x, y) = (a.core.as_bytes(), b.core.as_bytes());
    let is_numbered = |core: &[u8]| digits(core).next().is_some();
    if is_numbered(x) && is_numbered(y) && !digits(x).eq(digits(y)) {
        return if letters(x).eq(letters(y)) { Agreement::OtherNumber } else { Agreement::Different };
    }
    let (letters_a, letters_b) = (Letters::of([a.core, ""]), Letters::of([b.core, ""]));
    let (x, y) = (letters_a.list(), letters_b.list());
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    let extra = long.len() - short.len();
    if trades != Trades::Contradict && extra == 0 && short.len() >= 2 && reads_alike(x, y) {
        return Agreement::SoundsAlike;
    }
    // A slip in the words of the trade leaves some of them in the core: 安图 机械制造 and 安图械制造, 信科 新能源 and 信科可 能源.
    if trades != Trades::Equal && short.len() >= 2 && extra >= 1 && long.starts_with(short) {
        let (whole_a, whole_b) = (Letters::of([a.core, a.industry]), Letters::of([b.core, b.industry]));
        if within_one(whole_a.list(), whole_b.list()) {
            return Agreement::Core;
        }
    }
    if trades == Trades::Contradict {
        return Agreement::Different;
    }
    if extra <= 1 && within_one(short, long) {
        let anchored = trades == Trades::Equal && !a.industry.is_empty();
        // 北京华信科技 and 北京华泰科技 are two companies: short cores leave no room for a slip.
        return match short.len() {
            0..=1 if anchored && extra == 1 => Agreement::Similar,
            2 if anchored && extra == 1 && a.region == b.region && !a.region.is_empty() => Agreement::Resembles,
            3 if anchored && extra == 1 && long.ends_with(short) => Agreement::Resembles,
            // A letter of the place is left in front: 州荣安 for 杭州荣安.
            2 if anchored && extra == 1 && long.ends_with(short) && (a.region.is_empty() != b.region.is_empty()) => Agreement::Resembles,
            3 if anchored && a.region == b.region && !a.region.is_empty() => Agreement::Resembles,
            0..=3 => Agreement::Different,
            _ => Agreement::Similar,
        };
    }
    // In front of it a misspelt place may be left: 武韩 卓普锐, 心门市 康东.
    let place = extra == 2 || (extra == 3 && long.get(2) == Some(&'市'));
    if extra >= 2 && short.len() >= 2 && (long.starts_with(short) || (place && long.ends_with(short))) {
        return Agreement::Short;
    }
    if short.len() >= 3 && short.first() == long.first() && extra >= 1 && is_subsequence(short, long) {
        return Agreement::Initials;
    }
    if short.len() >= 6 && distance_chars(short, long) <= short.len() / 4 {
        return Agreement::Similar;
    }
    Agreement::Different
}

fn reads_alike(a: &[char], b: &[char]) -> bool {
    a.iter().zip(b).all(|(&x, &y)| x == y || pinyin(x).is_some_and(|reading| pinyin(y) == Some(reading)))
}

fn is_subsequence(few: &[char], many: &[char]) -> bool {
    let mut rest = many.iter();
    few.iter().all(|c| rest.any(|other| other == c))
}

/// 众思 and ZhongSi.
pub fn across_scripts(chinese: &Form, western: &Form) -> Agreement {
    if places_contradict(chinese.region, western.region) {
        return Agreement::Different;
    }
    let mut reading = Bytes::of(["", ""]);
    let mut buffer = [0; 4];
    for c in chinese.core.chars() {
        reading.push(pinyin(c).unwrap_or_else(|| c.encode_utf8(&mut buffer)).as_bytes());
    }
    let letters = Bytes::of([western.core, ""]);
    let alias =
        || std::str::from_utf8(letters.list()).ok().and_then(|name| FAMOUS.find(name)).is_some_and(|row| row.value(0) == chinese.core);
    if (letters.list() == reading.list() && reading.count >= 4) || alias() { Agreement::SoundsAlike } else { Agreement::Different }
}
