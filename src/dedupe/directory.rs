//! Where the stored records are that have a key, or are a row's: a run over changes reads these instead of all.

use crate::error::Result;
use crate::{raw, spi, unlogged};
use crm_hygiene_core::directory::{self, CHUNK, Place};
use pgrx::datum::DatumWithOid;
use pgrx::itemptr::{item_pointer_get_both, item_pointer_set_all};
use pgrx::pg_sys::submodules::panic::pgrx_extern_c_guard;
use pgrx::prelude::*;
use std::collections::BTreeSet;

/// Chunks that are stored together: a megabyte.
const TOGETHER: usize = 512;

/// What the tables beside a table of records are called in its place.
pub const DIRECTORY: &str = "directory";
pub const ROLL: &str = "roll";

/// For SQL, the table beside the table of records of this name.
pub fn beside(records: &str, what: &str) -> String {
    format!("crm_hygiene.{}", spi::identifier(&records.replace("record", what)))
}

/// The directory of a table of records.
pub struct Directory(String);

impl Directory {
    /// That of the table of records of this name.
    pub fn of(records: &str) -> Directory {
        Directory(beside(records, DIRECTORY))
    }

    pub fn create(&self) -> Result<()> {
        let query = "SELECT NULL::boolean AS of_rows, NULL::bytea AS entries WHERE false";
        unlogged::create(&self.0, query, &[]).map(|_| ())
    }

    /// Enters keys, or the halves of rows' hashes, which are ascending.
    pub fn enter(&self, of_rows: bool, entries: &[u64], place: impl Fn(u32) -> Place) -> Result<()> {
        let sql = format!("INSERT INTO {} (of_rows, entries) SELECT $1, unnest($2::bytea[])", self.0);
        for part in entries.chunks(CHUNK * TOGETHER) {
            let chunk = |entries: &[u64]| directory::pack(entries.iter().map(|entry| (key_of(*entry), place(*entry as u32))));
            spi::in_batches(part.chunks(CHUNK).map(chunk), |chunks| {
                spi::execute(&sql, &[of_rows.into(), chunks.to_vec().into()]).map(|_| ())
            })?;
        }
        Ok(())
    }

    /// Where the records are that have one of these keys, or a row with one of these halves of hashes, both ascending.
    pub fn find(&self, keys: &[u32], rows: &[u32]) -> Result<Vec<pg_sys::ItemPointerData>> {
        let sql = format!(
            "SELECT places FROM (SELECT crm_hygiene.places(entries, CASE WHEN of_rows THEN $2 ELSE $1 END) AS places
                                 FROM {} OFFSET 0) d WHERE places IS NOT NULL",
            self.0
        );
        let args: [DatumWithOid; 2] = [directory::pack_keys(keys).into(), directory::pack_keys(rows).into()];
        let found = spi::query(&sql, &args, |row| row.get::<Vec<u8>>(1))?;
        let places: BTreeSet<Place> = found.iter().flatten().flat_map(|places| directory::places(places)).collect();
        Ok(places.into_iter().map(pointer_to).collect())
    }
}

/// An entry that [`Directory::enter`] takes: a key, and a number by which the place is known.
pub fn entry(key: u32, number: u32) -> u64 {
    u64::from(key) << 32 | u64::from(number)
}

/// The key of an entry.
pub fn key_of(entry: u64) -> u32 {
    (entry >> 32) as u32
}

/// A place, as PostgreSQL tells it.
pub fn place_of(place: pg_sys::ItemPointerData) -> Place {
    let (block, offset) = item_pointer_get_both(place);
    Place { block, offset }
}

/// A place, as PostgreSQL takes it.
pub fn pointer_to(place: Place) -> pg_sys::ItemPointerData {
    let mut pointer = pg_sys::ItemPointerData::default();
    item_pointer_set_all(&mut pointer, place.block, place.offset);
    pointer
}

/// The places of some keys in a chunk of a directory: `crm_hygiene.places(entries bytea, keys bytea) returns bytea`, strict;
/// NULL where there are none.
///
/// # Safety
/// Called by PostgreSQL.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn crm_hygiene_places(fcinfo: pg_sys::FunctionCallInfo) -> pg_sys::Datum {
    // SAFETY: the arguments are of the types that the function was declared with.
    unsafe {
        pgrx_extern_c_guard(|| {
            let [entries, keys] = [0, 1].map(|nth| raw::bytes(fcinfo, nth));
            let mut found = Vec::new();
            directory::find(entries, keys, &mut found);
            (*fcinfo).isnull = found.is_empty();
            if found.is_empty() { pg_sys::Datum::from(0) } else { raw::bytea(&found) }
        })
    }
}

raw::declare!(pg_finfo_crm_hygiene_places);
