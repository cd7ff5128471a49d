//! The guard at a table's door: what becomes of a row that is about to be stored. Everything that it knows travels in the
//! argument of the table's trigger, so that a row is judged without reading anything.

mod forms;

use crate::check::{Checks, Finding, Known, TableChecks, Values};
use crate::kind::{Code, Context, Issue, Kind, Reading, Severity};
use crate::placeholder;
use crate::plan::Plan;
pub use forms::KnownForms;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::{xxh3_64, xxh3_128_with_seed};

/// Cities that are remembered, and the longest of them, in bytes.
const CITIES: usize = 2_000;
const LONGEST_CITY: usize = 60;

/// What is done about something wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Normalise what can be, flag what can't.
    Fix,
    /// Let in and list.
    Flag,
    /// Let in and tell the writer.
    Warn,
    /// Turn away.
    Reject,
    /// Nothing.
    Off,
}

impl Action {
    /// Every action, in the words of SQL.
    pub const NAMES: &[(&str, Action)] =
        &[("fix", Action::Fix), ("flag", Action::Flag), ("warn", Action::Warn), ("reject", Action::Reject), ("off", Action::Off)];

    /// The action of that name.
    pub fn find(name: &str) -> Option<Action> {
        Action::NAMES.iter().find(|(own, _)| *own == name).map(|(_, action)| *action)
    }

    /// Whether the writer hears of it.
    pub fn speaks(self) -> bool {
        matches!(self, Action::Warn | Action::Reject)
    }

    /// Whether it may be listed. Of what is to be rejected only errors are; the rest is listed.
    fn lists(self) -> bool {
        matches!(self, Action::Fix | Action::Flag | Action::Reject)
    }
}

/// How one column is guarded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuardedColumn {
    /// What is done about a bad value.
    pub on_invalid: Action,
    /// Whether a value is replaced by its normal form.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub normalize: bool,
    /// Position of the column that keeps the value as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<usize>,
}

/// How a table is guarded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableGuard {
    /// What is demanded of its rows.
    pub checks: TableChecks,
    /// Positions of the columns that identify a row.
    pub key: Vec<usize>,
    /// Positions of the columns by which rows are compared with those that are there; none where nobody asks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matching: Vec<usize>,
    /// The columns, at the positions that they have there.
    pub columns: Vec<GuardedColumn>,
    /// What is done about the breach of a check, where that differs from its first column.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, Action>,
}

/// [`TableGuard`], understood, for a table with certain columns.
pub struct Guard {
    /// What is demanded.
    pub checks: Checks,
    /// Positions of the columns that identify a row.
    pub key: Vec<usize>,
    /// See [`TableGuard::matching`].
    pub matching: Vec<usize>,
    columns: Vec<GuardedColumn>,
    rules: BTreeMap<String, Action>,
    /// Whether anything is told or turned away at the door.
    speaks: bool,
    /// Whether anything is let in and listed.
    lists: bool,
    /// Whether anything is normalised.
    normalizes: bool,
    /// Tells guards apart.
    pub seed: u64,
    /// What has become of cities, in which tables live by the thousand.
    cities: RefCell<FxHashMap<String, Reading>>,
}

/// What is called with a column, its value and what is known beside; gives the value's normal form, if it is another.
type Normalize<'a> = &'a mut dyn FnMut(usize, &GuardedColumn, &str, &dyn Kind, &Context) -> Option<String>;

/// What has become of a row's values.
#[derive(Debug, Default)]
pub struct Changes {
    /// The values that are replaced.
    pub changes: Vec<Change>,
    /// What is wrong with some of them, whether they are replaced or not.
    pub known: Known,
    /// Match forms of some of them, which are those of what takes their place.
    pub forms: KnownForms,
}

/// A value that takes the place of another.
#[derive(Debug, PartialEq)]
pub struct Change {
    /// Position of the column.
    pub column: usize,
    /// Its new value.
    pub text: String,
}

