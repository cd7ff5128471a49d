//! Addresses as people write them in different places.

use super::*;

const ANY: Context = Context::of("CN");

#[test]
fn reads_the_parts_of_addresses_of_many_places() {
    // what, address: road, number, unit, postcode
    let cases = [
        ("German code with its country", "Marienplatz 1, D-80331 München", "Marienplatz", "1", "", "80331"),
        ("in front", "D-80331 München, Marienplatz 1", "Marienplatz", "1", "", "80331"),
        ("Austrian", "Stephansplatz 1, A-1010 Wien", "Stephansplatz", "1", "", "1010"),
        ("Swiss", "Bahnhofstrasse 1, CH-8001 Zürich", "Bahnhofstrasse", "1", "", "8001"),
        ("French", "10 rue de Rivoli, F-75001 Paris", "Rue de Rivoli", "10", "", "75001"),
        ("Italian", "Via Roma 5, I-00184 Roma", "Via Roma", "5", "", "00184"),
        ("Danish, in front", "DK-1050 København, Store Kongensgade 1", "", "1", "", "1050"),
        ("Dutch", "Kalverstraat 12, NL-1012 NX Amsterdam", "Kalverstraat", "12", "", "1012 NX"),
        ("Dutch in one", "Kalverstraat 12, 1012NX Amsterdam", "Kalverstraat", "12", "", "1012NX"),
        ("Swedish", "Drottninggatan 5, 111 20 Stockholm", "Drottninggatan", "5", "", "111 20"),
        ("Indian in halves", "12 MG Road, Bengaluru - 560 001", "MG Road", "12", "", "560 001"),
        ("Canadian in one", "12 Main St, Toronto ON M5V2T6", "Main Street", "12", "", "M5V2T6"),
        ("Brazilian number", "Av. Paulista, 1578 - Bela Vista", "Avenue Paulista", "1578", "", ""),
        ("Hong Kong floor", "12/F Tower 1, 1 Matheson Street, Hong Kong", "Matheson Street", "1", "12 F Tower 1", ""),
        ("Indian flat", "Flat No. 12, 5 MG Road, Bangalore 560001", "MG Road", "5", "Flat 12", "560001"),
        ("flat with its sign", "123 Main St Apt.5", "Main Street", "123", "Apt 5", ""),
        ("floor behind its number", "1 Park Ave, 12 FL", "Park Avenue", "1", "12 Floor", ""),
        ("highway", "12345 Highway 66", "Highway 66", "12345", "", ""),
        ("highway of the states", "12345 US Hwy 66 W", "US Highway 66 W", "12345", "", ""),
        ("state route", "1234 State Route 12", "State Route 12", "1234", "", ""),
        ("county road", "1234 CR 12", "CR 12", "1234", "", ""),
        ("farm road", "1234 FM 1960", "FM 1960", "1234", "", ""),
        ("number in words", "One Microsoft Way, Redmond, WA 98052", "Microsoft Way", "1", "", "98052"),
        ("half a house", "123 1/2 Main St", "Main Street", "123", "1 2", ""),
        ("half a house in one sign", "123½ Main St", "Main Street", "123", "1 2", ""),
        ("Russian", "ул. Тверская, д. 12, кв. 34", "ул Тверская", "12", "кв 34", ""),
        ("Russian without spaces", "125009, Москва, ул. Тверская, д.12, оф.5", "ул Тверская", "12", "оф 5", "125009"),
        ("Indonesian", "Jl. Sudirman No. 12, Jakarta", "Jalan Sudirman", "12", "", ""),
    ];
    let wrong = cases.iter().filter_map(|(what, raw, road, number, unit, postcode)| {
        let info = info(raw, &ANY);
        let got = [&info.road, &info.number, &info.unit, &info.postcode].map(|part| part.clone().unwrap_or_default());
        (got != [*road, *number, *unit, *postcode]).then(|| format!("{what}: {raw}: {got:?}"))
    });
    assert_eq!(wrong.collect::<Vec<_>>().join("\n"), "");
    let boxed = info("RR 2 Box 15, Springfield", &ANY);
    assert_eq!(boxed.unit.as_deref(), Some("RR 2 Box 15"));
}

#[test]
fn writings_of_one_place_meet() {
    let form = |raw: &str| Address.match_form(raw, &ANY).unwrap_or_default();
    for (a, b) in [
        ("Marienplatz 1, D-80331 München", "Marienplatz 1, 80331 München"),
        ("Bahnhofstr. 1, 8001 Zürich", "Bahnhofstrasse 1, 8001 Zürich"),
        ("Kalverstraat 12, 1012 NX Amsterdam", "Kalverstraat 12, 1012NX Amsterdam"),
        ("RR 2 Box 15", "Rural Route 2 Box 15"),
        ("R.R. 2, Box 15", "RR 2 BOX 15"),
        ("123 W 42nd St Fl 12", "123 West 42nd Street, 12th Floor"),
        ("Flat 12, 5 MG Road", "Flat No. 12, 5 MG Road"),
        ("123 1/2 Main St", "123½ Main Street"),
        ("One Microsoft Way", "1 Microsoft Way"),
        ("106台北市大安區復興南路一段390號", "台北市大安區復興南路一段390號"),
    ] {
        assert_eq!(form(a), form(b), "{a} / {b}");
    }
    assert_eq!(Address.normalize("106台北市大安區復興南路390號", &ANY).as_deref(), Ok("台湾省台北市大安区复兴南路390号 106"));
    assert_eq!(Address.normalize("100000北京市朝阳区建国路88号", &ANY).as_deref(), Ok("北京市朝阳区建国路88号 100000"));
}
