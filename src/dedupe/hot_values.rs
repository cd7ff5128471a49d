//! The list of values that say nothing about who a customer is: placeholders, and what too many rows share.

use super::publish::Publisher;
use super::steps::{Census, Steps};
use crate::error::Result;
use crate::{engine, spi};
use crm_hygiene_core::directory::Place;
use crm_hygiene_core::hot::HotValue;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap};

/// By key, how many rows hold a value, and which one shows it.
pub type Held = FxHashMap<u32, (i64, String)>;

impl Publisher<'_> {
    /// Lists placeholders and the values that too many rows share.
    pub fn replace_hot_values(&self, steps: &Steps, census: &Census) -> Result<i64> {
        let plan = engine::plan(steps.plan)?;
        spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1", &[self.oid().into()])?;
        let listed: BTreeMap<u32, u32> = census.saying_nothing();
        let records = steps.records_at(census.samples.iter().map(|(_, place)| *place))?;
        let value = |(key, place): &(u32, Place)| HotValue::of(&plan, *key, records.get(place)?);
        let found: Vec<(u32, HotValue, i64)> =
            census.samples.iter().filter_map(|sample| Some((sample.0, value(sample)?, i64::from(*listed.get(&sample.0)?)))).collect();
        self.write_hot_values(steps.plan, &found)
    }

    /// Adds these to the list.
    pub fn write_hot_values(&self, plan: &str, found: &[(u32, HotValue, i64)]) -> Result<i64> {
        if found.is_empty() {
            return Ok(0);
        }
        let plan = engine::plan(plan)?;
        let texts = self.raw_values(found.iter().map(|(_, value, _)| value.row_id.as_str()).collect())?;
        let shown = |value: &HotValue| texts.get(&value.row_id).map(|raw| value.shown(&plan, raw)).unwrap_or_default();
        let keys: Vec<i32> = found.iter().map(|(key, ..)| *key as i32).collect();
        let labels: Vec<String> = found.iter().map(|(_, value, _)| value.label(&plan)).collect();
        let values: Vec<String> = found.iter().map(|(_, value, _)| shown(value)).collect();
        let reasons: Vec<&str> = found.iter().map(|(_, value, _)| value.reason()).collect();
        let rows: Vec<i64> = found.iter().map(|(.., rows)| *rows).collect();
        let row_ids: Vec<&str> = found.iter().map(|(_, value, _)| value.row_id.as_str()).collect();
        spi::execute(
            "INSERT INTO crm_hygiene.hot_value (relation, key, field, value, reason, rows, row_id, run_id)
             SELECT $1::oid, h.key, h.field, h.value, h.reason, h.rows, h.row_id, $8
             FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[]) h (key, field, value, reason, rows, row_id)",
            &[self.oid().into(), keys.into(), labels.into(), values.into(), reasons.into(), rows.into(), row_ids.into(), self.run_id.into()],
        )?;
        Ok(found.len() as i64)
    }

    /// Counts so many rows more, or fewer, that hold these. Returns how many values are gone because only one row holds them, and of
    /// the others, by key, their rows and the one that shows the value.
    pub fn recount_hot_values(&self, more: &FxHashMap<u32, i64>) -> Result<(i64, Held)> {
        let own = spi::query("SELECT key FROM crm_hygiene.hot_value WHERE relation = $1", &[self.oid().into()], |row| row.get::<i32>(1))?;
        let more_of = |key: i32| Some((key, *more.get(&(key as u32))?));
        let (keys, more): (Vec<i32>, Vec<i64>) = own.into_iter().flatten().filter_map(more_of).unzip();
        let held = spi::write(
            "UPDATE crm_hygiene.hot_value h SET rows = rows + n.more, run_id = $4 FROM unnest($2::int[], $3::bigint[]) n (key, more)
             WHERE h.relation = $1 AND h.key = n.key RETURNING h.key, h.rows, h.row_id",
            &[self.oid().into(), keys.into(), more.into(), self.run_id.into()],
            |row| Ok(row.get::<i32>(1)?.zip(row.get::<i64>(2)?.zip(row.get::<String>(3)?))),
        )?;
        let held = held.into_iter().flatten().filter(|(_, (rows, _))| *rows > 1).map(|(key, held)| (key as u32, held));
        let gone = spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1 AND rows < 2", &[self.oid().into()])?;
        Ok((gone as i64, held.collect()))
    }

    /// Removes these from the list; returns how many were there.
    pub fn drop_hot_values(&self, keys: &[u32]) -> Result<i64> {
        let keys: Vec<i32> = keys.iter().map(|key| *key as i32).collect();
        let gone =
            spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1 AND key = ANY ($2)", &[self.oid().into(), keys.into()])?;
        Ok(gone as i64)
    }

    /// The texts of these rows.
    fn raw_values(&self, row_ids: Vec<&str>) -> Result<HashMap<String, Vec<Option<String>>>> {
        let id = self.table.relation.row_id_sql();
        let sql = format!(
            "SELECT {id}, {} FROM {} t WHERE {}",
            self.table.values_sql(),
            self.table.relation.sql,
            self.table.relation.has_row_id_sql(1)
        );
        let rows = spi::query(&sql, &[row_ids.into()], |row| Ok((row.get::<String>(1)?, row.get::<Vec<Option<String>>>(2)?)))?;
        Ok(rows.into_iter().filter_map(|(id, values)| id.zip(values)).collect())
    }
}