impl TableGuard {
    /// Reads what stands in a trigger's argument.
    pub fn parse(json: &str) -> Result<TableGuard, String> {
        serde_json::from_str(json).map_err(|error| format!("the guard is not readable: {error}"))
    }

    /// Looks up kinds and columns. A check that names a column which `has` does not know is left out and returned: a renamed
    /// column must not turn every row away.
    pub fn understand(mut self, has: &dyn Fn(&str) -> bool) -> Result<(Guard, Vec<String>), String> {
        let seed = xxh3_64(&serde_json::to_vec(&self).map_err(|error| error.to_string())?);
        let stored = std::mem::take(&mut self.checks.checks);
        let gone: Vec<String> = self.checks.columns.iter().filter(|column| !has(&column.name)).map(|column| column.name.clone()).collect();
        // Positions stay; a name that no check can say takes a lost column out of reach.
        for column in self.checks.columns.iter_mut().filter(|column| gone.contains(&column.name)) {
            column.name.clear();
            column.kind = "text".into();
        }
        let mut left_out = Vec::new();
        for check in stored {
            let alone = TableChecks { checks: vec![check.clone()], ..self.checks.clone() };
            match Checks::new(&alone) {
                Ok(_) => self.checks.checks.push(check),
                Err(_) => left_out.push(check.name),
            }
        }
        let checks = Checks::new(&self.checks).map_err(|bad| bad.detail)?;
        self.columns.resize(self.checks.columns.len(), GuardedColumn { on_invalid: Action::Off, normalize: false, raw: None });
        let (speaks, lists, normalizes) = (self.speaks(), self.lists(), self.normalizes());
        let TableGuard { key, matching, columns, rules, .. } = self;
        Ok((Guard { checks, key, matching, columns, rules, speaks, lists, normalizes, seed, cities: RefCell::default() }, left_out))
    }

    /// Whether rows have to be seen before they are stored.
    pub fn stands_at_door(&self) -> bool {
        self.normalizes() || self.speaks()
    }

    /// Whether anything is told or turned away at the door.
    fn speaks(&self) -> bool {
        self.actions().any(Action::speaks)
    }

    /// Whether anything is let in and listed.
    fn lists(&self) -> bool {
        self.actions().any(Action::lists)
    }

    fn actions(&self) -> impl Iterator<Item = Action> {
        self.columns.iter().map(|column| column.on_invalid).chain(self.rules.values().copied())
    }

    /// Whether anything is normalised.
    fn normalizes(&self) -> bool {
        self.columns.iter().any(|column| column.normalize)
    }

    /// Whether rows that are let in have to be seen: to be flagged, or to be compared with those that are there.
    pub fn looks_back(&self) -> bool {
        !self.matching.is_empty() || self.lists() || self.checks.checks.iter().any(|check| check.kind == "unique")
    }
}

impl Guard {
    /// Whether the value of a column has to be read of a row that has been stored.
    pub fn watches(&self, column: usize) -> bool {
        self.judges(column) || self.key.contains(&column) || self.matching.contains(&column)
    }

    /// Whether the value of a column has to be read before the row is stored.
    pub fn watches_at_door(&self, column: usize) -> bool {
        let normalizes = self.columns.get(column).is_some_and(|own| own.normalize);
        normalizes || self.judges(column) || self.columns.iter().any(|other| other.raw == Some(column))
    }

    /// Whether all that is ever asked about a column's value is what the kind of dates finds wrong with it.
    pub fn only_judges_dates(&self, column: usize) -> bool {
        let is_date = self.checks.column_kind(column).is_some_and(|kind| kind.name() == "date");
        let is_plain =
            self.columns.get(column).is_some_and(|own| !own.normalize) && self.columns.iter().all(|other| other.raw != Some(column));
        is_date && is_plain && !self.checks.has_part(column) && !self.key.contains(&column) && !self.matching.contains(&column)
    }

