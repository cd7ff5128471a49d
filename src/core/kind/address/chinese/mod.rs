//! Addresses written in Chinese: 省市区 first, then town, road, number, building, unit and room.

mod detail;
mod fold;
mod region;
mod signs;

pub use detail::Detail;
use fold::is_folded;
pub use fold::{fold, fold_common};
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
    let (region, detail) = region::read(text, None, context);
    Chinese { detail: Detail::read(&detail), region }
}

impl Chinese {
    /// The whole address in one canonical line: 广东省广州市天河区石牌街道体育西路12号3栋501室.
    pub fn display(&self) -> String {
        self.line().0
    }

    /// The same, and how much of it names the divisions.
    pub fn line(&self) -> (String, usize) {
        let mut out = String::with_capacity(128);
        let region = &self.region;
        match region.code.filter(|_| !region.is_doubtful()) {
            Some(code) => region_names(code).into_iter().flatten().for_each(|name| out.push_str(name)),
            None => out.push_str(&region.written),
        }
        let named = out.len();
        out.push_str(&region.zone);
        out.push_str(&region.town);
        self.detail.display(&mut out);
        for note in &region.notes {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(note);
        }
        if !region.postcode.is_empty() {
            out.push(' ');
            out.push_str(&region.postcode);
        }
        (out, named)
    }

    /// Whether the canonical line of `text` is sure to be read as `text` was. It begins with the names of the county and what it
    /// lies in, official and in full, which are read as they are written; so only the `rest` of it is read again, if that is not
    /// what follows them in `text`, too.
    pub fn is_read_again(&self, text: &str, rest: &str, context: &Context) -> bool {
        let region = &self.region;
        if region.is_doubtful() || region.code.is_some_and(|code| divisions::level(code) < 3) {
            return false;
        }
        let is_plain = !region.former && region.zone.is_empty() && region.postcode.is_empty() && region.notes.is_empty();
        if is_plain && !rest.starts_with(signs::is_separator) && text.strip_prefix(region.written.as_str()) == Some(rest) {
            return true;
        }
        if !is_folded(rest, region.code.is_some()) {
            return false;
        }
        let (again, detail) = region::read(rest, region.code, context);
        !again.is_doubtful()
            && again.code == region.code
            && is_same(&again.zone, &region.zone)
            && is_same(&again.town, &region.town)
            && is_same(&again.postcode, &region.postcode)
            && again.notes == region.notes
            && Detail::read(&detail) == self.detail
    }

    /// Whether both name the same place part by part.
    pub fn says_the_same(&self, other: &Chinese) -> bool {
        let (a, b) = (&self.region, &other.region);
        a.code == b.code && is_same(&a.zone, &b.zone) && is_same(&a.town, &b.town) && self.detail == other.detail
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

/// Whether both are the same text. Most parts are empty, and to compare empty texts letter by letter takes the processor as long as
/// a hundred instructions: it reads, masked, from where there is no memory.
fn is_same(a: &str, b: &str) -> bool {
    a.len() == b.len() && (a.is_empty() || a == b)
}

/// The names to write for a code, from the province down, without repeating a municipality.
pub fn region_names(code: divisions::Adcode) -> [Option<&'static str>; 3] {
    let (province, city) = (divisions::province(code), code / 100 * 100);
    let city = Some(city).filter(|city| *city != province && !divisions::is_municipality(*city));
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
