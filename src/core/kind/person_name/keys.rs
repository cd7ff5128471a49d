//! The keys under which a name's duplicates are found, at most four.

use super::form::{View, Writing};
use super::{nicknames, typo};
use crate::chinese;
use crate::kind::Strength;

/// Most words that go into the key of a full name.
const MOST: usize = 12;

/// A full name emits
/// 1. all its syllables (pinyin or Chinese) or words (others, nicknames as their full form) in alphabetical order,
///    so that characters, pinyin and swapped parts meet; middle names are left out; again with the family name's other reading,
/// 2. Western: the sound of the family name with the given name's first letter, for initials, cut and misspelt given names,
/// 3. Western: the sound of the given name with the family name's first letter, for misspelt family names;
///    Chinese: the sound of the given name, for a wrong family name,
/// 4. the family name, to meet names that have nothing else.
///
/// A name with one part emits that part.
pub(super) fn emit(form: &str, emit: &mut dyn FnMut(Strength, &str)) {
    let view = View::of(form);
    if let Some(born) = view.as_born() {
        let mut key = String::with_capacity(32);
        whole(&born, born.family, &mut key);
        emit(Strength::Common, &key);
    }
    let (family, given) = view.sounds();
    let mut key = String::with_capacity(32);
    if given.is_empty() {
        send(&mut key, 'f', family, Strength::Coarse, emit);
        return;
    }
    whole(&view, family, &mut key);
    emit(Strength::Common, &key);
    if family.is_empty() {
        // A single word that no title tells to be a given name may be the family name.
        send(&mut key, if view.is_chinese() { 'g' } else { 'f' }, given, Strength::Coarse, emit);
        return;
    }
    if let (true, Some((_, second))) = (view.is_chinese(), chinese::family_reading(view.family))
        && !second.is_empty()
    {
        whole(&view, second, &mut key);
        emit(Strength::Common, &key);
    }
    if view.writing == Writing::Other {
        for (tag, sounded, other) in [('i', family, given), ('j', given, family)] {
            key.clear();
            key.push(tag);
            typo::sound(sounded, &mut key);
            key.push(' ');
            key.extend(other.chars().take(1));
            emit(Strength::Common, &key);
        }
    } else {
        send(&mut key, 'g', given, Strength::Coarse, emit);
    }
    send(&mut key, 'f', family, Strength::Coarse, emit);
}

fn send(key: &mut String, tag: char, part: &str, strength: Strength, emit: &mut dyn FnMut(Strength, &str)) {
    key.clear();
    key.push(tag);
    key.push_str(part);
    emit(strength, key);
}

/// All words, or all syllables where every word is pinyin, in alphabetical order. The tag keeps it apart from other keys.
fn whole(view: &View, family: &str, key: &mut String) {
    key.clear();
    key.push('n');
    let (_, given) = view.sounds();
    let mut words: [&str; MOST] = [""; MOST];
    let mut count = 0;
    // A single word that is no known name may be a given name in pinyin.
    let pinyin = view.writing != Writing::Other || family.is_empty();
    if pinyin
        && let Some(second) = chinese::syllables(given)
        && let Some(first) = if family.is_empty() { Some(Default::default()) } else { chinese::syllables(family) }
    {
        for syllable in first.of(family).chain(second.of(given)) {
            put(&mut words, &mut count, syllable);
        }
    } else {
        for word in [family, given] {
            put(&mut words, &mut count, nicknames::usual(word));
        }
    }
    let Some(words) = words.get_mut(..count) else { return };
    words.sort_unstable();
    for word in words {
        key.push_str(word);
        key.push(' ');
    }
    key.pop();
}

fn put<'a>(words: &mut [&'a str; MOST], count: &mut usize, word: &'a str) {
    if let Some(slot) = words.get_mut(*count) {
        *slot = word;
        *count += 1;
    }
}
