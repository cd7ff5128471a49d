//! The words of the report, in its languages.

/// A language that the report speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// The language of that code: `en` or `zh`.
    pub fn find(code: &str) -> Option<Language> {
        match code {
            "en" => Some(Language::English),
            "zh" => Some(Language::Chinese),
            _ => None,
        }
    }

    /// Its code, as HTML takes it.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh-CN",
        }
    }
}

/// A word by its key; the key itself where there is none, which a test excludes.
pub fn word(key: &str, language: Language) -> &'static str {
    find(key, language).unwrap_or("?")
}

/// A word by its key.
pub fn find(key: &str, language: Language) -> Option<&'static str> {
    let (_, english, chinese) = WORDS.iter().find(|(own, ..)| *own == key)?;
    Some(if language == Language::English { english } else { chinese })
}

/// Key, English, Chinese.
static WORDS: &[(&str, &str, &str)] = &[
    ("title", "Data quality report", "数据质量报告"),
    ("measured", "measured", "测量时间"),
    ("rows", "rows", "行"),
    ("score", "Quality score", "质量得分"),
    ("of_100", "of 100", "满分 100"),
    ("trend", "Score over time", "得分趋势"),
    ("trend_none", "The trend appears after the second snapshot.", "第二次快照之后显示趋势。"),
    ("clean_rows", "Rows without an error", "无错误的行"),
    ("cost", "Cost per contact round", "每轮触达的浪费"),
    (
        "cost_note",
        "unit costs × errors and duplicates; change them with crm_set_unit_cost",
        "单价 × 错误与重复；可用 crm_set_unit_cost 修改",
    ),
    ("issues", "Issues", "问题数"),
    ("new", "new", "新增"),
    ("resolved", "resolved", "已解决"),
    ("metrics", "How the score comes about", "得分构成"),
    (
        "formula",
        "Score = 100 × Σ(weight × value) ÷ Σ weight, over the metrics that are known.",
        "得分 = 100 × Σ(权重 × 指标值) ÷ Σ 权重，只计已知指标。",
    ),
    ("weight", "weight", "权重"),
    ("points", "points", "得分"),
    ("change", "since the last snapshot", "与上次快照相比"),
    ("completeness", "Completeness", "完整性"),
    ("validity", "Validity", "有效性"),
    ("standardisation", "Standardisation", "规范性"),
    ("uniqueness", "Uniqueness", "唯一性"),
    ("consistency", "Consistency", "一致性"),
    ("timeliness", "Timeliness", "时效性"),
    ("problems", "What is wrong most, and what it costs", "最主要的问题及其代价"),
    ("problems_none", "Nothing wrong was found.", "未发现问题。"),
    ("problem", "Problem", "问题"),
    ("share", "Share of rows", "占比"),
    ("amount", "Cost", "代价"),
    ("examples", "Examples, masked", "示例（已脱敏）"),
    ("error", "error", "错误"),
    ("warning", "warning", "警告"),
    ("columns", "Column by column", "各列情况"),
    ("columns_note", "Each bar is all rows: valid, wrong, empty.", "每条代表全部行：有效、错误、空。"),
    ("valid", "valid", "有效"),
    ("wrong", "wrong", "错误"),
    ("empty", "empty", "空"),
    ("filled", "filled", "已填写"),
    ("normal", "in normal form", "规范写法"),
    ("distinct", "distinct", "不重复"),
    ("duplicates", "Duplicates", "重复"),
    ("duplicates_unknown", "Duplicates have not been looked for yet.", "尚未查找重复。"),
    ("duplicates_found", "rows are a further row of a customer who is there already", "行是已有客户的重复记录"),
    ("cluster_size", "Groups by number of rows", "按组内行数统计"),
    ("groups", "groups", "组"),
    ("rows_each", "rows each", "行一组"),
    ("by_source", "Duplicates by source", "各来源的重复"),
    ("phones", "Phone numbers", "电话号码"),
    ("by_operator", "Valid numbers by operator", "各运营商号码有效率"),
    ("by_area", "Valid numbers by area", "各地区号码有效率"),
    ("unknown", "unknown", "未知"),
    ("china_mobile_numbers", "China, mobile", "中国手机"),
    ("sources", "Worst sources", "质量最差的来源"),
    ("tiers", "Priority tiers", "优先级"),
    ("closed", "customers", "已成交客户"),
    ("recent", "active lately", "近期活跃"),
    ("dormant", "dormant", "沉睡"),
    ("targets", "Targets", "目标"),
    ("met", "met", "达成"),
    ("missed", "missed by", "差"),
    ("goal", "goal", "目标"),
    ("whole_table", "whole table", "整表"),
    ("alerts", "Alerts", "预警"),
    ("fell", "fell", "下降"),
    ("steps", "What to do next", "下一步"),
    ("steps_note", "Paste into psql.", "粘贴到 psql 执行。"),
    ("dedupe", "Find the duplicates", "查找重复客户"),
    ("review", "Read the largest groups of duplicates, then decide which row stays", "查看最大的重复组，决定保留哪一行"),
    ("fix_worst", "See the rows with the most costly problem", "查看代价最高的问题所在行"),
    ("standardize", "Preview what one way of writing would change", "预览统一写法会改变什么"),
    ("protect", "Keep new rows clean", "让新数据保持干净"),
    ("target", "Set a target", "设定目标"),
    ("schedule", "Measure every night, so that the trend shows", "每晚自动测量，形成趋势"),
    ("measure_by", "Measure by source or owner as well", "按来源或负责人测量"),
    (
        "made_by",
        "Made inside PostgreSQL by crm_hygiene. Nothing has left the database. Values are masked.",
        "由 crm_hygiene 在 PostgreSQL 内生成，数据未离开数据库，示例已脱敏。",
    ),
    ("phone", "phone", "电话"),
    ("email", "e-mail", "邮箱"),
    ("person_name", "name", "姓名"),
    ("given_name", "given name", "名"),
    ("family_name", "family name", "姓"),
    ("company", "company", "公司"),
    ("credit_code", "credit code", "统一社会信用代码"),
    ("national_id", "identity number", "证件号码"),
    ("external_id", "identifier", "标识符"),
    ("date", "date", "日期"),
    ("address", "address", "地址"),
    ("city", "city", "城市"),
    ("postcode", "postcode", "邮编"),
    ("url", "link", "网址"),
    ("category", "category", "类别"),
    ("text", "text", "文本"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_there_once_in_each_language() {
        for (index, (key, english, chinese)) in WORDS.iter().enumerate() {
            assert!(!english.is_empty() && !chinese.is_empty(), "{key}");
            assert!(!WORDS[..index].iter().any(|(other, ..)| other == key), "{key} twice");
        }
        let page = include_str!("report.html");
        for part in page.split("self.word(\"").skip(1) {
            let key = part.split('"').next().unwrap_or_default();
            assert!(find(key, Language::English).is_some(), "no word for {key}");
        }
    }
}
