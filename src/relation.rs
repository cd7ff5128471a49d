//! A user's relation: its name, its columns and what identifies its rows.

use crate::error::{Error, Result};
use crate::spi;
use pgrx::prelude::*;

/// A relation that rows can be read from.
pub struct Relation {
    pub oid: pg_sys::Oid,
    /// Schema-qualified and quoted, fit for SQL text.
    pub sql: String,
    /// As people write it.
    pub name: String,
    /// One of PostgreSQL's kinds of relation.
    relkind: char,
    pub columns: Vec<TableColumn>,
    /// Columns that identify a row.
    pub key: Vec<String>,
}

/// Where rows lie: a table, or a part of one, and the file it is in, which is another one when all rows have been moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Heap {
    pub oid: pg_sys::Oid,
    pub file: pg_sys::Oid,
}

/// A type, and when a text `r` is that of one of its values.
type Cast = (&'static str, &'static str);
const WHOLE_NUMBER: Cast =
    ("bigint", "CASE WHEN r ~ '^(0|-?[1-9][0-9]{0,18})$' THEN r::numeric BETWEEN -9223372036854775808 AND 9223372036854775807 END");
const UUID: Cast = ("uuid", "r ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'");

/// How a value is written in a row's identity, so that it reads the same in every session and as the guard's triggers read it.
#[derive(Clone, Copy, PartialEq)]
enum Identity {
    /// As a cast to text has it, or beside others as JSON has it.
    Plain,
    /// As a cast to text has it.
    Text,
    /// As its type puts it out.
    Output,
    Day,
    Time,
    /// A point in time that is shown in the session's time zone.
    ZonedTime,
}

/// One column.
pub struct TableColumn {
    pub name: String,
    /// Category of its type: `D` for dates and times, `S` for strings, `N` for numbers …
    pub category: char,
    /// Whether it holds a time of day besides a date.
    pub timed: bool,
    /// How it becomes part of a row's identity.
    identity: Identity,
    /// The type by which an index finds its values' texts.
    cast: Option<Cast>,
    /// Whether its values can be read as text.
    pub readable: bool,
}

