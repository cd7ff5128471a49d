//! A row as the engine sees it: its identity, its match keys and its normalised fields, packed into a few
//! dozen bytes that lie beside every key, so that comparing two rows never goes back to the user's table.
//!
//! ```text
//! record  = length:u32 row_id:bytes keys keys fields:u8 field* placeholder*
//! keys    = count:u8 u32*         (match keys, ascending; then keys of placeholders, which only count)
//! field   = count:u8 form*
//! form    = key:u8 bytes          (key: index of the form's own first key, or 255)
//! placeholder = field:u8 bytes    (as many as there are placeholder keys)
//! bytes   = length:varint byte*
//! ```
//! All numbers little-endian. The length counts what follows it, so that records can simply be joined into a block.

use crate::kind::{Context, Kind, PLACEHOLDER, Subject};
use crate::plan::{Field, MAX_FIELDS, Plan};
use crate::{blocking, fold, placeholder};
use std::borrow::Cow;

/// A form without a key of its own.
const NO_KEY: u8 = u8::MAX;
/// Values of one field that are kept; a row with more phones than this has been merged from something else.
const MAX_FORMS: usize = 8;
/// Longest placeholder, in bytes.
const MAX_PLACEHOLDER: usize = 60;
/// Longest match form kept, in bytes: longer ones are cut at a character.
const MAX_FORM: usize = 240;

/// One value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Form<'a> {
    /// What [`crate::kind::Kind::compare`] reads.
    pub text: &'a str,
    /// Which of the row's match keys is the form's own first, by which its frequency is known.
    pub key: Option<usize>,
}

/// A record, read in place.
#[derive(Debug, Clone)]
pub struct Record<'a> {
    /// The row's identity.
    pub row_id: &'a str,
    keys: &'a [u8],
    placeholder_keys: &'a [u8],
    placeholders: &'a [u8],
    forms: Vec<Form<'a>>,
    ends: [u16; MAX_FIELDS],
}

impl<'a> Record<'a> {
    /// The values of field `index`.
    pub fn field(&self, index: usize) -> &[Form<'a>] {
        let end = self.ends.get(index).copied().unwrap_or(0).into();
        self.forms.get(self.first_form(index)..end).unwrap_or(&[])
    }

    /// The position of field `index`'s first value among those of all fields.
    pub fn first_form(&self, index: usize) -> usize {
        if index == 0 { 0 } else { self.ends.get(index - 1).copied().unwrap_or(0).into() }
    }

