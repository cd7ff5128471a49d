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
pub(super) fn words(column: &str) -> Vec<String> {
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
        (&["出生地", "籍贯"], || Meaning::matching("category")),
        (&["出生年份", "出生年"], || Meaning::part("year", Part::Year)),
        (&["出生", "生日"], || Meaning::matching("date")),
        (&["年龄"], || Meaning::matching("year")),
        (&["公司地址", "联系地址", "详细地址", "通讯地址", "住址", "地址"], || Meaning::matching("address")),
        (&["手机", "电话", "座机", "固话", "联系方式", "传真", "号码"], || Meaning::matching("phone")),
        (&["邮箱", "电子邮件", "邮件"], || Meaning::matching("email")),
        (&["邮编", "邮政编码"], || Meaning::matching("postcode")),
        (&["公司", "企业", "单位", "机构", "组织", "商户", "店名", "客户名称"], || Meaning::matching("company")),
        (&["联系人", "姓名", "客户姓名", "收货人", "法人", "名字"], || Meaning::matching("person_name")),
        (&["城市", "地市", "市区"], || Meaning::matching("city")),
        (&["省份", "地区", "区域", "国家", "性别", "民族", "职业", "职务", "职位", "婚姻"], || {
            Meaning::matching("category")
        }),
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

/// A birth date, or the parts of one.
fn birth(has: &dyn Fn(&[&str]) -> bool) -> Option<Meaning> {
    if has(&["place", "country", "city", "state", "town", "county", "parish"]) && has(&["birth", "born"]) || has(&["birthplace"]) {
        return Some(Meaning::matching("category"));
    }
    let born = has(&["birth", "born", "dob"]);
    if has(&["yob", "byear", "birthyear"]) || born && has(&["year", "yr", "yyyy"]) {
        return Some(Meaning::part("year", Part::Year));
    }
    if has(&["mob", "bmonth", "birthmonth"]) || born && has(&["month", "mon", "mm"]) {
        return Some(Meaning::part("text", Part::Month));
    }
    if born && has(&["day", "dd"]) {
        return Some(Meaning::part("text", Part::Day));
    }
    (born || has(&["birthday", "birthdate", "dateofbirth", "bday"])).then(|| Meaning::matching("date"))
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
    let postal = has(&[
        "addr", "address", "street", "city", "town", "state", "province", "country", "county", "zip", "zipcode", "postcode", "postal",
    ]);
    if has(&["email", "emailaddress"]) || has(&["mail"]) && !postal || pair(&["e"], &["mail"]) {
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
    if let Some(meaning) = birth(&has) {
        return sure(meaning);
    }
    if has(&["age"]) && !has(&["group", "range", "band", "category", "account", "of"]) {
        return sure(Meaning::matching("year"));
    }
    let other_id = [
        "ssn", "sin", "passport", "unionid", "openid", "wechat", "weixin", "cookie", "vat", "tin", "ein", "lei", "duns", "iban", "nhs",
        "license", "licence", "nric", "aadhaar", "cpf", "npi",
    ];
    let of_id = has(&["number", "no", "id", "num", "nbr", "code", "nr"]);
    let descriptive = has(&["type", "country", "state", "status", "role", "issuer"]);
    // The account_id of a contact is its company's.
    let of_account = has(&["account"]) && has(&["number", "no", "num", "nbr", "nr"]);
    if (has(&other_id)
        || pair(&["soc", "social"], &["sec", "security"])
        || ((of_account
            || has(&[
                "tax",
                "national",
                "member",
                "loyalty",
                "customer",
                "client",
                "drivers",
                "license",
                "licence",
                "registration",
                "document",
                "administrative",
                "medicare",
                "medicaid",
            ]))
            && of_id
            && !name_like))
        && !descriptive
    {
        return sure(Meaning::matching("external_id"));
    }
    if has(&["url", "website", "homepage", "web", "domain", "linkedin"]) || only(&["site"]) {
        return sure(Meaning::matching("url"));
    }
    let of_place = has(&["address", "addr", "street", "road", "city"]);
    let of_name = has(&["first", "last", "given", "family", "middle", "surname", "forename"]);
    // What describes a person and seldom changes is little evidence, yet some.
    if has(&["gender", "sex", "race", "ethnic", "ethnicity", "nationality", "citizenship", "marital", "occupation", "profession"])
        || has(&["suffix"]) && !of_place
        || pair(&["job", "position"], &["title"])
        || pair(&["native"], &["language"])
    {
        return sure(Meaning::matching("category"));
    }
    // Somebody else than the customer.
    if has(&["director", "manager", "ceo", "salesperson", "representative", "rep", "assignee", "referrer"]) && !of_name {
        return sure(Meaning::silent("text"));
    }
    // Many customers have one of these in common.
    if has(&["chain", "parent", "brand", "franchise", "affiliation", "holding", "ultimate"]) && !of_place && !of_name {
        return sure(Meaning::matching("category"));
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
        || name_like
            && has(&[
                "site",
                "facility",
                "hotel",
                "restaurant",
                "store",
                "shop",
                "school",
                "hospital",
                "clinic",
                "bank",
                "institution",
                "branch",
                "carrier",
                "publisher",
                "provider",
                "practice",
                "church",
                "library",
                "farm",
                "warehouse",
                "agency",
                "venue",
                "outlet",
                "establishment",
                "club",
            ])
            && !of_name
    {
        return sure(if has(&["addr", "address"]) { Meaning::matching("address") } else { Meaning::matching("company") });
    }
    if has(&["first", "given", "forename"]) && has(&["last", "surname", "family"]) {
        return sure(Meaning::matching("person_name"));
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
    if has(&["middlename", "mname"]) || (has(&["middle"]) && (name_like || words.len() == 1 || has(&["initial", "init"]))) {
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
    if has(&["state", "province", "county", "country", "region", "neighborhood", "neighbourhood", "parish", "district"]) && !has(&["id"]) {
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
    const OF_THINGS: &[&str] = &[
        "file", "product", "campaign", "user", "host", "program", "project", "plan", "event", "course", "list", "table", "screen", "token",
        "contract",
    ];
    if name_like && has(OF_THINGS) {
        return sure(Meaning::silent("text"));
    }
    if name_like {
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
