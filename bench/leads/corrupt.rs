//! Slips of the hand: the small damages every column suffers alike. What is particular to a column is in the modules below.

pub mod company;
mod hanzi;
pub mod name;
pub mod place;

use crate::rng::Rng;
use crate::words::words;

/// What was done to a row.
#[derive(Default, Clone)]
pub struct Tags(Vec<&'static str>);

impl Tags {
    pub fn add(&mut self, tag: &'static str) {
        if !self.has(tag) {
            self.0.push(tag);
        }
    }

    pub fn has(&self, tag: &str) -> bool {
        self.0.contains(&tag)
    }

    pub fn joined(&self) -> String {
        self.0.join(" ")
    }
}

/// ASCII letters, digits and signs in their full-width forms.
pub fn full_width(text: &str) -> String {
    text.chars().map(|c| if ('!'..='~').contains(&c) { char::from_u32(c as u32 + 0xFEE0).unwrap_or(c) } else { c }).collect()
}

/// Letters without their marks; ß, ø and æ as two letters where that is the custom.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' => out.push('a'),
            'Á' | 'À' | 'Â' | 'Ä' => out.push('A'),
            'é' | 'è' | 'ê' | 'ë' => out.push('e'),
            'É' | 'È' | 'Ê' => out.push('E'),
            'í' | 'ì' | 'î' | 'ï' => out.push('i'),
            'Í' => out.push('I'),
            'ó' | 'ò' | 'ô' | 'ö' | 'ø' | 'ō' => out.push('o'),
            'Ó' | 'Ö' | 'Ō' => out.push('O'),
            'ú' | 'ù' | 'û' | 'ü' => out.push('u'),
            'Ú' | 'Ü' => out.push('U'),
            'ñ' => out.push('n'),
            'ç' => out.push('c'),
            'Ç' => out.push('C'),
            'ß' => out.push_str("ss"),
            other => out.push(other),
        }
    }
    out
}

/// German letters written out: Mueller, Strasse.
pub fn spelled_out(text: &str) -> String {
    text.replace('ä', "ae")
        .replace('ö', "oe")
        .replace('ü', "ue")
        .replace('Ä', "Ae")
        .replace('Ö', "Oe")
        .replace('Ü', "Ue")
        .replace('ß', "ss")
}

/// The first letter large.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The key beside this one.
fn neighbour(letter: char, rng: &mut Rng) -> char {
    let small = letter.to_ascii_lowercase();
    for row in ROWS {
        if let Some(at) = row.find(small) {
            let at = if at == 0 || (rng.permille(500) && at + 1 < row.len()) { at + 1 } else { at - 1 };
            let key = char::from(row.as_bytes()[at]);
            return if letter.is_ascii_uppercase() { key.to_ascii_uppercase() } else { key };
        }
    }
    letter
}

/// One slip in a Latin word: two letters swapped, one lost, doubled, or the key beside it.
pub fn slip(text: &str, rng: &mut Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let letters: Vec<usize> = (1..chars.len()).filter(|at| chars[*at].is_alphabetic()).collect();
    if letters.is_empty() {
        return text.to_string();
    }
    let at = rng.one(&letters);
    match rng.weighted(&[30, 30, 18, 22]) {
        0 if at + 1 < chars.len() && chars[at + 1].is_alphabetic() && chars[at + 1] != chars[at] => chars.swap(at, at + 1),
        1 if letters.len() > 2 => {
            chars.remove(at);
        }
        2 => chars.insert(at, chars[at]),
        _ => chars[at] = neighbour(chars[at], rng),
    }
    chars.into_iter().collect()
}

/// Which table a wrong character comes from.
#[derive(Clone, Copy)]
pub enum Alike {
    Sound,
    Shape,
}

/// One character replaced by one of the same sound or a similar shape; None if no character of the text has such a twin.
pub fn mistaken(text: &str, alike: Alike, rng: &mut Rng) -> Option<String> {
    let twins = |c| match alike {
        Alike::Sound => words().alike_in_sound(c),
        Alike::Shape => words().alike_in_shape(c),
    };
    let mut chars: Vec<char> = text.chars().collect();
    let places: Vec<usize> = (0..chars.len()).filter(|at| !twins(chars[*at]).is_empty()).collect();
    if places.is_empty() {
        return None;
    }
    let at = rng.one(&places);
    chars[at] = rng.one(twins(chars[at]));
    Some(chars.into_iter().collect())
}

/// One character lost, never the first.
pub fn lost(text: &str, rng: &mut Rng) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.len() > 2 {
        chars.remove(rng.between(1, chars.len() as u64 - 1) as usize);
    }
    chars.into_iter().collect()
}

/// Blanks nobody sees: in front, behind, doubled, ideographic or not breaking.
pub fn blanks(text: &str, rng: &mut Rng) -> String {
    match rng.weighted(&[30, 40, 15, 15]) {
        0 => format!(" {text}"),
        1 => format!("{text} "),
        2 => format!("{text}\u{3000}"),
        _ if text.contains(' ') => text.replacen(' ', if rng.permille(500) { "  " } else { "\u{a0}" }, 1),
        _ => format!("\u{a0}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;

    #[test]
    fn a_slip_changes_a_word_but_little() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        for _ in 0..200 {
            let slipped = slip("Brandenburg", &mut rng);
            assert!(slipped.starts_with('B') && slipped.len().abs_diff(11) <= 1, "{slipped}");
        }
        assert_eq!(slip("", &mut rng), "");
        assert_eq!(slip("A", &mut rng), "A");
    }

    #[test]
    fn characters_are_mistaken_for_their_like() {
        let mut rng = Rng::new(1, Purpose::World, 0);
        assert_eq!(mistaken("侯", Alike::Shape, &mut rng).as_deref(), Some("候"));
        assert_eq!(mistaken("侯", Alike::Sound, &mut rng), None);
    }

    #[test]
    fn marks_fold_and_german_letters_spell_out() {
        assert_eq!(folded("Jürgen Groß, Élodie Lefèvre, Núñez"), "Jurgen Gross, Elodie Lefevre, Nunez");
        assert_eq!(spelled_out("Jürgen Groß"), "Juergen Gross");
        assert_eq!(full_width("13 a"), "１３ ａ");
    }
}