    /// The row's match keys, ascending.
    pub fn keys(&self) -> impl Iterator<Item = u32> + 'a {
        self.keys.chunks_exact(4).map(read_u32)
    }

    /// How many match keys the row has.
    pub fn key_count(&self) -> usize {
        self.keys.len() / 4
    }

    /// The match key at this place.
    pub fn key(&self, nth: usize) -> Option<u32> {
        self.keys.get(nth * 4..nth * 4 + 4).map(read_u32)
    }

    /// Whether a value of the row is as common as this key is.
    pub fn weighs_by(&self, key: u32) -> bool {
        self.forms.iter().any(|form| form.key.and_then(|nth| self.key(nth)) == Some(key))
    }

    /// The keys under which the row's placeholders are counted, with field and text.
    pub fn placeholders(&self) -> impl Iterator<Item = (u32, usize, &'a str)> {
        let mut rest = self.placeholders;
        self.placeholder_keys.chunks_exact(4).map_while(move |key| {
            let field = usize::from(*take(&mut rest, 1)?.first()?);
            Some((read_u32(key), field, read_text(&mut rest)?))
        })
    }

    /// What follows the placeholders: nothing, of a row that stands for itself.
    pub(crate) fn remainder(&self) -> Option<&'a [u8]> {
        let mut rest = self.placeholders;
        self.placeholder_keys.chunks_exact(4).try_for_each(|_| take(&mut rest, 1).and(read_text(&mut rest)).map(|_| ()))?;
        Some(rest)
    }

    /// The record at the front of `bytes`.
    pub fn first(bytes: &'a [u8]) -> Option<Record<'a>> {
        Record::read(split_record(bytes)?.0)
    }

    /// Every key of the record at the front of `bytes`, match keys before placeholder keys.
    pub fn keys_of(bytes: &[u8]) -> impl Iterator<Item = u32> {
        let (_, keys, placeholder_keys) = front(bytes);
        keys.chunks_exact(4).chain(placeholder_keys.chunks_exact(4)).map(read_u32)
    }

    /// The match keys of the record at the front of `bytes`.
    pub fn match_keys_of(bytes: &[u8]) -> impl Iterator<Item = u32> {
        front(bytes).1.chunks_exact(4).map(read_u32)
    }

    /// Whether the record at the front of `bytes` has such a key, or its row such an identity.
    pub fn has(bytes: &[u8], key: impl Fn(u32) -> bool, row_id: impl Fn(&[u8]) -> bool) -> bool {
        let (own, keys, placeholder_keys) = front(bytes);
        [keys, placeholder_keys].iter().any(|keys| keys.as_chunks::<4>().0.iter().any(|own| key(u32::from_le_bytes(*own)))) || row_id(own)
    }

    /// The row's identity, of the record at the front of `bytes`.
    pub fn row_id_of(bytes: &[u8]) -> &str {
        split_record(bytes).and_then(|(mut body, _)| read_text(&mut body)).unwrap_or_default()
    }

    /// The placeholder keys of the record at the front of `bytes`.
    pub fn placeholder_keys_of(bytes: &[u8]) -> impl Iterator<Item = u32> {
        front(bytes).2.chunks_exact(4).map(read_u32)
    }

    /// Reads the records of a block, one after the other; stops at the first byte that is not one.
    pub fn read_all(block: &'a [u8]) -> Vec<Record<'a>> {
        let mut records = Vec::new();
        let mut rest = block;
        while let Some((body, next)) = split_record(rest) {
            let Some(record) = Record::read(body) else { break };
            records.push(record);
            rest = next;
        }
        records
    }

    fn read(mut rest: &'a [u8]) -> Option<Record<'a>> {
        let row_id = read_text(&mut rest)?;
        let keys = read_keys(&mut rest)?;
        let placeholder_keys = read_keys(&mut rest)?;
        let fields = *take(&mut rest, 1)?.first()?;
        let mut forms = Vec::with_capacity(8);
        let mut ends = [0; MAX_FIELDS];
        for end in ends.get_mut(..fields.into())? {
            for _ in 0..*take(&mut rest, 1)?.first()? {
                let key = usize::from(*take(&mut rest, 1)?.first()?);
                let key = (key < keys.len() / 4).then_some(key);
                forms.push(Form { text: read_text(&mut rest)?, key });
            }
            *end = forms.len() as u16;
        }
        Some(Record { row_id, keys, placeholder_keys, placeholders: rest, forms, ends })
    }
}

/// The match forms of a row, and its fields that hold a placeholder instead.
#[derive(Debug, Default, PartialEq)]
pub struct Forms {
    /// Each form with its field: field by field, ascending in each.
    pub forms: Vec<(usize, String)>,
    /// Field and folded text of every placeholder.
    pub placeholders: Vec<(usize, String)>,
}

impl Forms {
    /// Each form with its field.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.forms.iter().map(|(field, form)| (*field, form.as_str()))
    }
}

/// Packs one row. `values` are the texts of the plan's columns, None for NULL.
pub fn pack(plan: &Plan, row_id: &str, values: &[Option<Cow<'_, str>>]) -> Vec<u8> {
    pack_known(plan, row_id, values, &|_, _| None)
}

/// Tells the match form of a column's value for a kind, or that it has none, where that is known already.
pub type Known<'f> = &'f dyn Fn(usize, &dyn Kind) -> Option<Option<&'f str>>;

/// The same, where the match forms of some single values are `known`.
pub fn pack_known(plan: &Plan, row_id: &str, values: &[Option<Cow<'_, str>>], known: Known) -> Vec<u8> {
    let forms = forms_known(plan, values, known);
    let keys = blocking::keys(plan, forms.iter());
    let mut bytes = Vec::with_capacity(256);
    bytes.extend([0; 4]);
    write_text(&mut bytes, row_id);
    write_keys(&mut bytes, keys.hashes.iter().copied());
    let placeholder_key = |(field, text): &(usize, String)| blocking::hash("placeholder", &format!("{field}:{text}"));
    write_keys(&mut bytes, forms.placeholders.iter().map(placeholder_key));
    bytes.push(plan.fields.len() as u8);
    let mut rest = forms.forms.iter().zip(&keys.own).peekable();
    for field in 0..plan.fields.len() {
        let count = bytes.len();
        bytes.push(0);
        while let Some(((_, form), own)) = rest.next_if(|((own, _), _)| *own == field) {
            bytes[count] += 1;
            bytes.push(own.map_or(NO_KEY, |index| index as u8));
            write_text(&mut bytes, form);
        }
    }
    for (field, text) in &forms.placeholders {
        bytes.push(*field as u8);
        write_text(&mut bytes, text);
    }
    let length = (bytes.len() - 4) as u32;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    bytes
}

/// The match forms of every field of a row.
pub fn forms(plan: &Plan, values: &[Option<Cow<'_, str>>]) -> Forms {
    forms_known(plan, values, &|_, _| None)
}

fn forms_known(plan: &Plan, values: &[Option<Cow<'_, str>>], known: Known) -> Forms {
    let value = |column: usize| values.get(column).and_then(|value| value.as_deref());
    let context = Context { region: &plan.region, city: plan.city.and_then(value), phone_ranges: &plan.phone_ranges };
    let mut row = Forms { forms: Vec::with_capacity(8), placeholders: Vec::new() };
    for (index, field) in plan.fields.iter().enumerate() {
        let before = row.forms.len();
        for source in &field.sources {
            if let [Some(column)] = source[..] {
                let Some(raw) = value(column).filter(|raw| !raw.is_empty()) else { continue };
                let found = row.forms.len();
                let form = |raw: &str| field.kind.match_form(raw, &context).map(|form| (index, form));
                match field.kind.several(raw) {
                    None => row.forms.extend(match known(column, field.kind) {
                        Some(known) => known.map(|form| (index, form.to_owned())),
                        None => form(raw),
                    }),
                    Some(values) => row.forms.extend(values.iter().filter_map(|raw| form(raw))),
                }
                if row.forms.len() == found && row.placeholders.len() < MAX_FORMS && stands_for_nothing(field.kind, raw, &context) {
                    let mut text = fold::bare(raw);
                    shorten(&mut text, MAX_PLACEHOLDER);
                    row.placeholders.push((index, text));
                }
            } else {
                row.forms.extend(joined(field, source, &value, &context).map(|form| (index, form)));
            }
        }
        settle(&mut row.forms, before);
    }
    row
}

/// The match form of a value in parts.
fn joined<'v>(field: &Field, source: &[Option<usize>], value: &impl Fn(usize) -> Option<&'v str>, context: &Context) -> Option<String> {
    let own: Vec<Option<&str>> = source.iter().map(|column| column.and_then(value).filter(|part| !part.is_empty())).collect();
    if own.iter().all(Option::is_none) {
        return None;
    }
    let is_person = field.kind.names() == Some(Subject::Person);
    let first = field.sources.first().filter(|first| is_person && first.len() == source.len());
    // Another given name alone is one of the same family.
    let main = |part: usize| first.and_then(|first| first[part]).and_then(value);
    let parts: Vec<Option<&str>> = own.iter().enumerate().map(|(part, own)| own.or_else(|| main(part))).collect();
    field.kind.join(&parts, context)
}

/// Puts the forms of a field, from `start` on, in order: ascending, distinct, not too long and not too many.
fn settle(forms: &mut Vec<(usize, String)>, start: usize) {
    for (_, form) in &mut forms[start..] {
        shorten(form, MAX_FORM);
    }
    if forms.len() - start > 1 {
        forms[start..].sort_unstable();
        forms.dedup();
    }
    if forms.get(start).is_some_and(|(_, form)| form.is_empty()) {
        forms.remove(start);
    }
    forms.truncate(start + MAX_FORMS);
}

fn stands_for_nothing(kind: &dyn Kind, raw: &str, context: &Context) -> bool {
    raw.len() <= MAX_PLACEHOLDER
        && !raw.trim().is_empty()
        && (placeholder::is_placeholder(raw) || kind.validate(raw, context).iter().any(|issue| issue.code.name == PLACEHOLDER.name))
}

/// Cuts `text` at a character, to no more than `longest` bytes.
fn shorten(text: &mut String, longest: usize) {
    if text.len() > longest {
        text.truncate(text.floor_char_boundary(longest));
    }
}

/// The row's identity, match keys and placeholder keys of the record at the front of `bytes`.
fn front(bytes: &[u8]) -> (&[u8], &[u8], &[u8]) {
    let lists = || {
        let (mut rest, _) = split_record(bytes)?;
        Some((read_bytes(&mut rest)?, read_keys(&mut rest)?, read_keys(&mut rest)?))
    };
    lists().unwrap_or_default()
}

/// The first record's body and what follows it.
fn split_record(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(4)?;
    rest.split_at_checked(read_u32(length) as usize)
}

/// The little-endian number in four bytes.
pub(crate) fn read_u32(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |value, byte| value << 8 | u32::from(*byte))
}

fn take<'a>(rest: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (head, tail) = rest.split_at_checked(count)?;
    *rest = tail;
    Some(head)
}

pub(crate) fn read_text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    std::str::from_utf8(read_bytes(rest)?).ok()
}

fn read_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let mut length = 0;
    for shift in (0..28).step_by(7) {
        let byte = *take(rest, 1)?.first()?;
        length |= usize::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return take(rest, length);
        }
    }
    None
}

