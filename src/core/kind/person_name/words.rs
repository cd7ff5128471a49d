//! Words around a name that are no part of it.

use crate::fold;
use crate::sieve::Sieve;

/// Honorifics behind a Chinese name (simplified). Longer ones first, so that 总经理 goes as one.
const HONORIFICS: &[&str] = &[
    "副总经理",
    "董事长",
    "总经理",
    "副经理",
    "工程师",
    "设计师",
    "会计师",
    "负责人",
    "副主任",
    "副院长",
    "副校长",
    "副教授",
    "副局长",
    "老板娘",
    "先生",
    "女士",
    "小姐",
    "太太",
    "夫人",
    "经理",
    "老师",
    "医生",
    "大夫",
    "主任",
    "教授",
    "博士",
    "院长",
    "校长",
    "局长",
    "处长",
    "科长",
    "部长",
    "厂长",
    "店长",
    "行长",
    "会长",
    "队长",
    "组长",
    "所长",
    "站长",
    "社长",
    "村长",
    "镇长",
    "县长",
    "市长",
    "书记",
    "老板",
    "师傅",
    "主管",
    "总监",
    "助理",
    "秘书",
    "律师",
    "会计",
    "同学",
    "同志",
    "警官",
    "护士",
    "导师",
    "教练",
    "副总",
    "总裁",
    "顾问",
    "专员",
    "采购",
    "财务",
    "出纳",
    "大哥",
    "大姐",
    "阿姨",
    "叔叔",
    "哥哥",
    "姐姐",
    "妈妈",
    "爸爸",
    "妈咪",
    "家长",
    "夫妇",
    "夫妻",
    "伉俪",
    "总",
];

/// Whether one of [`HONORIFICS`] ends so: most names do not.
fn ends_honorific(c: char) -> bool {
    matches!(
        c,
        '书' | '人'
            | '任'
            | '傅'
            | '务'
            | '叔'
            | '员'
            | '咪'
            | '哥'
            | '士'
            | '太'
            | '夫'
            | '俪'
            | '妇'
            | '妻'
            | '妈'
            | '姐'
            | '姨'
            | '娘'
            | '学'
            | '官'
            | '师'
            | '志'
            | '总'
            | '授'
            | '板'
            | '爸'
            | '理'
            | '生'
            | '监'
            | '管'
            | '纳'
            | '练'
            | '裁'
            | '计'
            | '记'
            | '购'
            | '长'
            | '问'
    )
}

/// Honorifics of one character that also end names: they count behind a family name alone (`王工`, `李哥`).
const SHORT_HONORIFICS: &[char] = &['工', '董', '哥', '姐', '叔', '姨', '嫂', '局', '处', '导', '师', '生', '某'];

/// Whether an honorific may end with this (simplified) character.
pub(super) fn may_end_honorific(c: char) -> bool {
    ends_honorific(c) || SHORT_HONORIFICS.contains(&c)
}

/// How many characters at the end of a (simplified) Chinese name are an honorific.
/// `is_family` tells whether what stands before is a family name and nothing else.
pub(super) fn honorific(name: &[char], is_family: impl Fn(&[char]) -> bool) -> usize {
    let Some(last) = name.last().filter(|last| may_end_honorific(**last)) else { return 0 };
    let tail = |length: usize| name.len().checked_sub(length).and_then(|start| name.get(start..)).unwrap_or_default();
    let ends_with = |word: &str| tail(word.chars().count()).iter().copied().eq(word.chars());
    if let Some(word) = HONORIFICS.iter().find(|word| ends_with(word)) {
        return word.chars().count();
    }
    // 刘建工: an engineer is also named behind a full name of three characters.
    let head = name.len().checked_sub(1).and_then(|end| name.get(..end)).unwrap_or_default();
    let short = SHORT_HONORIFICS.contains(last) && is_family(head) || *last == '工' && head.len() == 3;
    usize::from(short)
}

/// Endings and words of organisations (simplified, or folded).
const ORGANISATIONS: &[&str] = &[
    "公司",
    "集团",
    "有限",
    "工厂",
    "事务所",
    "医院",
    "学校",
    "银行",
    "酒店",
    "超市",
    "商行",
    "经营部",
    "工作室",
    "委员会",
    "研究院",
    "中心",
];
const LEGAL_FORMS: &[&str] =
    &["ltd", "inc", "llc", "gmbh", "corp", "corporation", "limited", "plc", "company", "group", "holdings", "ag", "bv", "srl", "spa"];

