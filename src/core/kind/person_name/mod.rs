//! Names of persons: Chinese characters, pinyin, Western, and any other alphabet as it is.

mod casing;
mod compare;
mod form;
mod hanzi;
mod japanese;
mod keys;
mod nicknames;
mod order;
mod parse;
mod parts;
mod relate;
mod titles;
mod together;
mod typo;
mod western;
mod words;

#[cfg(test)]
mod lists;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use super::*;
use crate::{chinese, fold};
use form::Writing;
use parse::Name;
pub use parts::{FamilyName, GivenName};

/// A whole name in one column.
pub struct PersonName;

/// Nothing in the field is a name: no letters, an e-mail address, a title alone.
pub static NOT_A_NAME: Code = Code::error("not_a_name", "The value holds nothing that can be a name.");
/// `北京华创有限公司` where a person is expected.
pub static COMPANY: Code = Code::warning("company", "The value looks like the name of a company or another organisation.");
/// `张伟/李娜`, `John & Mary Smith`: the first one is read.
pub static SEVERAL_PEOPLE: Code = Code::warning("several_people", "The field names more than one person.");
/// `张伟13800138001`.
pub static DIGITS: Code = Code::warning("digits_in_name", "The name holds digits.");
/// `张**`, `李某某`.
pub static MASKED: Code = Code::warning("masked_name", "Part of the name is masked.");
/// `张先生`, `Mr Smith`.
pub static SURNAME_ONLY: Code = Code::info("surname_only", "The field holds a family name without a given name.");
/// `张伟先生`, `Dr. Ronald Jones`.
pub static HONORIFIC: Code = Code::info("honorific", "The name carries a title or an honorific.");
/// `王伟（采购）`, `Robert "Bob" Smith`.
pub static REMARK: Code = Code::info("remark", "The name carries a remark or a nickname in brackets.");
/// `ROBERT SMITH`, `robert smith`.
pub static LETTER_CASE: Code = Code::info("letter_case", "The name is written in capitals or in small letters alone.");

static CODES: [&Code; 12] = [
    &EMPTY,
    &PLACEHOLDER,
    &TOO_LONG,
    &NOT_A_NAME,
    &COMPANY,
    &SEVERAL_PEOPLE,
    &DIGITS,
    &MASKED,
    &SURNAME_ONLY,
    &HONORIFIC,
    &REMARK,
    &LETTER_CASE,
];

static DATA: [DataSet; 3] =
    [chinese::DATA[0], chinese::DATA[1], DataSet { name: "nicknames", version: "1.0.1", source: "PyPI nicknames", licence: "Apache-2.0" }];

impl Kind for PersonName {
    fn name(&self) -> &'static str {
        "person_name"
    }

    fn codes(&self) -> &'static [&'static Code] {
        &CODES
    }

    fn read(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        noted(raw, true, issues)
    }

    fn several(&self, raw: &str) -> Option<Vec<String>> {
        parse::several(raw)
    }

    fn match_form(&self, raw: &str, _: &Context) -> Option<String> {
        match hanzi::plain(raw).filter(|(family, given)| is_family_and_more(family, given)) {
            Some((family, given)) => form::encode_chinese(family, given),
            None => read(raw).ok()?.form(),
        }
    }

    fn both(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> (Result<String, &'static Code>, Option<String>) {
        match read(raw) {
            Ok(reading) => {
                note(raw, &reading, true, issues);
                let form = reading.form();
                (Ok(reading.text), form)
            }
            Err(code) => (Err(code), None),
        }
    }

    /// Parts in the order given, middle and family name.
    fn join(&self, parts: &[Option<&str>], context: &Context) -> Option<String> {
        let part = |index: usize| parts.get(index).copied().flatten().filter(|part| !placeholder::is_placeholder(part));
        from_parts(part(0), part(2), part(1), context)
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        keys::emit(form, emit);
    }

    fn levels(&self) -> &'static [Level] {
        &compare::LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        compare::compare(a, b) as usize
    }

    /// A family name alone is the whole household's.
    fn is_shared(&self, form: &str) -> bool {
        form::View::of(form).given.is_empty()
    }

    fn names(&self) -> Option<Subject> {
        Some(Subject::Person)
    }

    fn kin(&self, level: usize) -> Option<f64> {
        compare::KIN.get(level).copied().flatten()
    }

    fn mask(&self, raw: &str) -> String {
        mask(raw)
    }

    fn data(&self) -> &'static [DataSet] {
        &DATA
    }
}

/// Whether a text holds a given name of the list, a Chinese family name in front, or a title: what is written like a name may be one.
pub fn has_known_part(raw: &str) -> bool {
    if raw.len() > 200 {
        return false;
    }
    let text = fold::words(raw);
    fold::has_cjk(&text) && text.chars().next().is_some_and(chinese::is_surname)
        || text.split(' ').any(|word| word.len() > 2 && nicknames::knows(word))
}

