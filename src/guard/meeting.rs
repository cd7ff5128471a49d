//! Whom rows that came in meet: rows that share a match key are compared, as in a run.

use super::entry::Keyed;
use super::lookup::Lookup;
use crate::bulk;
use crate::dedupe::BLOCK_LIMIT;
use crate::error::Result;
use crate::{setting, spi};
use crm_hygiene_core::model::{Decision, probability};
use crm_hygiene_core::names::Names;
use crm_hygiene_core::record::Record;
use crm_hygiene_core::score::{Row, Scorer, row_order};
use crm_hygiene_core::tally::{Counts, KeyFilter};
use pgrx::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// A row that came in and one that was there.
pub struct Meeting {
    pub new: String,
    pub there: String,
    pub decision: Decision,
    pub weight: f64,
    pub levels: i64,
    pub rule: Option<String>,
}

impl Meeting {
    pub fn probability(&self) -> f64 {
        probability(self.weight)
    }

    /// Both rows, the first in order first.
    pub fn rows(&self) -> (&str, &str) {
        if row_order(&self.new, &self.there).is_le() { (&self.new, &self.there) } else { (&self.there, &self.new) }
    }
}

/// How rows that are there are found: key by key, or, where so many come in that it takes less time, by reading all of them.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    Probe,
    Scan,
}

impl Way {
    /// Rows that are read in the time that it takes to look one up. Measured with leads: 45 µs and 0.7 µs.
    const READ: i64 = 60;
    /// Fewest rows for which it is worth asking how many there are.
    const LEAST: i64 = 2_000;
    /// Bytes that a record takes in its table.
    const WIDTH: i64 = 220;

    /// The better way to look up so many rows.
    pub fn of(rows: i64) -> Result<Way> {
        if rows < Way::LEAST {
            return Ok(Way::Probe);
        }
        let size = spi::first("SELECT pg_relation_size('crm_hygiene.entry')", &[], |row| row.get::<i64>(1))?.flatten().unwrap_or(0);
        Ok(if rows * Way::READ > size / Way::WIDTH { Way::Scan } else { Way::Probe })
    }
}

impl Lookup {
    /// Whom these rows meet: rows that have entered before and, where `each_other`, one another.
    pub fn meet(&self, records: &[Vec<u8>], keyed: &Keyed, each_other: bool, way: Way) -> Result<Vec<Meeting>> {
        if records.is_empty() {
            return Ok(Vec::new());
        }
        let mut meetings = match way {
            Way::Probe => self.probe(records, keyed, each_other)?,
            Way::Scan => self.scan(records, keyed, each_other)?,
        };
        meetings.sort_by(|a, b| a.rows().cmp(&b.rows()));
        Ok(meetings)
    }

    /// Looks every key up.
    fn probe(&self, new: &[Vec<u8>], keyed: &Keyed, each_other: bool) -> Result<Vec<Meeting>> {
        let (there, found) = self.find(keyed)?;
        let (mut met, mut among) = (Keyed::new(), Keyed::new());
        let mut rest = found.as_slice();
        for block in blocks(keyed) {
            rest = rest.get(rest.partition_point(|(own, _)| *own < block.key)..).unwrap_or_default();
            let end = rest.partition_point(|(own, _)| *own == block.key);
            let others = rest.get(..end).unwrap_or_default();
            if is_compared(others.len() + block.rows.len()) {
                met.extend(block.numbers().flat_map(|own| others.iter().map(move |(_, other)| (own, *other))));
                block.pairs(each_other, &mut among);
            }
        }
        let records = self.records(&there)?;
        let scorer = self.scorer();
        let there: Vec<Option<Row>> = records.iter().map(|record| Some(scorer.row(Record::first(record.as_deref()?)?))).collect();
        let new: Vec<Row> = new.iter().filter_map(|record| Record::first(record)).map(|record| scorer.row(record)).collect();
        let mut meetings = Meetings { scorer, each_other, found: Vec::new() };
        for (own, other) in once(met) {
            meetings.add(new.get(own as usize), there.get(other as usize).and_then(Option::as_ref));
        }
        meetings.without_former(&new);
        meetings.among(&new, among);
        Ok(meetings.found)
    }

