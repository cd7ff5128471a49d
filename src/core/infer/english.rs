//! Column names in English.

use super::{Guess, Meaning, Part};

/// What stands behind the word that a column name is about.
const TRAILING: &[&str] = &["name", "nm", "desc", "description", "text", "txt", "value", "full", "primary", "usps", "formatted"];
const ADDRESS: &[&str] =
    &["addr", "adr", "address", "dizhi", "street", "road", "house", "apartment", "apt", "unit", "flat", "building", "premises"];
const CITY: &[&str] = &["city", "cty", "town", "suburb", "municipality", "chengshi", "locality", "village"];
const STATE: &[&str] =
    &["state", "province", "county", "country", "region", "neighborhood", "neighbourhood", "parish", "district", "township", "nation"];
const POSTCODE: &[&str] = &["zip", "zipcode", "postcode", "postal", "pincode"];
const PHONE: &[&str] = &[
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
];
/// What is said about a value, and is none itself.
const ABOUT: &[&str] = &[
    "type",
    "status",
    "verified",
    "valid",
    "confirmed",
    "confirmation",
    "opt",
    "optin",
    "optout",
    "opted",
    "bounced",
    "unsubscribed",
    "subscribed",
    "consent",
    "accepts",
    "permission",
    "preference",
    "extension",
    "ext",
    "domain",
    "label",
    "count",
    "sent",
    "hash",
    "marketing",
];
/// Numbers that are given to one customer.
const IDS: &[&str] = &[
    "ssn", "sin", "passport", "unionid", "openid", "wechat", "weixin", "cookie", "vat", "tin", "ein", "lei", "duns", "iban", "nhs", "nric",
    "aadhaar", "cpf", "npi", "mrn", "qq",
];
/// Those whose numbers are, too.
const NUMBERED: &[&str] = &[
    "tax",
    "taxpayer",
    "national",
    "nationalid",
    "member",
    "loyalty",
    "customer",
    "cust",
    "client",
    "drivers",
    "license",
    "licence",
    "registration",
    "reg",
    "document",
    "administrative",
    "medicare",
    "medicaid",
    "voter",
    "charity",
];
const COMPANY: &[&str] = &[
    "company",
    "organization",
    "organisation",
    "org",
    "employer",
    "business",
    "corporation",
    "corporate",
    "firm",
    "account",
    "acct",
    "co",
    "gongsi",
    "merchant",
    "vendor",
    "supplier",
    "manufacturer",
    "awardee",
];
/// Organisations, where the column says that it holds their names.
const ESTABLISHMENT: &[&str] = &[
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
    "inst",
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
    "location",
    "charity",
    "university",
    "college",
    "operator",
];
const THINGS: &[&str] = &[
    "file", "product", "campaign", "user", "host", "program", "project", "plan", "event", "course", "list", "table", "screen", "token",
    "contract", "precinct", "ward", "column", "field",
];

