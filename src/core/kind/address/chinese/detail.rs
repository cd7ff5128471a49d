//! What follows the region: road, house number, building, unit and room.

use crate::chinese::digit;
use crate::fold::is_letter;
use std::borrow::Cow;

/// The parts of an address below its town, in their canonical writing.
#[derive(Debug, Default)]
pub struct Detail {
    /// Road, or the place that houses are numbered in: 体育西路, 前进村三组.
    pub road: String,
    /// House number with its 号: 12号, 12-3号, 123弄45号.
    pub number: String,
    /// Building: 科技大厦, 创业园B栋, 3号楼.
    pub building: String,
    /// Entrance, or the floor where there is no room: 2单元, 5层.
    pub unit: String,
    /// Room without its 室: 501.
    pub room: String,
}

const STREETS: &[&str] = &["路", "街", "大道", "大街", "巷", "胡同", "弄"];

/// Whether `text` begins with a mark of a house, building, floor or room.
fn is_marked(text: &str) -> bool {
    text.starts_with(['号', '栋', '幢', '层', '楼', '室', '弄', '座', '房']) || text.starts_with("单元")
}

impl PartialEq for Detail {
    fn eq(&self, other: &Self) -> bool {
        self.parts().into_iter().zip(other.parts()).all(|(a, b)| super::is_same(a, b))
    }
}

impl Detail {
    fn parts(&self) -> [&str; 5] {
        [&self.road, &self.number, &self.building, &self.unit, &self.room]
    }

    /// Takes apart the text below the town.
    pub fn read(text: &str) -> Detail {
        let text = canonical(text);
        let (road, number, tail) = split_number(&text);
        let mut detail = Detail { road: road.trim().to_owned(), number, ..Detail::default() };
        detail.read_tail(tail.trim());
        detail
    }

    /// Building, unit and room: read from the end, where the smallest part stands.
    fn read_tail(&mut self, tail: &str) {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let marked = ["室", "号房", "房", "户"].iter().find_map(|mark| tail.strip_suffix(mark));
        let body = marked.unwrap_or(tail);
        let head = body.trim_end_matches(plain);
        let mut room = body.get(head.len()..).unwrap_or("").trim_matches('-');
        let mut head = head.trim_end();
        // 38F is a floor.
        let is_floor = marked.is_none()
            && room.len() <= 4
            && room.strip_suffix(['F', 'f']).is_some_and(|floor| floor.bytes().all(|byte| byte.is_ascii_digit()));
        if is_floor || !room.bytes().any(|byte| byte.is_ascii_digit()) || room.len() > 16 {
            // No room at the end: all of it is the building, a floor or an entrance.
            self.building = tail.to_owned();
            self.split_unit();
            return;
        }
        // 3-2-501 is building 3, unit 2, room 501, unless the building has a name.
        if head.is_empty() || head.ends_with(['区', '期']) || head.ends_with("小区") {
            let mut parts = room.rsplitn(3, '-');
            let last = parts.next().unwrap_or("");
            let (middle, first) = (parts.next(), parts.next());
            let (unit, building) = if first.is_some() { (middle, first) } else { (None, middle) };
            if !last.is_empty() && [unit, building].into_iter().flatten().all(|part| !part.is_empty() && !part.contains('-')) {
                room = last;
                if let Some(unit) = unit {
                    self.unit = [unit, "单元"].concat();
                }
                if let Some(building) = building {
                    self.building = [head, building, "栋"].concat();
                    head = "";
                }
            }
        }
        room.clone_into(&mut self.room);
        if self.building.is_empty() {
            head.clone_into(&mut self.building);
            self.split_unit();
        }
    }

    /// Takes 2单元 or 5层 off the end of the building.
    fn split_unit(&mut self) {
        let digits = |c: char| c.is_ascii_alphanumeric();
        for (mark, canonical) in [("单元", "单元"), ("门", "单元"), ("层", "层"), ("楼", "层"), ("F", "层")] {
            let Some(body) = self.building.strip_suffix(mark) else { continue };
            let head = body.trim_end_matches(digits);
            let number = body.get(head.len()..).unwrap_or("");
            if !number.is_empty() && number.len() <= 4 && number.starts_with(|c: char| c.is_ascii_digit() || canonical == "单元") {
                self.unit = [number, canonical].concat();
                let length = head.trim_end().len();
                self.building.truncate(length);
                if canonical == "层" {
                    return;
                }
                break;
            }
        }
    }