/// A name that was read.
struct Reading {
    /// As the field was read: with its title and what else the normal form leaves out.
    first: Name,
    /// As its normal form reads, where that is another writing.
    settled: Option<Name>,
    /// The normal form.
    text: String,
}

impl Reading {
    /// The match form.
    fn form(&self) -> Option<String> {
        form::encode(self.settled.as_ref().unwrap_or(&self.first))
    }
}

/// The normal form.
fn normal(raw: &str) -> Result<String, &'static Code> {
    read(raw).map(|reading| reading.text)
}

/// The name in `raw`, but for what stands for nobody.
fn read(raw: &str) -> Result<Reading, &'static Code> {
    match settle(raw) {
        Ok(reading) => {
            let name = reading.settled.as_ref().unwrap_or(&reading.first);
            // Of N/A the name is N: what was cut off counts.
            let cut = || raw.len() <= words::LONGEST_NOBODY && raw.bytes().any(|byte| byte.is_ascii_punctuation() || byte.is_ascii_digit());
            let nobody = !is_somebody(name) && (stands_for_nobody(&reading.text) || cut() && stands_for_nobody(raw));
            if nobody { Err(&PLACEHOLDER) } else { Ok(reading) }
        }
        Err(code) if code == &NOT_A_NAME && stands_for_nobody(raw) => Err(&PLACEHOLDER),
        Err(code) => Err(code),
    }
}

/// Reads a name, and its normal form again, so that equal normal forms are equal names.
/// A writing whose normal form reads differently again is followed until it settles; most names are there at once.
fn settle(raw: &str) -> Result<Reading, &'static Code> {
    let first = parse::parse(raw)?;
    let mut reading = Reading { text: first.normal(), first, settled: None };
    let mut last;
    let mut before = raw;
    for _ in 0..4 {
        if reading.text == before {
            break;
        }
        let name = parse::parse(&reading.text)?;
        last = std::mem::replace(&mut reading.text, name.normal());
        reading.settled = Some(name);
        before = &last;
    }
    Ok(reading)
}

/// The match form, unless the name is a placeholder.
fn encode(name: &Name, normal: &str) -> Option<String> {
    if !is_somebody(name) && stands_for_nobody(normal) { None } else { form::encode(name) }
}

/// Whether a name is plainly no placeholder: a family name and another character, as nearly every Chinese name.
/// 游客 (guest) and 管理员 (administrator) begin with a family name too.
fn is_somebody(name: &Name) -> bool {
    name.writing == Writing::Chinese && is_family_and_more(&name.family, &name.given)
}

fn is_family_and_more(family: &str, given: &str) -> bool {
    let first = family.chars().next().map_or(' ', chinese::simplify_char);
    let surname = chinese::is_surname(first) && !matches!(first, '游' | '管' | '空');
    surname && given.chars().any(|c| chinese::simplify_char(c) != first)
}

/// Whether text is a placeholder of any field or of names.
fn stands_for_nobody(normal: &str) -> bool {
    let letters = || normal.chars().filter(|c| c.is_alphanumeric());
    if normal.len() > words::LONGEST_NOBODY && letters().nth(1) != letters().next() {
        return false;
    }
    placeholder::is_placeholder(normal) || words::is_nobody(normal)
}

/// The normal form of a name or, where it is not `whole`, of a part of one; with what is remarkable in it.
fn noted(raw: &str, whole: bool, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
    let reading = read(raw)?;
    note(raw, &reading, whole, issues);
    Ok(reading.text)
}

fn note(raw: &str, reading: &Reading, whole: bool, issues: Option<&mut Vec<Issue>>) {
    let Some(issues) = issues else { return };
    let rewritten = |code: &Code| [&HONORIFIC, &REMARK, &LETTER_CASE].contains(&code) && reading.text != raw;
    let issue = |code| Issue { code, suggestion: rewritten(code).then(|| reading.text.clone()) };
    issues.extend(remarkable(raw, reading, whole).into_iter().map(issue));
}

