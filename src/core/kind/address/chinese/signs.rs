//! Signs and words that tell names of places from streets and buildings.

use crate::divisions::Adcode;
use crate::fold::is_cjk;

/// Zones that are no divisions, longest first.
pub const ZONES: &[&str] = &[
    "高新技术产业开发区",
    "高新技术开发区",
    "经济技术开发区",
    "经济开发区",
    "高新开发区",
    "高新区",
    "经开区",
    "开发区",
    "保税区",
    "工业园区",
    "雄安新区",
    "两江新区",
    "天府新区",
    "西咸新区",
    "贵安新区",
];
pub const LABELS: &[&str] =
    &["收货地址", "联系地址", "详细地址", "公司地址", "通讯地址", "注册地址", "办公地址", "家庭地址", "地址", "住址"];
pub const COUNTRIES: &[&str] = &["中华人民共和国", "中国", "China", "CHINA", "china", "PRC", "P.R.C."];

/// Whether a label or a country begins with `c`.
pub fn begins_label(c: char) -> bool {
    matches!(c, '中' | 'C' | 'c' | 'P' | '收' | '联' | '详' | '公' | '通' | '注' | '办' | '家' | '地' | '住')
}

/// Whether `c` separates the parts of an address.
pub fn is_separator(c: char) -> bool {
    matches!(c, ' ' | ',' | '、' | '。' | ';' | '/' | '\\' | '>' | '·' | '_' | ':' | '—' | ')' | '.' | '"' | '\'' | '-')
}

/// Whether a segment ends before `c`: not inside a number.
pub fn is_break(text: &str, at: usize, c: char) -> bool {
    match c {
        '(' => true,
        '-' | '/' | '.' | ':' | '_' | '—' | '\'' => {
            let before = text.get(..at).and_then(|part| part.chars().next_back());
            let after = text.get(at + c.len_utf8()..).and_then(|part| part.chars().next());
            before.is_some_and(is_cjk) && after.is_some_and(is_cjk)
        }
        _ => is_separator(c),
    }
}

/// Whether `text` is a Chinese postcode.
pub fn is_postcode(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.bytes().next().is_some_and(|first| first <= b'8')
}

/// Names of two characters (忠县, 东区) are too short to trust before a street word.
pub fn is_short(length: usize) -> bool {
    length <= 6
}

/// Cities without counties, and counties that are cities by themselves.
pub fn is_city_of_towns(code: Adcode) -> bool {
    matches!(code, 441_900 | 442_000 | 460_400 | 620_200)
}

/// Whether `after` makes the name before it part of a street or building: 北京 in 北京东路, 中山 in 中山一路.
pub fn is_street_word(after: &str) -> bool {
    const WORDS: &[&str] = &[
        "路",
        "街",
        "大道",
        "大街",
        "大路",
        "道",
        "巷",
        "弄",
        "胡同",
        "里",
        "村",
        "桥",
        "广场",
        "大厦",
        "大楼",
        "花园",
        "小区",
        "公寓",
        "饭店",
        "酒店",
        "宾馆",
        "商场",
        "新村",
        "家园",
        "苑",
        "门",
        "山路",
        "湖路",
        "镇",
        "乡",
        "社区",
        "大酒店",
        "号",
        "花苑",
        "火车站",
    ];
    const STREETS: &[char] = &['路', '街', '巷', '道', '弄', '里'];
    let direction = |c: char| matches!(c, '东' | '西' | '南' | '北' | '中');
    let numeral = |c: char| matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十');
    let Some(first) = after.chars().next() else { return false };
    // 北京东路, 中山一路, 中山东一路, but 五一路 is a name of its own.
    if direction(first) || numeral(first) {
        let rest = after.strip_prefix(direction).unwrap_or(after);
        return rest.strip_prefix(numeral).unwrap_or(rest).starts_with(STREETS);
    }
    let before = |c: char| matches!(c, '前' | '东' | '西' | '南' | '北');
    (first == '站' && !after.get('站'.len_utf8()..).is_some_and(|rest| rest.starts_with(before)))
        || matches!(
            first,
            '路' | '街'
                | '大'
                | '道'
                | '巷'
                | '弄'
                | '胡'
                | '里'
                | '村'
                | '桥'
                | '广'
                | '花'
                | '小'
                | '公'
                | '饭'
                | '酒'
                | '宾'
                | '商'
                | '新'
                | '家'
                | '苑'
                | '门'
                | '山'
                | '湖'
                | '镇'
                | '乡'
                | '社'
                | '号'
                | '火'
        ) && WORDS.iter().any(|word| after.starts_with(word))
}

/// Whether `after` makes even a full name part of a street: 古镇 in 古镇路.
pub fn is_street(after: &str) -> bool {
    after.starts_with(['路', '街', '巷']) || after.starts_with("大道") || after.starts_with("大街")
}
