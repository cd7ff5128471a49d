//! Companies in SQL: the parts of a name.

use crm_hygiene_core::kind::{Context, company};
use pgrx::prelude::*;

/// One row: every part of a company's name, or the reason why it is none.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_company_info(
    raw: &str,
    region: default!(&str, "'CN'"),
) -> TableIterator<
    'static,
    (
        name!(core, Option<String>),
        name!(legal_form, Option<String>),
        name!(legal_form_class, Option<String>),
        name!(region, Option<String>),
        name!(region_code, Option<String>),
        name!(industry, Option<String>),
        name!(branch, Option<String>),
        name!(script, Option<String>),
        name!(valid, bool),
        name!(reason, Option<String>),
    ),
> {
    let info = company::info(raw, &Context::of(region));
    let text = |part: Option<&'static str>| part.map(str::to_owned);
    TableIterator::once((
        info.core,
        text(info.legal_form),
        text(info.legal_form_class),
        text(info.region),
        text(info.region_code),
        info.industry,
        info.branch,
        text(info.script),
        info.valid,
        text(info.reason),
    ))
}
