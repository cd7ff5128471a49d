//! Phone numbers: the normal form, every part of one, every number of a field, and the number ranges that a DBA adds.
//!
//! The functions of values read no table, so that indexes and generated columns may use them: ranges come in an argument,
//! as `crm_phone_ranges` gives them.

use crate::engine::Cache;
use crate::error::{Error, Result, required};
use crate::{guard, spi, value};
use crm_hygiene_core::kind::Context;
use crm_hygiene_core::kind::Kind;
use crm_hygiene_core::kind::phone::ranges::{self, BadRange, Ranges};
use crm_hygiene_core::kind::phone::{self, Phone};
use pgrx::prelude::*;

thread_local! {
    static RANGES: Cache<std::result::Result<Ranges, BadRange>> = const { Cache::new() };
}

/// Runs `work` with what is known beside a value: its region, its row's city, and ranges as `crm_phone_ranges` writes them.
pub fn with_context<T>(region: &str, city: Option<&str>, phone_ranges: Option<&str>, work: impl FnOnce(&Context) -> T) -> Result<T> {
    let context = Context { city, ..value::context(region)? };
    let Some(text) = phone_ranges.filter(|text| !text.is_empty()) else { return Ok(work(&context)) };
    let parsed = RANGES.with(|cache| cache.get(text, |text| Ok(ranges::parse(text))))?;
    match &*parsed {
        Ok(ranges) => Ok(work(&Context { phone_ranges: ranges, ..context })),
        Err(bad) => Err(Error::BadRange { line: Some(bad.line), reason: bad.reason }.into()),
    }
}

// Not STRICT: a city or ranges that are NULL say nothing, while a NULL number or region still is NULL.
#[pg_extern(immutable, parallel_safe)]
fn crm_normalize_phone(
    raw: Option<&str>,
    region: default!(Option<&str>, "'CN'"),
    city: default!(Option<&str>, "NULL"),
    ranges: default!(Option<&str>, "NULL"),
) -> Result<Option<String>> {
    let Some((raw, region)) = raw.zip(region) else { return Ok(None) };
    with_context(region, city, ranges, |context| Phone.normalize(raw, context).ok())
}

/// The normal form of every number in a field, in the order in which they are written.
#[pg_extern(immutable, parallel_safe)]
fn crm_phones(
    raw: Option<&str>,
    region: default!(Option<&str>, "'CN'"),
    city: default!(Option<&str>, "NULL"),
    ranges: default!(Option<&str>, "NULL"),
) -> Result<Option<Vec<String>>> {
    let Some((raw, region)) = raw.zip(region) else { return Ok(None) };
    with_context(region, city, ranges, |context| phone::all(raw, context)).map(Some)
}

/// One row: every part of the phone number in `raw`; the first valid one where the field holds several.
#[pg_extern(immutable, parallel_safe)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_phone_info(
    raw: Option<&str>,
    region: default!(Option<&str>, "'CN'"),
    city: default!(Option<&str>, "NULL"),
    ranges: default!(Option<&str>, "NULL"),
) -> Result<
    TableIterator<
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
    >,
> {
    let Some((raw, region)) = raw.zip(region) else { return Ok(TableIterator::empty()) };
    let info = with_context(region, city, ranges, |context| phone::info(raw, context))?;
    let owned = |text: Option<&'static str>| text.map(str::to_owned);
    Ok(TableIterator::once((
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
    )))
}

/// The ranges that were added, as the functions above take them; None where there are none.
pub fn stored_ranges() -> Result<Option<String>> {
    let text = spi::first(
        "SELECT string_agg(concat_ws(' ', region, prefix, length, number_type, operator), E'\\n' ORDER BY region COLLATE \"C\", prefix COLLATE \"C\", length)
         FROM crm_hygiene.phone_range",
        &[],
        |row| row.get::<String>(1),
    )?;
    Ok(text.flatten())
}

#[pg_extern(stable, parallel_safe)]
#[search_path(pg_catalog, pg_temp)]
fn crm_phone_ranges() -> Result<Option<String>> {
    stored_ranges()
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_add_phone_range(
    region: Option<&str>,
    prefix: Option<&str>,
    length: Option<i32>,
    number_type: default!(Option<&str>, "'mobile'"),
    operator: default!(Option<&str>, "NULL"),
    note: default!(Option<&str>, "NULL"),
) -> Result<bool> {
    let region = value::region(required(region, "region")?)?;
    let (prefix, length, number_type) = (required(prefix, "prefix")?, required(length, "length")?, required(number_type, "number_type")?);
    let operator = operator.map(str::trim).filter(|operator| !operator.is_empty());
    // One line is one range, and it is read as it will be.
    let words = [prefix, number_type].into_iter().all(|word| !word.is_empty() && !word.contains([' ', '#']));
    let line = format!("{region} {prefix} {length} {number_type} {}", operator.unwrap_or_default());
    if !words || line.contains(|c: char| c.is_control() || c == '#') {
        return Err(Error::BadRange { line: None, reason: "a part of it is empty or has a #, a space or a line break" }.into());
    }
    ranges::parse(&line).map_err(|bad| Error::BadRange { line: None, reason: bad.reason })?;
    // Only a row that this statement has made was never changed by one.
    let added = spi::write_first(
        "INSERT INTO crm_hygiene.phone_range (region, prefix, length, number_type, operator, note) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (region, prefix, length) DO UPDATE SET number_type = excluded.number_type, operator = excluded.operator,
                                                            note = excluded.note, added_at = now()
         RETURNING xmax = 0",
        &[region.into(), prefix.into(), length.into(), number_type.into(), operator.into(), note.into()],
        |row| row.get::<bool>(1),
    )?;
    guard::reread_phones()?;
    Ok(added.flatten().unwrap_or(false))
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_remove_phone_range(region: Option<&str>, prefix: Option<&str>, length: Option<i32>) -> Result<bool> {
    let region = value::region(required(region, "region")?)?;
    let (prefix, length) = (required(prefix, "prefix")?, required(length, "length")?);
    let removed = spi::execute(
        "DELETE FROM crm_hygiene.phone_range WHERE region = $1 AND prefix = $2 AND length = $3",
        &[region.into(), prefix.into(), length.into()],
    )?;
    guard::reread_phones()?;
    Ok(removed > 0)
}
