//! What a company's name is made of.

use super::{chinese, fold, western};
use crate::chinese::simplify;
use crate::fold::behind_labels;

/// In which script a name is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Chinese characters (and Japanese names that hold them).
    Chinese,
    /// Words between spaces, in any other script.
    Western,
}

impl Script {
    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Script::Chinese => "chinese",
            Script::Western => "western",
        }
    }
}

/// What kind of organisation a legal form makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegalClass {
    /// Members with limited liability: 有限公司, Ltd., LLC, GmbH.
    Limited,
    /// Shares: 股份有限公司, Inc., Corp., AG, S.A., PLC.
    Stock,
    /// A company of whatever form: 公司, Co.
    Company,
    /// 集团, where no other form is given.
    Group,
    /// 合伙企业, LLP, KG.
    Partnership,
    /// 个体工商户, 经营部, e.K.
    SoleTrader,
    /// 基金会, e.V.
    NonProfit,
    /// 合作社, eG.
    Cooperative,
    /// A works or an enterprise of a state: 厂, FGUP.
    Enterprise,
}

impl LegalClass {
    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            LegalClass::Limited => "limited",
            LegalClass::Stock => "stock",
            LegalClass::Company => "company",
            LegalClass::Group => "group",
            LegalClass::Partnership => "partnership",
            LegalClass::SoleTrader => "sole_trader",
            LegalClass::NonProfit => "non_profit",
            LegalClass::Cooperative => "cooperative",
            LegalClass::Enterprise => "enterprise",
        }
    }

    /// The letter in the tables and in match forms.
    pub fn letter(self) -> char {
        match self {
            LegalClass::Limited => 'L',
            LegalClass::Stock => 'S',
            LegalClass::Company => 'C',
            LegalClass::Group => 'G',
            LegalClass::Partnership => 'P',
            LegalClass::SoleTrader => 'I',
            LegalClass::NonProfit => 'N',
            LegalClass::Cooperative => 'O',
            LegalClass::Enterprise => 'E',
        }
    }

    pub(super) fn from_table(word: &str) -> Self {
        match word {
            "L" => LegalClass::Limited,
            "S" => LegalClass::Stock,
            "G" => LegalClass::Group,
            "P" => LegalClass::Partnership,
            "I" => LegalClass::SoleTrader,
            "N" => LegalClass::NonProfit,
            "O" => LegalClass::Cooperative,
            "E" => LegalClass::Enterprise,
            _ => LegalClass::Company,
        }
    }
}

/// A place in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Region {
    /// GB/T 2260 digits, or ISO 3166 letters; empty where the name of the place is ambiguous or misspelt.
    pub code: &'static str,
    /// Its full name.
    pub name: &'static str,
}

/// The parts of a company's name.
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// What tells this company from others of its trade and place.
    pub core: String,
    /// What it does, in words that many companies share.
    pub industry: String,
    /// The same, but for show: also of a well-known company, whose names differ in it (腾讯, 腾讯科技).
    pub trade: String,
    /// What stands in brackets and is neither place nor form nor branch: 华创 in 北京（华创）有限公司.
    pub bracketed: String,
    /// Where it is, by its name.
    pub region: Option<Region>,
    /// Its legal form in its uniform spelling.
    pub legal_form: Option<(&'static str, LegalClass)>,
    /// The branch's own name, where the name is a branch's: 北京 in …北京分公司.
    pub branch: String,
    /// Whether letters of the legal form are missing or wrong: 有限公, 有眼公司.
    pub damaged_form: bool,
    /// Whether nothing is left that would name a company: 科技有限公司, Ltd.
    pub no_core: bool,
}

/// Takes `raw` apart. The caller has checked its length.
pub fn parts(raw: &str) -> (Parts, Script) {
    let text = fold::folded(raw);
    let text = behind_labels(&text, fold::LABELS);
    if fold::reads_as_chinese(text) { (chinese::parts(&simplify(text)), Script::Chinese) } else { (western::parts(text), Script::Western) }
}