/// Trades and houses that end the short names of organisations, and no person's name of four characters.
#[rustfmt::skip]
const TRADES: &[&str] = &[
    "科技", "贸易", "商贸", "实业", "物流", "传媒", "律所", "餐饮", "股份", "集团", "大学", "学院", "小学", "中学", "幼儿园", "诊所", "药房", "门店",
    "商店", "旗舰店", "专卖店", "分店", "分行", "支行", "网络", "电子", "机械", "制造", "建筑", "装饰", "食品", "咨询", "服饰", "证券", "保险",
    "地产", "置业", "物业", "软件",
];

/// Whether simplified Chinese text is an organisation rather than a person: never in three characters.
pub(super) fn is_organisation(text: &str) -> bool {
    text.len() > 9 && (ORGANISATIONS.iter().any(|word| text.contains(word)) || TRADES.iter().any(|word| text.ends_with(word)))
}

/// Whether a title behind a Chinese name says that several people are meant (simplified).
pub(super) fn is_several(title: &str) -> bool {
    ["夫妇", "夫妻", "伉俪"].iter().any(|word| title.contains(word))
}

/// Words that a firm has behind `&`.
const FIRM: &[&str] =
    &["co", "company", "sons", "son", "partners", "associates", "bros", "brothers", "daughters", "cie", "sohne", "partner"];

/// Whether a folded word at the end of `Smith & …` makes it a firm.
pub(super) fn is_firm(word: &str) -> bool {
    FIRM.contains(&word) || is_legal_form(word)
}

/// Whether the last folded word of a Western name is a legal form.
pub(super) fn is_legal_form(word: &str) -> bool {
    static SIEVE: Sieve = Sieve::NONE.with_all(LEGAL_FORMS);
    SIEVE.passes(word) && LEGAL_FORMS.contains(&word)
}

/// What people call themselves when they have to give a name: no one's name.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "前台", "客服", "总机", "财务", "财务部", "采购部", "销售部", "人事部", "行政部", "市场部", "技术部",
    "微信用户", "匿名用户", "新用户", "游客", "访客", "用户", "客户", "联系人", "管理员", "负责人", "测试用户", "测试账号", "某某", "某人", "本人", "姓名",
    "称呼", "无名", "无名氏", "佚名", "admin", "administrator", "user", "guest", "customer", "client", "contact",
    "first last", "firstname lastname", "your name", "name", "full name", "test test", "test user", "wechat user",
    "no lastname", "mickey mouse", "mr", "mrs", "ms", "no last name", "lastname", "firstname", "first name",
    "last name", "owner", "current resident", "resident", "accounts payable", "sales", "info", "reception",
];

/// What stands before a name where a form was copied with it.
pub(super) const LABELS: &[&str] = &["联系人姓名", "客户姓名", "收件人", "收货人", "联系人", "姓名", "名字", "Name", "Contact", "Attn"];

/// No placeholder of any field is longer, in bytes, unless it is one letter over and over.
pub(super) const LONGEST_NOBODY: usize = 18;

/// Whether a name stands for nobody in particular.
pub(super) fn is_nobody(name: &str) -> bool {
    static SIEVE: Sieve = Sieve::NONE.with_all(NOBODY);
    if name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b' ') {
        let mut lower = [0; LONGEST_NOBODY];
        let Some(lower) = lower.get_mut(..name.len()) else { return false };
        lower.copy_from_slice(name.as_bytes());
        lower.make_ascii_lowercase();
        return std::str::from_utf8(lower).is_ok_and(|name| SIEVE.passes(name) && NOBODY.contains(&name));
    }
    NOBODY.contains(&fold::words(name).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_short() {
        assert!(NOBODY.iter().all(|word| word.len() <= LONGEST_NOBODY));
    }

    #[test]
    fn last_characters_are_complete() {
        assert!(HONORIFICS.iter().all(|word| word.chars().next_back().is_some_and(ends_honorific)));
    }
}
