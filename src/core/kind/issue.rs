//! What can be wrong with a value, and what was found when one was read.

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; the value is usable.
    Info,
    /// Probably wrong; the value is kept.
    Warning,
    /// Not a value of its kind.
    Error,
}

impl Severity {
    /// The word used in SQL.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// A stable, documented word for something that can be wrong with a value.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The word, in snake case, never renamed.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One English sentence about the value, never containing it.
    pub message: &'static str,
}

impl Code {
    /// A code for values that are not of their kind.
    pub const fn error(name: &'static str, message: &'static str) -> Self {
        Code { name, severity: Severity::Error, message }
    }
    /// A code for values that are probably wrong.
    pub const fn warning(name: &'static str, message: &'static str) -> Self {
        Code { name, severity: Severity::Warning, message }
    }
    /// A code for values that are usable and remarkable.
    pub const fn info(name: &'static str, message: &'static str) -> Self {
        Code { name, severity: Severity::Info, message }
    }
}

/// The field holds nothing but white space.
pub static EMPTY: Code = Code::info("empty", "The field is empty.");
/// The value stands for "nothing": `无`, `N/A`, `test`.
pub static PLACEHOLDER: Code = Code::error("placeholder", "The value is a placeholder, not data.");
/// Longer than any value of its kind; protects every parser from megabytes in one field.
pub static TOO_LONG: Code = Code::error("too_long", "The value is longer than any of its kind.");

/// One thing that is wrong with one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// What is wrong.
    pub code: &'static Code,
    /// What the value should perhaps be.
    pub suggestion: Option<String>,
}

impl From<&'static Code> for Issue {
    fn from(code: &'static Code) -> Self {
        Issue { code, suggestion: None }
    }
}

/// What one reading of a value has found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The normal form, or why there is none.
    pub normal: Result<String, &'static Code>,
    /// Everything that is wrong, worst first.
    pub issues: Vec<Issue>,
}

impl Reading {
    /// The reason why there is no normal form is an issue, and the only one where it is no error: of nothing, nothing else is wrong.
    pub(super) fn new(normal: Result<String, &'static Code>, mut issues: Vec<Issue>) -> Self {
        if let Err(code) = normal {
            if code.severity < Severity::Error {
                issues.clear();
            }
            if issues.iter().all(|issue| issue.code != code) {
                issues.push(code.into());
            }
        }
        issues.sort_by_key(|issue| std::cmp::Reverse(issue.code.severity));
        Reading { normal, issues }
    }
}
