//! `crm_national_id_info`: what an identity number says, without itself.

use crate::error::Result;
use crate::value;
use crm_hygiene_core::kind::national_id;
use pgrx::prelude::*;

/// One row: everything that a 身份证 number says, but never the number.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_national_id_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(masked, String),
            name!(document, Option<&'static str>),
            name!(valid, bool),
            name!(reason, Option<&'static str>),
            name!(birth_date, Option<Date>),
            name!(sex, Option<&'static str>),
            name!(region_code, Option<String>),
            name!(region_name, Option<String>),
            name!(old_number, bool),
        ),
    >,
> {
    let info = national_id::info(raw, &value::context(region)?);
    let birth_date = info.birth_date.and_then(|(year, month, day)| Date::new(year.into(), month, day).ok());
    Ok(TableIterator::once((
        info.masked,
        info.document,
        info.valid,
        info.reason,
        birth_date,
        info.sex,
        info.region_code,
        info.region_name,
        info.old_number,
    )))
}
