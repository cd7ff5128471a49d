//! Country, province, city, county and town: names in any order, short or full or former, some left out.

use super::super::Context;
use super::signs::{
    COUNTRIES, LABELS, ZONES, begins_label, is_break, is_city_of_towns, is_postcode, is_separator, is_short, is_street, is_street_word,
};
use crate::divisions::{self, Adcode, Named, Scope, Writing};
use crate::fold::is_cjk;
use std::cell::OnceCell;

/// Where an address lies.
#[derive(Debug, Default)]
pub struct Region {
    /// The innermost division that is certain.
    pub code: Option<Adcode>,
    /// Whether what is written fits several divisions.
    pub ambiguous: bool,
    /// Whether it names divisions that do not lie in each other.
    pub conflicting: bool,
    /// Whether it names a division by a name that it no longer has.
    pub former: bool,
    /// The names of divisions as they were written, for when they can't be completed.
    pub written: String,
    /// A development zone that is no division: 高新区.
    pub zone: String,
    /// Town or street office: 南城街道.
    pub town: String,
    /// Six digits that stand by themselves.
    pub postcode: String,
    /// What stands in brackets, and telephone numbers.
    pub notes: Vec<String>,
}

impl Region {
    /// Whether the divisions had better be shown as they were written.
    pub fn is_doubtful(&self) -> bool {
        self.ambiguous || self.conflicting
    }
}

/// Reads the region from `text`, wherever it stands in it, and gives it with the rest of the address. Where the division `within`
/// is given, its names stand right before `text` and have been read.
pub fn read(text: &str, within: Option<Adcode>, context: &Context) -> (Region, String) {
    let mut reader =
        Reader { scope: Scope::of(within.into_iter()), region: Region::default(), detail: String::with_capacity(text.len()), context };
    let mut rest = reader.postcode_before(text);
    let mut fresh = within.is_none(); // at the start of a segment
    let hint = context.city.map(hint).unwrap_or_default();
    loop {
        let trimmed = rest.trim_start_matches(is_separator);
        fresh |= trimmed.len() < rest.len();
        rest = trimmed;
        if rest.is_empty() {
            break;
        }
        if let Some(length) = reader.bracket(rest).or_else(|| reader.name(rest, fresh, &hint)) {
            rest = rest.get(length..).unwrap_or("");
            // 建国路88号,北京市朝阳区: behind the street, too, one division follows the other.
            fresh = !reader.detail.is_empty() && reader.region.town.is_empty();
            continue;
        }
        let end = rest.char_indices().find(|&(at, c)| is_break(rest, at, c)).map_or(rest.len(), |(at, _)| at).max(1);
        let (segment, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        reader.rest_of(segment, fresh, &hint);
        rest = after;
        fresh = true;
    }
    let Reader { mut scope, mut region, detail, .. } = reader;
    if let Some(narrowed) = scope.narrow(hint.codes().iter().copied()) {
        scope = narrowed;
    }
    region.ambiguous = scope.is_ambiguous();
    region.code = scope.code();
    (region, detail)
}

struct Reader<'a> {
    scope: Scope,
    region: Region,
    detail: String,
    context: &'a Context<'a>,
}

