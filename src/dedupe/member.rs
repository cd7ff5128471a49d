//! Making a table part of the extension, without the lock on the extension that ALTER EXTENSION holds until the transaction ends:
//! runs on other tables must not wait for it.

use crate::error::{Error, Result};
use pgrx::prelude::*;

/// Makes a table a member of the extension, or no longer one. Only for functions that run as the extension's owner.
#[pg_extern(schema = "crm_hygiene")]
fn set_member(relation: pg_sys::Oid, is_member: bool) -> Result<()> {
    // SAFETY: plain catalogue functions, called with the OIDs of objects that exist, inside a transaction.
    unsafe {
        if !pg_sys::superuser() {
            return Err(Error::Internal("only a superuser may".into()).into());
        }
        let own = |class, object| pg_sys::ObjectAddress { classId: class, objectId: object, objectSubId: 0 };
        let extension = pg_sys::get_extension_oid(c"crm_hygiene".as_ptr(), false);
        if is_member {
            pg_sys::recordDependencyOn(
                &own(pg_sys::RelationRelationId, relation),
                &own(pg_sys::ExtensionRelationId, extension),
                pg_sys::DependencyType::DEPENDENCY_EXTENSION,
            );
        } else {
            let kind = pg_sys::DependencyType::DEPENDENCY_EXTENSION as std::ffi::c_char;
            pg_sys::deleteDependencyRecordsForClass(pg_sys::RelationRelationId, relation, pg_sys::ExtensionRelationId, kind);
            // What follows drops the table, and must see that nothing holds it any more.
            pg_sys::CommandCounterIncrement();
        }
    }
    Ok(())
}
