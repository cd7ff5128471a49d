//! Postal addresses in SQL.

use crate::error::Result;
use crate::value;
use crm_hygiene_core::kind::address;
use pgrx::prelude::*;

/// One row: every part of a postal address, whether it is one, and what is wrong with it.
#[allow(clippy::type_complexity)]
#[pg_extern(immutable, strict, parallel_safe)]
fn crm_address_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(country, Option<String>),
            name!(province, Option<String>),
            name!(city, Option<String>),
            name!(district, Option<String>),
            name!(town, Option<String>),
            name!(road, Option<String>),
            name!(number, Option<String>),
            name!(building, Option<String>),
            name!(unit, Option<String>),
            name!(room, Option<String>),
            name!(postcode, Option<String>),
            name!(adcode, Option<String>),
            name!(ambiguous, bool),
            name!(valid, bool),
            name!(reason, Option<String>),
        ),
    >,
> {
    let part = address::info(raw, &value::context(region)?);
    Ok(TableIterator::once((
        part.country,
        part.province,
        part.city,
        part.district,
        part.town,
        part.road,
        part.number,
        part.building,
        part.unit,
        part.room,
        part.postcode,
        part.adcode,
        part.ambiguous,
        part.valid,
        part.reason.map(str::to_owned),
    )))
}
