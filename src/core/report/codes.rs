//! What a code means, for people: English from the kinds themselves, Chinese from here. A code without a Chinese sentence is
//! shown as its English one.

use super::Language;
use crate::kind;

/// One sentence about a code.
pub fn explain(code: &str, language: Language) -> String {
    let chinese = || CHINESE.iter().find(|(own, _)| *own == code).map(|(_, text)| *text);
    let own = |code: &str| OWN.iter().find(|(own, _)| *own == code).map(|(_, text)| *text);
    let of_kind = || kind::ALL.iter().flat_map(|kind| kind.codes()).find(|known| known.name == code).map(|known| known.message);
    let english = || own(code).or_else(of_kind);
    let text = if language == Language::Chinese { chinese().or_else(english) } else { english() };
    text.unwrap_or(code).trim_end_matches(['.', '。']).to_owned()
}

/// Codes that no kind knows.
static OWN: &[(&str, &str)] = &[
    ("duplicate", "A further row of the same customer."),
    ("missing", "A field that must be filled is empty."),
    ("not_allowed", "The value is none of the allowed ones."),
    ("out_of_range", "The value is outside its range."),
    ("inconsistent", "The value contradicts another field or the present day."),
    ("not_unique", "Another row has the same value."),
];

static CHINESE: &[(&str, &str)] = &[
    ("after_2100", "日期晚于 2100 年"),
    ("ambiguous_region", "地址中的区划在多地同名，无法确定"),
    ("bad_character", "含有号码中不会出现的字符"),
    ("bad_check", "校验位不符"),
    ("bad_organisation_check", "其中的组织机构代码校验位不符"),
    ("before_1900", "日期早于 1900 年"),
    ("conflicting_region", "地址中的区划互相矛盾"),
    ("credentials", "网址中含用户名或密码"),
    ("damaged_legal_form", "公司组织形式残缺或有误"),
    ("default_date", "软件的默认日期"),
    ("digits_in_name", "姓名中有数字"),
    ("disposable_domain", "一次性邮箱域名"),
    ("domain_typo", "邮箱域名疑似拼错"),
    ("duplicate", "同一客户的重复行"),
    ("email_address", "填成了邮箱地址"),
    ("empty", "为空"),
    ("example_domain", "示例域名，无人收信"),
    ("extra_text", "地址之外还有其他文字"),
    ("implausible_birth_date", "出生日期不合理"),
    ("impossible_date", "日期不存在"),
    ("incomplete_domain", "域名不完整"),
    ("inconsistent", "与其他字段或当前日期矛盾"),
    ("invalid_character", "@ 前含有不允许的字符"),
    ("invalid_domain", "@ 后不是域名"),
    ("invalid_host", "网址没有主机名"),
    ("invalid_ip", "@ 后的 IP 地址无效"),
    ("invalid_length", "号码位数不对"),
    ("invalid_port", "端口无效"),
    ("invalid_postcode", "不是任何国家的邮编"),
    ("invalid_quotes", "@ 前的引号不成对"),
    ("legacy_dots", "点的位置不合标准"),
    ("letter_for_digit", "数字误写为字母"),
    ("letters", "数字误写为字母"),
    ("local_only", "缺区号"),
    ("long_local_part", "@ 前超过 64 字节"),
    ("lost_zero", "疑似丢失开头的 0"),
    ("masked_name", "姓名已被打码"),
    ("masked_value", "地址已被打码"),
    ("misplaced_dot", "@ 前的点位置错误"),
    ("missing", "必填字段为空"),
    ("missing_at", "缺少 @"),
    ("missing_domain", "@ 后为空"),
    ("missing_local_part", "@ 前为空"),
    ("no_core", "没有公司字号"),
    ("no_street", "缺少街道或门牌"),
    ("not_a_company_name", "不是公司名称"),
    ("not_a_date", "不是日期"),
    ("not_a_name", "不是姓名"),
    ("not_a_number", "没有电话号码"),
    ("not_allowed", "不在允许的取值之内"),
    ("not_of_region", "不是该地区的邮编"),
    ("not_unique", "与其他行的值相同"),
    ("organisation", "像是机构名称"),
    ("out_of_range", "超出范围"),
    ("placeholder", "占位值，不是真实数据"),
    ("reserved_domain", "保留域名，无法投递"),
    ("rounded", "被电子表格取整，末尾数字已丢失"),
    ("several_addresses", "含多个邮箱地址"),
    ("several_at", "含多个 @"),
    ("several_names", "含多个姓名"),
    ("several_urls", "含多个网址"),
    ("space_inside", "地址中有空格"),
    ("spreadsheet_damage", "被电子表格取整，末尾数字已丢失"),
    ("too_long", "过长"),
    ("too_short", "位数不足"),
    ("unassigned", "号段尚未分配"),
    ("unbalanced_bracket", "括号不成对"),
    ("unknown_country", "国家代码不存在"),
    ("unknown_province", "前两位不是任何省份"),
    ("unknown_region", "区划代码未分配"),
    ("unknown_tld", "顶级域名不存在"),
    ("unknown_type", "登记管理部门代码不存在"),
    ("unsupported_scheme", "不是网页地址"),
];