    /// Reads all rows that have entered. Which keys are shared by too many is only known after the last: what meets anybody is
    /// held until then, or read once more where it is too much to hold.
    fn scan(&self, records: &[Vec<u8>], keyed: &Keyed, each_other: bool) -> Result<Vec<Meeting>> {
        // Rows that meet side by side: to fetch one from afar takes longer than to compare it.
        let mut homes = vec![(0, 0); records.len()];
        for block in blocks(keyed) {
            let home = (block.rows.len(), block.key);
            block.numbers().for_each(|number| homes[number as usize] = home.max(homes[number as usize]));
        }
        let mut order: Vec<u32> = (0..records.len() as u32).collect();
        order.sort_unstable_by_key(|number| homes[*number as usize]);
        let mut numbers = vec![0; records.len()];
        order.iter().zip(0..).for_each(|(former, number)| numbers[*former as usize] = number);
        let keyed: Keyed = keyed.iter().map(|(key, number)| (*key, numbers[*number as usize])).collect();
        let mut rows = Held::default();
        order.iter().for_each(|number| rows.push(&records[*number as usize], &[]));

        let blocks: Vec<Block> = blocks(&keyed).collect();
        let keys = KeyFilter::pack(&blocks.iter().map(|block| block.key).collect::<Vec<_>>());
        let keys = KeyFilter::new(&keys);
        let places: FxHashMap<u32, u32> = blocks.iter().zip(0..).map(|(block, place)| (block.key, place)).collect();
        // Of the keys of all rows few are looked for, and a filter is quicker than a table.
        let place = |key: u32| if keys.passes(key) { places.get(&key).copied() } else { None };
        let mut sizes: Vec<usize> = blocks.iter().map(|block| block.rows.len()).collect();
        let (mut held, mut own): (Option<Held>, Vec<u32>) = (Some(Held::default()), Vec::new());
        bulk::each_entry(self.id, &mut |record| {
            own.clear();
            own.extend(Record::keys_of(record).filter_map(place));
            own.iter().for_each(|place| sizes[*place as usize] += 1);
            held = held.take().filter(|held| held.bytes.len() <= setting::memory() / 4);
            held.iter_mut().filter(|_| !own.is_empty()).for_each(|held| held.push(record, &own));
        })?;
        let live = |place: &u32| Some(&blocks[*place as usize]).filter(|_| is_compared(sizes[*place as usize]));
        let scorer = self.scorer();
        let new: Vec<Row> = rows.iter().filter_map(|(record, _)| Record::first(record)).map(|record| scorer.row(record)).collect();
        let mut meetings = Meetings { scorer, each_other, found: Vec::new() };
        let mut met: Vec<u32> = Vec::new();
        let mut meet = |record: &[u8], places: &[u32]| {
            met.clear();
            places.iter().filter_map(live).for_each(|block| met.extend(block.numbers()));
            if met.is_empty() {
                return;
            }
            met.sort_unstable();
            met.dedup();
            let there = Record::first(record).map(|record| scorer.row(record));
            met.iter().for_each(|own| meetings.add(new.get(*own as usize), there.as_ref()));
        };
        match &held {
            Some(held) => {
                let home = |places: &[u32]| places.iter().filter_map(live).map(|block| (block.rows.len(), block.key)).max();
                let mut order: Vec<_> = held.iter().filter_map(|(record, places)| Some((home(places)?, record, places))).collect();
                order.sort_unstable_by_key(|(home, ..)| *home);
                order.into_iter().for_each(|(_, record, places)| meet(record, places));
            }
            None => bulk::each_entry(self.id, &mut |record| {
                own.clear();
                own.extend(Record::keys_of(record).filter_map(place));
                meet(record, &own)
            })?,
        }
        let mut among = Keyed::new();
        (0..blocks.len() as u32).filter_map(|place| live(&place)).for_each(|block| block.pairs(each_other, &mut among));
        meetings.without_former(&new);
        meetings.among(&new, among);
        Ok(meetings.found)
    }

