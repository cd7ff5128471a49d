//! What the names and the values of columns tell.

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
fn columns_of_voters_censuses_and_registers() {
    let cases = [
        ("middle_initial", "given_name"),
        ("first_and_surname", "person_name"),
        ("name_suffix", "category"),
        ("birth_year", "year"),
        ("age", "year"),
        ("出生年份", "year"),
        ("birth_place", "category"),
        ("occupation", "category"),
        ("job_title", "category"),
        ("race_code", "category"),
        ("res_street_address", "address"),
        ("mail_addr1", "address"),
        ("mail_city", "city"),
        ("mail_zipcode", "postcode"),
        ("Site name", "company"),
        ("hotel_name", "company"),
        ("chain_name", "category"),
        ("website", "url"),
        ("agent_first_name", "given_name"),
        ("parent_last_name", "family_name"),
        ("street_suffix", "address"),
    ];
    for (column, kind) in cases {
        match from_name(column) {
            Guess::Sure(meaning) => assert!(meaning.kind == kind && meaning.matching, "{column} is {meaning:?}, not {kind}"),
            other => panic!("{column} is {other:?}, not {kind}"),
        }
    }
    for column in ["Program Name", "Executive Director", "account_manager", "AccountId"] {
        assert!(!matches!(from_name(column), Guess::Sure(meaning) if meaning.matching && meaning.kind != "company"), "{column}");
    }
}

fn settled(columns: &[(&str, Vec<&str>)]) -> Vec<Column> {
    let samples: Vec<Vec<&str>> = columns.iter().map(|(_, sample)| sample.clone()).collect();
    let mut found: Vec<Column> = columns.iter().map(|(name, sample)| Column::infer(name, sample, "CN").0).collect();
    settle(&mut found, &samples, &vec![true; columns.len()]);
    found
}

#[test]
fn a_birth_date_in_three_columns_is_one() {
    let years: Vec<String> = (0..40).map(|nth| (1930 + nth * 2).to_string()).collect();
    let months: Vec<String> = (0..40).map(|nth| (nth % 12 + 1).to_string()).collect();
    let days: Vec<String> = (0..40).map(|nth| (nth % 28 + 1).to_string()).collect();
    let texts = |list: &'_ [String]| -> Vec<String> { list.to_vec() };
    for names in [["by", "bm", "bd"], ["birth_year", "birth_month", "birth_day"]] {
        let (years, months, days) = (texts(&years), texts(&months), texts(&days));
        let sample = |list: &'static str| vec![list; 40];
        let columns = [
            ("first_name", sample("Anna")),
            ("last_name", sample("Meier")),
            (names[0], years.iter().map(String::as_str).collect()),
            (names[1], months.iter().map(String::as_str).collect()),
            (names[2], days.iter().map(String::as_str).collect()),
        ];
        let plan = plan(&settled(&columns), "CN");
        let fields: Vec<(&str, usize)> = plan.fields.iter().map(|field| (field.kind.as_str(), field.sources[0].len())).collect();
        assert_eq!(fields, [("person_name", 3), ("date", 3)], "{names:?}");
    }
}

#[test]
fn a_name_beside_a_given_name_is_the_family_name() {
    let of = |columns: &[(&str, &str)]| -> Vec<Option<Part>> {
        let columns: Vec<(&str, Vec<&str>)> = columns.iter().map(|(name, value)| (*name, vec![*value])).collect();
        settled(&columns).iter().map(|column| column.meaning.part).collect()
    };
    assert_eq!(of(&[("Name", "Meier"), ("Vorname", "Anna")]), [Some(Part::Family), Some(Part::Given)]);
    assert_eq!(of(&[("nombre", "Ana"), ("apellidos", "García López")]), [Some(Part::Given), Some(Part::Family)]);
    assert_eq!(of(&[("name", "Anna Meier"), ("first_name", "Anna")]), [None, Some(Part::Given)]);
}

#[test]
fn addresses_for_several_uses_are_several() {
    let columns: Vec<Column> = ["res_street_address", "mail_addr1", "mail_addr2"].map(|name| Column::infer(name, &[], "US").0).to_vec();
    let plan = plan(&columns, "US");
    assert_eq!(plan.fields.len(), 1);
    assert_eq!(plan.fields[0].sources.len(), 3, "{:?}", plan.fields[0].sources);
}

#[test]
fn what_names_tell_is_not_overruled_by_looks() {
    let columns = settled(&[
        ("first_name", vec!["Anna", "Peter"]),
        ("last_name", vec!["Meier", "Smith"]),
        ("title", vec!["Sales Manager", "Account Executive"]),
        ("column2", vec!["Mary Jones", "Peter Miller"]),
    ]);
    assert!(columns[2..].iter().all(|column| !column.meaning.matching), "{columns:?}");
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

/// Every heading of the list, with what it is expected to be.
#[test]
fn headings_of_real_exports() {
    let mut wrong = Vec::new();
    for line in include_str!("headings.txt").lines().filter(|line| !line.starts_with('#')) {
        let Some((expected, headings)) = line.split_once(": ") else { continue };
        for heading in headings.split(" | ") {
            let guess = from_name(heading);
            let found = match &guess {
                Guess::SomeName => "name",
                Guess::Unknown => "-",
                Guess::Sure(meaning) if !meaning.matching || meaning.kind == "category" => "-",
                Guess::Sure(Meaning { part: Some(Part::Given), .. }) => "given",
                Guess::Sure(Meaning { part: Some(Part::Middle), .. }) => "middle",
                Guess::Sure(Meaning { part: Some(Part::Family), .. }) => "family",
                Guess::Sure(meaning) => meaning.kind.as_str(),
            };
            if found != expected {
                wrong.push(format!("{heading}: {found}, not {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
