//! The keys under which the same address is found.

use super::compare::parts;
use crate::kind::Strength;

/// At most three keys: road and number, number and room (or postcode), and the area.
pub fn emit(form: &str, emit: &mut dyn FnMut(Strength, &str)) {
    if let Some(form) = form.strip_prefix("c|") {
        chinese(&parts(form), emit);
    } else if let Some(form) = form.strip_prefix("w|") {
        western(&parts(form), emit);
    }
}

/// `adcode|number|building|room|road|town`
fn chinese(parts: &[&str; 7], emit: &mut dyn FnMut(Strength, &str)) {
    let [code, number, building, room, road, town, _] = parts;
    // The city: districts get merged and left out, cities less so.
    let city = code.get(..4).unwrap_or("");
    // A slip of the hand often takes the 路 with it.
    let road = road.trim_end_matches(['路', '街', '道']).trim_end_matches('大');
    let mut key = String::with_capacity(64);
    let placed = [number, room, building].iter().any(|part| !part.is_empty());
    if placed && !road.is_empty() {
        let number = if number.is_empty() { building } else { number };
        emit(Strength::Common, written(&mut key, &[road, " ", number, " ", city]));
    }
    // Number and room find what has a slip in its road and what names no city.
    if !number.is_empty() && !room.is_empty() {
        emit(Strength::Common, written(&mut key, &[number, "#", room]));
    } else if !building.is_empty() && !room.is_empty() {
        emit(Strength::Common, written(&mut key, &[building, "#", room, " ", city]));
    }
    let area = if code.is_empty() { town } else { code };
    if !area.is_empty() {
        emit(Strength::Coarse, area);
    }
}

/// `number|direction|unit|postcode|road|street type|other words`
fn western(parts: &[&str; 7], emit: &mut dyn FnMut(Strength, &str)) {
    let [number, _, unit, postcode, road, _, words] = parts;
    let mut key = String::with_capacity(64);
    let near = if postcode.is_empty() { words } else { postcode };
    if !road.is_empty() && !number.is_empty() {
        emit(Strength::Common, written(&mut key, &[road, " ", number]));
    } else if !road.is_empty() && !near.is_empty() {
        emit(Strength::Common, written(&mut key, &[road, " ", near]));
    }
    if !number.is_empty() && !postcode.is_empty() {
        emit(Strength::Common, written(&mut key, &[number, "@", postcode]));
    } else if !number.is_empty() && !unit.is_empty() {
        emit(Strength::Common, written(&mut key, &[number, "#", unit]));
    }
    if !near.is_empty() {
        emit(Strength::Coarse, near);
    }
}

/// The pieces as one key, in a buffer that all keys of a form share.
fn written<'k>(key: &'k mut String, pieces: &[&str]) -> &'k str {
    key.clear();
    pieces.iter().for_each(|piece| key.push_str(piece));
    key
}
