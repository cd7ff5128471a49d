//! How far two match forms agree. Runs on every candidate pair, so: no allocation, and the cheap questions first.

use super::edit::{distance_ascii, distance_chars, within_one};
use super::form::Form;
use super::table::{FAMOUS, WESTERN_WORDS};
use crate::chinese::pinyin;
use crate::fold::is_cjk;

/// What two names have in common, finer than the comparison levels: several of these share one level where
/// measuring shows the same evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Nothing that counts.
    Different,
    /// The core is mistyped badly, or might be another word.
    Resembles,
    /// The same core in another trade or in another place: 飞瑞贸易（武汉） and 飞瑞信息技术（南京）.
    OtherTradeOrPlace,
    /// A numbered sister: Fund II and Fund III.
    OtherNumber,
    /// A company and its branch, or two branches.
    Branch,
    /// One name begins the other or leaves words of it out: Fenix and Fenix at the Argyle.
    Short,
    /// The initials or some characters of the other: IBM, 中石化.
    Initials,
    /// A slip in the core, trade and place agreeing: Atlanic Capital.
    Similar,
    /// Written differently, read alike: 怡天明 and 亿天明, 众思 and ZhongSi.
    SoundsAlike,
    /// The same core; the trade is given on one side alone: 众思 and 众思教育咨询（重庆）有限公司.
    Core,
    /// The same core and trade, another legal form: Deutsche Bank AG and Deutsche Bank GmbH.
    OtherForm,
    /// The same core and trade; the place or the legal form is given on one side alone.
    Name,
    /// All parts are the same.
    Exact,
}

/// Compares two match forms.
pub fn agreement(a: &str, b: &str) -> Agreement {
    if a == b {
        return Agreement::Exact;
    }
    let (a, b) = (Form::read(a), Form::read(b));
    let (chinese_a, chinese_b) = (is_chinese(a.core), is_chinese(b.core));
    match (chinese_a, chinese_b) {
        _ if a.core == b.core => same_core(&a, &b),
        (true, true) => chinese(&a, &b),
        (false, false) => western(&a, &b),
        (true, false) => across_scripts(&a, &b),
        (false, true) => across_scripts(&b, &a),
    }
}

fn is_chinese(core: &str) -> bool {
    !core.is_ascii() && core.chars().any(is_cjk)
}

/// Two codes of places contradict unless one is empty or lies within the other.
fn places_contradict(a: &str, b: &str) -> bool {
    let chinese = |code: &str| code == "CN" || code.starts_with(|c: char| c.is_ascii_digit());
    let within = a.starts_with(b) || b.starts_with(a);
    !within && !((a == "CN" || b == "CN") && chinese(a) && chinese(b))
}

/// How the trades of two names go together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trades {
    Equal,
    /// Given on one side alone, or cut short on one: 环保 and 环保科技.
    Open,
    Contradict,
}

fn trades(a: &str, b: &str) -> Trades {
    if a == b {
        return Trades::Equal;
    }
    if a.is_empty() || b.is_empty() || a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a) {
        return Trades::Open;
    }
    match (is_chinese(a), is_chinese(b)) {
        (true, true) if one_letter_off(a, b) => Trades::Open,
        // 众思科技 and ZhongSi Tech: no list says which Chinese word is which foreign one.
        (true, false) | (false, true) => Trades::Open,
        (false, false) if words_within(a, b) || words_within(b, a) => Trades::Open,
        _ => Trades::Contradict,
    }
}

fn words_within(few: &str, many: &str) -> bool {
    few.split(' ').all(|word| many.split(' ').any(|other| other == word))
}

fn same_core(a: &Form, b: &Form) -> Agreement {
    let trades = trades(a.industry, b.industry);
    if trades == Trades::Contradict || places_contradict(a.region, b.region) {
        Agreement::OtherTradeOrPlace
    } else if a.branch != b.branch {
        Agreement::Branch
    } else if trades == Trades::Open {
        Agreement::Core
    } else if forms_contradict(a.class, b.class) {
        Agreement::OtherForm
    } else {
        Agreement::Name
    }
}

fn forms_contradict(a: &str, b: &str) -> bool {
    a != b && !a.is_empty() && !b.is_empty() && a != "G" && b != "G"
}

/// Characters of a short text on the stack.
struct Letters {
    list: [char; 32],
    count: usize,
}

