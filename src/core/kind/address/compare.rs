//! How far two match forms agree.

use super::edits::{Pairs, within_one};
use crate::divisions;
use crate::fold::cut;

/// Nothing in common, or places that exclude each other.
pub const DIFFERENT: usize = 0;
/// The same county, city or postcode.
pub const SAME_AREA: usize = 1;
/// The same road at another number.
pub const SAME_ROAD: usize = 2;
/// The same number, but another room or flat: neighbours.
pub const OTHER_UNIT: usize = 3;
/// The same with slips in it.
pub const SIMILAR: usize = 4;
/// The same house, where one side names no room.
pub const SAME_HOUSE: usize = 5;
/// All that both sides say is the same.
pub const SAME_ADDRESS: usize = 6;
/// The same form.
pub const EXACT: usize = 7;

/// How a part of one address relates to that of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// Both have it, and it is the same.
    Same,
    /// One slip apart.
    Near,
    /// Neither has it.
    Neither,
    /// Only one has it.
    OneSided,
    /// Both have it, and it differs.
    Different,
}

use Relation::{Different, Near, Neither, OneSided, Same};

/// The level at which two forms agree.
pub fn compare(a: &str, b: &str) -> usize {
    if a == b {
        return EXACT;
    }
    match (a.strip_prefix("c|"), b.strip_prefix("c|")) {
        (Some(a), Some(b)) => chinese(&parts(a), &parts(b)),
        (None, None) => match (a.strip_prefix("w|"), b.strip_prefix("w|")) {
            (Some(a), Some(b)) => western(&parts(a), &parts(b)),
            _ => DIFFERENT,
        },
        _ => DIFFERENT,
    }
}

/// The parts of a form behind its first letter.
pub fn parts(form: &str) -> [&str; 7] {
    let (mut parts, mut rest) = ([""; 7], form);
    let [first @ .., last] = &mut parts;
    for part in first {
        (*part, rest) = cut(rest, b'|').unwrap_or((rest, ""));
    }
    *last = rest;
    parts
}

fn relate(a: &str, b: &str, near: impl Fn(&str, &str) -> bool) -> Relation {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Neither,
        (true, false) | (false, true) => OneSided,
        _ if a == b => Same,
        _ if near(a, b) => Near,
        _ => Different,
    }
}

fn near_number(a: &str, b: &str) -> bool {
    a.len().max(b.len()) >= 3 && within_one(a, b)
}

/// A slip in a room or flat: 115 for 1135, but not 3 for 36. 501 may be 2-501.
fn near_room(a: &str, b: &str) -> bool {
    a.len().min(b.len()) >= 3 && a.len().max(b.len()) >= 4 && within_one(a, b) || part_of_room(a, b) || part_of_room(b, a)
}

/// How four parts add up. `strict` is for divisions, which exclude each other more surely than names of places do.
fn add_up(place: Relation, road: Relation, number: Relation, unit: Relation, strict: bool) -> usize {
    let apart = place == Different;
    let area = if place == Same { SAME_AREA } else { DIFFERENT };
    match (road, number) {
        (Same, Same) if apart => match unit {
            Same => SIMILAR,
            Neither | OneSided if !strict => SIMILAR,
            _ => DIFFERENT,
        },
        (Same, Same) => match unit {
            Same | Neither => SAME_ADDRESS,
            OneSided => SAME_HOUSE,
            Near => SIMILAR,
            Different => OTHER_UNIT,
        },
        (Near, Same) => match unit {
            Different if !apart => OTHER_UNIT,
            _ if apart && (strict || unit != Same) => DIFFERENT,
            _ => SIMILAR,
        },
        (Same | Near, Near | OneSided) if unit == Same && !apart => SIMILAR,
        (Same, Near | OneSided | Neither) if place == Same && !strict => SIMILAR,
        (Near, OneSided | Neither) if place == Same && !strict => SAME_ROAD,
        (Same, _) if !apart => SAME_ROAD,
        (_, Same) if unit == Same && !apart => SIMILAR,
        (Neither, Neither) if unit == Same && place == Same => SAME_ADDRESS,
        _ => area,
    }
}

