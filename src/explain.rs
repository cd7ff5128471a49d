//! Why two rows are, or are not, one customer: field by field.

use crate::dedupe::Fitted;
use crate::error::{Error, Result};
use crate::regclass::Regclass;
use crate::register::Registered;
use crate::{engine, spi};
use crm_hygiene_core::blocking;
use crm_hygiene_core::plan::Plan;
use crm_hygiene_core::record::{self, Record};
use crm_hygiene_core::score::Scorer;
use crm_hygiene_core::tally::Counts;
use pgrx::prelude::*;
use std::borrow::Cow;

type Line = (
    name!(field, String),
    name!(value_a, Option<String>),
    name!(value_b, Option<String>),
    name!(level, Option<String>),
    name!(weight, Option<f64>),
    name!(total, Option<f64>),
);

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_explain(
    rel: Regclass,
    id_a: &str,
    id_b: &str,
    reveal: default!(bool, false),
) -> Result<
    TableIterator<
        'static,
        (
            name!(field, String),
            name!(value_a, Option<String>),
            name!(value_b, Option<String>),
            name!(level, Option<String>),
            name!(weight, Option<f64>),
            name!(total, Option<f64>),
        ),
    >,
> {
    let table = Registered::existing(rel.0)?;
    let Fitted { plan, model, counts, .. } = Fitted::current(&table)?;
    let json = engine::argument(&plan)?;
    let plan = engine::plan(&json)?;
    let judge = engine::judge(&json, &engine::argument(&model)?)?;
    let scorer = Scorer { judge: &judge, counts: Counts::new(&counts), block_limit: u32::MAX };
    let (a, b) = (row(&table, id_a, "id_a")?, row(&table, id_b, "id_b")?);
    let (packed_a, packed_b) = (pack(&plan, id_a, &a), pack(&plan, id_b, &b));
    let (Some(record_a), Some(record_b)) = (Record::first(&packed_a), Record::first(&packed_b)) else {
        return Err(Error::Internal("a packed record could not be read".into()).into());
    };
    let (record_a, record_b) = (scorer.row(record_a), scorer.row(record_b));

    let mut evidence = scorer.evidence(&record_a, &record_b);
    let mut lines: Vec<Line> = vec![("prior odds".into(), None, None, None, Some(model.prior()), Some(evidence.total()))];
    for (index, outcome) in scorer.outcomes(&record_a, &record_b).enumerate() {
        let field = &plan.fields[index];
        let before = evidence.total();
        judge.add(&mut evidence, index, outcome);
        let show = |values: &[Option<String>]| if reveal { field.raw(values) } else { field.masked(values) };
        let level = outcome.level.and_then(|level| field.kind.levels().get(level)).map_or("missing", |level| level.name);
        let total = evidence.total();
        lines.push((field.label.clone(), show(&a), show(&b), Some(level.into()), Some(total - before), Some(total)));
    }
    let (decision, rule) = model.decide(scorer.pair(&record_a, &record_b).0, evidence.total());
    lines.push(("decision".into(), None, None, Some(decision.name().into()), None, Some(evidence.total())));
    if let Some(rule) = rule {
        lines.push(("rule".into(), None, None, Some(rule.name.clone()), None, None));
    }
    lines.push(("shared keys".into(), None, None, Some(shared_keys(&plan, &a, &b)), None, None));
    Ok(TableIterator::new(lines))
}

fn row(table: &Registered, id: &str, argument: &'static str) -> Result<Vec<Option<String>>> {
    let sql = format!("SELECT {} FROM {} t WHERE {}", table.values_sql(), table.relation.sql, table.relation.has_row_id_sql(1));
    let values = spi::first(&sql, &[vec![id].into()], |row| row.get::<Vec<Option<String>>>(1))?.flatten();
    values.ok_or_else(|| Error::NoRow { relation: table.relation.name.clone(), argument }.into())
}

fn borrowed(values: &[Option<String>]) -> Vec<Option<Cow<'_, str>>> {
    values.iter().map(|value| value.as_deref().map(Cow::Borrowed)).collect()
}

fn pack(plan: &Plan, id: &str, values: &[Option<String>]) -> Vec<u8> {
    record::pack(plan, id, &borrowed(values))
}

/// Labels of the fields whose keys the rows share.
fn shared_keys(plan: &Plan, a: &[Option<String>], b: &[Option<String>]) -> String {
    let keys = |values| blocking::key_texts(plan, record::forms(plan, &borrowed(values)).iter());
    let other = keys(b);
    let shared = keys(a).into_iter().filter(|key| other.iter().any(|other| other.hash == key.hash));
    let mut labels: Vec<String> = shared.map(|key| plan.label(&key.fields)).collect();
    labels.dedup();
    if labels.is_empty() { "none".into() } else { labels.join(", ") }
}