    /// Appends the canonical line.
    pub fn display(&self, out: &mut String) {
        out.push_str(&self.road);
        let glued =
            |a: &str, b: &str| a.ends_with(|c: char| c.is_ascii_alphanumeric()) && b.starts_with(|c: char| c.is_ascii_alphanumeric());
        for part in [&self.number, &self.building, &self.unit] {
            if glued(out, part) {
                out.push(' ');
            }
            out.push_str(part);
        }
        if !self.room.is_empty() {
            if glued(out, &self.room) {
                out.push(' ');
            }
            out.push_str(&self.room);
            out.push('室');
        }
    }

    /// Appends the house number as it is compared: 12-3.
    pub fn push_number_key(&self, out: &mut String) {
        let number = self.number.trim_end_matches(['号', '院']);
        let start = out.len();
        for c in number.chars() {
            out.push(if c == '弄' { '-' } else { c.to_ascii_lowercase() });
        }
        while out.len() > start && out.ends_with('-') {
            out.pop();
        }
    }

    /// Appends the building as it is compared, without 栋: 创业园b, 3.
    pub fn push_building_key(&self, out: &mut String) {
        let core = ["号楼", "栋", "幢", "座"].iter().find_map(|mark| self.building.strip_suffix(mark)).unwrap_or(&self.building);
        push_letters(out, core);
    }

    /// Appends unit and room as they are compared: 2-501.
    pub fn push_room_key(&self, out: &mut String) {
        // The floor says nothing that the room does not.
        let unit =
            if self.room.is_empty() || !self.unit.ends_with('层') { self.unit.strip_suffix("单元").unwrap_or(&self.unit) } else { "" };
        push_lower(out, unit);
        if !unit.is_empty() && !self.room.is_empty() {
            out.push('-');
        }
        push_lower(out, &self.room);
    }

    /// Appends the road as it is compared.
    pub fn push_road_key(&self, out: &mut String) {
        push_letters(out, &self.road);
    }
}

fn push_lower(out: &mut String, text: &str) {
    let start = out.len();
    out.push_str(text);
    if let Some(written) = out.get_mut(start..) {
        written.make_ascii_lowercase();
    }
}

/// Appends letters and digits alone.
fn push_letters(out: &mut String, text: &str) {
    if text.chars().all(is_letter) {
        push_lower(out, text);
    } else {
        text.chars().filter(|c| is_letter(*c)).for_each(|c| out.push(c.to_ascii_lowercase()));
    }
}

/// Road, house number and the rest.
fn split_number(text: &str) -> (&str, String, &str) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(offset) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
        let start = at + offset;
        let run = |c: char| !(c.is_ascii_alphanumeric() || c == '-');
        let after_digits = text.get(start..).unwrap_or("");
        let length = after_digits.find(run).unwrap_or(after_digits.len());
        let digits = after_digits.get(..length).unwrap_or("");
        let after = after_digits.get(length..).unwrap_or("");
        let road = text.get(..start).unwrap_or("");
        at = start + length.max(1);
        if let Some(rest) = after.strip_prefix("弄") {
            let inner = rest.find(run).unwrap_or(rest.len());
            let house = rest.get(..inner).unwrap_or("");
            return match rest.get(inner..).and_then(|tail| tail.strip_prefix('号')) {
                Some(tail) if !house.is_empty() && !tail.starts_with('楼') => (road, [digits, "弄", house, "号"].concat(), tail),
                _ => (road, [digits, "弄"].concat(), rest),
            };
        }
        if let Some(rest) = after.strip_prefix('号') {
            if rest.starts_with(['线', '路', '街', '桥', '地']) || rest.starts_with("公路") {
                continue;
            }
            if rest.starts_with(['楼', '房', '栋', '幢']) {
                break;
            }
            let (road, prefix) = prefixed(road);
            // 12号之3 and 12号附3 are 12-3号.
            let joined = rest.strip_prefix(['之', '附', '-']).and_then(|rest| {
                let inner = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                let (sub, tail) = rest.split_at_checked(inner)?;
                (!sub.is_empty()).then(|| (sub, tail.strip_prefix('号').unwrap_or(tail)))
            });
            return match joined {
                Some((sub, tail)) if !tail.starts_with(['楼', '室', '栋']) && sub.len() <= 3 => {
                    (road, [prefix, digits, "-", sub, "号"].concat(), tail)
                }
                _ => match rest.strip_prefix('院') {
                    Some(tail) => (road, [prefix, digits, "号院"].concat(), tail),
                    None => (road, [prefix, digits, "号"].concat(), rest),
                },
            };
        }
        // 4轩5号: a slip in the middle of the number.
        if let Some((number, tail)) = slipped(digits, after) {
            return (road, number, tail);
        }
        // 中山路88, 体育西路12-3: a number right behind the street.
        let house = road.ends_with(['路', '街', '道', '巷']) || road.ends_with("胡同");
        let carries = is_marked(after) || after.starts_with(['国', '省', '县', '路', '街', '乡']);
        if house && !carries && digits.len() <= 8 {
            let (number, unit) = digits.split_once('-').unwrap_or((digits, ""));
            let tail = if unit.is_empty() { after } else { after_digits.get(number.len() + 1..).unwrap_or("") };
            return (road, [number, "号"].concat(), tail);
        }
        if carries && !after.starts_with(['国', '省', '县', '路', '街', '乡']) {
            break;
        }
    }
    let (road, tail) = split_street(text);
    (road, String::new(), tail)
}

