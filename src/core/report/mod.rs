//! The report: one HTML page that needs nothing else. Figures in, page out; every text is escaped by the template.

mod chart;
mod codes;
mod words;

use askama::Template;
use serde::Deserialize;
pub use words::Language;

/// Everything that a report shows, as `crm_hygiene.report_data` gives it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Report {
    /// The table as people write it.
    pub relation: String,
    /// When it was measured.
    pub measured_at: String,
    /// Its rows.
    pub row_count: i64,
    /// 0 to 100.
    pub score: Option<f64>,
    /// What its errors and duplicates waste.
    pub cost: Option<f64>,
    /// Rows without an error.
    pub clean_rows: Option<f64>,
    /// Issues, those that are new, and those that are gone.
    pub issues: i64,
    /// Issues that the measurement before had not found.
    pub new_issues: i64,
    /// Issues of the measurement before that are gone.
    pub resolved_issues: i64,
    /// The score over time, oldest first.
    pub trend: Vec<Point>,
    /// The metrics that make up the score.
    pub metrics: Vec<Metric>,
    /// What is wrong, most rows first.
    pub problems: Vec<Problem>,
    /// The columns in the table's order.
    pub columns: Vec<Column>,
    /// Further rows of customers; None before duplicates were looked for.
    pub duplicate_rows: Option<i64>,
    /// Groups of duplicates by their size.
    pub cluster_sizes: Vec<Count>,
    /// Groups of rows by source, owner …, worst first.
    pub sources: Vec<Source>,
    /// Groups of rows by priority, worst first.
    pub tiers: Vec<Source>,
    /// Phone numbers by operator.
    pub operators: Vec<Phones>,
    /// Phone numbers by area.
    pub areas: Vec<Phones>,
    /// Targets.
    pub targets: Vec<Target>,
    /// Alerts, newest first.
    pub alerts: Vec<Alert>,
    /// What to do next.
    pub steps: Vec<Step>,
}

/// A score at a time.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Point {
    /// The day.
    pub day: String,
    /// 0 to 100.
    pub score: f64,
}

/// One metric of the table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Metric {
    /// Its name.
    pub metric: String,
    /// 0 to 1.
    pub value: f64,
    /// Its weight in the score.
    pub weight: f64,
    /// What it adds to the score.
    pub points: f64,
    /// Change since the snapshot before.
    pub change: Option<f64>,
}

/// One thing that is wrong with rows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Problem {
    /// The column; None for duplicates.
    pub column_name: Option<String>,
    /// The check that is broken.
    pub check_name: Option<String>,
    /// The code.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// Rows that have it.
    pub rows: i64,
    /// What they waste.
    pub cost: f64,
    /// A few of the values, masked.
    pub examples: Vec<String>,
}

/// One column.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Column {
    /// Its name.
    pub column_name: String,
    /// Its kind.
    pub kind: String,
    /// Rates from 0 to 1.
    pub completeness: f64,
    /// Valid among the filled.
    pub validity: Option<f64>,
    /// In normal form among the valid.
    pub standardisation: Option<f64>,
    /// Distinct among the valid.
    pub uniqueness: Option<f64>,
}

/// Something counted.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Count {
    /// What.
    pub label: String,
    /// How often.
    pub count: i64,
}

/// Rows with one value of a grouping column.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    /// The column.
    pub grouping: String,
    /// The value.
    pub group_value: Option<String>,
    /// Rows.
    pub row_count: i64,
    /// 0 to 100.
    pub score: f64,
    /// Further rows of customers.
    pub duplicate_rows: Option<i64>,
}

/// Phone numbers of one operator or area.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Phones {
    /// Which.
    pub group_value: Option<String>,
    /// How many.
    pub numbers: i64,
    /// Valid among them, 0 to 1.
    pub validity: f64,
}

/// A target.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Target {
    /// The metric.
    pub metric: String,
    /// The column; None for the table.
    pub column_name: Option<String>,
    /// What it should reach.
    pub goal: f64,
    /// What it is.
    pub value: Option<f64>,
    /// Whether it is reached.
    pub met: Option<bool>,
}

/// A drop beyond normal variation.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Alert {
    /// The day.
    pub day: String,
    /// The metric.
    pub metric: String,
    /// The column; None for the table.
    pub column_name: Option<String>,
    /// What it was, 0 to 1.
    pub previous: f64,
    /// What it is, 0 to 1.
    pub value: f64,
}

/// A piece of SQL to paste, and the word for what it does.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Step {
    /// A word of the table of words.
    pub what: String,
    /// The statement.
    pub sql: String,
}

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    report: &'a Report,
    language: Language,
}

impl Report {
    /// The page, or why it could not be made.
    pub fn render(&self, language: Language) -> Result<String, String> {
        Page { report: self, language }.render().map_err(|error| error.to_string())
    }
}

