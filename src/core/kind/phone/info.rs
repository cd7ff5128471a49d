//! Everything that is known about a number, for `crm_phone_info`.

use super::reading::{self, Reading};
use super::{china, e164, format, pattern};
use crate::kind::{Context, PLACEHOLDER};

/// Every part of the number that stands for a field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PhoneInfo {
    /// `+861088888888`, as dialled from abroad, whether or not it can exist.
    pub e164: Option<String>,
    /// What is dialled after the connection: `801`.
    pub extension: Option<String>,
    /// The region that it belongs to, which may not be the country's main one; `001` for what belongs to none.
    pub region: Option<&'static str>,
    /// The country calling code.
    pub country_code: Option<i32>,
    /// What kind of line it is: see [`super::NumberType::name`].
    pub number_type: Option<&'static str>,
    /// Whether it belongs to a range that has been given out and is no placeholder.
    pub valid: bool,
    /// Whether its length is one that its country has.
    pub possible: bool,
    /// As written inside its country, with its extension.
    pub national: Option<String>,
    /// The operator that a Chinese mobile number was given out by. A hint: numbers move.
    pub operator: Option<String>,
    /// Whether that range belongs to a reseller (virtual operator).
    pub virtual_operator: Option<bool>,
    /// The province of a Chinese fixed line.
    pub province: Option<&'static str>,
    /// The city of a Chinese fixed line; several with 、 between them where areas were merged.
    pub city: Option<&'static str>,
    /// How many numbers the field holds.
    pub numbers: i32,
    /// The code that says why it is not valid or must not count as a match.
    pub reason: Option<&'static str>,
}

/// Takes the phone field `raw` apart.
pub fn info(raw: &str, context: &Context) -> PhoneInfo {
    match reading::read(raw, context) {
        Ok(field) => {
            let mut info = of(field.chosen());
            info.numbers = i32::try_from(field.count()).unwrap_or(i32::MAX);
            info
        }
        Err(code) => PhoneInfo { reason: Some(code.name), ..PhoneInfo::default() },
    }
}

fn of(reading: &Reading) -> PhoneInfo {
    let mut info = PhoneInfo { extension: reading.extension().map(str::to_owned), ..PhoneInfo::default() };
    let is_placeholder = pattern::is_placeholder(reading);
    info.valid = reading.is_valid() && reading.unsettled.is_none() && !is_placeholder;
    info.possible = reading.unsettled.map_or(reading.is_possible(), |number| number.is_possible());
    info.reason =
        if is_placeholder { Some(&PLACEHOLDER) } else { reading.failure().or_else(|| super::doubt(reading)) }.map(|code| code.name);
    let Some(number) = reading.unsettled.as_ref().or(reading.number.as_ref().ok()) else { return info };
    info.e164 = Some(e164(number, None));
    info.region = number.region.map(|region| region.id());
    info.country_code = Some(i32::from(number.calling_code));
    info.number_type = Some(reading.range.map_or(number.kind, |range| range.kind).name());
    info.national = Some(format::national(number, reading.extension()));
    if let Some(range) = reading.range {
        info.operator = range.operator.clone();
    } else if let Some((operator, is_virtual)) = china::operator(number) {
        info.operator = Some(operator.to_owned());
        info.virtual_operator = Some(is_virtual);
    }
    if let Some(area) = china::area_of(number) {
        info.province = Some(area.province);
        info.city = Some(area.city);
    }
    info
}
