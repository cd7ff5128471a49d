//! Column names, in English and Chinese, in the words that CRM tables use.

use super::{Meaning, Part};
use crate::fold;

/// What a name suggests.
#[derive(Debug, Clone, PartialEq)]
pub enum Guess {
    /// The name says what the column is.
    Sure(Meaning),
    /// The name says that it names a customer, who may be a person or an organisation: the values decide.
    SomeName,
    /// The name says nothing.
    Unknown,
}

/// The meaning that a column's name suggests: `mobile_phone`, `PhoneNumber`, `手机号`, `soc_sec_id`.
pub fn from_name(column: &str) -> Guess {
    let words = words(column);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some(meaning) = chinese(column) {
        return meaning;
    }
    english(&words)
}

/// Words of an identifier: separators, camel case and trailing digits taken apart.
fn words(column: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(column.len() + 8);
    let mut before = ' ';
    for c in column.chars() {
        let turns = (before.is_lowercase() && c.is_uppercase()) || (before.is_alphabetic() && c.is_ascii_digit());
        if turns {
            spaced.push(' ');
        }
        spaced.push(c);
        before = c;
    }
    fold::words(&spaced)
        .split(' ')
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(Into::into)
        .collect()
}

fn chinese(column: &str) -> Option<Guess> {
    if !fold::has_cjk(column) {
        return None;
    }
    let text = crate::chinese::simplify(&fold::bare(column)).into_owned();
    let sure = |meaning| Some(Guess::Sure(meaning));
    // First hit wins, so what is longer or more particular stands first.
    type Rule = (&'static [&'static str], fn() -> Meaning);
    let table: &[Rule] = &[
        (&["创建", "更新", "修改", "录入", "登记时间", "注册时间", "跟进", "成交"], || Meaning::silent("date")),
        (&["统一社会信用", "信用代码", "税号", "纳税人识别"], || Meaning::matching("credit_code")),
        (&["身份证", "证件号"], || Meaning::matching("national_id")),
        (&["出生", "生日"], || Meaning::matching("date")),
        (&["公司地址", "联系地址", "详细地址", "通讯地址", "住址", "地址"], || Meaning::matching("address")),
        (&["手机", "电话", "座机", "固话", "联系方式", "传真", "号码"], || Meaning::matching("phone")),
        (&["邮箱", "电子邮件", "邮件"], || Meaning::matching("email")),
        (&["邮编", "邮政编码"], || Meaning::matching("postcode")),
        (&["公司", "企业", "单位", "机构", "组织", "商户", "店名", "客户名称"], || Meaning::matching("company")),
        (&["联系人", "姓名", "客户姓名", "收货人", "法人", "名字"], || Meaning::matching("person_name")),
        (&["城市", "地市", "市区"], || Meaning::matching("city")),
        (&["省份", "地区", "区域", "国家", "性别"], || Meaning::matching("category")),
        (&["网址", "网站", "官网"], || Meaning::matching("url")),
        (&["微信", "openid", "unionid", "会员号", "客户编号", "qq"], || Meaning::matching("external_id")),
        (&["来源", "渠道", "状态", "类型", "类别", "等级", "行业", "标签", "负责人", "销售"], || {
            Meaning::silent("category")
        }),
        (&["时间", "日期"], || Meaning::silent("date")),
        (&["备注", "说明", "描述", "内容"], || Meaning::silent("text")),
    ];
    if let Some((_, meaning)) = table.iter().find(|(words, _)| words.iter().any(|word| text.contains(word))) {
        return sure(meaning());
    }
    match text.as_str() {
        "姓" | "姓氏" => sure(Meaning::part("family_name", Part::Family)),
        "名" => sure(Meaning::part("given_name", Part::Given)),
        "名称" | "客户" => Some(Guess::SomeName),
        "省" => sure(Meaning::matching("category")),
        "市" => sure(Meaning::matching("city")),
        _ => Some(Guess::Unknown),
    }
}

