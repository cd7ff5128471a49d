//! Column names in scripts that write words without spaces, or nearly so: Chinese, Japanese, Korean, Thai, Arabic.

use super::{Guess, Meaning, Part};
use crate::fold;

type Rule = (&'static [&'static str], fn() -> Guess);

fn sure(meaning: Meaning) -> Guess {
    Guess::Sure(meaning)
}

/// What the signs in a column name say; None where there are none of these scripts.
pub(super) fn by_signs(column: &str) -> Option<Guess> {
    let is_foreign = |c: char| {
        matches!(c, '\u{600}'..='\u{6ff}' | '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7af}') || fold::is_cjk(c)
    };
    if !column.chars().any(is_foreign) {
        return None;
    }
    let text = crate::chinese::simplify(&fold::plain(column).to_lowercase()).into_owned();
    let whole = EXACTLY.iter().find(|(words, _)| words.contains(&text.as_str()));
    // First hit wins, so what is longer or more particular stands first.
    let part = || WITHIN.iter().find(|(words, _)| words.iter().any(|word| text.contains(word)));
    Some(whole.or_else(part).map_or(Guess::Unknown, |(_, guess)| guess()))
}

const EXACTLY: &[Rule] = &[
    (&["姓", "姓氏", "苗字", "성"], || sure(Meaning::part("family_name", Part::Family))),
    (&["名"], || sure(Meaning::part("given_name", Part::Given))),
    (&["名称", "客户", "客户名", "顾客名", "名前", "名字", "고객", "고객명", "ชื่อ", "الاسم"], || {
        Guess::SomeName
    }),
    (&["省", "区", "县", "国", "시도", "담당부서"], || sure(Meaning::matching("category"))),
    (&["市", "町村"], || sure(Meaning::matching("city"))),
    (&["메일"], || sure(Meaning::matching("email"))),
    (&["甲方"], || sure(Meaning::matching("company"))),
];