/// A number with one character typed into it, and what follows its 号.
fn slipped<'t>(digits: &str, after: &'t str) -> Option<(String, &'t str)> {
    let c = after.chars().next().filter(|c| crate::fold::is_cjk(*c) && !"号栋幢层楼室弄单座房国省县路街乡道巷期区组村队".contains(*c))?;
    let rest = after.get(c.len_utf8()..)?;
    let inner = rest.find(|c: char| !c.is_ascii_digit())?;
    let (more, tail) = rest.split_at_checked(inner)?;
    let tail = tail.strip_prefix('号').filter(|tail| !tail.starts_with('楼'))?;
    (!more.is_empty()).then(|| (format!("{digits}{c}{more}号"), tail))
}

/// Takes 甲 off the end of a road: 甲12号.
fn prefixed(road: &str) -> (&str, &str) {
    match road.char_indices().next_back() {
        Some((at, '甲' | '乙' | '丙' | '丁')) if at > 0 => road.split_at_checked(at).unwrap_or((road, "")),
        _ => (road, ""),
    }
}

/// An address without a house number: the road ends at its street word, a place at the first digit or letter.
fn split_street(text: &str) -> (&str, &str) {
    let first = text.find(|c: char| c.is_ascii_alphanumeric()).unwrap_or(text.len());
    let place = text.get(..first).unwrap_or("");
    let end = STREETS.iter().filter_map(|street| place.rfind(street).filter(|at| *at > 0).map(|at| at + street.len())).max();
    // 123国道, 5号线: digits that belong to the road.
    let end = end.or_else(|| {
        (first == 0).then(|| ["国道", "省道", "县道"].iter().find_map(|way| text.find(way).map(|at| at + way.len()))).flatten()
    });
    text.split_at_checked(end.unwrap_or(place.len())).unwrap_or((text, ""))
}

/// Chinese numerals before 号, 栋, 单元 … as digits, 之 and dashes as `-`, `#` as 号, letters in upper case, no spaces but between letters or digits.
fn canonical(text: &str) -> Cow<'_, str> {
    let stays = |c: char| !matches!(c, 'a'..='z' | '之' | '—' | '–' | '~' | '_' | '#' | ' ') && numeral(c).is_none();
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if numeral(c).is_some() && !out.ends_with(|c: char| c.is_ascii_digit()) {
            let end = rest.find(|c: char| numeral(c).is_none()).unwrap_or(rest.len());
            let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
            match is_marked(after).then(|| value(run)).flatten() {
                Some(number) => {
                    if out.ends_with('第') {
                        out.pop();
                    }
                    out.push_str(&number);
                }
                None => out.push_str(run),
            }
            rest = after;
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or("");
        let digit_before = || out.ends_with(|c: char| c.is_ascii_digit());
        let digit_after = || rest.starts_with(|c: char| c.is_ascii_digit());
        match c {
            '之' | '—' | '–' | '~' | '_' if digit_before() && digit_after() => out.push('-'),
            '#' if digit_before() => out.push('号'),
            ' ' => {
                let glued = |c: char| c.is_ascii_alphanumeric();
                if out.ends_with(glued) && rest.starts_with(glued) {
                    out.push(' ');
                }
            }
            _ => out.push(c.to_ascii_uppercase()),
        }
    }
    Cow::Owned(out)
}

fn numeral(c: char) -> Option<u32> {
    match c {
        '两' => Some(2),
        '十' => Some(10),
        '百' => Some(100),
        _ => digit(c).map(u32::from),
    }
}

/// 十二 → 12, 一百零三 → 103, 一二〇 → 120; None for what is no number.
fn value(run: &str) -> Option<String> {
    if run.chars().count() > 7 {
        return None;
    }
    if !run.contains(['十', '百']) {
        return run.chars().map(|c| numeral(c).and_then(|digit| char::from_digit(digit, 10))).collect();
    }
    let (mut sum, mut digit) = (0, None);
    for c in run.chars() {
        match numeral(c)? {
            scale @ (10 | 100) => sum += digit.take().unwrap_or(1) * scale,
            figure => digit = Some(figure),
        }
    }
    Some((sum + digit.unwrap_or(0)).to_string())
}
