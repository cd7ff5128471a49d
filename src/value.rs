//! SQL functions about single values, for any kind.

use crate::error::{Error, Result};
use crm_hygiene_core::kind::{self, Context, Kind};
use crm_hygiene_core::{blocking, country};
use pgrx::prelude::*;

/// The names of all kinds, for hints.
pub fn kind_names() -> String {
    let names: Vec<&str> = kind::ALL.iter().map(|kind| kind.name()).collect();
    names.join(", ")
}

/// The kind that an argument names.
pub fn find(name: &str) -> Result<&'static dyn Kind> {
    kind::find(name).ok_or_else(|| Error::UnknownKind(name.to_owned()).into())
}

/// The region that an argument names, in capitals.
pub fn region(text: &str) -> Result<&'static str> {
    country::find(text).ok_or_else(|| Error::BadRegion.into())
}

/// What a function of one value knows about it: every one of them takes its region from here.
pub fn context(text: &str) -> Result<Context<'static>> {
    region(text).map(Context::of)
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_normalize(kind: &str, raw: &str, region: default!(&str, "'CN'")) -> Result<Option<String>> {
    Ok(find(kind)?.normalize(raw, &context(region)?).ok())
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_normalize_email(raw: &str) -> Result<Option<String>> {
    crm_normalize("email", raw, "CN")
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_normalize_name(raw: &str) -> Result<Option<String>> {
    crm_normalize("person_name", raw, "CN")
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_normalize_company(raw: &str) -> Result<Option<String>> {
    crm_normalize("company", raw, "CN")
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_normalize_address(raw: &str) -> Result<Option<String>> {
    crm_normalize("address", raw, "CN")
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_normalize_credit_code(raw: &str) -> Result<Option<String>> {
    crm_normalize("credit_code", raw, "CN")
}

#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_issues(
    kind: &str,
    raw: &str,
    region: default!(&str, "'CN'"),
) -> Result<TableIterator<'static, (name!(code, String), name!(severity, String), name!(message, String), name!(suggestion, Option<String>))>>
{
    let issues = find(kind)?.validate(raw, &context(region)?).into_iter();
    let rows = issues.map(|issue| (issue.code.name.into(), issue.code.severity.name().into(), issue.code.message.into(), issue.suggestion));
    Ok(TableIterator::new(rows))
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_match_keys(kind: &str, raw: &str, region: default!(&str, "'CN'")) -> Result<Vec<String>> {
    let (kind, context) = (find(kind)?, context(region)?);
    let forms = kind.split(raw).into_iter().filter_map(|raw| kind.match_form(&raw, &context));
    Ok(blocking::own_key_texts(kind, &forms.collect::<Vec<_>>()))
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_similarity(kind: &str, a: &str, b: &str, region: default!(&str, "'CN'")) -> Result<Option<f64>> {
    let (kind, context) = (find(kind)?, context(region)?);
    let form = |raw: &str| kind.match_form(raw, &context);
    let level = form(a).zip(form(b)).map(|(a, b)| kind.compare(&a, &b));
    Ok(level.map(|level| level as f64 / (kind.levels().len() - 1).max(1) as f64))
}

#[pg_extern(immutable, strict, parallel_safe)]
fn crm_mask(kind: &str, raw: &str) -> Result<String> {
    Ok(find(kind)?.mask(raw))
}

#[pg_extern(immutable, parallel_safe)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_codes() -> TableIterator<'static, (name!(kind, String), name!(code, String), name!(severity, String), name!(message, String))> {
    let rows = kind::ALL.iter().flat_map(|kind| {
        let row =
            |code: &&kind::Code| (kind.name().to_owned(), code.name.to_owned(), code.severity.name().to_owned(), code.message.to_owned());
        kind.codes().iter().map(row)
    });
    TableIterator::new(rows)
}
