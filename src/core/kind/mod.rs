//! A *kind* is what a column means. Every kind answers the same questions (what is the normal
//! form, what is wrong, which keys find its duplicates, how far do two values agree, how is it
//! masked) in one file of its own. Nothing outside this folder knows what a phone is.
//!
//! Adding a kind is one file and one line in [`ALL`].

pub mod address;
pub mod category;
pub mod city;
pub mod company;
pub mod credit_code;
pub mod date;
pub mod email;
mod external_id;
#[cfg(test)]
mod found;
mod issue;
#[cfg(test)]
mod laws;
mod listed;
pub mod national_id;
#[cfg(test)]
mod nothing;
pub mod person_name;
pub mod phone;
pub mod postcode;
#[cfg(test)]
mod promises;
mod region;
mod slip;
mod text;
pub mod url;
pub mod year;

use crate::placeholder;
pub use issue::{Code, EMPTY, Issue, PLACEHOLDER, Reading, Severity, TOO_LONG};

/// Every kind, in the order in which their fields are compared and their keys are tried.
pub static ALL: &[&dyn Kind] = &[
    &phone::Phone,
    &email::Email,
    &person_name::PersonName,
    &person_name::GivenName,
    &person_name::FamilyName,
    &company::Company,
    &credit_code::CreditCode,
    &national_id::NationalId,
    &external_id::ExternalId,
    &date::Date,
    &year::Year,
    &address::Address,
    &city::City,
    &postcode::Postcode,
    &url::Url,
    &category::Category,
    &text::Text,
];

/// The kind of that name.
pub fn find(name: &str) -> Option<&'static dyn Kind> {
    ALL.iter().copied().find(|kind| kind.name() == name)
}

/// What a kind may know besides the value itself.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// ISO 3166-1 alpha-2 code assumed where a value names no country.
    pub region: &'a str,
    /// The row's city, for values that are local to one (a phone number without its area code).
    pub city: Option<&'a str>,
    /// Telephone number ranges that count beside those compiled in.
    pub phone_ranges: &'a phone::Ranges,
}

impl<'a> Context<'a> {
    /// What is known where a table's values are from one region, and nothing else about them.
    pub const fn of(region: &'a str) -> Self {
        Context { region, city: None, phone_ranges: phone::Ranges::NONE }
    }
}

impl Default for Context<'_> {
    fn default() -> Self {
        Context::of("CN")
    }
}

/// How far a match key narrows the search by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// Shared by few but the same customer: a phone number, an e-mail address, an id.
    Unique,
    /// Shared by namesakes: a full name, a company. Tried alone while its block is small, and joined with others.
    Common,
    /// Shared by many: a city, a birth date, a postcode. Used only joined with keys of other kinds.
    Coarse,
}

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Person,
    /// A company or another organisation.
    Organisation,
}

/// One comparison level: what two values have in common, and how often that happens.
/// The level's weight in bits is log2(m / u).
#[derive(Debug, Clone, Copy)]
pub struct Level {
    /// The word shown by `crm_explain`.
    pub name: &'static str,
    /// P(level | same customer).
    pub m: f64,
    /// P(level | different customers).
    pub u: f64,
    /// Whether `u` follows the value's own frequency in the table: sharing a rare value says more.
    pub by_frequency: bool,
}

impl Level {
    /// A level whose `u` is the same whatever the value.
    pub const fn fixed(name: &'static str, m: f64, u: f64) -> Self {
        Level { name, m, u, by_frequency: false }
    }
    /// A level at which both sides have the same value, or nearly so, so that its frequency decides; `u` is what holds where it is unknown.
    pub const fn by_frequency(name: &'static str, m: f64, u: f64) -> Self {
        Level { name, m, u, by_frequency: true }
    }
}

/// A data set that is compiled in.
#[derive(Debug, Clone, Copy)]
pub struct DataSet {
    /// What it is.
    pub name: &'static str,
    /// Its version as the source names it.
    pub version: &'static str,
    /// Package or standard that it comes from.
    pub source: &'static str,
    /// SPDX licence.
    pub licence: &'static str,
}

/// What a column means, and everything that follows from it. All functions are pure and total:
/// any string is a legal argument, nothing panics, and the same arguments give the same answer for ever
/// (a change of any answer changes `norm_version`).
pub trait Kind: Sync {
    /// The word used in SQL, in snake case.
    fn name(&self) -> &'static str;