/// A birth date, or the parts of one.
fn birth(has: &dyn Fn(&[&str]) -> bool) -> Option<Meaning> {
    if has(&["place", "country", "city", "state", "town", "county", "parish"]) && has(&["birth", "born"]) || has(&["birthplace"]) {
        return Some(Meaning::matching("category"));
    }
    let born = has(&["birth", "born", "dob"]);
    if has(&["yob", "byear", "birthyear"]) || born && has(&["year", "yyyy"]) {
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

/// What these words suggest.
pub(super) fn english(words: &[&str]) -> Guess {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let pair = |first: &[&str], second: &[&str]| words.windows(2).any(|pair| first.contains(&pair[0]) && second.contains(&pair[1]));
    let only = |any: &[&str]| words.len() == 1 && has(any);
    // What an English compound is about stands last: the default address company is a company.
    let about = |any: &[&str]| words.iter().rev().find(|word| !TRAILING.contains(word)).is_some_and(|word| any.contains(word));
    let matching = |kind| Guess::Sure(Meaning::matching(kind));
    let silent = |kind| Guess::Sure(Meaning::silent(kind));
    let part = |kind, part| Guess::Sure(Meaning::part(kind, part));
    let name_like = has(&["name", "names", "nm"]);
    let is_id = has(&["id", "ids", "uuid", "guid", "rowid", "pk"]);

    if has(&["created", "updated", "modified", "inserted", "deleted", "timestamp", "opened", "closed", "synced", "imported"]) {
        return silent("date");
    }
    if pair(&["credit"], &["code"]) || has(&["uscc", "usci", "unifiedcode"]) || pair(&["social"], &["credit"]) {
        return matching("credit_code");
    }
    if has(&["idcard", "sfz", "shenfenzheng"]) || pair(&["id"], &["card"]) || only(&["nationalid"]) || pair(&["national"], &["id"]) {
        return matching("national_id");
    }
    let postal = has(ADDRESS) || has(&["city", "town", "state", "province", "country", "county"]) || has(POSTCODE);
    if has(&["email", "emailaddress"]) || has(&["mail"]) && !postal || pair(&["e"], &["mail"]) {
        return if has(ABOUT) { silent("text") } else { matching("email") };
    }
    if has(PHONE) && !has(&["country"]) {
        return if has(ABOUT) { silent("text") } else { matching("phone") };
    }
    if let Some(meaning) = birth(&has) {
        return Guess::Sure(meaning);
    }
    if has(&["age"]) && !has(&["group", "range", "band", "category", "account"]) {
        return matching("year");
    }
    let of_id = has(&["number", "no", "id", "num", "code"]);
    let is_number = has(&["number", "no", "num"]);
    let descriptive = has(&["type", "country", "state", "status", "role", "issuer"]);
    // The account_id of a contact is its company's.
    let is_own = has(IDS) && !name_like && !postal && !pair(&["legal"], &["form"])
        || pair(&["soc", "social"], &["sec", "security"])
        || (has(NUMBERED) && of_id || has(&["account", "acct", "company", "organization", "organisation"]) && is_number)
            && !name_like
            && !postal;
    if is_own && !descriptive && !has(&["parent"]) || has(&["voterid"]) {
        return matching("external_id");
    }
    if has(&["url", "website", "web", "domain", "linkedin"]) || only(&["site"]) {
        return matching("url");
    }
    let of_place = has(&["address", "addr", "street", "road", "city"]);
    let of_name = has(&["first", "last", "given", "family", "middle", "mid", "surname", "forename"]);
    // What describes a person and seldom changes is little evidence, yet some.
    if has(&["gender", "sex", "race", "ethnic", "ethnicity", "nationality", "citizenship", "marital", "occupation", "profession"])
        || has(&["suffix", "relation", "relationship"]) && !of_place
        || words.len() > 1 && about(&["title"])
        || pair(&["native"], &["language"])
    {
        return matching("category");
    }
    if has(&["salutation", "prefix", "credential", "credentials", "department", "employees", "sic", "naics"])
        || pair(&["legal"], &["form"])
        || pair(&["area"], &["code"])
    {
        return silent("text");
    }
    // Somebody else than the customer.
    if has(&["director", "manager", "ceo", "salesperson", "representative", "rep", "referrer"]) && !of_name || only(&["assignee"]) {
        return silent("text");
    }
    // Many customers have one of these in common.
    if has(&["chain", "parent", "brand", "franchise", "affiliation", "holding", "ultimate"]) && !of_place && !of_name {
        return matching("category");
    }
    if has(&["jurisdiction", "congressional", "judicial", "precinct", "ward"]) || pair(&["school"], &["district"]) {
        return silent("category");
    }
    if has(POSTCODE) || pair(&["post"], &["code"]) {
        return matching("postcode");
    }
    // Whose property it is, or whose lead, or who lent the money: another column's name tells.
    if has(&["owner", "lender", "servicer", "insurer", "underwriter", "registrar", "auditor", "custodian"]) && name_like {
        return Guess::Unknown;
    }
    let is_listed = has(&[
        "type", "types", "status", "source", "category", "channel", "stage", "owner", "tags", "industry", "cuisine", "segment", "rating",
        "class", "role", "key", "label", "size", "revenue",
    ]);
    if is_listed && !has(&["street"]) && words != ["label"] {
        return silent("category");
    }
    let is_company = about(COMPANY) || !postal && has(COMPANY);
    if !is_company && has(CITY) && !is_id {
        return matching("city");
    }
    if !is_company && (has(STATE) || pair(&["st", "prov"], &["cd", "code", "nm"])) && !is_id {
        return matching("category");
    }
    if !is_company && has(ADDRESS) && (of_place || !is_id) {
        let piece = !has(&["address", "addr", "dizhi", "premises"]) || has(&["line"]) || is_number;
        return if piece { part("address", Part::Line) } else { matching("address") };
    }
    let of_establishment = name_like && has(ESTABLISHMENT) || pair(&["dba"], &["name"]);
    if (is_company || of_establishment) && !is_id && !of_name && !is_number {
        return matching("company");
    }
    if has(&["first", "given", "forename"]) && has(&["last", "surname", "family"]) {
        return matching("person_name");
    }
    let is_part_of_name = name_like || words.len() == 1;
    if has(&["firstname", "givenname", "forename", "fname"])
        || has(&["first", "given", "fore", "christian", "fst", "f"]) && is_part_of_name
        || words.ends_with(&["name", "first"])
    {
        return part("given_name", Part::Given);
    }
    if has(&["lastname", "surname", "familyname", "lname", "sname"])
        || has(&["last", "family", "sur", "lst", "l"]) && is_part_of_name && words != ["l"]
    {
        return part("family_name", Part::Family);
    }
    if has(&["middlename", "mname"])
        || has(&["middle", "mid"]) && (is_part_of_name || has(&["initial", "init"]))
        || pair(&["additional"], &["name"])
    {
        return part("given_name", Part::Middle);
    }
    if has(&["addresses", "location"]) {
        return matching("address");
    }
    if only(&["name", "names", "title", "label", "customer", "client", "lead", "caption", "alias", "aka"]) {
        return Guess::SomeName;
    }
    let of_customer =
        &["customer", "cust", "client", "entity", "legal", "trade", "trading", "dba", "display", "party", "assignee", "buyer", "recipient"];
    if has(of_customer) && name_like {
        return Guess::SomeName;
    }
    const PERSON: &[&str] = &["contact", "person", "key", "main", "full"];
    if has(&["fullname", "xingming", "contactname", "nickname"])
        || has(&["contact", "person"]) && words.iter().all(|word| PERSON.contains(word))
        || name_like
            && has(&[
                "full", "person", "contact", "native", "maiden", "english", "chinese", "user", "patient", "alias", "shipping", "student",
                "inventor", "official", "guest", "voter",
            ])
    {
        return matching("person_name");
    }
    if name_like && has(THINGS) {
        return silent("text");
    }
    if name_like {
        return Guess::SomeName;
    }
    if has(&["date", "time", "at", "on"]) {
        return silent("date");
    }
    if is_id
        || has(&["amount", "price", "total", "count", "score", "notes", "note", "comment", "comments", "description", "remark", "memo"])
    {
        return silent("text");
    }
    Guess::Unknown
}