/// `adcode|number|building|room|road|town`
fn chinese(a: &[&str; 7], b: &[&str; 7]) -> usize {
    let [code_a, number_a, building_a, room_a, road_a, town_a, _] = a;
    let [code_b, number_b, building_b, room_b, road_b, town_b, _] = b;
    let mut place = match (digits(code_a), digits(code_b)) {
        (Some(a), Some(b)) if divisions::contains(a, b) || divisions::contains(b, a) => Same,
        (Some(_), Some(_)) => Different,
        (None, None) => Neither,
        _ => OneSided,
    };
    let towns = relate(town_a, town_b, |a, b| holds(a, b) || within_one(a, b));
    if towns == Different {
        place = Different;
    } else if towns == Same && place != Different {
        place = Same;
    }
    let number = relate(number_a, number_b, near_number);
    // Another number leaves nothing to a road that is not the very same.
    let road = relate(road_a, road_b, |a, b| number != Different && near_road(a, b));
    if number == Different || road == Different && place == Different {
        return add_up(place, road, number, Neither, true);
    }
    let building = relate(building_a, building_b, |a, b| holds(a, b) || a.len().max(b.len()) > 6 && within_one(a, b));
    let room = relate(room_a, room_b, near_room);
    let unit = match (room, building) {
        (Same, Different) | (Different, _) => Different,
        (Same, _) => Same,
        (Near, Different) => Different,
        (Near, _) => Near,
        (Neither, other) => other,
        (OneSided, Different) => Different,
        (OneSided, _) => OneSided,
    };
    add_up(place, road, number, unit, true)
}

fn digits(code: &str) -> Option<u32> {
    (!code.is_empty()).then(|| code.bytes().fold(0, |sum, byte| sum * 10 % 10_000_000 + u32::from(byte & 15)))
}

/// Whether one holds the other. For short texts this is quicker than `contains`, which prepares for long ones.
fn holds(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.as_bytes().windows(short.len()).any(|window| window == short.as_bytes())
}

/// 501 may be 2-501.
fn part_of_room(whole: &str, part: &str) -> bool {
    whole.strip_suffix(part).is_some_and(|head| head.ends_with('-'))
}

/// Roads with a slip (解放璐, 长江), or with more before them (峰迎宾大道).
fn near_road(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    short.len() >= "长江".len() && (within_one(a, b) && long.len() > "长江".len() || short.len() >= "长江路".len() && holds(a, b))
        || short.len() >= "人民东路口".len() && Pairs::of(&[a]).dice(&Pairs::of(&[b])) >= 60
}

/// `number|direction|unit|postcode|road|street type|other words`
fn western(a: &[&str; 7], b: &[&str; 7]) -> usize {
    let [number_a, direction_a, unit_a, postcode_a, road_a, street_a, words_a] = a;
    let [number_b, direction_b, unit_b, postcode_b, road_b, street_b, words_b] = b;
    let postcode = relate(postcode_a, postcode_b, |a, b| a.starts_with(b) || b.starts_with(a) || within_one(a, b));
    let mut number = relate(number_a, number_b, near_number);
    if number == Same && relate(direction_a, direction_b, |_, _| false) == Different {
        number = Near;
    }
    let words = (Pairs::of(&[words_a]), Pairs::of(&[words_b]));
    let alike = words.0.dice(&words.1);
    let place = match postcode {
        Same => Same,
        _ if words_a == words_b && !words_a.is_empty() => Same,
        _ if words.0.count().min(words.1.count()) < 3 => {
            if postcode == Near {
                Same
            } else {
                OneSided
            }
        }
        _ if alike >= 50 || words.0.overlap(&words.1) >= 80 => Same,
        Near => OneSided,
        _ if words.0.overlap(&words.1) < 40 => Different,
        _ => OneSided,
    };
    let close = matches!(postcode, Same | Near);
    let near = |a: &str, b: &str| near_name(a, b) || elsewhere(a, b, words_b) || elsewhere(b, a, words_a);
    let mut road = relate(road_a, road_b, |a, b| (number != Different || close) && near(a, b));
    if road == Same && relate(street_a, street_b, |_, _| false) == Different {
        road = Near;
    }
    if number == Different && !close {
        return add_up(place, road, number, Neither, false);
    }
    let unit = relate(unit_a, unit_b, near_room);
    let level = add_up(place, road, number, unit, false);
    if !close || level >= SIMILAR || unit == Different {
        return level;
    }
    // A road that was typed over beside a number, place and postcode that all agree.
    if number == Same && alike >= 80 {
        return SIMILAR;
    }
    // All words agree, but in another order or at another number.
    let all = |road: &str, words: &str| Pairs::of(&[road, words]);
    if level < SAME_ROAD && road == Near && all(road_a, words_a).dice(&all(road_b, words_b)) >= 75 { SAME_ROAD } else { level }
}

fn near_name(a: &str, b: &str) -> bool {
    let longest = a.len().max(b.len());
    longest >= 4 && within_one(a, b) || longest >= 6 && Pairs::of(&[a]).dice(&Pairs::of(&[b])) >= 65
}

/// Whether the road `name` stands among the other address's road and other words: lines that were swapped.
fn elsewhere(name: &str, road: &str, words: &str) -> bool {
    let pairs = Pairs::of(&[name]);
    pairs.count() >= 4 && pairs.shared(&Pairs::of(&[road, words])) * 100 >= pairs.count() * 85
}
