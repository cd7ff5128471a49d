//! A sorted text of `key\tvalue` lines, searched by halving it, or by an index of first characters where speed matters.

/// Lines in byte order of their keys, each ended by a line feed.
pub struct Table(pub &'static str);

/// A table with, for the first two characters of its lines (u16 each), a u32 of where the first such line starts
/// (the low 20 bits) and how many there are; little-endian, sorted.
/// Its values are a list of entries of one size, with a space between them.
pub struct Indexed {
    pub table: Table,
    pub index: &'static [u8],
    pub directory: &'static Directory,
    /// Bytes from one entry to the next.
    pub entry: usize,
}

/// For the high bits of a first character, the first entry of an [`Indexed`] table's index that has them: computed by the
/// compiler, it leaves a few entries to search instead of thousands.
pub type Directory = [u16; (0x1_0000 >> LOW_BITS) + 1];
const LOW_BITS: u32 = 4;

/// The directory of an index.
#[allow(clippy::indexing_slicing)]
pub const fn directory(index: &[u8]) -> Directory {
    let mut directory = [0; (0x1_0000 >> LOW_BITS) + 1];
    let (mut entry, mut high) = (0, 0);
    while high < directory.len() {
        while entry * 8 < index.len() {
            let first = u16::from_le_bytes([index[entry * 8], index[entry * 8 + 1]]);
            if (first >> LOW_BITS) as usize >= high {
                break;
            }
            entry += 1;
        }
        directory[high] = entry as u16;
        high += 1;
    }
    directory
}

impl Indexed {
    /// All lines that share the first two characters of `text`; none where it has fewer.
    pub fn starting_like(&self, text: &str) -> impl Iterator<Item = &'static str> + Clone + use<> {
        let mut characters = text.chars();
        let pair = characters.next().zip(characters.next());
        let (from, count) = pair.and_then(|(first, second)| self.find(first, second)).unwrap_or((self.table.0.len(), 0));
        let mut rest: &'static str = self.table.0.get(from..).unwrap_or("");
        let entry = self.entry;
        std::iter::from_fn(move || {
            // Keys are short: looking at each byte is quicker than a search that prepares for more.
            let mut end = rest.bytes().position(|byte| byte == b'\t')? + entry;
            while rest.as_bytes().get(end) == Some(&b' ') {
                end += entry;
            }
            let (line, behind) = rest.split_at_checked(end)?;
            rest = behind.get(1..).unwrap_or("");
            Some(line)
        })
        .take(count)
    }

    /// Where the lines of these characters start, and how many there are.
    fn find(&self, first: char, second: char) -> Option<(usize, usize)> {
        let first = u16::try_from(first).ok()?;
        let wanted = u32::from(first) << 16 | u32::from(u16::try_from(second).ok()?);
        let high = usize::from(first >> LOW_BITS);
        let (from, to) = (usize::from(*self.directory.get(high)?), usize::from(*self.directory.get(high + 1)?));
        let (entries, _) = self.index.as_chunks::<8>();
        let entries = entries.get(from..to)?;
        let key = |[a, b, c, d, ..]: &[u8; 8]| u32::from(u16::from_le_bytes([*a, *b])) << 16 | u32::from(u16::from_le_bytes([*c, *d]));
        let at = entries.binary_search_by_key(&wanted, key).ok()?;
        let [.., a, b, c, d] = *entries.get(at)?;
        let packed = u32::from_le_bytes([a, b, c, d]);
        Some(((packed & 0xf_ffff) as usize, (packed >> 20) as usize))
    }
}

/// A table of codes with, for each, where its line starts: u32, u32, little-endian, sorted.
pub struct Coded {
    pub text: &'static str,
    pub index: &'static [u8],
    pub heads: &'static Heads,
}

/// For the first two digits of a code of six, the first entry of a [`Coded`] table's index that has them, or higher ones.
pub type Heads = [u16; 101];