impl Relation {
    /// Looks the relation up. `key` names the columns that identify a row where the relation has no primary key.
    pub fn open(oid: pg_sys::Oid, key: Option<Vec<String>>) -> Result<Relation> {
        let found = spi::first(
            "SELECT c.oid::regclass::text, format('%I.%I', n.nspname, c.relname), c.relkind::text
             FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = $1",
            &[oid.into()],
            |row| Ok((row.get::<String>(1)?, row.get::<String>(2)?, row.get::<String>(3)?)),
        )?;
        let Some((Some(name), Some(sql), Some(kind))) = found else {
            return Err(Error::NotATable { relation: format!("{}", oid.to_u32()), is: "no relation" }.into());
        };
        let is = match kind.as_str() {
            "r" | "p" | "v" | "m" | "f" => "",
            "i" | "I" => "an index",
            "S" => "a sequence",
            "c" => "a composite type",
            _ => "not a table",
        };
        if !is.is_empty() {
            return Err(Error::NotATable { relation: name, is }.into());
        }
        let columns = spi::query(
            "SELECT a.attname::text, t.typcategory::text, t.typcategory IN ('S', 'N', 'D', 'E') OR t.typname IN ('uuid', 'citext'),
                    t.oid IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype), t.oid = 'uuid'::regtype,
                    CASE WHEN b.oid = ANY ('{int2, int4, int8, numeric, bool, text, varchar, name, uuid}'::regtype[]) THEN 'plain'
                         WHEN b.oid = 'bpchar'::regtype OR b.typcategory = 'A' THEN 'text'
                         WHEN b.oid = ANY ('{date, timestamp, timestamptz}'::regtype[]) THEN b.typname::text END
             FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
             JOIN LATERAL (
                 WITH RECURSIVE made_of AS (
                     SELECT t.* UNION ALL SELECT b.* FROM made_of m JOIN pg_type b ON b.oid = m.typbasetype
                 )
                 SELECT oid, typname, typcategory FROM made_of WHERE typbasetype = 0
             ) b ON true
             WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
            &[oid.into()],
            |row| {
                let category = row.get::<String>(2)?.and_then(|text| text.chars().next()).unwrap_or('U');
                let is = |ordinal| Ok::<bool, pgrx::spi::Error>(row.get(ordinal)?.unwrap_or(false));
                let cast = if is(4)? { Some(WHOLE_NUMBER) } else { is(5)?.then_some(UUID) };
                let identity = match row.get::<&str>(6)? {
                    Some("plain") => Identity::Plain,
                    Some("text") => Identity::Text,
                    Some("date") => Identity::Day,
                    Some("timestamp") => Identity::Time,
                    Some("timestamptz") => Identity::ZonedTime,
                    _ => Identity::Output,
                };
                let timed = matches!(identity, Identity::Time | Identity::ZonedTime);
                Ok(TableColumn { name: row.get(1)?.unwrap_or_default(), category, timed, identity, cast, readable: is(3)? })
            },
        )?;
        let relkind = kind.chars().next().unwrap_or('r');
        let mut relation = Relation { oid, sql, name, relkind, columns, key: Vec::new() };
        relation.key = match key {
            Some(key) => relation.checked_key(key)?,
            None => relation.own_key()?,
        };
        Ok(relation)
    }

    /// The columns of its primary key, or of the first unique index over NOT NULL columns.
    fn own_key(&self) -> Result<Vec<String>> {
        let key = spi::first(
            "SELECT array_agg(a.attname::text ORDER BY k.ordinality)
             FROM (SELECT i.indexrelid, i.indkey::int2[] AS columns
                   FROM pg_index i
                   WHERE i.indrelid = $1 AND i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
                     AND NOT EXISTS (SELECT FROM pg_attribute a
                                     WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[]) AND NOT a.attnotnull)
                   ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1) i,
                  unnest(i.columns) WITH ORDINALITY k (attnum, ordinality)
                  JOIN pg_attribute a ON a.attrelid = $1 AND a.attnum = k.attnum",
            &[self.oid.into()],
            |row| row.get::<Vec<String>>(1),
        )?;
        key.flatten().filter(|key| !key.is_empty()).ok_or_else(|| Error::NoKey { relation: self.name.clone() }.into())
    }

    /// A key named by the caller: its columns are there and tell rows apart.
    fn checked_key(&self, key: Vec<String>) -> Result<Vec<String>> {
        if key.is_empty() {
            return Err(Error::BadArgument { name: "key", rule: "names no column" }.into());
        }
        key.iter().try_for_each(|column| self.check_column(column))?;
        if self.own_key().is_ok_and(|own| own == key) {
            return Ok(key);
        }
        let columns: Vec<String> = key.iter().map(|column| spi::identifier(column)).collect();
        let columns = columns.join(", ");
        let nulls: Vec<String> = key.iter().map(|column| format!("{} IS NULL", spi::identifier(column))).collect();
        let clash = spi::first(
            &format!(
                "SELECT EXISTS (SELECT FROM {0} WHERE {2}) OR EXISTS (SELECT FROM {0} GROUP BY {1} HAVING count(*) > 1)",
                self.sql,
                columns,
                nulls.join(" OR ")
            ),
            &[],
            |row| row.get::<bool>(1),
        )?;
        if clash.flatten().unwrap_or(false) {
            return Err(Error::KeyNotUnique { relation: self.name.clone(), columns }.into());
        }
        Ok(key)
    }

    /// That a column of this name exists.
    pub fn check_column(&self, column: &str) -> Result<()> {
        if self.columns.iter().any(|own| own.name == column) {
            return Ok(());
        }
        Err(Error::NoColumn { relation: self.name.clone(), column: column.to_owned() }.into())
    }

    /// Whether its rows are somebody else's.
    pub fn is_view(&self) -> bool {
        !matches!(self.relkind, 'r' | 'p')
    }

    /// That the caller may decide what it lets in.
    pub fn may_be_guarded(&self) -> Result<()> {
        let may = spi::first("SELECT has_table_privilege($1, 'TRIGGER')", &[self.oid.into()], |row| row.get::<bool>(1))?;
        if may.flatten().unwrap_or(false) { Ok(()) } else { Err(Error::MayNotGuard { relation: self.name.clone() }.into()) }
    }

    /// How many rows the caller sees in it.
    pub fn row_count(&self) -> Result<i64> {
        count(&self.sql)
    }

    /// The same, but no more than so many.
    pub fn row_count_up_to(&self, most: i64) -> Result<i64> {
        count(&format!("(SELECT FROM {} LIMIT {most}) t", self.sql))
    }

    /// The heaps that its rows lie in, by their OIDs; None where not all of its rows lie in such, which tell when they changed, or where
    /// row-level security is in the way.
    pub fn heaps(&self) -> Result<Option<Vec<Heap>>> {
        // From here to the transaction's end none of them goes, or gets another file.
        spi::query(&format!("SELECT FROM {} LIMIT 0", self.sql), &[], |_| Ok(()))?;
        let parts = spi::query(
            "WITH RECURSIVE parts AS (
                 SELECT $1::oid AS oid
                 UNION SELECT i.inhrelid FROM parts p JOIN pg_inherits i ON i.inhparent = p.oid AND NOT i.inhdetachpending)
             SELECT c.oid, pg_relation_filenode(c.oid), c.relkind = 'p',
                    NOT row_security_active(c.oid) AND (c.relkind = 'p' OR c.relkind IN ('r', 'm') AND a.amname = 'heap')
             FROM parts JOIN pg_class c USING (oid) LEFT JOIN pg_am a ON a.oid = c.relam ORDER BY c.oid",
            &[self.oid.into()],
            |row| {
                let heap = row.get::<pg_sys::Oid>(1)?.zip(row.get::<pg_sys::Oid>(2)?).map(|(oid, file)| Heap { oid, file });
                Ok((heap, row.get::<bool>(3)? == Some(true), row.get::<bool>(4)? == Some(true)))
            },
        )?;
        let tell = parts.iter().all(|(heap, is_partitioned, tells)| *tells && (heap.is_some() || *is_partitioned));
        Ok(tell.then(|| parts.into_iter().filter_map(|(heap, ..)| heap).collect()))
    }

    /// SQL for a row's identity, with the relation under the alias `t`. Identities are compared by their bytes: that holds
    /// whatever collation the key has, and an index of them outlives a change of the operating system's.
    pub fn row_id_sql(&self) -> String {
        format!("{} COLLATE \"C\"", self.key_text_sql())
    }

    fn key_text_sql(&self) -> String {
        let alone = self.key.len() == 1;
        let part = |column: &String| match self.columns.iter().find(|own| own.name == *column) {
            Some(own) => own.identity_sql(alone),
            None => format!("t.{}", spi::identifier(column)),
        };
        let columns: Vec<String> = self.key.iter().map(part).collect();
        match &columns[..] {
            [column] => format!("({column})::text"),
            _ => format!("pg_catalog.jsonb_build_array({})::text", columns.join(", ")),
        }
    }

    /// SQL that is true of the rows, under the alias `t`, whose identities are in the text[] that the parameter of this number is;
    /// by the key's index, where it is one column.
    pub fn has_row_id_sql(&self, parameter: usize) -> String {
        match (self.key_cast(), &self.key[..]) {
            (Some((cast, holds)), [key]) => {
                format!("t.{} IN (SELECT r::{cast} FROM pg_catalog.unnest(${parameter}::text[]) r WHERE {holds})", spi::identifier(key))
            }
            _ => format!("{} = ANY (${parameter})", self.key_text_sql()),
        }
    }

    fn key_cast(&self) -> Option<Cast> {
        self.columns.iter().find(|column| self.key == [column.name.as_str()]).and_then(|column| column.cast)
    }

    /// SQL for a column's text with the time of day, where it has one.
    pub fn precise_text_sql(&self, column: &TableColumn) -> String {
        if column.timed {
            format!("pg_catalog.to_char(t.{}, 'YYYY-MM-DD HH24:MI:SS.US')", spi::identifier(&column.name))
        } else {
            self.text_sql(&column.name)
        }
    }

    /// SQL for a column's text, the same whatever the session's date style.
    pub fn text_sql(&self, column: &str) -> String {
        let quoted = format!("t.{}", spi::identifier(column));
        match self.columns.iter().find(|own| own.name == column) {
            Some(own) if own.timed || own.identity == Identity::Day => format!("pg_catalog.to_char({quoted}, 'YYYY-MM-DD')"),
            Some(own) if own.category == 'E' => output_sql(&quoted),
            _ => format!("{quoted}::text"),
        }
    }
}