impl Letters {
    fn of(parts: [&str; 2]) -> Self {
        let mut letters = Letters { list: ['\0'; 32], count: 0 };
        let chars = parts.iter().flat_map(|part| part.chars()).filter(|c| *c != ' ');
        for (place, c) in letters.list.iter_mut().zip(chars) {
            *place = c;
            letters.count += 1;
        }
        letters
    }

    fn list(&self) -> &[char] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

fn one_letter_off(a: &str, b: &str) -> bool {
    a.len().abs_diff(b.len()) <= 4 && within_one(Letters::of([a, ""]).list(), Letters::of([b, ""]).list())
}

fn chinese(a: &Form, b: &Form) -> Agreement {
    let trades = trades(a.industry, b.industry);
    if places_contradict(a.region, b.region) {
        return Agreement::Different;
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

/// Bytes without spaces on the stack; longer names are compared in their first 96 letters.
struct Bytes {
    list: [u8; 96],
    count: usize,
}

impl Bytes {
    fn of(parts: [&str; 2]) -> Self {
        let mut bytes = Bytes { list: [0; 96], count: 0 };
        for part in parts {
            bytes.push(part);
        }
        bytes
    }

    fn push(&mut self, text: &str) {
        let rest = self.list.iter_mut().skip(self.count);
        let mut added = 0;
        for (place, byte) in rest.zip(text.bytes().filter(|byte| *byte != b' ')) {
            *place = byte;
            added += 1;
        }
        self.count += added;
    }

    fn list(&self) -> &[u8] {
        self.list.get(..self.count).unwrap_or_default()
    }
}

/// 众思 and ZhongSi.
fn across_scripts(chinese: &Form, western: &Form) -> Agreement {
    if places_contradict(chinese.region, western.region) {
        return Agreement::Different;
    }
    let mut reading = Bytes::of(["", ""]);
    let mut buffer = [0; 4];
    for c in chinese.core.chars() {
        reading.push(pinyin(c).unwrap_or_else(|| c.encode_utf8(&mut buffer)));
    }
    let letters = Bytes::of([western.core, ""]);
    let alias =
        || std::str::from_utf8(letters.list()).ok().and_then(|name| FAMOUS.find(name)).is_some_and(|row| row.value(0) == chinese.core);
    if (letters.list() == reading.list() && reading.count >= 4) || alias() { Agreement::SoundsAlike } else { Agreement::Different }
}

fn western(a: &Form, b: &Form) -> Agreement {
    let (core_a, core_b) = (Bytes::of([a.core, ""]), Bytes::of([b.core, ""]));
    let (x, y) = (core_a.list(), core_b.list());
    if x == y {
        // Goodwill and Good Will.
        return same_core(a, b);
    }
    let trades = trades(a.industry, b.industry);
    if trades != Trades::Contradict && (is_short_for(a, b) || is_short_for(b, a)) {
        return if digits(x).eq(digits(y)) {
            if places_contradict(a.region, b.region) { Agreement::OtherTradeOrPlace } else { Agreement::Short }
        } else {
            Agreement::OtherNumber
        };
    }
    if !digits(x).eq(digits(y)) {
        return if letters(x).eq(letters(y)) { Agreement::OtherNumber } else { Agreement::Different };
    }
    if places_contradict(a.region, b.region) {
        return Agreement::Different;
    }
    if are_initials(x, b) || are_initials(y, a) {
        return Agreement::Initials;
    }
    if !a.core.is_ascii() || !b.core.is_ascii() {
        return other_scripts(a, b, trades);
    }
    mistyped(a, b, x, y, trades)
}

fn digits(text: &[u8]) -> impl Iterator<Item = &u8> {
    text.iter().filter(|byte| byte.is_ascii_digit())
}

fn letters(text: &[u8]) -> impl Iterator<Item = &u8> {
    text.iter().filter(|byte| !byte.is_ascii_digit())
}

/// Whether every word of `few` is one of `many`, the first being its first, and `many` has more.
fn is_short_for(few: &Form, many: &Form) -> bool {
    let first = few.core.split(' ').next().unwrap_or_default();
    if first.len() < 2
        || many.core.split(' ').next() != Some(first)
        || few.core.len() + few.industry.len() >= many.core.len() + many.industry.len()
    {
        return false;
    }
    let known = |word: &str| many.core.split(' ').chain(many.industry.split(' ')).any(|other| other == word);
    few.core.split(' ').all(known) && (few.industry.is_empty() || few.industry.split(' ').all(known))
}

/// Whether `letters` are the initials of three words or more.
fn are_initials(letters: &[u8], of: &Form) -> bool {
    (3..=6).contains(&letters.len())
        && of.core.split(' ').chain(of.industry.split(' ').filter(|word| !word.is_empty())).count() == letters.len()
        && of.core.split(' ').chain(of.industry.split(' ')).filter_map(|word| word.bytes().next()).eq(letters.iter().copied())
}

fn other_scripts(a: &Form, b: &Form, trades: Trades) -> Agreement {
    let (letters_a, letters_b) = (Letters::of([a.core, ""]), Letters::of([b.core, ""]));
    let (x, y) = (letters_a.list(), letters_b.list());
    let shorter = x.len().min(y.len());
    if trades != Trades::Contradict && shorter >= 5 && distance_chars(x, y) <= allowed(shorter) {
        Agreement::Similar
    } else {
        Agreement::Different
    }
}

/// How many slips a name of that many letters may hold and still be read as the same.
fn allowed(length: usize) -> usize {
    match length {
        0..=3 => 0,
        4..=7 => 1,
        8..=13 => 2,
        _ => 3,
    }
}

/// Compares two cores letter by letter, and whole names where a slip has hidden a word of the trade in the core.
fn mistyped(a: &Form, b: &Form, x: &[u8], y: &[u8], trades: Trades) -> Agreement {
    if trades == Trades::Equal || (trades == Trades::Open && a.industry.is_empty() == b.industry.is_empty()) {
        return by_distance(x, y).min(unless_other_words(a.core, b.core));
    }
    if trades == Trades::Contradict {
        return swapped(a, b);
    }
    // One side names its trade, the other does not or has it mistyped at the end of its core.
    let (named, trade, open) = if b.industry.is_empty() { (x, a.industry, y) } else { (y, b.industry, x) };
    let trade = Bytes::of([trade, ""]);
    let split = |at: usize| {
        let (head, tail) = open.split_at_checked(at)?;
        (distance_ascii(trade.list(), tail) * 2 <= trade.count).then(|| by_distance(named, head))
    };
    let hidden = split(named.len()).max(split(open.len().saturating_sub(trade.count)));
    hidden.unwrap_or(Agreement::Different).max(by_distance(x, y).min(unless_other_words(a.core, b.core)))
}

/// The first word is a trade and the other one mistyped: Data Dynamics is `data dynamics`, Data Dynaimcs `dynaimcs` of the trade `data`.
fn swapped(a: &Form, b: &Form) -> Agreement {
    let whole = [
        Bytes::of([a.core, a.industry]),
        Bytes::of([b.industry, b.core]),
        Bytes::of([a.industry, a.core]),
        Bytes::of([b.core, b.industry]),
    ];
    let [ab, ba, turned_a, plain_b] = whole.each_ref().map(Bytes::list);
    let slight = |x: &[u8], y: &[u8]| {
        x.len().abs_diff(y.len()) <= 2 && x.first() == y.first() && distance_ascii(x, y) <= allowed(x.len().min(y.len())).min(2)
    };
    if slight(ab, ba) || slight(turned_a, plain_b) { Agreement::Similar } else { Agreement::Different }
}

/// Different where the words that differ are words of the language on both sides: East and West, Silver and River.
fn unless_other_words(a: &str, b: &str) -> Agreement {
    let other = a.split(' ').zip(b.split(' ')).any(|(x, y)| x != y && WESTERN_WORDS.find(x).is_some() && WESTERN_WORDS.find(y).is_some());
    if other { Agreement::Different } else { Agreement::Exact }
}

fn by_distance(x: &[u8], y: &[u8]) -> Agreement {
    let (shorter, longer) = (x.len().min(y.len()), x.len().max(y.len()));
    if x == y {
        return Agreement::Similar;
    }
    if shorter < 3 || (longer - shorter) * 5 > longer * 2 {
        return Agreement::Different;
    }
    let slips = distance_ascii(x, y);
    if slips <= allowed(shorter) {
        Agreement::Similar
    } else if slips * 5 <= longer * 2 && shorter >= 4 {
        Agreement::Resembles
    } else {
        Agreement::Different
    }
}