const WITHIN: &[Rule] = &[
    // When something happened to a row.
    (
        &[
            "创建时间",
            "创建日期",
            "更新时间",
            "更新日期",
            "修改时间",
            "修改日期",
            "录入时间",
            "录入日期",
            "登记时间",
            "登记日期",
            "注册时间",
            "注册日期",
            "跟进时间",
            "联系时间",
            "成交时间",
            "成交日期",
            "登录时间",
            "登录日",
            "作成日",
            "更新日",
            "등록일",
            "생성일",
            "수정일",
        ],
        || sure(Meaning::silent("date")),
    ),
    // What is about a value or about a row, and none of the customer's.
    (
        &[
            "创建",
            "更新",
            "修改",
            "录入",
            "跟进",
            "成交",
            "登录",
            "作成",
            "最后",
            "下次",
            "생성",
            "수정",
            "归属地",
            "经营范围",
            "注册资本",
            "简介",
            "规模",
            "部署",
            "部门",
            "부서",
            "직책",
            "직위",
            "职务",
            "职位",
            "役职",
            "フリガナ",
            "ふりがな",
            "カナ",
            "ランク",
            "등급",
            "序号",
            "编码规则",
        ],
        || sure(Meaning::silent("text")),
    ),
    (&["类型", "类别", "种类", "等级", "级别", "来源", "渠道", "状态", "标签", "行业", "业种", "업종"], || {
        sure(Meaning::silent("category"))
    }),
    (&["统一社会信用", "信用代码", "税号", "纳税人识别"], || sure(Meaning::matching("credit_code"))),
    (&["身份证", "证件号"], || sure(Meaning::matching("national_id"))),
    (
        &[
            "法人番号",
            "顾客番号",
            "会员番号",
            "护照",
            "机构代码",
            "注册号",
            "学号",
            "工号",
            "사업자",
            "고객번호",
            "회원번호",
            "微信",
            "openid",
            "unionid",
            "会员号",
            "会员卡",
            "会员编号",
            "客户编号",
            "qq",
            "เลขประจำตัว",
        ],
        || sure(Meaning::matching("external_id")),
    ),
    (&["出生地", "籍贯"], || sure(Meaning::matching("category"))),
    (&["出生年份", "出生年"], || sure(Meaning::part("year", Part::Year))),
    (&["出生", "生日", "生年月日", "诞生日", "생년월일", "생일", "วันเกิด", "الميلاد"], || {
        sure(Meaning::matching("date"))
    }),
    (&["年龄", "年齢", "나이", "연령", "العمر"], || sure(Meaning::matching("year"))),
    (
        &["email", "e-mail", "邮箱", "电子邮件", "邮件", "メール", "이메일", "메일", "อีเมล", "البريد الالكتروني", "البريد الإلكتروني"],
        || sure(Meaning::matching("email")),
    ),
    (&["邮编", "邮政编码", "邮便", "우편번호", "รหัสไปรษณีย", "الرمز البريدي"], || {
        sure(Meaning::matching("postcode"))
    }),
    (
        &[
            "手机",
            "电话",
            "座机",
            "固话",
            "联系方式",
            "传真",
            "号码",
            "携带",
            "携帯",
            "ファックス",
            "fax",
            "전화",
            "휴대",
            "핸드폰",
            "연락처",
            "팩스",
            "โทรศัพท",
            "เบอร์โทร",
            "الهاتف",
            "الجوال",
            "هاتف",
            "جوال",
        ],
        || sure(Meaning::matching("phone")),
    ),
    (&["网址", "网站", "官网", "ホームページ", "サイト", "홈페이지", "웹사이트"], || sure(Meaning::matching("url"))),
    (&["地址", "住址", "住所", "所在地", "番地", "주소", "ที่อยู่", "العنوان", "عنوان"], || {
        sure(Meaning::matching("address"))
    }),
    (
        &[
            "联系人",
            "姓名",
            "お名前",
            "이름",
            "收货人",
            "收件人",
            "法人代表",
            "法定代表人",
            "负责人姓名",
            "担当者",
            "ご担当",
            "代表者",
            "氏名",
            "昵称",
            "담당자",
            "대표자",
            "성명",
            "성함",
            "ชื่อ นามสกุล",
            "ชื่อ-นามสกุล",
            "الاسم الكامل",
        ],
        || sure(Meaning::matching("person_name")),
    ),
    (&["นามสกุล"], || sure(Meaning::part("family_name", Part::Family))),
    (
        &[
            "公司",
            "企业",
            "单位",
            "机构",
            "组织",
            "商户",
            "店名",
            "门店",
            "供应商",
            "客户名称",
            "会社",
            "法人",
            "勤务先",
            "取引先",
            "贵社",
            "御社",
            "团体",
            "団体",
            "商号",
            "회사",
            "상호",
            "업체",
            "거래처",
            "기업",
            "법인",
            "기관",
            "บริษัท",
            "شركة",
            "الشركة",
        ],
        || sure(Meaning::matching("company")),
    ),
    (&["城市", "地市", "市区", "市町村", "จังหวัด", "المدينة", "도시"], || sure(Meaning::matching("city"))),
    (
        &["省份", "地区", "区域", "国家", "性别", "民族", "职业", "婚姻", "都道府", "国籍", "성별", "국가", "시도"],
        || sure(Meaning::matching("category")),
    ),
    (&["时间", "日期"], || sure(Meaning::silent("date"))),
    (&["负责人", "销售", "备注", "说明", "描述", "内容", "备考", "비고", "메모"], || sure(Meaning::silent("text"))),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_rules_can_be_met() {
        let mut earlier: Vec<&str> = Vec::new();
        for (words, _) in EXACTLY.iter().chain(WITHIN) {
            for word in *words {
                assert_eq!(crate::chinese::simplify(&fold::plain(word).to_lowercase()), *word, "is not how names are read");
            }
        }
        for (words, _) in WITHIN {
            for word in *words {
                assert!(!earlier.iter().any(|before| word.contains(before)), "{word} is met by an earlier rule");
            }
            earlier.extend(*words);
        }
    }
}
