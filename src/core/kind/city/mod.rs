//! Cities: 北京, 北京市, Beijing and BEIJING are one.

mod recent;
#[cfg(test)]
mod tests;
mod world;

use super::address::{Case, titled, within_one};
use super::*;
use crate::{divisions, fold};

/// A city by name.
pub struct City;

const LONGEST: usize = 200;

/// A city as it was recognised.
enum Place {
    /// In the divisions of China.
    Chinese(divisions::Adcode),
    /// A city of the world that has several names: index of [`world::CITIES`].
    World(&'static str, &'static str),
    /// Anything else: its words.
    Words(String),
}

/// A name with its width, spaces and simplified characters in order, and the place that it means.
fn read(raw: &str, context: &Context) -> Result<(String, Place), &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    let text = fold::plain(raw);
    if text.is_empty() {
        return Err(&EMPTY);
    }
    if text.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    if placeholder::is_placeholder(&text) {
        return Err(&PLACEHOLDER);
    }
    if fold::has_cjk(&text) {
        // What stood apart may combine.
        let simple = fold::plain(&crate::chinese::simplify(&text).replace([' ', ',', '-', '/', '·'], ""));
        let place = match world::by_chinese_name(&simple) {
            Some((shown, key)) => Place::World(shown, key),
            // 襄樊 is found as 襄樊市: former names stand in the list with their suffix alone.
            None => chinese(&simple, context)
                .or_else(|| chinese(&format!("{simple}市"), context))
                .map_or_else(|| Place::Words(simple.clone()), Place::Chinese),
        };
        return Ok((simple, place));
    }
    let words = expanded(&fold::words(&text));
    let letters: String = words.chars().filter(|c| *c != ' ').collect();
    let stripped = ["municipality", "city", "shi", "china", "prc"].iter().find_map(|word| words.strip_suffix(word)?.strip_suffix(' '));
    let name = stripped.map(|words| words.replace(' ', ""));
    let place = [Some(letters), name].into_iter().flatten().find_map(|letters| {
        let mut codes = divisions::by_latin(&letters);
        match (codes.next(), codes.next()) {
            (Some(code), None) => Some(Place::Chinese(code)),
            _ => world::by_latin_name(&letters).map(|(shown, key)| Place::World(shown, key)),
        }
    });
    Ok((text, place.unwrap_or(Place::Words(words))))
}

/// The city that Chinese text names: by itself, behind its province or before its district.
fn chinese(text: &str, context: &Context) -> Option<divisions::Adcode> {
    let outside = matches!(context.region, "TW" | "HK" | "MO");
    let mut rest = text.strip_prefix("中国").unwrap_or(text);
    let mut scope = divisions::Scope::default();
    while !rest.is_empty() {
        let (length, narrowed) = divisions::names_at(rest)
            .filter_map(|named| {
                let inside = !scope.is_empty() || outside;
                let fits = |writing| match writing {
                    divisions::Writing::BareInside => !scope.is_empty(),
                    divisions::Writing::Outside => inside,
                    _ => true,
                };
                let codes = named.meanings().filter(|(writing, _)| fits(*writing)).map(|(_, code)| code);
                Some((named.length, scope.narrow(codes)?))
            })
            .last()?;
        scope = narrowed;
        rest = rest.get(length..)?;
    }
    // 朝阳 by itself in a city column is the city of that name.
    let cities = || scope.codes().iter().copied().filter(|code| divisions::level(*code) <= 2);
    let code =
        if scope.is_ambiguous() { cities().next_back().filter(|_| cities().count() == 1 || text == "吉林")? } else { scope.code()? };
    match divisions::level(code) {
        // A county-level city is a city; a district is part of one.
        3 if divisions::name(code).is_some_and(|name| name.ends_with('市')) => Some(code),
        3 => divisions::city(code).or(Some(code)),
        // A province in a city column is no city, but 广东 and 广东省 are one all the same, as in an address.
        _ => Some(code),
    }
}