/// What is remarkable in a name, worst first.
fn remarkable(raw: &str, reading: &Reading, whole: bool) -> Vec<&'static Code> {
    let name = &reading.first;
    // What shows itself only once the name is in order is wrong with it all the same.
    let settled = reading.settled.as_ref().unwrap_or(name);
    if name.organisation || settled.organisation {
        return vec![&COMPANY];
    }
    let letters = || raw.chars().filter(|c| c.is_alphabetic() && !fold::is_cjk(*c));
    let one_case = || letters().nth(2).is_some() && (!letters().any(char::is_lowercase) || !letters().any(char::is_uppercase));
    let found: [(bool, &'static Code); 7] = [
        (name.several || settled.several, &SEVERAL_PEOPLE),
        (name.masked || settled.masked, &MASKED),
        // One character may unfold into digits: ㏠ is 1日.
        (raw.chars().chain(reading.text.chars()).any(char::is_numeric), &DIGITS),
        (whole && name.given.is_empty() && !name.masked, &SURNAME_ONLY),
        (!name.title.is_empty() && !name.given.is_empty(), &HONORIFIC),
        (name.remark, &REMARK),
        (reading.text != raw && one_case(), &LETTER_CASE),
    ];
    found.into_iter().filter(|(holds, _)| *holds).map(|(_, code)| code).collect()
}

/// The first character of each word, and nothing else.
fn mask(raw: &str) -> String {
    let Ok(text) = normal(raw) else { return if raw.trim().is_empty() { String::new() } else { "***".to_owned() } };
    let hide = |word: &str| mask_middle(word, 1, 0);
    let mut words = text.split(' ');
    let first = words.next().map(hide).unwrap_or_default();
    match words.next_back() {
        Some(last) => first + " " + &hide(last),
        None => first,
    }
}

/// The match form of a name whose parts stand in columns of their own: the same as that of the full name.
/// A missing part makes a partial name; a full name in one of the columns is read as one.
pub fn from_parts(given: Option<&str>, family: Option<&str>, middle: Option<&str>, _: &Context) -> Option<String> {
    parts::join(given, family, middle).and_then(|name| encode(&name, &name.normal()))
}

/// Every part of a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The name as it is to be written.
    pub normal: Option<String>,
    /// Family name with its particles.
    pub family: Option<String>,
    /// Given name.
    pub given: Option<String>,
    /// Middle names, separated by spaces.
    pub middle: Option<String>,
    /// Title or honorific, as written.
    pub title: Option<String>,
    /// `Jr`, `III`, `PhD`.
    pub suffix: Option<String>,
    /// `han`, `pinyin`, `latin`, `cyrillic`, `arabic`, `greek`, `hangul`, `kana` or `other`.
    pub script: Option<&'static str>,
    /// Of a Chinese name, its pinyin, family name first: `Zhang Xiaoming`.
    pub pinyin: Option<String>,
    /// Whether the field holds the name of a person.
    pub valid: bool,
    /// Why not.
    pub reason: Option<&'static str>,
}

/// Takes a name apart.
pub fn info(raw: &str, _: &Context) -> Info {
    let reading = match read(raw) {
        Ok(reading) => reading,
        Err(code) => return Info { reason: Some(code.name), ..Info::default() },
    };
    // A remark that leaves the name what it is (an honorific, small letters) is no reason.
    let worst = remarkable(raw, &reading, true).into_iter().next();
    let reason = worst.filter(|code| code.severity > Severity::Info).map(|code| code.name);
    let Reading { first: name, text, .. } = reading;
    if name.organisation {
        return Info { normal: Some(text), reason, ..Info::default() };
    }
    let pinyin = (name.writing == Writing::Chinese).then(|| shown_pinyin(&name)).filter(|pinyin| !pinyin.is_empty());
    let part = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    Info {
        normal: Some(text),
        family: part(&name.family),
        given: part(&name.given),
        middle: part(&name.middle),
        title: part(&name.title),
        suffix: part(&name.suffix),
        script: Some(script(&name)),
        pinyin,
        valid: reason.is_none(),
        reason,
    }
}

fn shown_pinyin(name: &Name) -> String {
    let mut out = String::new();
    for (part, is_family) in [(&name.family, true), (&name.given, false)] {
        let simple = chinese::simplify(part);
        let mut sound = String::new();
        match chinese::family_reading(&simple).filter(|_| is_family) {
            Some((reading, _)) => sound.push_str(reading),
            None => sound.extend(simple.chars().filter_map(chinese::pinyin)),
        }
        let mut letters = sound.chars();
        if let Some(first) = letters.next() {
            parse::add_word(&mut out, first.to_ascii_uppercase().encode_utf8(&mut [0; 4]));
            out.push_str(letters.as_str());
        }
    }
    out
}

fn script(name: &Name) -> &'static str {
    match name.writing {
        Writing::Chinese => "han",
        Writing::Pinyin => "pinyin",
        Writing::Other => match name.given.chars().chain(name.family.chars()).find(|c| c.is_alphabetic()).unwrap_or(' ') {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => "latin",
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => "greek",
            '\u{400}'..='\u{52f}' => "cyrillic",
            '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => "arabic",
            '\u{3041}'..='\u{30ff}' => "kana",
            '\u{ac00}'..='\u{d7a3}' => "hangul",
            _ => "other",
        },
    }
}
