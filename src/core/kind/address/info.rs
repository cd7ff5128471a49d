//! The parts of an address as SQL shows them.

use super::*;

/// Every part of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressInfo {
    /// ISO 3166-1 alpha-2 code, as far as the address or its divisions tell.
    pub country: Option<String>,
    /// 省, 自治区, 直辖市; state.
    pub province: Option<String>,
    /// 市, 自治州, 地区; city.
    pub city: Option<String>,
    /// 区, 县, 县级市, or a development zone.
    pub district: Option<String>,
    /// 街道, 镇, 乡.
    pub town: Option<String>,
    /// Street with its type; 体育西路.
    pub road: Option<String>,
    /// House number: 12号, 12A.
    pub number: Option<String>,
    /// Building: 科技大厦, 3号楼.
    pub building: Option<String>,
    /// Entrance or floor; suite, flat; PO box with its number.
    pub unit: Option<String>,
    /// Room: 501.
    pub room: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// Code after GB/T 2260 of the innermost division that is certain.
    pub adcode: Option<String>,
    /// Whether the divisions named fit several places.
    pub ambiguous: bool,
    /// Whether the address names a street or place, in divisions that do not contradict each other.
    pub valid: bool,
    /// Why it is not valid: one of [`Kind::codes`].
    pub reason: Option<&'static str>,
}

/// Every part of `raw`.
pub fn info(raw: &str, context: &Context) -> AddressInfo {
    let parts = |_: &str, parsed: Parsed| {
        // Only what makes it invalid is its reason: an ambiguous address is one all the same.
        let codes = parsed.issues();
        let reason = codes.iter().find(|code| **code == &NO_STREET || **code == &CONFLICTING_REGION);
        let info = match parsed {
            Parsed::Chinese(address) => from_chinese(*address),
            Parsed::Western(address) => from_western(&address),
        };
        AddressInfo { valid: reason.is_none(), reason: reason.map(|code| code.name), ..info }
    };
    with_parsed(raw, context, parts).unwrap_or_else(|code| AddressInfo { reason: Some(code.name), ..AddressInfo::default() })
}

fn some(part: String) -> Option<String> {
    Some(part).filter(|part| !part.is_empty())
}

fn from_chinese(address: chinese::Chinese) -> AddressInfo {
    let chinese::Chinese { region, mut detail } = address;
    let [province, city, county] = region.code.map(chinese::region_names).unwrap_or_default();
    let city = city.or(region.code.filter(|code| divisions::is_municipality(*code)).and(province));
    // A housing estate that no number follows is a building, not a road.
    if detail.number.is_empty() && !detail.road.is_empty() && !detail.road.ends_with(['路', '街', '道', '巷', '弄', '村', '里']) {
        detail.building.insert_str(0, &detail.road);
        detail.road.clear();
    }
    let code = region.code.map(|code| if divisions::is_outside(code) { divisions::province(code) } else { code });
    let country = region.code.map(|code| match divisions::province(code) {
        710_000 => "TW",
        810_000 => "HK",
        820_000 => "MO",
        _ => "CN",
    });
    AddressInfo {
        country: country.map(str::to_owned),
        province: province.map(str::to_owned),
        city: city.map(str::to_owned),
        district: county.map(str::to_owned).or(some(region.zone)),
        town: some(region.town),
        road: some(detail.road),
        number: some(detail.number),
        building: some(detail.building),
        unit: some(detail.unit),
        room: some(detail.room),
        postcode: some(region.postcode),
        adcode: code.map(|code| format!("{code:06}")),
        ambiguous: region.ambiguous,
        ..AddressInfo::default()
    }
}

fn from_western(address: &western::Western) -> AddressInfo {
    AddressInfo {
        country: address.country().map(str::to_owned),
        province: address.state(),
        city: address.city(),
        road: address.road(),
        number: address.number(),
        unit: address.unit(),
        postcode: address.postcode(),
        ..AddressInfo::default()
    }
}
