//! A backtracking matcher for the few patterns that must capture or strip: prefixes and formats. Patterns are over
//! digits, have no unbounded loops, and were compiled by `data/phone/metadata.py`.

/// Code for one pattern. Matching starts at the first digit; earlier alternatives and longer repeats win.
#[derive(Clone, Copy)]
pub(super) struct Program {
    /// A bit for each digit that a match may begin with.
    first_digits: u16,
    code: &'static [u8],
}

/// Where a match ended and what its groups captured.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Match {
    /// The number of digits that matched.
    pub(super) end: usize,
    bounds: [u8; 2 * Match::GROUPS],
}

impl Match {
    /// The most groups that any pattern has, and one.
    const GROUPS: usize = 7;

    /// What group `index` captured, if it took part.
    pub(super) fn group<'a>(&self, index: usize, digits: &'a [u8]) -> Option<&'a [u8]> {
        let (from, to) = (*self.bounds.get(2 * index)?, *self.bounds.get(2 * index + 1)?);
        // Bounds are kept plus one, so that zero is "did not take part".
        digits.get(usize::from(from.checked_sub(1)?)..usize::from(to.checked_sub(1)?))
    }
}

/// How many alternatives may be pending at once.
const PENDING: usize = 32;

impl Program {
    /// The program that starts where `bytes` do, none where they are empty.
    pub(super) fn new(bytes: &'static [u8]) -> Self {
        match bytes {
            &[low, high, ref code @ ..] => Program { first_digits: u16::from_le_bytes([low, high]), code },
            _ => Program { first_digits: 0, code: &[] },
        }
    }

    /// Whether there is no pattern at all.
    pub(super) fn is_none(self) -> bool {
        self.code.is_empty()
    }

    fn target(self, at: usize) -> usize {
        match self.code.get(at..at + 2) {
            Some(&[low, high]) => usize::from(u16::from_le_bytes([low, high])),
            _ => usize::MAX / 2,
        }
    }

    /// Matches at the start of `digits`, of all of them if `whole`.
    pub(super) fn run(self, digits: &[u8], whole: bool) -> Option<Match> {
        const NEEDS_NONE: u16 = 0x400;
        let digit = digits.first().map_or(10, |digit| digit.wrapping_sub(b'0').min(15));
        if self.first_digits >> digit & 1 == 0 && self.first_digits & NEEDS_NONE == 0 {
            return None;
        }
        // The commonest pattern is one digit ("0").
        if let [1, _, _, 0, ..] = self.code
            && !whole
        {
            return Some(Match { end: 1, ..Match::default() });
        }
        let mut pending = [(0u16, 0u8, [0u8; 4]); PENDING];
        let mut depth = 0;
        let mut found = Match::default();
        let (mut at, mut position) = (0, 0);
        loop {
            let alive = match self.code.get(at) {
                Some(0) if !whole || position == digits.len() => {
                    found.end = position;
                    return Some(found);
                }
                Some(1) => {
                    let class = self.target(at + 1);
                    at += 3;
                    let digit = digits.get(position).map_or(15, |d| d.wrapping_sub(b'0').min(15));
                    position += 1;
                    class >> digit & 1 == 1
                }
                Some(2) => {
                    let slot = pending.get_mut(depth)?;
                    let saved = [found.bounds[2], found.bounds[3], found.bounds[4], found.bounds[5]];
                    *slot = (self.target(at + 1) as u16, position as u8, saved);
                    depth += 1;
                    at += 3;
                    true
                }
                Some(3) => {
                    at = self.target(at + 1);
                    true
                }
                Some(4) => {
                    let group = self.code.get(at + 1).copied().map_or(0, usize::from);
                    if let Some(bound) = found.bounds.get_mut(group) {
                        *bound = position as u8 + 1;
                    }
                    at += 2;
                    true
                }
                Some(5) => {
                    at += 1;
                    position == digits.len()
                }
                _ => false,
            };
            if !alive {
                depth = depth.checked_sub(1)?;
                let &(target, back, saved) = pending.get(depth)?;
                at = usize::from(target);
                position = usize::from(back);
                // Only the prefix patterns have groups that may not take part, and they have two of them.
                found.bounds[2..6].copy_from_slice(&saved);
            }
        }
    }
}