    /// Whether anything that may be found wrong depends on a column.
    fn judges(&self, column: usize) -> bool {
        self.on_invalid(column) != Action::Off || self.checks.has_part(column)
    }

    /// Whether anything is told or turned away at the door.
    pub fn speaks(&self) -> bool {
        self.speaks
    }

    /// Whether anything is let in and listed.
    pub fn lists(&self) -> bool {
        self.lists
    }

    fn on_invalid(&self, column: usize) -> Action {
        self.columns.get(column).map_or(Action::Off, |column| column.on_invalid)
    }

    /// Number of columns.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// The values that are replaced: by their normal form, and beside it the value as it came. `changed` tells the columns that
    /// the writer has set. What has no normal form, and what stands for nothing, stays as it is. Where the row `is_judged` next, what
    /// is wrong with the values is found at the same time, as far as it can be; and where it `is_compared` later, their match forms.
    pub fn changes(&self, values: &Values, changed: &dyn Fn(usize) -> bool, is_judged: bool, is_compared: bool) -> Changes {
        let (mut changes, mut known, mut forms) = (Vec::new(), Known::new(), KnownForms::default());
        self.each_normal(values, changed, &mut |position, column, text, kind, context| {
            let (normal, issues) = if Some(position) == self.checks.city() {
                let Reading { normal, issues } = self.city(text, kind, context);
                (normal, Some(issues).filter(|_| is_judged))
            } else if is_judged && is_compared && self.knows_form(position, text, kind) {
                let (Reading { normal, issues }, form) = kind.reading_and_form(text, context);
                forms.push(position, form.as_deref());
                (normal, Some(issues))
            } else if is_judged && column.on_invalid != Action::Off {
                let Reading { normal, issues } = kind.reading(text, context);
                (normal, Some(issues))
            } else {
                (kind.normalize(text, context), None)
            };
            // Most are in order: whether those stand for nothing is of no account.
            let normal = normal.ok().filter(|normal| normal != text && !placeholder::is_placeholder(text));
            // Where nothing is wrong with a value, nothing is with its normal form.
            let is_clean = |issues: &Vec<Issue>| issues.iter().all(|issue| issue.code.severity == Severity::Info);
            known.extend(issues.filter(|issues| normal.is_none() || is_clean(issues)).map(|issues| (position, issues)));
            if let Some(raw) = column.raw {
                // What came is kept when it is replaced; a kept value that no longer belongs to the new one goes.
                let kept = values.get(raw).and_then(|kept| kept.as_deref());
                if kept != Some(text) && (normal.is_some() || (kept.is_some() && !changed(raw))) {
                    changes.push(Change { column: raw, text: text.to_string() });
                }
            }
            changes.extend(normal.clone().map(|text| Change { column: position, text }));
            normal
        });
        Changes { changes, known, forms }
    }

    /// Whether the match form of a value is that of its normal form, and asked for later. Of several values the normal form is one.
    fn knows_form(&self, column: usize, text: &str, kind: &dyn Kind) -> bool {
        self.on_invalid(column) != Action::Off && self.matching.contains(&column) && kind.several(text).is_none()
    }

    /// Whether rows are read there as they are here, so that match forms found here hold.
    pub fn reads_like(&self, plan: &Plan) -> bool {
        let own = self.checks.context(&[]);
        own.region == plan.region && own.phone_ranges == &plan.phone_ranges && self.checks.city() == plan.city
    }

    /// What would become of a row's values that are to be normalised: the normal form where that is another text, None where
    /// there is none. What is in order, and what is blank, is left out.
    pub fn outcomes(&self, values: &Values) -> Vec<(usize, Option<String>)> {
        let mut outcomes = Vec::new();
        self.each_normal(values, &|_| true, &mut |position, _, text, kind, context| {
            let normal = something(text, kind.normalize(text, context));
            if !text.trim().is_empty() && normal.as_deref() != Some(text) {
                outcomes.push((position, normal.clone()));
            }
            normal
        });
        outcomes.sort_unstable_by_key(|(column, _)| *column);
        outcomes
    }

