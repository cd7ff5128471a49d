//! Where a word stands in a list, found with one look and no comparison of letters but the last: a hash table that the
//! compiler fills.

use crate::sieve::mixed;

/// Places in a table: several for each word of the longest list.
const PLACES: usize = 512;

/// For each place, one more than the number in the list of the word that belongs there; 0 where there is none.
pub struct Listed([u8; PLACES]);

/// The place of a word.
const fn place(word: &[u8]) -> usize {
    let mixed = mixed(word);
    (mixed ^ (mixed >> 9)) % PLACES
}

impl Listed {
    /// The table of no words.
    pub const NONE: Listed = Listed([0; PLACES]);

    /// The same with one more word, which stands at `at` in its list. Fails to compile where the list is too long.
    #[allow(clippy::indexing_slicing)]
    pub const fn with(mut self, word: &str, at: usize) -> Listed {
        assert!(at < 200);
        let mut place = place(word.as_bytes());
        while self.0[place] != 0 {
            place = (place + 1) % PLACES;
        }
        self.0[place] = at as u8 + 1;
        self
    }

    /// Where `word` stands, told by whether it is the word at a place in the list.
    pub fn find(&self, word: &str, is_at: impl Fn(usize) -> bool) -> Option<usize> {
        let mut place = place(word.as_bytes());
        loop {
            let at = usize::from(*self.0.get(place)?).checked_sub(1)?;
            if is_at(at) {
                return Some(at);
            }
            place = (place + 1) % PLACES;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_every_word_of_its_list_and_no_other() {
        const WORDS: [&str; 6] = ["", "st", "street", "straat", "strait", "斯"];
        static LISTED: Listed = {
            let (mut listed, mut at) = (Listed::NONE, 0);
            while at < WORDS.len() {
                listed = listed.with(WORDS[at], at);
                at += 1;
            }
            listed
        };
        let find = |word: &str| LISTED.find(word, |at| WORDS.get(at) == Some(&word));
        for (at, word) in WORDS.iter().enumerate() {
            assert_eq!(find(word), Some(at), "{word}");
        }
        for word in ["s", "strext", "strbat", "x", "streets"] {
            assert_eq!(find(word), None, "{word}");
        }
    }
}
