//! One run at a time on a table.

use crate::error::{Error, Result};
use crate::spi;
use pgrx::prelude::*;

/// The lock of a table's runs, taken before it is registered; it goes with the transaction.
pub struct Lock;

impl Lock {
    /// Takes it, or says who has it.
    pub fn take(oid: pg_sys::Oid) -> Result<()> {
        let free = spi::first(
            "SELECT pg_try_advisory_xact_lock('crm_hygiene.registry'::regclass::oid::int, $1::oid::int), $1::oid::regclass::text",
            &[oid.into()],
            |row| Ok((row.get::<bool>(1)?, row.get::<String>(2)?)),
        )?;
        let relation = match free {
            Some((Some(true), _)) => return Ok(()),
            other => other.and_then(|(_, name)| name).unwrap_or_default(),
        };
        let holder = spi::first(
            "SELECT format('It is held by process %s%s%s.', l.pid, ' of role ' || a.usename, ', whose transaction began at ' || a.xact_start::timestamptz(0))
             FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.objid = $1::oid
               AND l.classid = 'crm_hygiene.registry'::regclass::oid AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            &[oid.into()],
            |row| row.get::<String>(1),
        )?;
        let holder = holder.flatten().unwrap_or_else(|| "It has ended just now.".into());
        Err(Error::Busy { relation, holder }.into())
    }
}
