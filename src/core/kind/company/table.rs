//! Lookup in a compiled-in list of tab-separated lines. The hash index is computed by the compiler, so a table costs
//! nothing at start-up, no memory of its own (it lies in the shared read-only part of the library), and a lookup some ten
//! nanoseconds.

/// A list of lines `key <tab> value…`, found by key.
pub struct Table {
    text: &'static str,
    /// Open addressing: one more than the offset of a line, or 0. A power of two long.
    slots: &'static [u32],
    /// A bit for the hash of every ending of a key, so that a search for endings stops where no key goes on.
    endings: &'static [u64],
    /// The same for beginnings.
    beginnings: &'static [u64],
}

const SEED: u32 = 0x811c_9dc5;

const fn step(hash: u32, letter: u32) -> u32 {
    (hash ^ letter).wrapping_mul(0x9e37_79b1).rotate_left(13)
}

const fn spread(hash: u32) -> usize {
    (hash ^ (hash >> 15)) as usize
}

/// The character before `end`, and where it starts. Runs in the compiler alone.
#[allow(clippy::indexing_slicing)]
const fn letter_before(bytes: &[u8], end: usize) -> (u32, usize) {
    let mut start = end - 1;
    while bytes[start] & 0xc0 == 0x80 {
        start -= 1;
    }
    (letter_at(bytes, start).0, start)
}

/// The character at `start`, and where it ends. Runs in the compiler alone.
#[allow(clippy::indexing_slicing)]
const fn letter_at(bytes: &[u8], start: usize) -> (u32, usize) {
    let first = bytes[start] as u32;
    let (mut letter, length) = match first {
        0..0x80 => (first, 1),
        0x80..0xe0 => (first & 0x1f, 2),
        0xe0..0xf0 => (first & 0x0f, 3),
        _ => (first & 0x07, 4),
    };
    let mut at = start + 1;
    while at < start + length {
        letter = letter << 6 | (bytes[at] & 0x3f) as u32;
        at += 1;
    }
    (letter, start + length)
}

/// Where the key that starts at `start` ends, and the next line starts. Runs in the compiler alone.
#[allow(clippy::indexing_slicing)]
const fn line_at(bytes: &[u8], start: usize) -> (usize, usize) {
    let mut end = start;
    while bytes[end] != b'\t' {
        end += 1;
    }
    let mut next = end;
    while next < bytes.len() && bytes[next] != b'\n' {
        next += 1;
    }
    (end, next + 1)
}

/// The index of `text`; `N` is a power of two, at least twice the number of lines.
#[allow(clippy::indexing_slicing)]
pub const fn index<const N: usize>(text: &str) -> [u32; N] {
    let bytes = text.as_bytes();
    let mut slots = [0u32; N];
    let mut start = 0;
    while start < bytes.len() {
        let (end, next) = line_at(bytes, start);
        let mut hash = SEED;
        let mut at = end;
        while at > start {
            let (letter, before) = letter_before(bytes, at);
            hash = step(hash, letter);
            at = before;
        }
        let mut slot = spread(hash) & (N - 1);
        while slots[slot] != 0 {
            slot = (slot + 1) & (N - 1);
        }
        slots[slot] = start as u32 + 1;
        start = next;
    }
    slots
}

/// A bit for every ending (or beginning) of every key; `N` is a power of two.
#[allow(clippy::indexing_slicing)]
pub const fn traces<const N: usize>(text: &str, of_endings: bool) -> [u64; N] {
    let bytes = text.as_bytes();
    let mut bits = [0u64; N];
    let mut start = 0;
    while start < bytes.len() {
        let (end, next) = line_at(bytes, start);
        let mut hash = SEED;
        let mut at = if of_endings { end } else { start };
        while if of_endings { at > start } else { at < end } {
            let (letter, beyond) = if of_endings { letter_before(bytes, at) } else { letter_at(bytes, at) };
            hash = step(hash, letter);
            at = beyond;
            let bit = spread(hash) & (N * 64 - 1);
            bits[bit / 64] |= 1 << (bit % 64);
        }
        start = next;
    }
    bits
}

fn traced(bits: &[u64], hash: u32) -> bool {
    let bit = spread(hash) & (bits.len() * 64 - 1);
    bits.get(bit / 64).is_some_and(|word| word >> (bit % 64) & 1 == 1)
}

impl Table {
    /// The table over `text`, with `slots` from [`index`] and the bits from [`traces`].
    pub const fn new(text: &'static str, slots: &'static [u32], endings: &'static [u64], beginnings: &'static [u64]) -> Self {
        Table { text, slots, endings, beginnings }
    }

    /// The line of that key.
    pub fn find(&self, key: &str) -> Option<Row> {
        self.probe(key.chars().rev().fold(SEED, |hash, c| step(hash, c as u32)), key)
    }

    /// The longest ending of `text` that is a key. Only endings that start where `may_start` says so are tried.
    pub fn longest_ending(&self, text: &str, mut may_start: impl FnMut(usize) -> bool) -> Option<(usize, Row)> {
        let mut hash = SEED;
        let mut best = None;
        for (start, c) in text.char_indices().rev() {
            hash = step(hash, c as u32);
            if !traced(self.endings, hash) {
                break;
            }
            if may_start(start) {
                let found = text.get(start..).and_then(|key| self.probe(hash, key));
                best = found.map(|row| (start, row)).or(best);
            }
        }
        best
    }

