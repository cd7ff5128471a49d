//! The list of values that say nothing about who a customer is: placeholders, and what too many rows share.

use super::publish::Publisher;
use super::steps::{Census, Steps};
use crate::error::Result;
use crate::{engine, spi};
use crm_hygiene_core::hot::HotValue;
use crm_hygiene_core::tally::KeyFilter;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap};

impl Publisher<'_> {
    /// Lists placeholders and the values that too many rows share.
    pub fn replace_hot_values(&self, steps: &Steps, census: &Census) -> Result<i64> {
        let plan = engine::plan(steps.plan)?;
        spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1", &[self.oid().into()])?;
        let listed: BTreeMap<u32, u32> = census.hot.iter().chain(&census.placeholders).copied().collect();
        let keys: Vec<u32> = listed.keys().copied().collect();
        // Any row with the key can say what the key stands for; always the same one does.
        let mut samples: HashMap<u32, Vec<u8>> = HashMap::new();
        spi::query(
            &format!(
                "SELECT k.key, r.record FROM (SELECT key, min(row_id) AS row_id
                     FROM (SELECT unnest(crm_hygiene.live_keys(record, $1)) AS key, row_id FROM {0}) a GROUP BY key) k
                 JOIN {0} r ON r.row_id = k.row_id",
                steps.records()
            ),
            &[KeyFilter::pack(&keys).into()],
            |row| {
                if let (Some(key), Some(record)) = (row.get::<i32>(1)?, row.get::<Vec<u8>>(2)?) {
                    samples.insert(key as u32, record);
                }
                Ok(())
            },
        )?;
        let found: Vec<(u32, HotValue, u32)> =
            listed.into_iter().filter_map(|(key, rows)| Some((key, HotValue::of(&plan, key, samples.get(&key)?)?, rows))).collect();
        self.write_hot_values(steps.plan, &found)
    }

    /// Adds these to the list.
    pub fn write_hot_values(&self, plan: &str, found: &[(u32, HotValue, u32)]) -> Result<i64> {
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
        let rows: Vec<i64> = found.iter().map(|(.., rows)| i64::from(*rows)).collect();
        spi::execute(
            "INSERT INTO crm_hygiene.hot_value (relation, key, field, value, reason, rows, run_id)
             SELECT $1::oid, h.key, h.field, h.value, h.reason, h.rows, $7
             FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[]) h (key, field, value, reason, rows)",
            &[self.oid().into(), keys.into(), labels.into(), values.into(), reasons.into(), rows.into(), self.run_id.into()],
        )?;
        Ok(found.len() as i64)
    }

    /// Counts so many rows more, or fewer, that hold these; returns how many values are gone because only one row holds them.
    pub fn recount_hot_values(&self, more: &FxHashMap<u32, i64>) -> Result<i64> {
        let own = spi::query("SELECT key FROM crm_hygiene.hot_value WHERE relation = $1", &[self.oid().into()], |row| row.get::<i32>(1))?;
        let more_of = |key: i32| Some((key, *more.get(&(key as u32))?));
        let (keys, more): (Vec<i32>, Vec<i64>) = own.into_iter().flatten().filter_map(more_of).unzip();
        spi::execute(
            "UPDATE crm_hygiene.hot_value h SET rows = rows + n.more, run_id = $4 FROM unnest($2::int[], $3::bigint[]) n (key, more)
             WHERE h.relation = $1 AND h.key = n.key",
            &[self.oid().into(), keys.into(), more.into(), self.run_id.into()],
        )?;
        Ok(spi::execute("DELETE FROM crm_hygiene.hot_value WHERE relation = $1 AND rows < 2", &[self.oid().into()])? as i64)
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
