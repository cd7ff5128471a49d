//! Match keys: how two writings of one company meet.

use super::form::Form;
use super::table::{FAMOUS, WESTERN_WORDS};
use crate::chinese::pinyin;
use crate::kind::Strength;

/// Letters of a Western core, and characters of a Chinese one, that the coarse keys hold.
const LETTERS: usize = 3;
const CHARACTERS: usize = 2;
/// Words that are keys of their own.
const WORDS: usize = 4;

/// Emits the keys of a match form.
///
/// 1. The core's letters without spaces, Chinese ones by their reading: Goodwill and Good Will, 众思 and ZhongSi, 怡天明 and 亿天明.
///    Where the core is made of ordinary words (First Capital) the trade belongs to it.
/// 2. Each of its words that is no ordinary one.
/// 3. How the core begins, for short forms and for slips further back.
/// 4. How its first word (a Chinese core: all of it) ends, for slips in front.
pub fn emit(form: &str, emit: &mut dyn FnMut(Strength, &str)) {
    let form = Form::read(form);
    let mut key = String::with_capacity(form.core.len() * 2 + form.industry.len());
    push_reading(&mut key, form.core.chars());
    if key.is_empty() {
        return;
    }
    let western = form.core.is_ascii();
    if western {
        if form.core.split(' ').all(|word| WESTERN_WORDS.find(word).is_some()) {
            push_reading(&mut key, form.industry.chars());
        } else if let Some(row) = FAMOUS.find(&key).filter(|row| !row.value(0).is_empty()) {
            // The Chinese name of a well-known company is how both of its names meet.
            key.clear();
            push_reading(&mut key, row.value(0).chars());
        }
    }
    emit(Strength::Common, &key);

    if western {
        for word in form.core.split(' ').filter(|word| word.len() > LETTERS && WESTERN_WORDS.find(word).is_none()).take(WORDS) {
            emit(Strength::Coarse, word);
        }
    }
    let (word, size) = if western { (form.core.split(' ').next().unwrap_or_default(), LETTERS) } else { (form.core, CHARACTERS) };
    key.clear();
    push_reading(&mut key, form.core.chars().filter(|c| *c != ' ').take(size));
    key.push('-');
    emit(Strength::Coarse, &key);
    key.clear();
    key.push('-');
    push_reading(&mut key, word.chars().skip(word.chars().count().saturating_sub(size)));
    emit(Strength::Coarse, &key);
}

fn push_reading(out: &mut String, text: impl Iterator<Item = char>) {
    for c in text.filter(|c| *c != ' ') {
        match pinyin(c) {
            Some(reading) => out.push_str(reading),
            None => out.push(c),
        }
    }
}
