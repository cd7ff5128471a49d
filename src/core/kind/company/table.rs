//! Lookup in a compiled-in list of tab-separated lines. The hash index is computed by the compiler, so a table costs
//! nothing at start-up, no memory of its own (it lies in the shared read-only part of the library), and a lookup some ten
//! nanoseconds.

/// A list of lines `key <tab> value…`, found by key.
pub struct Table {
    text: &'static str,
    /// Open addressing: one more than the offset of a line, or 0. A power of two long.
    slots: &'static [u32],
}

/// Keys are hashed back to front, so that ever longer endings of a text share the work.
const SEED: u32 = 0x811c_9dc5;

const fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ byte as u32).wrapping_mul(0x0100_0193)
}

const fn spread(hash: u32) -> usize {
    (hash ^ (hash >> 15)) as usize
}

/// The index of `text`; `N` is a power of two, at least twice the number of lines.
#[allow(clippy::indexing_slicing)] // runs in the compiler alone
pub const fn index<const N: usize>(text: &str) -> [u32; N] {
    let bytes = text.as_bytes();
    let mut slots = [0u32; N];
    let mut start = 0;
    while start < bytes.len() {
        let mut end = start;
        while bytes[end] != b'\t' {
            end += 1;
        }
        let mut hash = SEED;
        let mut at = end;
        while at > start {
            at -= 1;
            hash = step(hash, bytes[at]);
        }
        let mut slot = spread(hash) & (N - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (N - 1);
        }
        slots[slot] = start as u32 + 1;
        while end < bytes.len() && bytes[end] != b'\n' {
            end += 1;
        }
        start = end + 1;
    }
    slots
}

impl Table {
    /// The table over `text`, with `slots` from [`index`].
    pub const fn new(text: &'static str, slots: &'static [u32]) -> Self {
        Table { text, slots }
    }

    /// The key itself and what stands behind it on its line.
    pub fn find(&self, key: &str) -> Option<Row> {
        let hash = key.bytes().rev().fold(SEED, step);
        self.probe(hash, key)
    }

    /// The longest ending of `text` that is a key. Only endings that start where `may_start` says so are tried.
    pub fn longest_ending(&self, text: &str, most_bytes: usize, mut may_start: impl FnMut(usize) -> bool) -> Option<(usize, Row)> {
        let mut hash = SEED;
        let mut best = None;
        for (start, byte) in text.bytes().enumerate().rev().take(most_bytes) {
            hash = step(hash, byte);
            if may_start(start) && text.is_char_boundary(start) {
                let found = text.get(start..).and_then(|key| self.probe(hash, key));
                best = found.map(|row| (start, row)).or(best);
            }
        }
        best
    }

    /// The longest beginning of `text` that is a key and that `accept` agrees to.
    pub fn longest_beginning(&self, text: &str, most_chars: usize, accept: impl Fn(&Row) -> bool) -> Option<(usize, Row)> {
        let mut ends = [0usize; 16];
        let mut count = 0;
        for (place, (start, c)) in ends.iter_mut().zip(text.char_indices().take(most_chars)) {
            *place = start + c.len_utf8();
            count += 1;
        }
        ends.iter().take(count).rev().find_map(|&end| Some((end, text.get(..end).and_then(|key| self.find(key)).filter(&accept)?)))
    }

    /// The first key in the order of the list that begins with `prefix`. For completing abbreviations; the list is sorted.
    pub fn first_with_prefix(&self, prefix: &str, accept: impl Fn(&Row) -> bool) -> Option<Row> {
        let bytes = self.text.as_bytes();
        let line_start = |at: usize| bytes.iter().take(at).rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let start = line_start((low + high) / 2);
            let line = self.row(start)?;
            if line.key < prefix {
                low = start + line.length + 1;
            } else {
                high = start;
            }
        }
        let mut start = low;
        while let Some(row) = self.row(start).filter(|row| row.key.starts_with(prefix)) {
            if accept(&row) {
                return Some(row);
            }
            start += row.length + 1;
        }
        None
    }

    fn probe(&self, hash: u32, key: &str) -> Option<Row> {
        let mask = self.slots.len() - 1;
        let mut slot = spread(hash) & mask;
        loop {
            let offset = (*self.slots.get(slot)? as usize).checked_sub(1)?;
            let line = self.text.as_bytes().get(offset..)?;
            if line.get(key.len()) == Some(&b'\t') && line.starts_with(key.as_bytes()) {
                return self.row(offset);
            }
            slot = (slot + 1) & mask;
        }
    }

    fn row(&self, start: usize) -> Option<Row> {
        let rest = self.text.get(start..)?;
        let length = rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
        let (key, values) = rest.get(..length)?.split_once('\t')?;
        Some(Row { key, values, length })
    }
}

/// A line of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The key.
    pub key: &'static str,
    values: &'static str,
    length: usize,
}

impl Row {
    /// The nth value behind the key, empty where there is none.
    pub fn value(&self, place: usize) -> &'static str {
        self.values.split('\t').nth(place).unwrap_or_default()
    }

    /// The last value, which the list leaves empty where it is the key itself.
    pub fn value_or_key(&self, place: usize) -> &'static str {
        Some(self.value(place)).filter(|value| !value.is_empty()).unwrap_or(self.key)
    }
}

macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $file:literal, $slots:literal) => {
        $(#[$doc])*
        pub static $name: Table = {
            const TEXT: &str = include_str!(concat!("../../data/company/", $file));
            #[allow(long_running_const_eval)]
            static SLOTS: [u32; $slots] = index(TEXT);
            Table::new(TEXT, &SLOTS)
        };
    };
}

table!(
    /// Form → class, flags (`b` also in front, `a` ambiguous as a word), uniform spelling.
    LEGAL_FORMS, "legal_forms.tsv", 2048
);
table!(
    /// Word → `i`ndustry, `w`eak, `a`bbreviation or `n`umber, and the word that stands for it.
    WESTERN_WORDS, "words_western.tsv", 2048
);
table!(
    /// Word → `i`ndustry, ins`t`itution or `b`ranch.
    CHINESE_WORDS, "words_chinese.tsv", 4096
);
table!(
    /// Any name of a well-known company → its core name.
    FAMOUS, "famous.tsv", 2048
);
table!(
    /// Place → code (GB/T 2260 digits or ISO 3166 letters, empty where the name is ambiguous), how it may be used, full name.
    REGIONS, "regions.tsv", 16384
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_line_of_every_table() {
        for table in [&LEGAL_FORMS, &WESTERN_WORDS, &CHINESE_WORDS, &FAMOUS, &REGIONS] {
            let mut previous = "";
            for line in table.text.lines() {
                let (key, values) = line.split_once('\t').expect("a tab");
                assert_eq!(table.find(key).expect(key).values, values);
                assert!(previous < key, "{key} is out of order");
                previous = key;
            }
            assert!(table.find("").is_none() && table.find("no such key").is_none());
        }
    }

    #[test]
    fn finds_beginnings_and_endings() {
        let (start, row) = LEGAL_FORMS.longest_ending("华创股份有限公司", 60, |_| true).expect("a form");
        assert_eq!((start, row.key), (6, "股份有限公司"));
        let (end, row) = REGIONS.longest_beginning("苏州市华创", 8, |_| true).expect("a place");
        assert_eq!((end, row.value(0), row.value_or_key(2)), (9, "3205", "苏州市"));
        let row = WESTERN_WORDS.first_with_prefix("anal", |row| row.value(0) == "i").expect("a word");
        assert_eq!(row.value_or_key(1), "analytics");
    }
}
