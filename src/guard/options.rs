//! What a caller of crm_protect says about columns and checks.

use crm_hygiene_core::guard::Action;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What is said about one column.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnOptions {
    pub on_invalid: Option<Action>,
    pub normalize: Option<bool>,
    pub raw: Option<String>,
}

/// Reads `columns`: a column's action, or an object of its options.
pub fn columns(json: Option<&Value>) -> Result<BTreeMap<String, ColumnOptions>, String> {
    let read = |name: &String, value: &Value| match value {
        Value::String(word) => Ok(ColumnOptions { on_invalid: Some(action(word)?), ..ColumnOptions::default() }),
        value => serde_json::from_value(value.clone()).map_err(|error| format!("\"{name}\" has {error}.")),
    };
    entries(json)?.iter().map(|(name, value)| Ok((name.clone(), read(name, value)?))).collect()
}

/// Reads `checks`: the action of each named check.
pub fn checks(json: Option<&Value>) -> Result<BTreeMap<String, Action>, String> {
    let read = |name: &String, value: &Value| {
        let action = action(value.as_str().ok_or_else(|| format!("\"{name}\" has no word for an action."))?)?;
        if action == Action::Fix { Err(format!("A check can't fix anything, and \"{name}\" is one.")) } else { Ok(action) }
    };
    entries(json)?.iter().map(|(name, value)| Ok((name.clone(), read(name, value)?))).collect()
}

/// Leaves what is said about names that are there; returns the others.
pub fn retain(json: Option<&mut Value>, is_there: &dyn Fn(&str) -> bool) -> Vec<String> {
    let Some(Value::Object(object)) = json else { return Vec::new() };
    let gone = object.keys().filter(|name| !is_there(name)).cloned().collect();
    object.retain(|name, _| is_there(name));
    gone
}

/// The same about columns, one of which may be to keep what came in another.
pub fn retain_columns(mut json: Option<&mut Value>, is_there: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut gone = retain(json.as_deref_mut(), is_there);
    for options in json.and_then(Value::as_object_mut).into_iter().flat_map(serde_json::Map::values_mut).filter_map(Value::as_object_mut) {
        if let Some(Value::String(raw)) = options.get("raw")
            && !is_there(raw)
        {
            gone.push(raw.clone());
            options.remove("raw");
        }
    }
    gone
}

fn entries(json: Option<&Value>) -> Result<serde_json::Map<String, Value>, String> {
    match json {
        None | Some(Value::Null) => Ok(serde_json::Map::new()),
        Some(Value::Object(object)) => Ok(object.clone()),
        Some(_) => Err("It is not a JSON object.".into()),
    }
}

fn action(word: &str) -> Result<Action, String> {
    Action::find(word).ok_or_else(|| format!("\"{word}\" is none of fix, flag, warn, reject, off."))
}
