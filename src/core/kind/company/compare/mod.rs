//! How far two match forms agree. Runs on every candidate pair, so: no allocation, and the cheap questions first.

mod chinese;
mod pieces;
mod western;

use super::form::Form;
use crate::fold::is_cjk;
use pieces::{one_letter_off, words_of};

/// What two names have in common, finer than the comparison levels: several of these share one level where
/// measuring shows the same evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Agreement {
    /// Nothing that counts.
    Different,
    /// The core is mistyped badly, or might be another word.
    Resembles,
    /// A word that is no ordinary one stands in both: Easter Seals Gilchrist and Gilchrist Learning Center.
    SharesWord,
    /// The same core in another trade or in another place: 飞瑞贸易（武汉） and 飞瑞信息技术（南京）.
    OtherTradeOrPlace,
    /// A numbered sister: Fund II and Fund III.
    OtherNumber,
    /// A company and its branch, or two branches.
    Branch,
    /// One name begins the other or leaves words of it out: Fenix and Fenix at the Argyle.
    Short,
    /// The initials or some characters of the other: IBM, 中石化.
    Initials,
    /// A slip in the core, trade and place agreeing: Atlanic Capital.
    Similar,
    /// Written differently, read alike: 怡天明 and 亿天明, 众思 and ZhongSi.
    SoundsAlike,
    /// The same core; the trade is given on one side alone: 众思 and 众思教育咨询（重庆）有限公司.
    Core,
    /// The same core and trade, another legal form: Deutsche Bank AG and Deutsche Bank GmbH.
    OtherForm,
    /// The same core and trade; the place or the legal form is given on one side alone.
    Name,
    /// All parts are the same.
    Exact,
}

/// Compares two match forms.
pub fn agreement(a: &str, b: &str) -> Agreement {
    if a == b {
        return Agreement::Exact;
    }
    let (a, b) = (Form::read(a), Form::read(b));
    let (chinese_a, chinese_b) = (is_chinese(a.core), is_chinese(b.core));
    match (chinese_a, chinese_b) {
        _ if a.core == b.core => same_core(&a, &b),
        (true, true) => chinese::chinese(&a, &b),
        (false, false) => western::western(&a, &b),
        (true, false) => chinese::across_scripts(&a, &b),
        (false, true) => chinese::across_scripts(&b, &a),
    }
}

fn is_chinese(core: &str) -> bool {
    !core.is_ascii() && core.chars().any(is_cjk)
}

/// Two codes of places contradict unless one is empty or lies within the other.
fn places_contradict(a: &str, b: &str) -> bool {
    let chinese = |code: &str| code == "CN" || code.starts_with(|c: char| c.is_ascii_digit());
    let within = a.starts_with(b) || b.starts_with(a);
    !within && !((a == "CN" || b == "CN") && chinese(a) && chinese(b))
}

/// How the trades of two names go together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trades {
    Equal,
    /// Given on one side alone, or cut short on one: 环保 and 环保科技.
    Open,
    Contradict,
}

fn trades(a: &str, b: &str) -> Trades {
    if a == b {
        return Trades::Equal;
    }
    if a.is_empty() || b.is_empty() || a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a) {
        return Trades::Open;
    }
    match (is_chinese(a), is_chinese(b)) {
        (true, true) if one_letter_off(a, b) => Trades::Open,
        // 众思科技 and ZhongSi Tech: no list says which Chinese word is which foreign one.
        (true, false) | (false, true) => Trades::Open,
        (false, false) if words_within(a, b) || words_within(b, a) => Trades::Open,
        _ => Trades::Contradict,
    }
}

fn words_within(few: &str, many: &str) -> bool {
    words_of(few).all(|word| words_of(many).any(|other| other == word))
}

fn same_core(a: &Form, b: &Form) -> Agreement {
    let trades = trades(a.industry, b.industry);
    if trades == Trades::Contradict || places_contradict(a.region, b.region) {
        Agreement::OtherTradeOrPlace
    } else if a.branch != b.branch {
        Agreement::Branch
    } else if trades == Trades::Open {
        Agreement::Core
    } else if forms_contradict(a.class, b.class) {
        Agreement::OtherForm
    } else {
        Agreement::Name
    }
}

fn forms_contradict(a: &str, b: &str) -> bool {
    a != b && !a.is_empty() && !b.is_empty() && a != "G" && b != "G"
}
