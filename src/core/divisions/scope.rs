//! The divisions that an address may lie in, narrowed name by name.

use super::{Adcode, contains, level, name};

const MOST: usize = 16;

/// A small set of divisions none of which contains another, empty while nothing is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scope {
    codes: [Adcode; MOST],
    count: usize,
    overflow: bool,
}

impl Scope {
    /// Of `codes`, each once. More than a few are as good as unknown, and remembered as ambiguous.
    pub fn of(codes: impl Iterator<Item = Adcode>) -> Self {
        let mut scope = Scope::default();
        codes.for_each(|code| scope.add(code));
        if scope.overflow {
            scope.count = 0;
        }
        scope
    }

    fn add(&mut self, code: Adcode) {
        if self.codes().contains(&code) {
            return;
        }
        match self.codes.get_mut(self.count) {
            Some(slot) => {
                *slot = code;
                self.count += 1;
            }
            None => self.overflow = true,
        }
    }

    /// The divisions in question.
    pub fn codes(&self) -> &[Adcode] {
        self.codes.get(..self.count).unwrap_or(&[])
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether more than one division is in question.
    pub fn is_ambiguous(&self) -> bool {
        self.count > 1 || self.overflow
    }

    /// What is left when the place also lies in (or contains) one of `codes`: of each pair the inner one. None where nothing is left.
    pub fn narrow(&self, codes: impl Iterator<Item = Adcode>) -> Option<Scope> {
        if self.is_empty() {
            return Some(Scope::of(codes)).filter(|scope| !scope.is_empty() || scope.overflow);
        }
        let mut narrowed = Scope::default();
        for code in codes {
            for &mine in self.codes() {
                if contains(mine, code) {
                    narrowed.add(code);
                } else if contains(code, mine) {
                    narrowed.add(mine);
                }
            }
        }
        Some(narrowed).filter(|scope| !scope.is_empty() && !scope.overflow)
    }

    /// The division that holds all that are in question: the one itself, their common city or province, or None.
    pub fn code(&self) -> Option<Adcode> {
        let (first, others) = self.codes().split_first()?;
        let holds_all = |outer: &Adcode| self.codes().iter().all(|inner| contains(*outer, *inner));
        if others.is_empty() {
            return Some(*first);
        }
        let outermost = self.codes().iter().copied().min_by_key(|code| level(*code))?;
        [outermost, first / 100 * 100, first / 10_000 * 10_000].into_iter().find(|outer| holds_all(outer) && name(*outer).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrows_to_the_inner_division() {
        let drum_tower = Scope::of([320106, 320302, 350102, 410204].into_iter());
        assert!(drum_tower.is_ambiguous());
        assert_eq!(drum_tower.code(), None);
        assert_eq!(drum_tower.narrow([320100].into_iter()).and_then(|scope| scope.code()), Some(320106));
        assert_eq!(drum_tower.narrow([320000].into_iter()).and_then(|scope| scope.code()), Some(320000));
        assert_eq!(drum_tower.narrow([440000].into_iter()), None);
        let jilin = Scope::of([220000, 220200].into_iter());
        assert_eq!((jilin.code(), jilin.is_ambiguous()), (Some(220000), true));
        assert_eq!(jilin.narrow([220203].into_iter()).map(|scope| scope.codes().to_vec()), Some(vec![220203]));
    }
}