    /// Hands on every value that is to be normalised, as far as `wanted` has it; the row's city comes first, for the others are
    /// read by what becomes of it.
    fn each_normal(&self, values: &Values, wanted: &dyn Fn(usize) -> bool, read: Normalize) {
        let (own, mut normal_city) = (self.checks.context(values), None::<String>);
        let city = self.checks.city().filter(|city| *city < self.columns.len());
        let others = (0..self.columns.len()).filter(|position| Some(*position) != city);
        for position in city.into_iter().chain(others).filter(|position| self.normalizes && wanted(*position)) {
            let column = &self.columns[position];
            let Some(text) = values.get(position).and_then(|text| text.as_deref()).filter(|_| column.normalize) else { continue };
            let Some(kind) = self.checks.column_kind(position) else { continue };
            let context = Context { city: normal_city.as_deref().or(own.city), ..own };
            let normal = read(position, column, text, kind, &context);
            if Some(position) == city {
                normal_city = normal;
            }
        }
    }

    /// What is read from the city of a row. It depends on nothing else that differs from row to row.
    fn city(&self, text: &str, kind: &dyn Kind, context: &Context) -> Reading {
        let mut cities = self.cities.borrow_mut();
        if let Some(known) = cities.get(text) {
            return known.clone();
        }
        let reading = kind.reading(text, context);
        if cities.len() >= CITIES {
            cities.clear();
        }
        if text.len() <= LONGEST_CITY {
            cities.insert(text.to_owned(), reading.clone());
        }
        reading
    }

    /// What is wrong with a row and what is done about it, as far as anything is. `asked` tells the columns that can have brought it
    /// about, and [`Guard::changes`] what is known already.
    pub fn found(&self, values: &Values, now: &str, asked: &dyn Fn(usize) -> bool, known: Known) -> Vec<(Action, Finding<'_>)> {
        let judged = |column: usize| self.on_invalid(column) != Action::Off;
        let found = self.checks.findings_where(values, now, &judged, asked, known).into_iter();
        found.map(|finding| (self.action(&finding), finding)).filter(|(action, _)| *action != Action::Off).collect()
    }

    /// Stands for all that [`Guard::found`] depends on.
    pub fn fingerprint(&self, values: &Values, now: &str) -> u128 {
        let mut bytes = Vec::with_capacity(256);
        if self.checks.asks_for_the_time() {
            bytes.extend_from_slice(now.as_bytes());
        }
        for (_, value) in values.iter().enumerate().filter(|(column, _)| self.judges(*column)) {
            bytes.extend(value.as_deref().map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
            bytes.extend_from_slice(value.as_deref().unwrap_or_default().as_bytes());
        }
        xxh3_128_with_seed(&bytes, self.seed)
    }

    /// What is done about a finding. Only errors are turned away; what is merely remarkable is nobody's business here.
    fn action(&self, finding: &Finding) -> Action {
        let of_check = finding.check.and_then(|check| self.rules.get(check).copied());
        let action = of_check.unwrap_or_else(|| self.on_invalid(finding.column));
        match (finding.severity, action) {
            (Severity::Info, _) => Action::Off,
            (Severity::Warning, Action::Reject) => Action::Flag,
            _ => action,
        }
    }

    /// What is done about a second row with the same value, where a check forbids it.
    pub fn on_repeated(&self, check: &str, column: usize, severity: Severity) -> Action {
        self.action(&Finding { column, check: Some(check), code: &crate::check::NOT_UNIQUE, severity, suggestion: None })
    }
}

/// The normal form of `text` that may be stored: none where the text stands for nothing.
fn something(text: &str, normal: Result<String, &'static Code>) -> Option<String> {
    normal.ok().filter(|_| !placeholder::is_placeholder(text))
}

#[cfg(test)]
mod tests;
