//! Phone numbers: every part of one, and every number of a field.

use crm_hygiene_core::kind::Context;
use crm_hygiene_core::kind::phone::{self, ranges::Ranges};
use pgrx::prelude::*;

/// One row: every part of the phone number in `raw`; the first valid one where the field holds several.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_phone_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> TableIterator<
    'static,
    (
        name!(e164, Option<String>),
        name!(extension, Option<String>),
        name!(region, Option<String>),
        name!(country_code, Option<i32>),
        name!(number_type, Option<String>),
        name!(valid, bool),
        name!(possible, bool),
        name!(national, Option<String>),
        name!(operator, Option<String>),
        name!(virtual_operator, Option<bool>),
        name!(province, Option<String>),
        name!(city, Option<String>),
        name!(numbers, i32),
        name!(reason, Option<String>),
    ),
> {
    let info = phone::info(raw, &Context { region, city: None });
    let owned = |text: Option<&'static str>| text.map(str::to_owned);
    TableIterator::once((
        info.e164,
        info.extension,
        owned(info.region),
        info.country_code,
        owned(info.number_type),
        info.valid,
        info.possible,
        info.national,
        info.operator,
        info.virtual_operator,
        owned(info.province),
        owned(info.city),
        info.numbers,
        owned(info.reason),
    ))
}

/// The normal form of every number in a field, in the order in which they are written.
#[pg_extern(immutable, strict, parallel_safe)]
fn crm_phones(raw: &str, region: default!(&str, "'CN'")) -> Vec<String> {
    phone::all_with(raw, &Context { region, city: None }, Ranges::NONE)
}
