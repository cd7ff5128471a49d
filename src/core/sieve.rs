//! A few bits in front of a list of words: one look tells nearly every text that is not on the list, without comparing letters.

/// Places in a sieve; a list of a hundred words fills one in forty.
const PLACES: usize = 4096;

/// The bits of a list, set by the compiler.
pub struct Sieve([u64; PLACES / 64]);

/// What tells short words apart: their length, their first, middle and last byte.
#[allow(clippy::indexing_slicing)]
pub(crate) const fn mixed(text: &[u8]) -> usize {
    let length = text.len();
    if length == 0 {
        return 0;
    }
    length * 0x6d + text[0] as usize * 0x3f1 + text[length / 2] as usize * 0x1b5 + text[length - 1] as usize * 0x65
}

/// The place of a text.
const fn place(text: &[u8]) -> usize {
    let mixed = mixed(text);
    (mixed ^ (mixed >> 12)) % PLACES
}

impl Sieve {
    /// A sieve that nothing passes.
    pub const NONE: Sieve = Sieve([0; PLACES / 64]);

    /// The same with one more word.
    pub const fn with(self, word: &str) -> Sieve {
        self.with_bytes(word.as_bytes())
    }

    /// The same with one more word, or a part of one.
    #[allow(clippy::indexing_slicing)]
    pub const fn with_bytes(mut self, word: &[u8]) -> Sieve {
        let at = place(word);
        self.0[at / 64] |= 1 << (at % 64);
        self
    }

    /// The same with a list of words.
    #[allow(clippy::indexing_slicing)]
    pub const fn with_all(mut self, words: &[&str]) -> Sieve {
        let mut nth = 0;
        while nth < words.len() {
            self = self.with(words[nth]);
            nth += 1;
        }
        self
    }

    /// Whether `text` may be one of the words; where not, it is none of them.
    pub fn passes(&self, text: &str) -> bool {
        self.passes_bytes(text.as_bytes())
    }

    /// The same of the bytes of a text.
    pub fn passes_bytes(&self, text: &[u8]) -> bool {
        let at = place(text);
        self.0.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_own_words_pass_and_few_others() {
        static SIEVE: Sieve = Sieve::NONE.with_all(&["test", "无", ""]).with("qwerty");
        assert!(["test", "无", "", "qwerty"].iter().all(|word| SIEVE.passes(word)));
        let passed = (0..10_000).filter(|number| SIEVE.passes(&format!("name{number}"))).count();
        assert!(passed < 100, "{passed}");
    }
}