impl Page<'_> {
    fn word(&self, key: &str) -> &'static str {
        words::word(key, self.language)
    }

    /// The word for a metric, a kind or a severity; what the table of words does not know stands for itself.
    fn name<'a>(&self, key: &'a str) -> &'a str {
        words::find(key, self.language).unwrap_or(key)
    }

    fn problem(&self, problem: &Problem) -> String {
        codes::explain(&problem.code, self.language)
    }

    /// A group's value as people read it: countries stand for mobile and foreign numbers.
    fn area(&self, phones: &Phones) -> String {
        match phones.group_value.as_deref() {
            None => self.word("unknown").to_owned(),
            Some("CN") => self.word("china_mobile_numbers").to_owned(),
            Some(area) => area.to_owned(),
        }
    }

    /// The end of a target's scale: a score's is a hundred.
    fn whole(&self, target: &Target) -> f64 {
        if target.metric == "score" { 100.0 } else { 1.0 }
    }

    fn rate(&self, target: &Target, value: impl Rate) -> String {
        if target.metric == "score" { score(&value.get()) } else { percent(value) }
    }

    fn share(&self, rows: &i64) -> f64 {
        if self.report.row_count > 0 { *rows as f64 / self.report.row_count as f64 } else { 0.0 }
    }

    /// The largest count, by which bars are drawn.
    fn largest_cluster(&self) -> i64 {
        self.report.cluster_sizes.iter().map(|size| size.count).max().unwrap_or(1).max(1)
    }
}

/// A number as the template hands it over: by value where it was computed, else behind one reference or two.
trait Rate {
    fn get(&self) -> f64;
}

impl Rate for f64 {
    fn get(&self) -> f64 {
        *self
    }
}

impl<T: Rate> Rate for &T {
    fn get(&self) -> f64 {
        (**self).get()
    }
}

/// `1,234,567`.
fn number(value: &i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if *value < 0 { format!("−{text}") } else { text }
}

/// `98.2 %`, never rounded up to a hundred.
fn percent(value: impl Rate) -> String {
    let value = &value.get();
    let tenths = (value.clamp(0.0, 1.0) * 1000.0).round();
    let tenths = if *value < 1.0 { tenths.min(999.0) } else { tenths };
    format!("{:.1} %", tenths / 10.0)
}

/// `85.5`.
fn score(value: &f64) -> String {
    if value.is_finite() { format!("{value:.1}") } else { "–".to_owned() }
}

/// `▲ 1.2`, in points.
fn change(value: &f64) -> String {
    let points = value * 100.0;
    match points {
        points if points >= 0.05 => format!("▲ {points:.1}"),
        points if points <= -0.05 => format!("▼ {:.1}", -points),
        _ => "=".to_owned(),
    }
}

/// `1,234` or `12.30`.
fn money(value: &f64) -> String {
    if *value >= 100.0 { number(&(value.round() as i64)) } else { format!("{value:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Report {
        let bad = "<script>alert('x')</script>\"&\u{202e}".to_owned();
        Report {
            relation: bad.clone(),
            measured_at: "2026-01-02 03:04".into(),
            row_count: 10,
            score: Some(85.46),
            trend: vec![Point { day: "2026-01-01".into(), score: 80.0 }, Point { day: bad.clone(), score: f64::NAN }],
            metrics: vec![Metric { metric: bad.clone(), value: 0.5, ..Metric::default() }],
            problems: vec![Problem {
                column_name: Some(bad.clone()),
                code: bad.clone(),
                rows: 3,
                examples: vec![bad.clone()],
                ..Problem::default()
            }],
            columns: vec![Column {
                column_name: bad.clone(),
                kind: bad.clone(),
                completeness: 2.0,
                validity: Some(-1.0),
                ..Column::default()
            }],
            sources: vec![Source { grouping: bad.clone(), group_value: Some(bad.clone()), ..Source::default() }],
            operators: vec![Phones { group_value: Some(bad.clone()), numbers: 3, validity: 0.3 }],
            steps: vec![Step { what: "dedupe".into(), sql: bad }],
            ..Report::default()
        }
    }

    #[test]
    fn a_page_is_whole_and_hostile_values_are_text() {
        for language in [Language::English, Language::Chinese] {
            let page = hostile().render(language).unwrap();
            assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"));
            assert!(!page.contains("<script") && !page.contains("alert('x')"), "a value was not escaped");
            assert!(
                !page.contains("http://") && !page.contains("https://") && !page.contains("url("),
                "the page asks for something outside"
            );
            assert!(!page.contains("NaN"));
        }
    }

    #[test]
    fn an_empty_report_is_a_page() {
        assert!(Report::default().render(Language::English).unwrap().contains("</html>"));
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(number(&-1_234_567), "−1,234,567");
        assert_eq!(number(&999), "999");
        assert_eq!([percent(0.99999), percent(1.0), percent(0.1234), percent(-3.0)], ["99.9 %", "100.0 %", "12.3 %", "0.0 %"]);
        assert_eq!([change(&0.0123), change(&-0.0123), change(&0.0)], ["▲ 1.2", "▼ 1.2", "="]);
    }
}
