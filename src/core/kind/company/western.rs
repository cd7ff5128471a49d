//! Names in words: `[The] core … industry … [(region)] legal form`. Every word is looked up by itself, so its place does
//! not matter: Hotel Bel-Air and Bel-Air Hotel have one core.

use super::fold::{is_apostrophe, push_latin};
use super::parse::{LegalClass, Parts, Region};
use super::table::{FAMOUS, LEGAL_FORMS, REGIONS, Row, WESTERN_WORDS};
use crate::fold::is_letter;

/// Words past this one are not read.
const MOST_WORDS: usize = 24;

#[derive(Clone, Copy, Default)]
struct Word {
    /// Where it lies in `Words::letters`.
    start: usize,
    end: usize,
    /// A full stop follows: it may be an abbreviation.
    dotted: bool,
    /// Inside brackets.
    bracketed: bool,
}

/// The words of a name, their letters in one string without anything between them, so that any run of words is a slice of it.
struct Words {
    letters: String,
    list: [Word; MOST_WORDS],
    count: usize,
}

impl Words {
    fn read(text: &str) -> Self {
        let mut words = Words { letters: String::with_capacity(text.len()), list: [Word::default(); MOST_WORDS], count: 0 };
        let mut start = 0;
        let mut bracketed = false;
        for c in text.chars() {
            match c {
                'a'..='z' | '0'..='9' => words.letters.push(c),
                '&' | '+' => {
                    words.end_word(&mut start, false, bracketed);
                    words.letters.push_str("and");
                    words.end_word(&mut start, false, bracketed);
                }
                '(' | ')' => {
                    words.end_word(&mut start, false, bracketed);
                    bracketed = c == '(';
                }
                '.' => words.end_word(&mut start, true, bracketed),
                _ if is_apostrophe(c) => {}
                _ if c.is_alphanumeric() => words.letters.push(c),
                _ => words.end_word(&mut start, false, bracketed),
            }
        }
        words.end_word(&mut start, false, bracketed);
        words
    }

    fn end_word(&mut self, start: &mut usize, dotted: bool, bracketed: bool) {
        let end = self.letters.len();
        if end > *start {
            match self.list.get_mut(self.count) {
                Some(place) => {
                    *place = Word { start: *start, end, dotted, bracketed };
                    self.count += 1;
                }
                None => self.letters.truncate(*start),
            }
            *start = self.letters.len();
        }
    }

    fn get(&self, place: usize) -> Word {
        self.list.get(place).copied().unwrap_or_default()
    }

    fn text(&self, place: usize) -> &str {
        self.run(place, place + 1)
    }

    /// The letters of the words from `first` up to `end`.
    fn run(&self, first: usize, end: usize) -> &str {
        if first >= end {
            return "";
        }
        self.letters.get(self.get(first).start..self.get(end - 1).end).unwrap_or_default()
    }

    /// The longest run of words that ends before `end` and is a legal form: its first word.
    fn form_at_end(&self, first: usize, end: usize) -> Option<(usize, Row)> {
        let run = self.run(first, end);
        let base = self.get(first).start;
        let mut boundary = end;
        // Only starts of words are tried, back to front.
        let (start, row) = LEGAL_FORMS.longest_ending(run, |at| {
            let starts_word = boundary > first && self.get(boundary - 1).start == base + at;
            boundary -= usize::from(starts_word);
            starts_word
        })?;
        let place = (first..end).find(|&place| self.get(place).start == base + start)?;
        Some((place, row))
    }
}

/// `c/o Acme Ltd` and `Acme Ltd c/o John Smith` without what is no part of the name.
fn without_care_of(mut text: &str) -> &str {
    const SIGN: &str = "c/o";
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(SIGN)).map(|at| from + at) {
        let (name, other) = (text.get(..at).unwrap_or_default(), text.get(at + SIGN.len()..).unwrap_or_default());
        from = at + SIGN.len();
        if name.ends_with(is_letter) || other.starts_with(is_letter) || !other.contains(is_letter) {
            continue;
        }
        if name.contains(is_letter) {
            return name;
        }
        (text, from) = (other, 0);
    }
    text
}

