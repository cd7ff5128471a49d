//! Matching the rows of one table with those of another: which leads are customers already.

use crate::dedupe::{RUNS, Steps, THOROUGH};
use crate::error::{Error, Result, required};
use crate::lock::Lock;
use crate::progress::Progress;
use crate::regclass::Regclass;
use crate::register::{Registered, Told};
use crate::{engine, rule, spi};
use crm_hygiene_core::model::Model;
use crm_hygiene_core::plan::TablePlan;
use crm_hygiene_core::tally::Counts;
use pgrx::datum::Interval;
use pgrx::prelude::*;

/// What share of all work has been done when each step ends.
const SHARES: [f64; 4] = [0.45, 0.5, 0.95, 1.0];
/// First byte of the row ids of either side, while they are compared.
const SIDES: [char; 2] = ['a', 'b'];

#[pg_extern]
#[search_path(pg_catalog, pg_temp)]
#[allow(clippy::type_complexity)] // pgrx reads the SQL columns from the written-out type.
fn crm_match(
    rel: Option<Regclass>,
    against: Option<Regclass>,
    threshold: default!(Option<f64>, 0.9),
    review: default!(Option<f64>, 0.3),
) -> Result<
    TableIterator<
        'static,
        (
            name!(run_id, i64),
            name!(row_count, i64),
            name!(against_count, i64),
            name!(candidate_pairs, i64),
            name!(matched_rows, i64),
            name!(duplicate_pairs, i64),
            name!(review_pairs, i64),
            name!(elapsed, Option<Interval>),
        ),
    >,
> {
    let (rel, against) = (required(rel, "rel")?, required(against, "against")?);
    let (threshold, review) = (required(threshold, "threshold")?, required(review, "review")?);
    crate::dedupe::check_thresholds(threshold, review)?;
    if rel.0 == against.0 {
        return Err(Error::BadArgument { name: "against", rule: "is the table itself; crm_dedupe compares a table with itself" }.into());
    }
    let started = spi::clock()?;
    Lock::Dedupe.take(rel.0)?;
    Lock::Dedupe.take(against.0)?;
    let mut tables = [Registered::open(rel.0, Told::default())?, Registered::open(against.0, Told::default())?];
    let names = tables.each_ref().map(|table| table.relation.name.clone());
    let [own, other] = &mut tables;
    join_plans(&mut own.plan, &mut other.plan);
    if own.plan.fields.is_empty() {
        return Err(Error::NothingInCommon { relation: names[0].clone(), against: names[1].clone() }.into());
    }
    let counts = [own.relation.row_count()?, other.relation.row_count()?];
    for table in &mut tables {
        table.plan.cross = true;
        table.plan.thorough = counts[0] + counts[1] <= THOROUGH;
    }
    let progress = Progress::start(&format!("crm_match({}, {})", names[0], names[1]), &SHARES);
    let run_id = spi::next_number(RUNS)?;
    let plan = engine::argument(&tables[0].plan)?;
    let steps = Steps { run_id, plan: &plan };

    progress.step(1, "reading rows and making match keys");
    let sources: Vec<String> =
        tables.iter().zip(SIDES).map(|(table, side)| table.records_sql(Some(side), false, "")).collect::<Result<_>>()?;
    let census = steps.read(&sources, &[], false)?;
    progress.done(1, &format!("{} rows, {} match keys", census.rows, census.keys));
    progress.step(2, "fitting the model");
    let looked_up = engine::plan(&plan)?;
    let mut model = Model::builtin(&looked_up, census.rows as f64, threshold, review);
    model.rules = rule::of(rel.0, &looked_up)?;
    model = steps.fit(&model, &census)?;
    progress.done(2, &format!("{} candidate pairs", census.candidates));
    progress.step(3, "comparing rows that share a match key");
    let pairs = steps.make_pairs(&model, &Counts::pack(&census.counts), &census)?;
    progress.done(3, &format!("{pairs} pairs worth keeping"));
    progress.step(4, "publishing");
    spi::execute("DELETE FROM crm_hygiene.match WHERE relation = $1 AND against = $2", &[rel.0.into(), against.0.into()])?;
    spi::execute(
        &format!(
            "INSERT INTO crm_hygiene.match (relation, row_id, against, against_row_id, decision, weight, rule, run_id)
             SELECT DISTINCT ON (1, 2, 3, 4) $1::oid, substr(CASE WHEN row_a LIKE '{0}%' THEN row_a ELSE row_b END, 2), $2::oid,
                 substr(CASE WHEN row_a LIKE '{0}%' THEN row_b ELSE row_a END, 2), decision, weight, rule, $3
             FROM {1} ORDER BY 1, 2, 3, 4",
            SIDES[0],
            steps.pairs()
        ),
        &[rel.0.into(), against.0.into(), run_id.into()],
    )?;
    for table in [steps.records(), steps.pairs()] {
        spi::execute(&format!("DROP TABLE {table}"), &[])?;
    }
    let found = spi::first(
        "SELECT count(DISTINCT row_id) FILTER (WHERE decision = 'duplicate'), count(*) FILTER (WHERE decision = 'duplicate'),
                count(*) FILTER (WHERE decision = 'review'), clock_timestamp() - $3
         FROM crm_hygiene.match WHERE relation = $1 AND against = $2",
        &[rel.0.into(), against.0.into(), started.into()],
        |row| {
            let number = |ordinal| Ok::<i64, pgrx::spi::Error>(row.get::<i64>(ordinal)?.unwrap_or(0));
            Ok((number(1)?, number(2)?, number(3)?, row.get::<Interval>(4)?))
        },
    )?;
    let (matched, duplicate, review, elapsed) = found.unwrap_or_default();
    progress.done(4, &format!("{matched} rows of {} are in {}", names[0], names[1]));
    Ok(TableIterator::once((run_id, counts[0], counts[1], census.candidates, matched, duplicate, review, elapsed)))
}

/// Leaves in both plans the fields that both tables have, in one order.
pub fn join_plans(own: &mut TablePlan, other: &mut TablePlan) {
    let mut free: Vec<_> = other.fields.drain(..).map(Some).collect();
    let mut kept = Vec::new();
    let mut fields = Vec::new();
    for (index, mut field) in own.fields.drain(..).enumerate() {
        // A name space of one's own (a column's name) tells apart what one table has several of.
        let same_space =
            free.iter().position(|other| other.as_ref().is_some_and(|other| other.kind == field.kind && other.space == field.space));
        let same_kind = || free.iter().position(|other| other.as_ref().is_some_and(|other| other.kind == field.kind));
        if let Some(mut partner) = same_space.or_else(same_kind).and_then(|position| free[position].take()) {
            partner.space = field.space.clone();
            field.label = if field.label == partner.label { field.label } else { format!("{} = {}", field.label, partner.label) };
            kept.push(index);
            fields.push((field, partner));
        }
    }
    let place = |field: usize| kept.iter().position(|own| *own == field);
    let combine: Vec<[usize; 2]> = own.combine.iter().filter_map(|[a, b]| Some([place(*a)?, place(*b)?])).collect();
    (own.fields, other.fields) = fields.into_iter().unzip();
    (own.combine, other.combine) = (combine.clone(), combine);
}
