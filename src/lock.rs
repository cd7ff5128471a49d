//! One run of a kind at a time on a table.

use crate::error::{Error, Result};
use crate::spi;
use pgrx::prelude::*;

/// What only one session at a time may do to a table; the lock goes with the transaction.
pub enum Lock {
    /// Finding its duplicates; taken before it is registered.
    Dedupe,
    /// Measuring its quality.
    Quality,
}

impl Lock {
    /// The table of the catalogue that the lock is named after, and what its holder does.
    fn names(&self) -> (&'static str, &'static str) {
        match self {
            Lock::Dedupe => ("crm_hygiene.registry", "deduplicating"),
            Lock::Quality => ("crm_hygiene.quality_run", "measuring"),
        }
    }

    /// Takes it, or says who has it.
    pub fn take(self, oid: pg_sys::Oid) -> Result<()> {
        let (class, doing) = self.names();
        let free = spi::first(
            "SELECT pg_try_advisory_xact_lock($2::regclass::oid::int, $1::oid::int), $1::oid::regclass::text",
            &[oid.into(), class.into()],
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
               AND l.classid = $2::regclass::oid AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            &[oid.into(), class.into()],
            |row| row.get::<String>(1),
        )?;
        let holder = holder.flatten().unwrap_or_else(|| "It has ended just now.".into());
        Err(Error::Busy { relation, doing, holder }.into())
    }
}