/// Takes a folded name apart.
pub fn parts(text: &str) -> Parts {
    let mut parts = Parts::default();
    let text = without_care_of(text);
    let words = Words::read(text);
    let (mut first, mut end) = (0, words.count);
    if end > 1 && words.text(0) == "the" {
        first = 1;
    }
    end = before_other_name(&words, first, end);
    end = before_address(&words, first, end);
    end = take_branch(&words, first, end, &mut parts);
    end = take_form(&words, first, end, &mut parts);
    first = take_front_form(&words, first, end, &mut parts);
    // A place may stand before the form or behind it: Exports (USA) Inc. and Exports Inc., USA.
    end = take_region(&words, first, end, &mut parts);
    end = take_form(&words, first, end, &mut parts);
    first = take_front_region(&words, first, end, &mut parts);
    let place = REGIONS.find(words.run(first, end)).is_some_and(|row| row.value(1) == "s");
    if first >= end || place && parts.legal_form.is_some() {
        // Beijing Ltd. names no company.
        parts.no_core = true;
        return parts;
    }
    if let Some(row) = FAMOUS.find(words.run(first, end)) {
        parts.core.push_str(if row.value(1).is_empty() { row.key } else { row.value(1) });
        return parts;
    }
    write_core(&words, first, end, &mut parts);
    parts
}

/// Where another name begins that the company has or had: Acme Corp. (formerly Widget Co.), Acme Ltd t/a Widgets.
fn before_other_name(words: &Words, first: usize, end: usize) -> usize {
    let begins = |place: &usize| match (words.text(*place), words.text(place + 1), words.text(place + 2)) {
        ("formerly" | "fka" | "dba" | "aka" | "attn", ..) | ("trading", "as", _) | ("doing", "business", "as") => true,
        ("d", "b", "a") | ("f", "k", "a") | ("a", "k", "a") => true,
        // T/A stands behind a legal form, and so do the partners of an Italian one: S.a.s. di Mario Rossi & C.
        ("t", "a", _) | ("di", ..) => words.form_at_end(first, *place).is_some_and(|(from, _)| from > first),
        // Numbers of registers: ABN 33 051 775 556, HRB 12345.
        ("abn" | "acn" | "hrb" | "hra" | "kvk" | "siren" | "siret" | "nip" | "krs", number, _) => {
            number.bytes().all(|byte| byte.is_ascii_digit()) && !number.is_empty()
        }
        _ => false,
    };
    (first + 1..end).find(begins).filter(|place| place + 1 < end).unwrap_or(end)
}

/// Where an address begins that stands behind the legal form: Adidas AG, Adi-Dassler-Strasse 1, 91074 Herzogenaurach. The number of a
/// series (Partners LP 2, Growth Fund LP 2018) is none, and neither is what a fund says of itself.
fn before_address(words: &Words, first: usize, end: usize) -> usize {
    let is_number = |place: &usize| {
        let word = words.text(*place).as_bytes();
        let is_year = word.len() == 4 && (word.starts_with(b"19") || word.starts_with(b"20"));
        word.iter().all(u8::is_ascii_digit) && !is_year
    };
    let Some(number) = (first + 2..end).find(is_number) else { return end };
    let is_series =
        |place| matches!(words.text(place), "fund" | "funds" | "series" | "trust" | "class" | "portfolio" | "tranche" | "phase");
    // The longest form that ends first, and stands before the number.
    let behind_form = |behind: &usize| words.form_at_end(first, *behind).is_some_and(|(from, _)| from > first);
    let Some(behind) = (first + 2..=number).filter(behind_form).max().filter(|behind| behind + 1 < end) else { return end };
    let has_form_behind = words.form_at_end(first, end).is_some_and(|(from, _)| from >= behind);
    if has_form_behind || (first..end).any(is_series) { end } else { behind }
}

/// Cuts off a branch and keeps where it is: Acme, Shanghai Branch; Acme Ltd. Filiale München.
fn take_branch(words: &Words, first: usize, end: usize, parts: &mut Parts) -> usize {
    const BRANCHES: [&str; 7] = ["branch", "filiale", "niederlassung", "zweigniederlassung", "succursale", "sucursal", "filial"];
    let is_branch = |place: usize| BRANCHES.contains(&words.text(place));
    let place = |from: usize, to: usize| REGIONS.find(words.run(from, to)).is_some();
    let sizes = |most: usize| (1..=3.min(most)).rev();
    let found = if end > first + 2 && is_branch(end - 1) {
        sizes(end - first - 2).map(|size| (end - 1 - size, end - 1 - size, end - 1)).find(|(_, from, to)| place(*from, *to))
    } else {
        sizes(end.saturating_sub(first + 2))
            .map(|size| (end - size - 1, end - size, end))
            .find(|(at, from, to)| is_branch(*at) && place(*from, *to))
    };
    let Some((cut, from, to)) = found else { return end };
    parts.branch.push_str(words.run(from, to));
    cut
}