fn english(words: &[&str]) -> Guess {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let pair = |first: &[&str], second: &[&str]| words.windows(2).any(|pair| first.contains(&pair[0]) && second.contains(&pair[1]));
    let only = |any: &[&str]| words.len() == 1 && has(any);
    let sure = Guess::Sure;
    let name_like = has(&["name", "nm", "nom", "nombre"]);

    if has(&["created", "updated", "modified", "inserted", "deleted", "timestamp", "opened", "closed", "synced", "imported"]) {
        return sure(Meaning::silent("date"));
    }
    if pair(&["credit"], &["code"]) || has(&["uscc", "usci", "unifiedcode"]) || pair(&["social"], &["credit"]) {
        return sure(Meaning::matching("credit_code"));
    }
    if has(&["idcard", "nationalid", "sfz", "shenfenzheng"]) || pair(&["id"], &["card"]) || pair(&["national"], &["id"]) {
        return sure(Meaning::matching("national_id"));
    }
    if has(&["email", "mail", "emailaddress"]) && !has(&["mailing"]) || pair(&["e"], &["mail"]) {
        return sure(Meaning::matching("email"));
    }
    if has(&[
        "phone",
        "mobile",
        "tel",
        "telephone",
        "cell",
        "cellphone",
        "fax",
        "landline",
        "msisdn",
        "whatsapp",
        "shouji",
        "dianhua",
        "phonenumber",
    ]) && !has(&["type", "status", "country", "verified", "valid"])
    {
        return sure(Meaning::matching("phone"));
    }
    if has(&["dob", "birth", "birthday", "birthdate", "dateofbirth", "bday", "byear"]) && !has(&["place", "country", "city"]) {
        return sure(Meaning::matching("date"));
    }
    let other_id = [
        "ssn", "sin", "passport", "unionid", "openid", "wechat", "weixin", "cookie", "vat", "tin", "ein", "lei", "duns", "iban", "nhs",
        "license", "licence", "nric", "aadhaar", "cpf", "npi",
    ];
    let of_id = has(&["number", "no", "id", "num", "nbr", "code", "nr"]);
    let descriptive = has(&["type", "country", "state", "status", "role", "issuer"]);
    if (has(&other_id)
        || pair(&["soc", "social"], &["sec", "security"])
        || (has(&[
            "tax",
            "national",
            "member",
            "loyalty",
            "account",
            "customer",
            "client",
            "drivers",
            "license",
            "licence",
            "registration",
        ]) && of_id
            && !name_like))
        && !descriptive
    {
        return sure(Meaning::matching("external_id"));
    }
    if has(&["url", "website", "homepage", "web", "site", "domain", "linkedin"]) {
        return sure(Meaning::matching("url"));
    }
    if has(&["zip", "zipcode", "postcode", "postal", "pincode", "plz"]) || pair(&["post"], &["code"]) {
        return sure(Meaning::matching("postcode"));
    }
    if has(&[
        "type", "status", "source", "category", "channel", "stage", "owner", "tags", "industry", "cuisine", "segment", "rating", "class",
        "role", "key",
    ]) {
        return sure(Meaning::silent("category"));
    }
    if has(&[
        "company",
        "organization",
        "organisation",
        "org",
        "employer",
        "business",
        "corporation",
        "firm",
        "account",
        "gongsi",
        "merchant",
        "vendor",
        "supplier",
    ]) && !has(&["id", "size", "revenue", "phone"])
    {
        return sure(if has(&["addr", "address"]) { Meaning::matching("address") } else { Meaning::matching("company") });
    }
    if has(&["firstname", "givenname", "forename", "fname", "prenom"])
        || (has(&["first", "given", "fore", "christian"]) && (name_like || words.len() == 1))
        || words.ends_with(&["name", "first"])
    {
        return sure(Meaning::part("given_name", Part::Given));
    }
    if has(&["lastname", "surname", "familyname", "lname", "sname", "apellido"])
        || (has(&["last", "family", "sur"]) && (name_like || words.len() == 1))
    {
        return sure(Meaning::part("family_name", Part::Family));
    }
    if has(&["middlename", "mname"]) || (has(&["middle"]) && (name_like || words.len() == 1)) {
        return sure(Meaning::part("given_name", Part::Middle));
    }
    let street = has(&["street", "road", "house", "apartment", "apt", "unit", "flat", "building"]);
    if has(&["address", "addr", "dizhi"]) || street {
        if has(&["city", "town"]) {
            return sure(Meaning::matching("city"));
        }
        if has(&["state", "country", "county", "province"]) {
            return sure(Meaning::matching("category"));
        }
        let piece = street || has(&["line"]) || has(&["number", "no"]);
        return sure(if piece { Meaning::part("address", Part::Line) } else { Meaning::matching("address") });
    }
    if has(&["addresses", "location"]) {
        return sure(Meaning::matching("address"));
    }
    if has(&["city", "town", "suburb", "municipality", "chengshi", "locality"]) {
        return sure(Meaning::matching("city"));
    }
    if has(&["state", "province", "county", "country", "region", "gender", "sex", "nationality"]) && !has(&["id"]) {
        return sure(Meaning::matching("category"));
    }
    if only(&["name", "title", "label", "customer", "client", "lead"])
        || (has(&["customer", "client", "entity", "legal", "trade", "dba", "display", "party"]) && name_like)
    {
        return Guess::SomeName;
    }
    if has(&["fullname", "contact", "person", "xingming", "contactname", "nickname"])
        || (name_like && has(&["full", "person", "contact", "native", "maiden", "english", "chinese", "user", "patient", "alias"]))
    {
        return sure(Meaning::matching("person_name"));
    }
    if name_like && !has(&["file", "product", "campaign", "user", "host"]) {
        return Guess::SomeName;
    }
    if has(&["date", "time", "at", "on"]) {
        return sure(Meaning::silent("date"));
    }
    if has(&["id", "uuid", "guid", "rowid", "pk"])
        || has(&["amount", "price", "total", "count", "score", "notes", "note", "comment", "comments", "description", "remark", "memo"])
    {
        return sure(Meaning::silent("text"));
    }
    Guess::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_tell_their_kind() {
        let cases = [
            ("mobile", "phone"),
            ("PhoneNumber", "phone"),
            ("手机号", "phone"),
            ("电话", "phone"),
            ("tel2", "phone"),
            ("联系电话", "phone"),
            ("email", "email"),
            ("E_Mail", "email"),
            ("EMAIL_ADDRESS", "email"),
            ("邮箱", "email"),
            ("company_name", "company"),
            ("公司名称", "company"),
            ("EMPLOYER", "company"),
            ("PRIMARY_NAME_ORG", "company"),
            ("account_name", "company"),
            ("given_name", "given_name"),
            ("first_name", "given_name"),
            ("firstName", "given_name"),
            ("PRIMARY_NAME_FIRST", "given_name"),
            ("名", "given_name"),
            ("surname", "family_name"),
            ("last_name", "family_name"),
            ("姓", "family_name"),
            ("full_name", "person_name"),
            ("姓名", "person_name"),
            ("联系人", "person_name"),
            ("ssn", "external_id"),
            ("soc_sec_id", "external_id"),
            ("PASSPORT_NUMBER", "external_id"),
            ("wechat_unionid", "external_id"),
            ("TAX_ID_NUMBER", "external_id"),
            ("dob", "date"),
            ("date_of_birth", "date"),
            ("出生日期", "date"),
            ("addr", "address"),
            ("ADDR_FULL", "address"),
            ("street_number", "address"),
            ("address_1", "address"),
            ("city", "city"),
            ("suburb", "city"),
            ("ADDR_CITY", "city"),
            ("城市", "city"),
            ("postcode", "postcode"),
            ("ADDR_POSTAL_CODE", "postcode"),
            ("zip", "postcode"),
            ("统一社会信用代码", "credit_code"),
            ("credit_code", "credit_code"),
            ("身份证号", "national_id"),
            ("id_card", "national_id"),
            ("national_id", "national_id"),
            ("website", "url"),
            ("state", "category"),
            ("gender", "category"),
        ];
        for (column, kind) in cases {
            match from_name(column) {
                Guess::Sure(meaning) => assert!(meaning.kind == kind && meaning.matching, "{column} is {meaning:?}, not {kind}"),
                other => panic!("{column} is {other:?}, not {kind}"),
            }
        }
    }

    #[test]
    fn what_is_no_evidence_is_not_compared() {
        for column in [
            "created_at",
            "source",
            "type",
            "创建时间",
            "来源",
            "PHONE_TYPE",
            "PASSPORT_COUNTRY",
            "RECORD_ID",
            "AMOUNT",
            "备注",
            "REL_ANCHOR_KEY",
            "status",
        ] {
            let meaning = from_name(column);
            assert!(!matches!(&meaning, Guess::Sure(meaning) if meaning.matching && meaning.kind != "category"), "{column} is {meaning:?}");
        }
        assert_eq!(from_name("name"), Guess::SomeName);
        assert_eq!(from_name("\"a\"\"b; drop table x\""), Guess::Unknown);
    }
}