    /// The longest beginning of `text` that is a key and that `accept` agrees to: where it ends.
    pub fn longest_beginning(&self, text: &str, accept: impl Fn(&Row) -> bool) -> Option<(usize, Row)> {
        let mut hash = SEED;
        let mut best = None;
        for (start, c) in text.char_indices() {
            hash = step(hash, c as u32);
            if !traced(self.beginnings, hash) {
                break;
            }
            let end = start + c.len_utf8();
            let found = text.get(..end).and_then(|key| self.find(key)).filter(&accept);
            best = found.map(|row| (end, row)).or(best);
        }
        best
    }

    /// The first key in the order of the list that begins with `prefix`. For completing abbreviations; the list is sorted.
    pub fn first_with_prefix(&self, prefix: &str, accept: impl Fn(&Row) -> bool) -> Option<Row> {
        let bytes = self.text.as_bytes();
        let line_start = |at: usize| bytes.iter().take(at).rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let start = line_start((low + high) / 2);
            let (line, next) = self.line(start)?;
            if line.key < prefix {
                low = next;
            } else {
                high = start;
            }
        }
        let mut start = low;
        while let Some((row, next)) = self.line(start).filter(|(row, _)| row.key.starts_with(prefix)) {
            if accept(&row) {
                return Some(row);
            }
            start = next;
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
                return self.row(offset, key.len());
            }
            slot = (slot + 1) & mask;
        }
    }

    /// The line that starts at `start`, with a key of that length.
    fn row(&self, start: usize, key: usize) -> Option<Row> {
        let (key, values) = self.text.get(start..)?.split_at_checked(key)?;
        Some(Row { key, values: values.get(1..)? })
    }

    /// The line that starts at `start`, and where the next one does.
    fn line(&self, start: usize) -> Option<(Row, usize)> {
        let rest = self.text.get(start..)?;
        let length = rest.bytes().position(|byte| byte == b'\n').unwrap_or(rest.len());
        Some((self.row(start, rest.find('\t')?)?, start + length + 1))
    }
}

/// A line of a [`Table`].
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The key.
    pub key: &'static str,
    /// The values, and all that follows in the list: looking for the end of a line that may be long takes longer than a lookup.
    values: &'static str,
}

impl Row {
    /// The nth value behind the key, empty where there is none.
    pub fn value(&self, place: usize) -> &'static str {
        let bytes = self.values.as_bytes();
        let (mut start, mut place) = (0, place);
        for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'\t' | b'\n')) {
            match place.checked_sub(1) {
                None => return self.values.get(start..at).unwrap_or_default(),
                Some(_) if *byte == b'\n' => return "",
                Some(left) => (start, place) = (at + 1, left),
            }
        }
        if place == 0 { self.values.get(start..).unwrap_or_default() } else { "" }
    }

    /// The last value, which the list leaves empty where it is the key itself.
    pub fn value_or_key(&self, place: usize) -> &'static str {
        Some(self.value(place)).filter(|value| !value.is_empty()).unwrap_or(self.key)
    }
}

macro_rules! table {
    ($(#[$doc:meta])* $name:ident, $file:literal, $slots:literal, $traces:literal) => {
        $(#[$doc])*
        pub static $name: Table = {
            const TEXT: &str = include_str!(concat!("../../data/company/", $file));
            #[allow(long_running_const_eval)]
            static SLOTS: [u32; $slots] = index(TEXT);
            #[allow(long_running_const_eval)]
            static ENDINGS: [u64; $traces] = traces(TEXT, true);
            #[allow(long_running_const_eval)]
            static BEGINNINGS: [u64; $traces] = traces(TEXT, false);
            Table::new(TEXT, &SLOTS, &ENDINGS, &BEGINNINGS)
        };
    };
}

table!(
    /// Form → class, flags (`b` also in front, `a` ambiguous as a word), uniform spelling.
    LEGAL_FORMS, "legal_forms.tsv", 2048, 1024
);
table!(
    /// Word → `i`ndustry, `w`eak, `a`bbreviation or `n`umber, and the word that stands for it.
    WESTERN_WORDS, "words_western.tsv", 2048, 1024
);
table!(
    /// Word → `i`ndustry, ins`t`itution or `b`ranch.
    CHINESE_WORDS, "words_chinese.tsv", 4096, 1024
);
table!(
    /// Any name of a well-known company → its Chinese and its Western core, empty where it has none.
    FAMOUS, "famous.tsv", 2048, 1024
);
table!(
    /// Place → code (GB/T 2260 digits or ISO 3166 letters, empty where the name is ambiguous), how it may be used, full name.
    REGIONS, "regions.tsv", 16384, 4096
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
                let row = table.find(key).expect(key);
                assert_eq!(row.key, key);
                values.split('\t').enumerate().for_each(|(place, value)| assert_eq!(row.value(place), value, "{key}"));
                assert_eq!(row.value(values.split('\t').count()), "");
                assert!(previous < key, "{key} is out of order");
                previous = key;
            }
            assert!(table.find("").is_none() && table.find("no such key").is_none());
        }
    }

    #[test]
    fn finds_beginnings_and_endings() {
        let (start, row) = LEGAL_FORMS.longest_ending("华创股份有限公司", |_| true).expect("a form");
        assert_eq!((start, row.key), (6, "股份有限公司"));
        let (end, row) = REGIONS.longest_beginning("苏州市华创", |_| true).expect("a place");
        assert_eq!((end, row.value(0), row.value_or_key(2)), (9, "3205", "苏州市"));
        let row = WESTERN_WORDS.first_with_prefix("anal", |row| row.value(0) == "i").expect("a word");
        assert_eq!(row.value_or_key(1), "analytics");
    }
}
