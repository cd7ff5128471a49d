//! Searching the compiled-in tables: sorted lines, fields separated by tabs.

/// What follows the key on the line that starts with it.
pub(super) fn find(table: &'static str, key: &str) -> Option<&'static str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let bytes = table.as_bytes();
        let start = bytes.get(low..middle)?.iter().rposition(|&c| c == b'\n').map_or(low, |at| low + at + 1);
        let end = bytes.get(start..)?.iter().position(|&c| c == b'\n').map_or(table.len(), |at| start + at);
        let line = table.get(start..end)?;
        let (found, rest) = line.split_once('\t')?;
        match found.cmp(key) {
            std::cmp::Ordering::Equal => return Some(rest),
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}
