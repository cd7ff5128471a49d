//! One number as it is written.

use super::engine::Digits;

/// Digits that are written as one number, with what the writing says about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Body {
    /// Whether a plus sign stands in front.
    pub(super) plus: bool,
    pub(super) digits: Digits,
    pub(super) extension: Digits,
    /// Whether letters were read as digits.
    pub(super) letters: bool,
    /// Where the second and later groups of digits start, and what is written before them.
    groups: [(u8, u8); Body::GROUPS],
    group_count: u8,
}

impl Body {
    const GROUPS: usize = 12;

    pub(super) const fn new() -> Self {
        Body {
            plus: false,
            digits: Digits::new(),
            extension: Digits::new(),
            letters: false,
            groups: [(0, 0); Body::GROUPS],
            group_count: 0,
        }
    }

    /// Digits in one group.
    pub(super) fn of(plus: bool, digits: &[u8]) -> Self {
        Body { plus, digits: Digits::from(digits), ..Body::new() }
    }

    /// How many groups the digits are written in.
    pub(super) fn group_count(&self) -> usize {
        usize::from(self.group_count) + 1
    }

    /// The number as text that is read the same again.
    pub(super) fn to_text(self) -> String {
        let mut text = String::with_capacity(24);
        if self.plus {
            text.push('+');
        }
        let mut from = 0;
        for &(start, separator) in self.groups.iter().take(usize::from(self.group_count)) {
            text.push_str(self.digits.as_str().get(from..usize::from(start)).unwrap_or_default());
            // Brackets and the like would stand alone.
            text.push(if matches!(separator, b'-' | b'/' | b'.') { char::from(separator) } else { ' ' });
            from = usize::from(start);
        }
        text.push_str(self.digits.as_str().get(from..).unwrap_or_default());
        if !self.extension.is_empty() {
            text.push_str(";ext=");
            text.push_str(self.extension.as_str());
        }
        text
    }

    /// Whether the groups have these lengths.
    pub(super) fn is_grouped(&self, lengths: &[usize]) -> bool {
        let groups = self.groups.iter().take(usize::from(self.group_count));
        let mut starts = groups.map(|&(start, _)| usize::from(start)).chain([self.digits.len()]);
        let mut from = 0;
        lengths.len() == self.group_count()
            && lengths.iter().all(|length| {
                let to = starts.next().unwrap_or(0);
                let fits = to == from + length;
                from = to;
                fits
            })
    }

    /// The last group and what is written before it, where there are two.
    pub(super) fn last_group(&self) -> Option<(u8, &[u8], &[u8])> {
        let &(start, separator) = self.groups.get(usize::from(self.group_count).checked_sub(1)?)?;
        let (head, tail) = self.digits.split_at_checked(usize::from(start))?;
        Some((separator, head, tail))
    }

    /// Where the second and later groups start, and what is written before them.
    pub(super) fn groups(&self) -> impl Iterator<Item = &(u8, u8)> + Clone {
        self.groups.iter().take(usize::from(self.group_count))
    }

    /// The number with other last digits.
    pub(super) fn with_ending(&self, ending: &Body) -> Body {
        let stem = self.digits.len().saturating_sub(ending.digits.len());
        let mut other = *self;
        other.digits = Digits::from(self.digits.get(..stem).unwrap_or_default());
        other.digits.extend(&ending.digits);
        other
    }

    /// Continues the number with another stretch of it.
    pub(super) fn append(&mut self, next: &Body, separator: u8) {
        let offset = self.digits.len() as u8;
        // Digits beyond the room fall away, and their groups with them.
        self.digits.extend(&next.digits);
        let room = self.digits.len() as u8 - offset;
        for &(start, separator) in [(0, separator)].iter().chain(next.groups()) {
            if start < room && offset + start > 0 {
                self.push_group(offset + start, separator);
            }
        }
    }

    fn push_group(&mut self, start: u8, separator: u8) {
        if let Some(slot) = self.groups.get_mut(usize::from(self.group_count)) {
            *slot = (start, separator);
            self.group_count += 1;
        }
    }

    /// The digits from `from` to `to` as a number of their own.
    pub(super) fn part(&self, from: usize, to: usize) -> Body {
        let mut part = Body::of(self.plus && from == 0, self.digits.get(from..to).unwrap_or_default());
        for &(start, separator) in self.groups() {
            if (from + 1..to).contains(&usize::from(start)) {
                part.push_group(start - from as u8, separator);
            }
        }
        part
    }

    /// Digits, plus sign and groups of one stretch of text.
    pub(super) fn read(text: &[u8]) -> Body {
        let mut body = Body::new();
        let mut separator = 0;
        for &c in text {
            match c {
                b'0'..=b'9' => {
                    // Digits beyond the room fall away; what is left is still too long for any number.
                    let start = body.digits.len() as u8;
                    if body.digits.push(c) && separator != 0 && start > 0 {
                        body.push_group(start, separator);
                    }
                    separator = 0;
                }
                b'+' if body.digits.is_empty() => body.plus = true,
                // A dash says more than the spaces around it.
                b' ' if separator != 0 => {}
                _ => separator = c,
            }
        }
        body
    }
}
