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
        ("given_name", "- J.Inc"),
        ("city", "i\u{307}\0\0a\0y"),
        ("credit_code", "0000o0000"),
    ];
    for (name, raw) in values {
        let kind = find(name).unwrap_or(&text::Text);
        laws::hold(kind, raw, "x", &Context::default());
        laws::hold(kind, raw, raw, &Context { city: Some("北京"), ..Context::of("US") });
    }
    laws::hold(&person_name::GivenName, "0北京d", "\u{fffd}北京dcx\u{7}0北n", &Context::default());
    assert_eq!(person_name::PersonName.split("N/A"), ["N/A"]);
}
