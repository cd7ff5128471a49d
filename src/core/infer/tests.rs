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