impl Reader<'_> {
    /// What follows a postcode that stands right before the name of a division: 106台北市, 100000北京市.
    fn postcode_before<'t>(&mut self, text: &'t str) -> &'t str {
        let digits = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(0);
        let Some((code, rest)) = text.split_at_checked(digits).filter(|_| matches!(digits, 3 | 5 | 6)) else { return text };
        let rest = rest.trim_start();
        let is_taiwan = |named: Named| named.meanings().any(|(_, code)| code / 10_000 == 71);
        let is_code = if digits == 6 {
            is_postcode(code) && divisions::names_at(rest).next().is_some()
        } else {
            divisions::names_at(rest).any(is_taiwan)
        };
        if is_code {
            code.clone_into(&mut self.region.postcode);
        }
        if is_code { rest } else { text }
    }

    /// A note in brackets at the start of `rest`: kept apart unless it names a division.
    fn bracket(&mut self, rest: &str) -> Option<usize> {
        let inner = rest.strip_prefix('(')?;
        let end = inner.find(')').unwrap_or(inner.len());
        let note = inner.get(..end)?.trim();
        let length = (1 + end + 1).min(rest.len());
        if let Some((_, scope)) = self.best_name(note, false).filter(|(found, _)| found.length == note.len()) {
            self.scope = scope;
        } else if note.len() == 6 && is_postcode(note) {
            self.region.postcode = note.to_owned();
        } else if !note.is_empty() {
            let words = note.replace(['(', ')'], "");
            let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
            if !words.is_empty() {
                self.region.notes.push(format!("({})", words.join(" ")));
            }
        }
        Some(length)
    }

    /// The name of a country, division, zone or town at the start of `rest`, or a label before the address: its length.
    fn name(&mut self, rest: &str, fresh: bool, hint: &Scope) -> Option<usize> {
        let head = self.detail.is_empty();
        if !head && !fresh {
            return None;
        }
        if head && self.scope.is_empty() && rest.starts_with(begins_label) {
            let strip = |words: &[&str]| words.iter().find(|word| rest.starts_with(**word)).map(|word| word.len());
            if let Some(length) = strip(COUNTRIES).or_else(|| strip(LABELS)) {
                return Some(length);
            }
        }
        if !rest.starts_with(is_cjk) {
            return None;
        }
        if self.region.town.is_empty() || !head {
            let names = divisions::names_at(rest);
            if let Some((named, scope)) = self.best_of(names.clone(), rest, head) {
                self.take(rest, named.length, scope);
                self.region.former |= named.meanings().all(|(writing, _)| writing == Writing::Variant);
                return Some(named.length);
            }
            if !head {
                return None;
            }
            if self.scope.is_empty() && !hint.is_empty() {
                self.scope = *hint;
                if let Some((named, scope)) = self.best_of(names.clone(), rest, head) {
                    self.take(rest, named.length, scope);
                    return Some(named.length);
                }
                self.scope = Scope::default();
            }
            if let Some(length) = self.conflict(names, rest) {
                return Some(length);
            }
        }
        self.filler(rest).or_else(|| self.zone(rest)).or_else(|| self.town(rest, hint))
    }

    fn take(&mut self, rest: &str, length: usize, scope: Scope) {
        self.scope = scope;
        self.region.written.push_str(rest.get(..length).unwrap_or(""));
    }

    /// The longest name at the start of `text` that fits what is known so far, and what is known then.
    fn best_name(&self, text: &str, head: bool) -> Option<(Named, Scope)> {
        self.best_of(divisions::names_at(text), text, head)
    }

    /// The same, of these names.
    fn best_of(&self, names: impl Iterator<Item = Named>, text: &str, head: bool) -> Option<(Named, Scope)> {
        // Each is longer than the one before it.
        let mut found = [None; divisions::MOST_NAMES];
        found.iter_mut().zip(names).for_each(|(slot, named)| *slot = Some(named));
        let (known, outside_first) = (!self.scope.is_empty(), matches!(self.context.region, "TW" | "HK" | "MO"));
        for named in found.into_iter().rev().flatten() {
            let after = text.get(named.length..).unwrap_or("");
            let alone = after.is_empty() || after.starts_with(is_separator);
            let bare = OnceCell::new();
            let bare = || *bare.get_or_init(|| (head || alone) && (!is_street_word(after) || self.goes_on(after, named)));
            let outside = |all: bool| {
                let mut meanings = named.meanings().map(|(writing, _)| writing == Writing::Outside);
                if all { meanings.all(|outside| outside) } else { meanings.any(|outside| outside) }
            };
            let only_outside = outside_first && !known && outside(false);
            let fits = |writing| match writing {
                Writing::Outside => known || outside_first || outside(true),
                _ if only_outside => false,
                Writing::Official | Writing::Variant => !is_short(named.length) || known || bare(),
                Writing::Bare => bare(),
                Writing::BareInside => head && known && bare(),
            };
            let codes = named.meanings().filter(|&(writing, _)| fits(writing));
            let Some(scope) = self.scope.narrow(codes.map(|(_, code)| code)) else { continue };
            if scope.is_empty() {
                continue;
            }
            // 青岛市南区 is 青岛 + 市南区: the 市 belongs to the district.
            if after.starts_with(['中', '南', '北']) && text.get(..named.length).is_some_and(|name| name.ends_with('市')) {
                let from = named.length - "市".len();
                let district = divisions::names_at(text.get(from..).unwrap_or("")).find_map(|mut district| {
                    let official = district.meanings().filter(|(writing, _)| *writing == Writing::Official);
                    let inner = scope.narrow(official.map(|(_, code)| code))?;
                    district.length += from;
                    Some((district, inner))
                });
                if district.is_some() {
                    return district;
                }
            }
            return Some((named, scope));
        }
        None
    }

    /// Whether `after` names a division or town that lies in what `named` may mean: the 桥 of 张家口桥东区 is no bridge.
    fn goes_on(&self, after: &str, named: Named) -> bool {
        let Some(scope) = self.scope.narrow(named.meanings().map(|(_, code)| code)) else { return false };
        let inside = |code: Adcode| scope.codes().iter().any(|outer| *outer != code && divisions::contains(*outer, code));
        divisions::names_at(after).any(|next| next.meanings().any(|(writing, code)| writing != Writing::Bare && inside(code)))
            || divisions::towns_near(after).any(|town| {
                after.starts_with(town.name)
                    && town.counties().any(|code| scope.codes().iter().any(|outer| divisions::contains(*outer, code)))
            })
    }

    /// A division named in full that does not lie in the one named before it.
    fn conflict(&mut self, names: impl Iterator<Item = Named>, rest: &str) -> Option<usize> {
        if self.scope.is_empty() {
            return None;
        }
        let official = |named: &Named| named.meanings().any(|(writing, _)| writing == Writing::Official);
        let named = names.filter(|named| official(named) && !is_short(named.length)).last()?;
        if is_street(rest.get(named.length..)?) {
            return None;
        }
        self.region.conflicting = true;
        self.take(rest, named.length, self.scope);
        Some(named.length)
    }

    /// Words that stand for a level but name nothing: 北京市市辖区朝阳区.
    fn filler(&mut self, rest: &str) -> Option<usize> {
        let known = !self.scope.is_empty() && rest.starts_with(['市', '省', '县']);
        ["市辖区", "省直辖县级行政区划", "县级行政区"].iter().find(|word| known && rest.starts_with(**word)).map(|word| word.len())
    }

    fn zone(&mut self, rest: &str) -> Option<usize> {
        if !rest.starts_with(['高', '经', '开', '保', '工', '雄', '两', '天', '西', '贵']) {
            return None;
        }
        let zone = ZONES.iter().find(|zone| rest.starts_with(**zone))?;
        if !self.region.zone.is_empty() || is_street(rest.get(zone.len()..)?) {
            return None;
        }
        self.region.zone = (*zone).to_owned();
        Some(zone.len())
    }

    fn town(&mut self, rest: &str, hint: &Scope) -> Option<usize> {
        if !self.region.town.is_empty() {
            return None;
        }
        let scope = if self.scope.is_empty() { hint } else { &self.scope };
        let mut best: Option<(usize, &'static str, Scope)> = None;
        // 东莞 has no counties: its towns are named like counties, without their suffix.
        let of_towns = !scope.is_empty() && scope.codes().iter().all(|code| is_city_of_towns(*code));
        for town in divisions::towns_near(rest) {
            let full = rest.starts_with(town.name);
            if !full && !of_towns {
                continue;
            }
            let length = if full { town.name.len() } else { town.stem().len() };
            let after = rest.get(length..).unwrap_or("");
            let fits = if full {
                (!scope.is_empty() || town.stem().len() < length) && !is_street(after)
            } else {
                length > 0 && rest.starts_with(town.stem()) && !is_street_word(after)
            };
            if !fits {
                continue;
            }
            let Some(narrowed) = scope.narrow(town.counties()) else { continue };
            if best.is_none_or(|(longest, ..)| length > longest) {
                best = Some((length, town.name, narrowed));
            }
        }
        if let Some((length, name, narrowed)) = best {
            self.scope = narrowed;
            self.region.town = name.to_owned();
            return Some(length);
        }
        if scope.is_empty() {
            return None;
        }
        // A town that is newer than the table, or older.
        let mut characters = 0;
        for (at, c) in rest.char_indices() {
            if !is_cjk(c)
                || matches!(c, '路' | '街' | '巷' | '村' | '号' | '楼' | '栋' | '园' | '厦') && !rest.get(at..)?.starts_with("街道")
            {
                return None;
            }
            characters += 1;
            let ending = if rest.get(at..)?.starts_with("街道") { "街道".len() } else { c.len_utf8() };
            if characters >= 3 && matches!(c, '镇' | '乡' | '街') {
                let length = at + ending;
                let after = rest.get(length..)?;
                if is_street(after) || after.starts_with('政') {
                    return None;
                }
                self.region.town = rest.get(..length)?.to_owned();
                return Some(length);
            }
            if characters > 7 {
                return None;
            }
        }
        None
    }

    /// A segment that starts with no name: a postcode, a telephone number, a city in Latin letters, or the detail itself.
    fn rest_of(&mut self, segment: &str, fresh: bool, hint: &Scope) {
        if fresh && COUNTRIES.contains(&segment.trim()) {
            return;
        }
        let digits =
            ["邮编", "邮政编码"].iter().find_map(|word| segment.strip_prefix(word)).unwrap_or(segment).trim_start_matches([':', ' ']);
        let is_taiwanese = matches!(digits.len(), 3 | 5) && digits.bytes().all(|byte| byte.is_ascii_digit()) && !self.detail.is_empty();
        let is_taiwanese = is_taiwanese && !self.scope.is_empty() && self.scope.codes().iter().all(|code| code / 10_000 == 71);
        if fresh && (is_postcode(digits) || is_taiwanese) && self.region.postcode.is_empty() {
            digits.clone_into(&mut self.region.postcode);
            return;
        }
        if fresh && digits.len() == 11 && digits.starts_with('1') && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.region.notes.push(digits.to_owned());
            return;
        }
        if fresh && segment.len() >= 4 && segment.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'') {
            let letters: String = segment.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
            if let Some(narrowed) = self.scope.narrow(divisions::by_latin(&letters)) {
                self.take(segment, segment.len(), narrowed);
                return;
            }
        }
        // 光州市天河区: a name with a slip before one that is right.
        if self.detail.is_empty() && self.scope.is_empty() && segment.starts_with(is_cjk) {
            let slip = segment.char_indices().skip(1).take(5).find(|(_, c)| matches!(c, '省' | '市' | '县' | '区'));
            if let Some((named, scope, from)) = slip.and_then(|(at, c)| {
                let from = at + c.len_utf8();
                let (named, scope) = self.best_name(segment.get(from..)?, false)?;
                Some((named, scope, from))
            }) {
                self.take(segment, from + named.length, scope);
                let mut rest = segment.get(from + named.length..).unwrap_or("");
                while let Some(length) = self.name(rest, false, hint) {
                    rest = rest.get(length..).unwrap_or("");
                }
                self.detail.push_str(rest);
                return;
            }
        }
        let glued = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if glued(self.detail.chars().next_back()) && glued(segment.chars().next()) {
            self.detail.push(' ');
        }
        self.detail.push_str(segment);
    }
}

/// The city that another column of the row names.
fn hint(city: &str) -> Scope {
    if city.len() > 60 {
        return Scope::default();
    }
    if city.is_ascii() {
        let letters: String = city.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        return Scope::of(divisions::by_latin(&letters));
    }
    let (city, _) = super::fold(city);
    let cities = divisions::by_name(&city).filter(|(writing, _)| matches!(writing, Writing::Official | Writing::Variant | Writing::Bare));
    Scope::of(cities.map(|(_, code)| code))
}
