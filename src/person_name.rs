//! Names of persons in SQL: the parts of a name.

use crate::error::Result;
use crate::value;
use crm_hygiene_core::kind::person_name;
use pgrx::prelude::*;

/// One row: every part of a person's name, or the reason why it is none.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_name_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> Result<
    TableIterator<
        'static,
        (
            name!(name, Option<String>),
            name!(family, Option<String>),
            name!(given, Option<String>),
            name!(middle, Option<String>),
            name!(title, Option<String>),
            name!(suffix, Option<String>),
            name!(script, Option<String>),
            name!(pinyin, Option<String>),
            name!(valid, bool),
            name!(reason, Option<String>),
        ),
    >,
> {
    let info = person_name::info(raw, &value::context(region)?);
    let text = |part: Option<&'static str>| part.map(str::to_owned);
    Ok(TableIterator::once((
        info.normal,
        info.family,
        info.given,
        info.middle,
        info.title,
        info.suffix,
        text(info.script),
        info.pinyin,
        info.valid,
        text(info.reason),
    )))
}