fn take_form(words: &Words, first: usize, end: usize, parts: &mut Parts) -> usize {
    match words.form_at_end(first, end) {
        Some((place, row)) if place > first => {
            let class = LegalClass::from_table(row.value(0));
            // Of two forms the inner one is a part of the name's style; the more precise one counts.
            if parts.legal_form.is_none_or(|(_, known)| known == LegalClass::Company) {
                parts.legal_form = Some((row.value_or_key(2), class));
            }
            place
        }
        Some((place, row)) if place == first && parts.legal_form.is_none() => {
            // Nothing but a form: Ltd. A single ambiguous word may be the name: SAS.
            if row.value(1).contains('a') {
                return end;
            }
            parts.legal_form = Some((row.value_or_key(2), LegalClass::from_table(row.value(0))));
            first
        }
        _ => end,
    }
}

fn take_front_form(words: &Words, first: usize, end: usize, parts: &mut Parts) -> usize {
    for place in (first + 1..end.min(first + 8)).rev() {
        let run = words.run(first, place);
        if let Some(row) = LEGAL_FORMS.find(run).filter(|row| row.value(1).contains('b')) {
            // SAS Institute Inc. has its form; SAS is its name.
            if parts.legal_form.is_some() && row.value(1).contains('a') && row.key != "pt" {
                continue;
            }
            if parts.legal_form.is_none_or(|(_, known)| known == LegalClass::Company) {
                parts.legal_form = Some((row.value_or_key(2), LegalClass::from_table(row.value(0))));
            }
            return place;
        }
    }
    first
}

/// Cuts a place off the end. In brackets it may be any; without them only a country or a Chinese place, and never the
/// second half of a phrase (Bank of China) or the better half of a name (Air Canada).
fn take_region(words: &Words, first: usize, end: usize, parts: &mut Parts) -> usize {
    if parts.region.is_some() || end <= first + 1 {
        return end;
    }
    let bracketed = words.get(end - 1).bracketed;
    for size in (1..=4.min(end - first - 1)).rev() {
        let place = end - size;
        if bracketed && (place..end).any(|place| !words.get(place).bracketed) {
            continue;
        }
        let Some(row) = REGIONS.find(words.run(place, end)) else { continue };
        let before = words.text(place - 1);
        let phrase = matches!(before, "of" | "de" | "du" | "in" | "for" | "and" | "do" | "the" | "new" | "south" | "north");
        let strong = (first..place).any(|place| is_distinctive(words.text(place)));
        if bracketed || (row.value(1) != "c" && !phrase && strong) {
            parts.region = Some(Region { code: row.value(0), name: row.value_or_key(2) });
            // Bank of China (Hong Kong), L'Oréal de France: a joining word goes with the place.
            return if before == "de" && place > first + 1 { place - 1 } else { place };
        }
    }
    end
}

/// Cuts a Chinese place off the front: Beijing Huachuang Technology.
fn take_front_region(words: &Words, first: usize, end: usize, parts: &mut Parts) -> usize {
    for place in [first + 3, first + 2, first + 1] {
        if place >= end {
            continue;
        }
        let Some(row) = REGIONS.find(words.run(first, place)).filter(|row| row.value(1) == "s") else { continue };
        if (place..end).any(|place| is_distinctive(words.text(place))) {
            if parts.region.is_none() {
                parts.region = Some(Region { code: row.value(0), name: row.value_or_key(2) });
            }
            return place;
        }
    }
    first
}

fn is_joining(word: &str) -> bool {
    matches!(word, "the" | "and" | "of" | "for" | "at" | "on" | "in" | "an" | "und" | "et" | "by")
}

