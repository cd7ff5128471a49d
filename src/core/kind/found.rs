//! Values that once broke a promise of [`Kind`], found by fuzzing.

use super::*;

#[test]
fn what_was_found_stays_mended() {
    let values = [
        ("person_name", "z"),
        ("company", "NAA\0r"),
        ("address", "CV<"),
        ("address", "5 Sq Main"),
        ("city", "n\r\u{fffd}"),
        ("url", "xN--mubxmh.gt:"),
        ("given_name", "姓[名"),
        ("family_name", "333\nzh"),
        ("city", "n\r\u{fffd}[\u{6d6}"),
        ("company", "+\0\0\0\tEE\0\0\t+\0+"),
        ("company", "D+DD"),
        ("company", "%S,%S,E+"),
        ("city", "ϲ\u{fffd}\u{2}"),
        ("address", "卅#0-I"),
        ("city", "dd\u{fffd}\u{37a}"),
        ("text", "\u{fdfa}\u{fdfa}"),
        ("text", &"\u{fdfa}".repeat(3_000)),
        ("category", &"\u{fdfa}".repeat(300)),
        ("city", &"\u{fdfa}".repeat(60)),
        ("address", &"\u{fdfa}".repeat(300)),
        ("external_id", &"\u{fdfa}".repeat(150)),
        ("phone", "00000000000859"),
        ("phone", "+1 758-281-6746"),
        ("phone", "123440013800138000"),
        ("phone", "+86(0)008695588"),
        ("phone", "17951O1795186"),
        ("company", "转\t转"),
        ("company", "\"\u{fffd}\u{fffd}京}|t"),
        ("phone", "+44 4444"),
        ("company", "ООО#GmbH & Co. KG"),
        ("company", "(S.A.'s"),
        ("company", "0゛A"),
        ("company", "{a北京)"),
        ("company", "&{GK"),
        ("phone", "01234567890123"),
        ("family_name", "㏠a"),
        ("url", "z.wbexA/?11010519,,＼3"),
        ("company", "有限公司\u{3000}有限公司"),
        ("company", "华创公 司 / 张 三"),
        ("company", "\0公司:.:./:'x"),
        ("company", "\"公司:公司：华创\""),
        ("phone", "'1111086-1005940051,28193"),
        ("company", "北\u{fffd}京]\u{fffd}\u{1f}I"),
        ("given_name", "- J.Inc"),
        ("city", "i\u{307}\0\0a\0y"),
        ("credit_code", "0000o0000"),
        ("company", "\u{fffd}\t\u{1f}c/o \u{1f}.c/o@"),
        ("company", "+c/o "),
        ("company", "x c/o ."),
        ("company", "7 c/o ;..\u{fffd}AA&*"),
        ("company", "0,\u{1f}c/o 13800138001\u{fffd},\u{fffd}+(Y\u{fffd}/"),
        ("address", "((\0&\0|((|年"),
    ];
    for (name, raw) in values {
        let kind = find(name).unwrap_or(&text::Text);
        laws::hold(kind, raw, "x", &Context::default());
        laws::hold(kind, raw, raw, &Context { city: Some("北京"), ..Context::of("US") });
    }
    laws::hold(&person_name::GivenName, "0北京d", "\u{fffd}北京dcx\u{7}0北n", &Context::default());
    assert_eq!(person_name::PersonName.split("N/A"), ["N/A"]);
}

#[test]
fn what_nobody_has_been_given_settles_at_once() {
    laws::hold(&phone::Phone, "0:0011+/\"11/19781777978\u{fffd}", "x", &Context::of("CN"));
    for raw in ["+19781777978", "0019781777978"] {
        let normal = phone::Phone.normalize(raw, &Context::of("CN")).unwrap();
        assert_eq!(phone::Phone.normalize(&normal, &Context::of("CN")).as_ref(), Ok(&normal), "{raw}");
    }
}

#[test]
fn a_group_that_begins_before_the_last_number_ended_is_no_panic() {
    let raw = "5_7777777777777]777777777777\\8000\\\\\\\\\\/1\\\\\u{18}\u{0}\\\\\\\\\\7700\\\\\\\\\\/1\\\\\u{18}\u{0}\\\\\\\\\\77\u{fffd}_7777\u{fffd}t1<";
    for region in ["CN", "US", "GB", "DE", "JP", "HK", "BR", ""] {
        for city in [None, Some("北京")] {
            drop(phone::Phone.split(raw));
            let context = Context { city, ..Context::of(region) };
            drop((phone::Phone.normalize(raw, &context), phone::Phone.validate(raw, &context), phone::Phone.match_form(raw, &context)));
        }
    }
}