/// The heads of an index, computed by the compiler.
#[allow(clippy::indexing_slicing)]
pub const fn heads(index: &[u8]) -> Heads {
    let mut heads = [0; 101];
    let (mut entry, mut head) = (0, 0);
    while head < heads.len() {
        while entry * 8 < index.len() {
            let code = u32::from_le_bytes([index[entry * 8], index[entry * 8 + 1], index[entry * 8 + 2], index[entry * 8 + 3]]);
            if code / 10_000 >= head as u32 {
                break;
            }
            entry += 1;
        }
        heads[head] = entry as u16;
        head += 1;
    }
    heads
}

impl Coded {
    /// What stands behind `code`, column by column.
    pub fn find(&self, code: u32) -> Option<impl Iterator<Item = &'static str> + use<>> {
        let (entries, _) = self.index.as_chunks::<8>();
        let head = (code / 10_000) as usize;
        let entries = entries.get(usize::from(*self.heads.get(head)?)..usize::from(*self.heads.get(head + 1)?))?;
        let at = entries.binary_search_by_key(&code, |[a, b, c, d, ..]| u32::from_le_bytes([*a, *b, *c, *d])).ok()?;
        let [.., a, b, c, d] = *entries.get(at)?;
        let mut rest = self.text.get(u32::from_le_bytes([a, b, c, d]) as usize..)?;
        let mut ended = false;
        let mut columns = std::iter::from_fn(move || {
            let end = rest.bytes().position(|byte| matches!(byte, b'\t' | b'\n'))?;
            let column = rest.get(..end).filter(|_| !ended)?;
            ended = rest.as_bytes().get(end) == Some(&b'\n');
            rest = rest.get(end + 1..)?;
            Some(column)
        });
        columns.next()?;
        Some(columns)
    }
}

impl Table {
    /// The value of exactly `key`.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        if key.is_empty() {
            return None;
        }
        let line = self.0.get(self.first_not_before(key.as_bytes())..)?.lines().next()?;
        line.strip_prefix(key)?.strip_prefix('\t')
    }

    /// Where the first line starts whose beginning is not smaller than `head`.
    fn first_not_before(&self, head: &[u8]) -> usize {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes.get(low..middle).and_then(|part| part.iter().rposition(|byte| *byte == b'\n')).map_or(low, |at| low + at + 1);
            let line = bytes.get(start..(start + head.len()).min(bytes.len())).unwrap_or(&[]);
            if line < head {
                let length = bytes.get(middle..).and_then(|part| part.iter().position(|byte| *byte == b'\n'));
                low = length.map_or(bytes.len(), |at| middle + at + 1);
            } else {
                high = start;
            }
        }
        low
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_line_and_only_those() {
        let table = Table("ab\t1\nabc\t2 5\nb\t3\nbd\t4\n");
        let cases = [
            ("ab", Some("1")),
            ("abc", Some("2 5")),
            ("b", Some("3")),
            ("bd", Some("4")),
            ("a", None),
            ("bc", None),
            ("z", None),
            ("", None),
        ];
        for (key, value) in cases {
            assert_eq!(table.find(key), value, "{key}");
        }
        const CODES: &[u8] = b"\x07\0\0\0\0\0\0\0\x2c\x01\x01\0\x0b\0\0\0";
        static HEADS: Heads = heads(CODES);
        let coded = Coded { text: "000007\tx\ty\n065836\tz\n", index: CODES, heads: &HEADS };
        assert_eq!(coded.find(65_836).map(Iterator::collect::<Vec<_>>), Some(vec!["z"]));
        assert_eq!(coded.find(7).map(Iterator::collect::<Vec<_>>), Some(vec!["x", "y"]));
        assert!(coded.find(8).is_none() && coded.find(65_837).is_none() && coded.find(9_999_999).is_none());
        const INDEX: &[u8] = b"a\0b\0\0\0\x20\0b\0d\0\x11\0\x10\0";
        static DIRECTORY: Directory = directory(INDEX);
        let indexed = Indexed { table, index: INDEX, directory: &DIRECTORY, entry: 2 };
        assert_eq!(indexed.starting_like("abcd").collect::<Vec<_>>(), ["ab\t1", "abc\t2 5"]);
        assert_eq!(indexed.starting_like("bd").collect::<Vec<_>>(), ["bd\t4"]);
        assert_eq!(
            (indexed.starting_like("a").count(), indexed.starting_like("").count(), indexed.starting_like("x😀").count()),
            (0, 0, 0)
        );
    }
}
