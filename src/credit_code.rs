//! `crm_credit_code_info`: a registration number taken apart.

use crm_hygiene_core::kind::{Context, credit_code};
use pgrx::prelude::*;

/// One row: every part of a 统一社会信用代码 or of one of the numbers that it replaced.
#[pg_extern(immutable, strict, parallel_safe)]
#[allow(clippy::type_complexity)]
fn crm_credit_code_info(
    raw: &str,
) -> TableIterator<
    'static,
    (
        name!(code, Option<String>),
        name!(form, Option<&'static str>),
        name!(valid, bool),
        name!(reason, Option<&'static str>),
        name!(authority, Option<&'static str>),
        name!(organisation_type, Option<&'static str>),
        name!(region_code, Option<String>),
        name!(region_name, Option<String>),
        name!(organisation_code, Option<String>),
    ),
> {
    let info = credit_code::info(raw, &Context::default());
    TableIterator::once((
        info.code,
        info.form,
        info.valid,
        info.reason,
        info.authority,
        info.organisation_type,
        info.region_code,
        info.region_name,
        info.organisation_code,
    ))
}