/// `w hollywood` → `west hollywood`, `st paul` → `saint paul`.
fn expanded(words: &str) -> String {
    let long = |word: &str| match word {
        "n" => Some("north"),
        "s" => Some("south"),
        "e" => Some("east"),
        "w" => Some("west"),
        "st" => Some("saint"),
        "mt" => Some("mount"),
        "ft" => Some("fort"),
        _ => None,
    };
    match words.split_once(' ') {
        Some((first, rest)) => long(first).map_or_else(|| words.to_owned(), |first| format!("{first} {rest}")),
        None => words.to_owned(),
    }
}

/// The match form of a city that was not met just before.
fn match_form(raw: &str, context: &Context) -> Option<String> {
    let (_, place) = read(raw, context).ok()?;
    let form = match place {
        Place::Chinese(code) => divisions::latin_name(code).map_or_else(
            || divisions::name(code).unwrap_or_default().to_owned(),
            |name| format!("{} {code}", fold::words(name).replace(' ', "")),
        ),
        Place::World(_, key) => key.to_owned(),
        Place::Words(words) => words.chars().filter(|c| c.is_alphanumeric()).collect(),
    };
    Some(form).filter(|form| !form.is_empty())
}

impl Kind for City {
    fn name(&self) -> &'static str {
        "city"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 3] = [&EMPTY, &PLACEHOLDER, &TOO_LONG];
        &CODES
    }

    /// Chinese cities by their official name, or in Latin letters where the region is not Chinese; others as they are written.
    fn read(&self, raw: &str, context: &Context, _: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let (text, place) = read(raw, context)?;
        let chinese_region = matches!(context.region, "CN" | "HK" | "MO" | "TW");
        Ok(match place {
            Place::Chinese(code) => {
                let latin = || divisions::latin_name(code).map(str::to_owned);
                let name = divisions::name(code).map(str::to_owned);
                if chinese_region { name } else { latin().or(name) }.unwrap_or(text)
            }
            Place::World(shown, _) if text.is_ascii() || !fold::has_cjk(&text) => shown.to_owned(),
            Place::World(..) => text,
            Place::Words(words) if fold::has_cjk(&text) => words,
            Place::Words(_) => {
                let shown = written_out(&titled(&text, Case::of(text.chars())));
                // A capital may combine with the mark behind it.
                let shown = if shown.is_ascii() { shown } else { fold::plain(&shown) };
                if shown.len() > LONGEST { text } else { shown }
            }
        })
    }

    /// A Chinese city's code, or the words of any other.
    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        recent::form(raw, context.region, || match_form(raw, context))
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        emit(Strength::Coarse, fold::cut(form, b' ').map_or(form, |(name, _)| name));
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 3] =
            [Level::fixed("different", 0.06, 0.94), Level::fixed("similar", 0.10, 0.005), Level::by_frequency("same", 0.84, 0.055)];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            return 2;
        }
        let ((name_a, code_a), (name_b, code_b)) = (a.split_once(' ').unwrap_or((a, "")), b.split_once(' ').unwrap_or((b, "")));
        let known = !code_a.is_empty() && !code_b.is_empty();
        let slip = name_a.len().min(name_b.len()) >= 3 && within_one(name_a, name_b) && name_a.len().max(name_b.len()) >= 4;
        // "Los Angeles" and "East Los Angeles", 苏州 and 苏州工业园区
        let part = name_a.len().min(name_b.len()) >= 6 && (name_a.contains(name_b) || name_b.contains(name_a));
        usize::from(!known && (slip || part))
    }

    fn is_shared(&self, _: &str) -> bool {
        true
    }

    fn mask(&self, raw: &str) -> String {
        if raw.len() > LONGEST { "***".to_owned() } else { mask_middle(&fold::plain(raw), 1, 0) }
    }

    fn data(&self) -> &'static [DataSet] {
        &divisions::DATA
    }
}

/// `W. Hollywood` → `West Hollywood`, in the case of the name.
fn written_out(text: &str) -> String {
    let long = match text.split_once(' ') {
        Some(("N." | "N", rest)) => Some(("North", rest)),
        Some(("S." | "S", rest)) => Some(("South", rest)),
        Some(("E." | "E", rest)) => Some(("East", rest)),
        Some(("W." | "W", rest)) => Some(("West", rest)),
        _ => None,
    };
    let long = long.filter(|(_, rest)| !fold::words(rest).is_empty());
    long.map_or_else(|| text.to_owned(), |(first, rest)| format!("{first} {rest}"))
}
