//! Addresses written in Chinese: 省市区 first, then town, road, number, building, unit and room.

mod detail;
mod fold;
mod region;
mod signs;

pub use detail::Detail;
pub use fold::{fold, is_common};
pub use region::Region;

use super::Context;
use crate::divisions;

/// A Chinese address taken apart.
#[derive(Debug, Default)]
pub struct Chinese {
    /// Where it lies, as far as it says.
    pub region: Region,
    /// Road, number, building, unit and room.
    pub detail: Detail,
}

/// Takes apart `text`, which [`fold`] has prepared.
pub fn parse(text: &str, context: &Context) -> Chinese {
    let (region, detail) = region::read(text, context);
    Chinese { detail: Detail::read(&detail), region }
}

impl Chinese {
    /// The whole address in one canonical line: 广东省广州市天河区石牌街道体育西路12号3栋501室.
    pub fn display(&self) -> String {
        let mut out = String::with_capacity(96);
        let region = &self.region;
        match region.code.filter(|_| !region.is_doubtful()) {
            Some(code) => region_names(code).into_iter().flatten().for_each(|name| out.push_str(name)),
            None => out.push_str(&region.written),
        }
        out.push_str(&region.zone);
        out.push_str(&region.town);
        self.detail.display(&mut out);
        for note in &region.notes {
            out.push(' ');
            out.push_str(note);
        }
        if !region.postcode.is_empty() {
            out.push(' ');
            out.push_str(&region.postcode);
        }
        out
    }

    /// Whether `line`, the canonical one of `text`, is sure to be read as `text` was: it only names the county in full, by
    /// names that are read as they are written, where `text` has some of them; all that follows is the same, with nothing in
    /// it that is taken apart, but that the room may have got its 室.
    pub fn only_completes(&self, text: &str, line: &str) -> bool {
        let region = &self.region;
        let is_plain =
            !region.is_doubtful() && !region.former && region.zone.is_empty() && region.postcode.is_empty() && region.notes.is_empty();
        let names = match region.code {
            _ if !is_plain => return false,
            Some(code) if divisions::level(code) == 3 => region_names(code),
            Some(_) => return false,
            None => [None; 3],
        };
        let rest = names.into_iter().flatten().try_fold(line, |rest, name| rest.strip_prefix(name));
        let (Some(rest), Some(tail)) = (rest, text.strip_prefix(region.written.as_str())) else { return false };
        rest == tail || rest.strip_suffix('室') == Some(tail) && self.detail.is_read_from(rest, &region.town)
    }

    /// Whether both name the same place part by part.
    pub fn says_the_same(&self, other: &Chinese) -> bool {
        let (a, b) = (&self.region, &other.region);
        (a.code, &a.zone, &a.town) == (b.code, &b.zone, &b.town) && self.detail == other.detail
    }

    /// The divisions alone, as far as they are certain.
    pub fn area(&self) -> String {
        let certain = self.region.code.filter(|_| !self.region.is_doubtful());
        certain.map(|code| region_names(code).into_iter().flatten().collect()).unwrap_or_default()
    }

    /// `c|adcode|number|building|room|road|town`; None where it says nothing.
    pub fn form(&self) -> Option<String> {
        let (region, detail) = (&self.region, &self.detail);
        let mut form = String::with_capacity(48);
        form.push_str("c|");
        if let Some(code) = region.code {
            push_number(&mut form, code);
        }
        form.push('|');
        detail.push_number_key(&mut form);
        form.push('|');
        detail.push_building_key(&mut form);
        form.push('|');
        detail.push_room_key(&mut form);
        form.push('|');
        detail.push_road_key(&mut form);
        form.push('|');
        // Inside a known county the road and number say more than the town, which half of all people leave out.
        let placed = region.code.is_some_and(|code| divisions::level(code) == 3) && !detail.road.is_empty();
        if !placed {
            form.push_str(&region.zone);
            form.push_str(&region.town);
        }
        (form.len() > "c||||||".len()).then_some(form)
    }
}

/// The names to write for a code, from the province down, without repeating a municipality.
pub fn region_names(code: divisions::Adcode) -> [Option<&'static str>; 3] {
    let province = divisions::province(code);
    let city = divisions::city(code).filter(|city| *city != province);
    let county = (divisions::level(code) == 3).then_some(code);
    [divisions::name(province), city.and_then(divisions::name), county.and_then(divisions::name)]
}

fn push_number(out: &mut String, code: divisions::Adcode) {
    let mut scale = 100_000;
    while scale > 0 {
        out.push(char::from(b'0' + (code / scale % 10) as u8));
        scale /= 10;
    }
}