impl TableColumn {
    /// SQL for its value in a row's identity, alone or beside others; dates and times as they are in UTC and ISO 8601.
    fn identity_sql(&self, alone: bool) -> String {
        let quoted = format!("t.{}", spi::identifier(&self.name));
        let moment = |of: &str| format!("(pg_catalog.to_jsonb({of}) #>> '{{}}')");
        let spaced = |of: &str| format!("pg_catalog.replace({}, 'T', ' ')", moment(of));
        let in_utc = format!("{quoted} AT TIME ZONE 'UTC'");
        match (self.identity, alone) {
            (Identity::Plain, false) => quoted,
            (Identity::Plain | Identity::Text, _) => format!("{quoted}::text"),
            (Identity::Output, _) => output_sql(&quoted),
            (Identity::Day, _) => moment(&quoted),
            (Identity::Time, true) => spaced(&quoted),
            (Identity::Time, false) => moment(&quoted),
            (Identity::ZonedTime, true) => format!("({} || '+00')", spaced(&in_utc)),
            (Identity::ZonedTime, false) => format!("({} || '+00:00')", moment(&in_utc)),
        }
    }
}

/// How many rows there are of what a FROM clause names.
fn count(rows: &str) -> Result<i64> {
    let count = spi::first(&format!("SELECT count(*) FROM {rows}"), &[], |row| row.get::<i64>(1))?;
    Ok(count.flatten().unwrap_or(0))
}

/// SQL for a value, no array, as its type puts it out. A cast to text may be a function of whoever made the type, which must not run
/// in the name of whoever looks at the table; the output of an array's elements is PostgreSQL's own.
fn output_sql(quoted: &str) -> String {
    format!("CASE WHEN {quoted} IS NOT NULL THEN pg_catalog.array_to_string(ARRAY[{quoted}], '') END")
}
