//! Versions of the extension, of its normal forms and of every data set compiled in.

use crm_hygiene_core::kind;
use pgrx::prelude::*;

/// Changes whenever any normal form, match key or comparison can come out differently. Stored with every result.
pub const NORM_VERSION: &str = "1";

/// The version of the normal forms, for the views.
#[pg_extern(immutable, parallel_safe, schema = "crm_hygiene")]
fn norm_version() -> &'static str {
    NORM_VERSION
}

#[pg_extern(immutable, parallel_safe)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_version()
-> TableIterator<'static, (name!(component, String), name!(version, String), name!(source, Option<String>), name!(licence, Option<String>))>
{
    let own = [("crm_hygiene", env!("CARGO_PKG_VERSION")), ("normalisation", NORM_VERSION)];
    let own = own.map(|(component, version)| (component.to_owned(), version.to_owned(), None, None));
    let mut data: Vec<_> = kind::ALL.iter().flat_map(|kind| kind.data()).collect();
    data.sort_by_key(|set| set.name);
    data.dedup_by_key(|set| set.name);
    let data = data
        .into_iter()
        .map(|set| (set.name.to_owned(), set.version.to_owned(), Some(set.source.to_owned()), Some(set.licence.to_owned())));
    TableIterator::new(own.into_iter().chain(data))
}