fn read_keys<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let count: usize = take(rest, 1)?.first().copied()?.into();
    take(rest, count * 4)
}

pub(crate) fn write_keys(bytes: &mut Vec<u8>, keys: impl ExactSizeIterator<Item = u32>) {
    bytes.push(keys.len() as u8);
    bytes.reserve(keys.len() * 4);
    keys.for_each(|key| bytes.extend_from_slice(&key.to_le_bytes()));
}

pub(crate) fn write_text(bytes: &mut Vec<u8>, text: &str) {
    let mut length = text.len();
    while length >= 0x80 {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend_from_slice(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{FieldPlan, TablePlan};
    use proptest::prelude::*;

    fn plan() -> Plan {
        let field = |kind: &str, sources| FieldPlan { kind: kind.into(), label: kind.into(), sources, space: None };
        let fields = vec![field("external_id", vec![vec![Some(0)], vec![Some(1)]]), field("text", vec![vec![Some(2), None, Some(1)]])];
        Plan::new(TablePlan {
            region: "CN".into(),
            city: None,
            phone_ranges: String::new(),
            fields,
            combine: vec![[0, 1]],
            thorough: true,
            cross: false,
        })
        .unwrap()
    }

    proptest! {
        #[test]
        fn what_is_packed_is_read_back(row_id in ".{0,200}", a in ".{0,40}", b in proptest::option::of(".{0,300}"), c in ".{0,40}") {
            let plan = plan();
            let values = [Some(a.into()), b.map(Into::into), Some(c.into())];
            let forms = forms(&plan, &values);
            let packed = pack(&plan, &row_id, &values);
            let block = [packed.clone(), packed.clone()].concat();
            let records = Record::read_all(&block);
            prop_assert_eq!(records.len(), 2);
            for record in &records {
                prop_assert_eq!(record.row_id, &row_id);
                let read: Vec<(usize, &str)> =
                    (0..plan.fields.len()).flat_map(|field| record.field(field).iter().map(move |form| (field, form.text))).collect();
                prop_assert_eq!(read, forms.iter().collect::<Vec<_>>());
                let placeholders: Vec<(usize, &str)> = record.placeholders().map(|(_, field, text)| (field, text)).collect();
                prop_assert_eq!(placeholders, forms.placeholders.iter().map(|(field, text)| (*field, text.as_str())).collect::<Vec<_>>());
                let keys: Vec<u32> = record.keys().chain(record.placeholders().map(|(key, ..)| key)).collect();
                prop_assert_eq!(keys, Record::keys_of(&packed).collect::<Vec<_>>());
            }
        }

        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            Record::read_all(&bytes);
        }
    }
}