/// Whether a word can name a company by itself: on no list, and more than a letter or a number.
fn is_distinctive(word: &str) -> bool {
    word.len() >= 2 && !is_joining(word) && WESTERN_WORDS.find(word).is_none() && !word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a word stands for, and what it is: `i`ndustry, `w`eak, `n`umber or `c`ore.
fn meaning(words: &Words, place: usize, first: usize) -> (&str, u8) {
    let word = words.text(place);
    let mut known = WESTERN_WORDS.find(word);
    if let Some(row) = known.filter(|row| row.value(0) == "a") {
        known = WESTERN_WORDS.find(row.value_or_key(1));
        if known.is_none() {
            return (row.value_or_key(1), b'c');
        }
    }
    let abbreviated = words.get(place).dotted && word.len() >= 3 && place > first;
    if known.is_none() && abbreviated {
        // Anal. is the beginning of the first word of a trade that it fits.
        known = WESTERN_WORDS.first_with_prefix(word, |row| row.value(0) == "i");
    }
    // In front, Ii or Iv is no number.
    match known.filter(|row| place > first || row.value(0) != "n" || row.key.len() > 2) {
        Some(row) => (row.value_or_key(1), row.value(0).bytes().next().unwrap_or(b'c')),
        None => (word, b'c'),
    }
}

/// Sorts the words into core and trade. Of a name without a distinctive word (First Capital) the weak words are the core,
/// of one made of trades alone (Data Systems) the first word.
fn write_core(words: &Words, first: usize, end: usize, parts: &mut Parts) {
    let mut meanings = [("", 0u8); MOST_WORDS];
    let mut count = 0;
    let mut place = first;
    while place < end {
        let word = words.text(place);
        let next = if place + 1 < end { words.text(place + 1) } else { "" };
        let met = match (word, next) {
            ("united", "states") => Some((("us", b'w'), 2)),
            ("united", "kingdom") => Some((("uk", b'w'), 2)),
            _ if is_joining(word) => None,
            // A letter behind words is the number of a series: Partners V.
            ("i" | "v" | "x", _) if place > first && words.text(place - 1).len() > 1 && next.len() != 1 => Some((
                (
                    if word == "i" {
                        "1"
                    } else if word == "v" {
                        "5"
                    } else {
                        "10"
                    },
                    b'n',
                ),
                1,
            )),
            _ => Some((meaning(words, place, first), 1)),
        };
        place += met.map_or(1, |(_, taken)| taken);
        if let (Some((met, _)), Some(slot)) = (met, meanings.get_mut(count)) {
            *slot = met;
            count += 1;
        }
    }
    let meanings = meanings.get_mut(..count).unwrap_or_default();
    let letters = meanings.iter().filter(|(word, kind)| *kind != b'i' && word.len() == 1).count();
    let distinctive = |(word, kind): &(&str, u8)| *kind == b'c' && word.len() > 1 && !word.bytes().all(|byte| byte.is_ascii_digit());
    // Letters that stand alone may be the whole name: A.B.C., L & H.
    let has_core = letters >= 2 || meanings.iter().any(|meaning| distinctive(meaning) || meaning.1 == b'w');
    if let Some(slot) = meanings.first_mut().filter(|_| !has_core) {
        slot.1 = b'w';
    }
    let mut tens: Option<u32> = None;
    let mut previous_letter = false;
    for &(word, kind) in meanings.iter() {
        if kind == b'i' {
            if !parts.industry.is_empty() {
                parts.industry.push(' ');
            }
            push_latin(&mut parts.industry, word);
            continue;
        }
        // forty four, Forty-4 → 44
        let digit = word.parse::<u32>().ok().filter(|_| kind == b'n' || word.len() == 1);
        if let (Some(ten), Some(unit @ 1..=9)) = (tens.take(), digit) {
            parts.core.truncate(parts.core.len().saturating_sub(2));
            parts.core.push_str(&(ten + unit).to_string());
            continue;
        }
        tens = digit.filter(|value| kind == b'n' && *value >= 20 && value % 10 == 0);
        let letter = digit.is_none() && word.chars().count() == 1;
        let joins = letter && previous_letter;
        if !parts.core.is_empty() && !joins {
            parts.core.push(' ');
        }
        push_latin(&mut parts.core, word);
        previous_letter = letter;
    }
    parts.no_core = parts.core.is_empty();
}
