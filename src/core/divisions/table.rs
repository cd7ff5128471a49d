//! A sorted text of `key\tvalue` lines, searched by halving it.

/// Lines in byte order of their keys, each ended by a line feed.
pub struct Table(pub &'static str);

impl Table {
    /// All lines that begin with `head`; none for an empty one.
    pub fn starting_with<'h>(&self, head: &'h str) -> impl Iterator<Item = &'static str> + use<'h> {
        let from = if head.is_empty() { self.0.len() } else { self.first_not_before(head.as_bytes()) };
        let rest: &'static str = self.0.get(from..).unwrap_or("");
        rest.lines().take_while(move |line| line.starts_with(head))
    }

    /// The value of exactly `key`.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        if key.is_empty() {
            return None;
        }
        let line = self.0.get(self.first_not_before(key.as_bytes())..)?.lines().next()?;
        line.strip_prefix(key)?.strip_prefix('\t')
    }

    /// The value of a key of six digits.
    pub fn find_number(&self, key: u32) -> Option<&'static str> {
        let mut digits = [b'0'; 6];
        let mut rest = key;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
        }
        self.find(std::str::from_utf8(&digits).ok()?)
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
        let table = Table("ab\t1\nabc\t2\nb\t3\nbd\t4\n");
        let cases = [
            ("ab", Some("1")),
            ("abc", Some("2")),
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
        assert_eq!(table.starting_with("ab").count(), 2);
        assert_eq!(table.starting_with("").count(), 0);
    }
}