    fn scorer(&self) -> Scorer<'_> {
        Scorer { judge: &self.judge, counts: Counts::new(&self.counts), block_limit: u32::MAX }
    }

    /// The rows that have entered under these keys, and for each key which of them.
    fn find(&self, keyed: &Keyed) -> Result<(Names, Keyed)> {
        let mut keys: Vec<i32> = keyed.iter().map(|(key, _)| *key as i32).collect();
        keys.dedup();
        let (mut there, mut found) = (Names::default(), Keyed::new());
        if keys.is_empty() {
            return Ok((there, found));
        }
        spi::kept(
            "SELECT k.key, o.row_id
             FROM unnest($2::int[]) k (key),
                  LATERAL (SELECT o.row_id FROM crm_hygiene.entry_key o WHERE o.lookup_id = $1 AND o.key = k.key LIMIT $3) o",
            &[self.id.into(), keys.into(), i64::from(BLOCK_LIMIT).into()],
            |row| {
                if let (Some(key), Some(row_id)) = (row.get::<i32>(1)?, row.get::<&str>(2)?) {
                    found.push((key as u32, there.number(row_id)));
                }
                Ok(())
            },
        )?;
        found.sort_unstable();
        // What an update past the guard has left may be there twice.
        found.dedup();
        Ok((there, found))
    }

    /// The records of rows that have entered.
    fn records(&self, rows: &Names) -> Result<Vec<Option<Vec<u8>>>> {
        let mut records = vec![None; rows.len()];
        if rows.is_empty() {
            return Ok(records);
        }
        // In the index's order, so that its pages are read once.
        let mut order: Vec<u32> = (0..rows.len() as u32).collect();
        let id = |number: &u32| rows.get(*number);
        order.sort_unstable_by(|a, b| id(a).cmp(id(b)));
        let ids: Vec<&str> = order.iter().map(id).collect();
        spi::kept(
            "SELECT r.place::int - 1, e.record FROM unnest($2::text[]) WITH ORDINALITY r (row_id, place)
             JOIN crm_hygiene.entry e ON e.lookup_id = $1 AND e.row_id = r.row_id",
            &[self.id.into(), ids.into()],
            |row| {
                let place = row.get::<i32>(1)?.and_then(|place| order.get(place as usize));
                if let (Some(place), Some(record)) = (place, row.get::<&[u8]>(2)?)
                    && let Some(own) = records.get_mut(*place as usize)
                {
                    *own = Some(record.to_vec());
                }
                Ok(())
            },
        )?;
        Ok(records)
    }
}

/// Records, end to end, each with the places of the blocks that its row belongs to.
#[derive(Default)]
struct Held {
    bytes: Vec<u8>,
    places: Vec<u32>,
    ends: Vec<(usize, usize)>,
}

impl Held {
    fn push(&mut self, record: &[u8], places: &[u32]) {
        self.bytes.extend_from_slice(record);
        self.places.extend_from_slice(places);
        self.ends.push((self.bytes.len(), self.places.len()));
    }

    fn iter(&self) -> impl Iterator<Item = (&[u8], &[u32])> {
        let starts = std::iter::once((0, 0)).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| (&self.bytes[start.0..end.0], &self.places[start.1..end.1]))
    }
}

/// The rows that came in under one key.
struct Block<'a> {
    key: u32,
    rows: &'a [(u32, u32)],
}

/// The blocks of rows in the order of their keys.
fn blocks(keyed: &Keyed) -> impl Iterator<Item = Block<'_>> {
    keyed.chunk_by(|a, b| a.0 == b.0).filter_map(|rows| Some(Block { key: rows.first()?.0, rows }))
}

impl Block<'_> {
    fn numbers(&self) -> impl Iterator<Item = u32> {
        self.rows.iter().map(|(_, number)| *number)
    }

    /// Every two of its rows.
    fn pairs(&self, each_other: bool, pairs: &mut Keyed) {
        for (nth, own) in self.numbers().enumerate().filter(|_| each_other) {
            pairs.extend(self.numbers().take(nth).map(|other| (own, other)));
        }
    }
}

/// Whether the rows of a block of that size are compared. Keys shared by too many say nothing, as in a run.
fn is_compared(rows: usize) -> bool {
    rows <= BLOCK_LIMIT as usize
}

/// Pairs as a set.
fn once(mut pairs: Keyed) -> Keyed {
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// What has been found so far.
struct Meetings<'a> {
    scorer: Scorer<'a>,
    /// Whether both rows are of one table, where a row that has entered before may be the same one.
    each_other: bool,
    found: Vec<Meeting>,
}

impl Meetings<'_> {
    /// Compares two rows.
    fn add(&mut self, new: Option<&Row>, there: Option<&Row>) {
        check_for_interrupts!();
        let Some((new, there)) = new.zip(there).filter(|(new, there)| !self.each_other || new.row_id != there.row_id) else { return };
        if let Some(pair) = self.scorer.judged(new, there) {
            self.found.push(Meeting {
                new: new.row_id.into(),
                there: there.row_id.into(),
                decision: pair.decision,
                weight: pair.weight,
                levels: pair.levels,
                rule: pair.rule.map(str::to_owned),
            });
        }
    }

    /// Leaves out rows that were there under the names of those that came in: what is known of them is left from another row.
    fn without_former(&mut self, new: &[Row]) {
        if self.each_other {
            let names: FxHashSet<&str> = new.iter().map(|row| row.row_id).collect();
            self.found.retain(|meeting| !names.contains(meeting.there.as_str()));
        }
    }

    /// Compares rows that came in together.
    fn among(&mut self, new: &[Row], pairs: Keyed) {
        for (own, other) in once(pairs) {
            self.add(new.get(own as usize), new.get(other as usize));
        }
    }
}
