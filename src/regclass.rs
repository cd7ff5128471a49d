//! The SQL type `regclass` as an argument. pgrx's own `PgRelation` opens the relation at once, so that a stale OID is
//! an internal error before any function of ours could say what is wrong.

use pgrx::callconv::{Arg, ArgAbi};
use pgrx::pg_sys;
use pgrx::pgrx_sql_entity_graph::metadata::{ArgumentError, ReturnsError, ReturnsRef, SqlMappingRef, SqlTranslatable, TypeOrigin};

/// A relation's OID, not yet looked up.
#[derive(Clone, Copy)]
pub struct Regclass(pub pg_sys::Oid);

// SAFETY: a regclass is an OID in every respect but its text.
unsafe impl SqlTranslatable for Regclass {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(Regclass);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal("regclass"));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Ok(ReturnsRef::One(SqlMappingRef::literal("regclass")));
}

// SAFETY: as above; the datum is passed by value and read as the OID that it is.
unsafe impl<'fcx> ArgAbi<'fcx> for Regclass {
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        Regclass(unsafe { arg.unbox_unchecked() })
    }
}

/// The SQL type `regclass[]` as an argument. None stands for a NULL among its elements.
pub struct Regclasses(pub Vec<Option<pg_sys::Oid>>);

// SAFETY: an array of what is an OID in every respect but its text.
unsafe impl SqlTranslatable for Regclasses {
    const TYPE_IDENT: &'static str = pgrx::pgrx_resolved_type!(Regclasses);
    const TYPE_ORIGIN: TypeOrigin = TypeOrigin::External;
    const ARGUMENT_SQL: Result<SqlMappingRef, ArgumentError> = Ok(SqlMappingRef::literal("regclass[]"));
    const RETURN_SQL: Result<ReturnsRef, ReturnsError> = Ok(ReturnsRef::One(SqlMappingRef::literal("regclass[]")));
}

// SAFETY: as above; an array of OIDs is read as such.
unsafe impl<'fcx> ArgAbi<'fcx> for Regclasses {
    unsafe fn unbox_arg_unchecked(arg: Arg<'_, 'fcx>) -> Self {
        Regclasses(unsafe { arg.unbox_unchecked() })
    }
}
