use super::*;
use proptest::prelude::*;

const CN: Context = Context::of("CN");
const US: Context = Context::of("US");

fn form(raw: &str) -> String {
    City.match_form(raw, &CN).unwrap_or_default()
}

#[test]
fn writings_of_one_city_are_one() {
    let groups: &[&[&str]] = &[
        &["北京", "北京市", "Beijing", "BEIJING", "Beijing City", "beijing shi", "Peking", "北京市朝阳区", "中国北京"],
        &["西安", "西安市", "Xian", "Xi'an", "Xi an", "陕西西安"],
        &["广州", "Guangzhou", "Canton", "广东省广州市"],
        &["哈尔滨", "Harbin", "Haerbin"],
        &["乌鲁木齐", "Urumqi", "Ürümqi", "烏魯木齊"],
        &["呼和浩特", "Hohhot", "Huhehaote"],
        &["苏州", "Suzhou", "SUZHOU"],
        &["吕梁", "Lüliang", "Lvliang"],
        &["昆山", "昆山市", "Kunshan"],
        &["广东", "广东省", "廣東"],
        &["香港", "Hong Kong", "HongKong", "香港特别行政区"],
        &["台北", "臺北市", "Taipei"],
        &["New York", "new york city", "NYC", "纽约"],
        &["Munich", "München", "Muenchen", "慕尼黑"],
        &["W. Hollywood", "West Hollywood", "w hollywood"],
    ];
    for group in groups {
        for other in *group {
            assert_eq!(form(other), form(group[0]), "{other} is {}", group[0]);
        }
    }
    assert_ne!(form("宿州"), form("苏州"));
    assert_eq!(City.compare(&form("宿州"), &form("苏州")), 0, "known cities with one pinyin stay apart");
}

#[test]
fn normal_forms() {
    let cases = [
        ("Beijing", "北京市"),
        ("西安", "西安市"),
        ("NEW YORK", "New York"),
        ("los feliz", "Los Feliz"),
        ("Nwe York", "Nwe York"),
        ("W. Hollywood", "West Hollywood"),
        ("Taizhou", "Taizhou"),
        ("台州", "台州市"),
        ("广州市天河区", "广州市"),
        ("广东", "广东省"),
        ("广东省", "广东省"),
        ("内蒙古", "内蒙古自治区"),
    ];
    for (raw, want) in cases {
        assert_eq!(City.normalize(raw, &CN).as_deref(), Ok(want));
    }
    assert_eq!(City.normalize("西安市", &US).as_deref(), Ok("Xi'an"));
}

#[test]
fn slips_are_similar() {
    let cases = [
        ("Atlatna", "Atlanta", 1),
        ("Loondon", "London", 1),
        ("Nwe York", "New York", 1),
        ("Lonon", "London", 1),
        ("Shenzen", "深圳", 1),
        ("Denver", "Boston", 0),
        ("Suzhou", "Fuzhou", 0),
        ("北京", "上海", 0),
        ("LONDON", "London", 2),
    ];
    for (a, b, want) in cases {
        assert_eq!(City.compare(&form(a), &form(b)), want, "{a} {b}");
        assert_eq!(City.compare(&form(b), &form(a)), want, "{b} {a}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("北京"),
        Just("市"),
        Just("朝阳"),
        Just("区"),
        Just("吉林"),
        Just("W."),
        Just(" "),
        Just("st"),
        Just("new"),
        Just("York"),
        Just("É"),
        Just("city")
    ];
    prop_oneof![proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat()), any::<String>()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn total_idempotent_and_symmetric(a in texts(), b in texts()) {
        for context in [CN, US] {
            if let Ok(once) = City.normalize(&a, &context) {
                prop_assert_eq!(City.normalize(&once, &context), Ok(once));
            }
        }
        City.validate(&a, &CN);
        City.mask(&a);
        prop_assert_eq!(City.compare(&form(&a), &form(&b)), City.compare(&form(&b), &form(&a)));
        prop_assert_eq!(City.compare(&form(&a), &form(&a)), 2);
    }
}