    /// Every code that this kind reports.
    fn codes(&self) -> &'static [&'static Code];

    /// Reads `raw` once, for both questions that a stored value raises: the answer is what [`Kind::normalize`] says, and to
    /// `issues`, where somebody asks, comes what is wrong. The order is of no account, and a reason why there is no normal form
    /// need not be told twice: [`Reading`] sees to both.
    fn read(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code>;

    /// The canonical text of `raw`, fit to be stored in its place, or why there is none: a placeholder has none.
    /// Idempotent: a normal form is its own normal form.
    fn normalize(&self, raw: &str, context: &Context) -> Result<String, &'static Code> {
        self.read(raw, context, None)
    }

    /// Everything that is wrong with `raw`, worst first. What has no normal form has the code that [`Kind::normalize`] gives
    /// among its issues; an empty field has that one alone.
    fn validate(&self, raw: &str, context: &Context) -> Vec<Issue> {
        self.reading(raw, context).issues
    }

    /// Both.
    fn reading(&self, raw: &str, context: &Context) -> Reading {
        let mut issues = Vec::new();
        let normal = self.read(raw, context, Some(&mut issues));
        Reading::new(normal, issues)
    }

    /// Both, and beside them the match form.
    fn reading_and_form(&self, raw: &str, context: &Context) -> (Reading, Option<String>) {
        let mut issues = Vec::new();
        let (normal, form) = self.both(raw, context, Some(&mut issues));
        (Reading::new(normal, issues), form)
    }

    /// The values in a field that holds several (`13800138001/13900139002`), in order; None where the field itself is the
    /// one value, as nearly always.
    fn several(&self, _raw: &str) -> Option<Vec<String>> {
        None
    }

    /// The values in a field, in order: one at least.
    fn split(&self, raw: &str) -> Vec<String> {
        self.several(raw).unwrap_or_else(|| vec![raw.to_owned()])
    }

    /// The text that [`Kind::match_keys`] and [`Kind::compare`] work on, from `raw`, or None where nothing in it
    /// may count as agreement. Computed once per row and kept beside its keys, so: short, and all that comparing needs.
    fn match_form(&self, raw: &str, context: &Context) -> Option<String> {
        self.normalize(raw, context).ok()
    }

    /// What [`Kind::read`] says and the match form, of kinds that can from one reading.
    fn both(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> (Result<String, &'static Code>, Option<String>) {
        (self.read(raw, context, issues), self.match_form(raw, context))
    }

    /// The match form of one value that is written in several parts (given, middle and family name; address lines).
    fn join(&self, parts: &[Option<&str>], context: &Context) -> Option<String> {
        let present: Vec<&str> = parts.iter().filter_map(|part| part.filter(|part| !placeholder::is_placeholder(part))).collect();
        self.match_form(&present.join(" "), context)
    }

    /// Emits the keys under which a duplicate may be found, most selective first.
    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str));

    /// The comparison levels, from disagreement (index 0) to exact (last).
    fn levels(&self) -> &'static [Level];

    /// The level at which two match forms agree: an index into [`Kind::levels`]. Symmetric; equal forms give
    /// the last, unless they are too little to be anybody in particular (王先生).
    fn compare(&self, a: &str, b: &str) -> usize;

    /// Whether the form belongs to a place that several people share rather than to one person: a company, an address,
    /// a switchboard, info@. Agreements on such values come together, so they are not counted as independent evidence.
    fn is_shared(&self, _form: &str) -> bool {
        false
    }

    /// Whether the row's city adds to what a value says.
    fn is_local(&self) -> bool {
        false
    }

    /// Whom a value of this kind names, if anybody: rows that name a person are about that person, whatever company
    /// stands beside; rows that only name a company are about the company.
    fn names(&self) -> Option<Subject> {
        None
    }

    /// Whether names at this level agree in part, as those of sister organisations do, or addresses, as those of one road.
    fn is_part(&self, _level: usize) -> bool {
        false
    }

    /// Whether the value says where somebody is, to the house.
    fn is_address(&self) -> bool {
        false
    }

    /// How often members of one household agree that far, where that is more often than strangers do.
    fn kin(&self, _level: usize) -> Option<f64> {
        None
    }

    /// Whether the value is one of a few that rows are sorted by, of which nothing is known beforehand.
    fn is_category(&self) -> bool {
        false
    }

    /// Whether the value tells when somebody was born, which nobody shares with his father.
    fn tells_birth(&self) -> bool {
        false
    }

    /// Whether the value changes as somebody grows older.
    fn is_age(&self) -> bool {
        false
    }

    /// Whether the values, which tell when two people were born, are as far apart as parents and their children.
    fn are_apart(&self, _a: &str, _b: &str) -> bool {
        false
    }

    /// The value as a person without access may see it.
    fn mask(&self, raw: &str) -> String;

    /// Data sets that this kind is built on.
    fn data(&self) -> &'static [DataSet] {
        &[]
    }
}

/// Whether two years of birth, or two ages, are a generation apart.
pub(crate) fn is_generation(a: &str, b: &str) -> bool {
    let years = a.parse::<u16>().ok().zip(b.parse::<u16>().ok());
    years.is_some_and(|(a, b)| (16..=50).contains(&a.abs_diff(b)))
}

/// `raw` with its width, spaces and invisible characters in order, for kinds that take any text: no longer than `longest`
/// bytes before and after (one ligature unfolds into many letters), and neither empty nor a placeholder.
pub(crate) fn plain_text(raw: &str, longest: usize) -> Result<String, &'static Code> {
    if raw.len() > longest {
        return Err(&TOO_LONG);
    }
    let text = crate::fold::plain(raw);
    match () {
        () if text.is_empty() => Err(&EMPTY),
        () if text.len() > longest => Err(&TOO_LONG),
        () if placeholder::is_placeholder(&text) => Err(&PLACEHOLDER),
        () => Ok(text),
    }
}

/// Keeps `head` characters in front and `tail` behind, and shows three stars for whatever lies between,
/// so that not even the length is told. What is too short to hide anything becomes stars alone.
pub(crate) fn mask_middle(text: &str, head: usize, tail: usize) -> String {
    let length = text.chars().count();
    if length == 0 {
        return String::new();
    }
    if length <= head + tail {
        return "***".to_owned();
    }
    let front = text.chars().take(head);
    let back = text.chars().skip(length - tail);
    front.chain("***".chars()).chain(back).collect()
}
