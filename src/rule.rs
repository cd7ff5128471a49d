//! Rules: what a pair is, said by the levels that its fields reach.

use crate::error::{Error, Result, required};
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{engine, guard, spi};
use crm_hygiene_core::model::Decision;
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::rule::{self, Rule, Unreadable};
use pgrx::datum::JsonB;
use pgrx::prelude::*;
use serde_json::{Map, Value};

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_add_rule(
    rel: Option<Regclass>,
    name: Option<&str>,
    conditions: Option<JsonB>,
    action: Option<&str>,
    priority: default!(Option<i32>, "NULL"),
) -> Result<()> {
    let (rel, name, conditions) = (required(rel, "rel")?, required(name, "name")?, required(conditions, "conditions")?);
    if name.trim().is_empty() {
        return Err(Error::BadArgument { name: "name", rule: "must not be empty" }.into());
    }
    let Some(action) = Decision::find(required(action, "action")?) else {
        return Err(Error::BadArgument { name: "action", rule: "is none of duplicate, review, distinct" }.into());
    };
    let table = Registered::open(rel.0, Told::default())?;
    let json = engine::argument(&table.plan)?;
    read(&*engine::plan(&json)?, name, &conditions.0, action)?;
    spi::execute(
        "INSERT INTO crm_hygiene.rule (relation, name, position, conditions, action, added_at)
         VALUES ($1::oid, $2, COALESCE($3, (SELECT COALESCE(max(position), 0) + 1 FROM crm_hygiene.rule WHERE relation = $1::oid)), $4, $5, clock_timestamp())
         ON CONFLICT (relation, name) DO UPDATE SET position = COALESCE($3, rule.position), conditions = excluded.conditions,
             action = excluded.action, added_at = excluded.added_at",
        &[table.relation.oid.into(), name.into(), priority.into(), conditions.into(), action.name().into()],
    )?;
    changed(&table)
}

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
fn crm_drop_rule(rel: Option<Regclass>, name: Option<&str>) -> Result<bool> {
    let (rel, name) = (required(rel, "rel")?, required(name, "name")?);
    let table = Registered::existing(rel.0)?;
    let gone =
        spi::execute("DELETE FROM crm_hygiene.rule WHERE relation = $1::oid AND name = $2", &[table.relation.oid.into(), name.into()])? > 0;
    if gone {
        changed(&table)?;
    }
    Ok(gone)
}

/// What follows from another set of rules: the guard decides by them at once, results wait for the next run.
fn changed(table: &Registered) -> Result<()> {
    let ran = spi::first("SELECT EXISTS (SELECT FROM crm_hygiene.run WHERE relation = $1::oid)", &[table.relation.oid.into()], |row| {
        row.get::<bool>(1)
    })?;
    if ran.flatten() == Some(true) {
        notice!("the results of {} were made without this change; run crm_dedupe to apply it", table.relation.name);
    }
    guard::refresh(table.relation.oid, guard::Changed::Model)
}

/// The rules of a table in their order, its own before the built-in ones. A rule whose column no longer takes part is left out, and said so.
pub fn of(oid: pg_sys::Oid, plan: &Plan) -> Result<Vec<Rule>> {
    let stored = spi::query(
        "SELECT name, conditions, action FROM crm_hygiene.rule WHERE relation = $1 ORDER BY position, name",
        &[oid.into()],
        |row| Ok((row.get::<String>(1)?, row.get::<JsonB>(2)?, row.get::<String>(3)?)),
    )?;
    let mut rules = Vec::new();
    for row in stored {
        let (Some(name), Some(conditions), Some(action)) = row else { continue };
        let Some(action) = Decision::find(&action) else { continue };
        match read(plan, &name, &conditions.0, action) {
            Ok(rule) => rules.push(rule),
            Err(_) => warning!("rule \"{name}\" speaks of a column that no longer takes part in matching and is left out"),
        }
    }
    rules.extend(rule::builtin(plan));
    Ok(rules)
}

fn read(plan: &Plan, name: &str, conditions: &Value, action: Decision) -> Result<Rule> {
    let empty = Map::new();
    let conditions = match conditions {
        Value::Object(conditions) => conditions,
        Value::Null => &empty,
        _ => return Err(Error::BadRule { detail: "They are not a JSON object.".into(), hint: example() }.into()),
    };
    Rule::read(plan, name, conditions, action).map_err(|why| {
        let (detail, hint) = match why {
            Unreadable::Empty => ("There are none.".to_owned(), example()),
            Unreadable::NoField(name) => (format!("\"{name}\" is no kind or column that rows are compared by."), fields(plan)),
            Unreadable::SeveralFields(name) => (format!("\"{name}\" stands for several columns."), fields(plan)),
            Unreadable::NoWord { field, word } => {
                let own = plan.fields.iter().find(|own| own.is_named(&field));
                let levels = own.into_iter().flat_map(|own| own.kind.levels()).map(|level| level.name);
                let mut words: Vec<&str> = rule::WORDS.iter().map(|(word, _)| *word).collect();
                words.extend(levels.filter(|level| rule::WORDS.iter().all(|(word, _)| word != level)));
                (format!("\"{field}\" has no level {word}."), format!("Its levels are: {}.", words.join(", ")))
            }
        };
        Error::BadRule { detail, hint }.into()
    })
}

fn example() -> String {
    "For example: '{\"phone\": \"exact\", \"person_name\": [\"different\", \"missing\"]}'.".to_owned()
}

fn fields(plan: &Plan) -> String {
    let named: Vec<String> = plan.fields.iter().map(|field| format!("{} ({})", field.kind.name(), field.label)).collect();
    format!("Rows are compared by: {}. Name a kind, or a column.", named.join(", "))
}
