//! Generates Chinese addresses from the divisions, with levels left out, short and former names, slips in the detail,
//! and counts how many are read as the division that they were made from. Deterministic. Prints the time per value too.
//!
//! `cargo run --release -p crm_hygiene_core --example address_parse [-- show]`

use crm_hygiene_core::kind::{self, Context, address};
use std::collections::BTreeMap;

const DIVISIONS: &str = include_str!("../data/divisions/divisions.tsv");
const NAMES: &str = include_str!("../data/divisions/names.tsv");
const TOWNS: &str = include_str!("../data/divisions/towns.tsv");
const FORMER: &str = include_str!("../data/divisions/former.tsv");
const ROADS: &[&str] = &[
    "人民路",
    "中山路",
    "解放路",
    "建设路",
    "和平路",
    "长江路",
    "黄河路",
    "新华路",
    "文化路",
    "北京路",
    "南京东路",
    "上海路",
    "广州大道",
    "海南路",
    "西湖大道",
    "朝阳北路",
    "鼓楼街",
    "天河北路",
    "吉林大街",
    "迎宾大道",
    "滨江大道",
    "学院路",
    "科技路",
    "创业路",
    "软件园路",
    "东风路",
    "青年大街",
    "胜利街",
    "前进大街",
    "工业北路",
    "金融街",
    "体育西路",
    "环城南路",
    "五一路",
    "八一大道",
    "振兴街",
    "光明巷",
    "团结胡同",
    "二七路",
    "三元里大道",
    "机场路",
    "站前街",
    "复兴中路",
    "延安西路",
    "香港中路",
    "台湾街",
    "市府路",
    "府前街",
    "开发大道",
    "新城大道",
    "西安路",
    "天津道",
    "长春街",
    "大连路",
];

struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % limit.max(1)
    }
    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
    fn pick<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len())]
    }
}

/// What the generator knows about divisions, read from the tables without the code under test.
struct Source {
    names: BTreeMap<u32, &'static str>,
    customary: BTreeMap<u32, Vec<&'static str>>,
    towns: BTreeMap<u32, Vec<&'static str>>,
    counties: Vec<u32>,
    former: Vec<(&'static str, &'static str, &'static str)>,
}

fn source() -> Source {
    let columns = |line: &'static str| line.split('\t').collect::<Vec<_>>();
    let names: BTreeMap<u32, &str> =
        DIVISIONS.lines().map(columns).filter_map(|row| Some((row.first()?.parse().ok()?, *row.get(1)?))).collect();
    let mut customary: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for row in NAMES.lines().map(columns) {
        for entry in row[1].split(' ').filter(|entry| entry.starts_with('O')) {
            customary.entry(entry[1..].parse().expect("a code")).or_default().push(row[0]);
        }
    }
    let mut towns: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for row in TOWNS.lines().map(columns) {
        row[1].split(' ').for_each(|code| towns.entry(code.parse().expect("a code")).or_default().push(row[0]));
    }
    let without_counties = [441900, 442000, 460400, 620200];
    let counties = names.keys().copied().filter(|code| code % 100 != 0 || without_counties.contains(code)).collect();
    let former = FORMER.lines().filter(|line| !line.starts_with('#')).map(columns).map(|row| (row[0], row[1], row[2])).collect();
    Source { names, customary, towns, counties, former }
}

/// A name without its suffix, where that leaves two characters: 天河区 → 天河.
fn short(name: &str) -> &str {
    let cut = |ending: &str| name.strip_suffix(ending).filter(|stem| stem.chars().count() >= 2);
    ["特别行政区", "地区", "省", "市", "区", "县", "盟"].into_iter().find_map(cut).unwrap_or(name)
}

fn region(source: &Source, code: u32, random: &mut Random) -> String {
    let outside = matches!(code / 10_000, 71 | 81 | 82);
    let (province, city) = (code / 10_000 * 10_000, code / 100 * 100);
    let mut out = String::new();
    let gap = if random.chance(15) { " " } else { "" };
    let autonomous = |name: &str| name.contains("自治") || name.contains('盟');
    let write = |out: &mut String, code: u32, name: &'static str, shorten: bool, random: &mut Random| {
        let short_form = match name {
            "内蒙古自治区" => random.pick(&["内蒙古", "内蒙"]),
            "广西壮族自治区" => "广西",
            "新疆维吾尔自治区" => "新疆",
            "宁夏回族自治区" => "宁夏",
            "西藏自治区" => "西藏",
            _ if autonomous(name) => source.customary.get(&code).and_then(|names| names.first().copied()).unwrap_or(name),
            _ => short(name),
        };
        out.push_str(if shorten { short_form } else { name });
        out.push_str(gap);
    };
    let with_province = outside || random.chance(55);
    if with_province {
        write(&mut out, province, source.names[&province], random.chance(40), random);
    }
    let city_name = source.names.get(&city).filter(|_| city != province && city != code);
    let mut with_city = false;
    if let Some(name) = city_name {
        with_city = random.chance(70);
        if with_city {
            write(&mut out, city, name, random.chance(40), random);
        }
    } else if matches!(province / 10_000, 11 | 12 | 31 | 50) && random.chance(15) {
        out.push_str(source.names[&province]);
    }
    let name = source.names[&code];
    let town = source.towns.get(&code).filter(|towns| !towns.is_empty()).map(|towns| towns[random.below(towns.len())]);
    // The county is left out only where a town stands for it.
    if with_city && town.is_some() && random.chance(6) && !code.is_multiple_of(100) {
        out.push_str(town.unwrap_or(""));
        return out;
    }
    let zone = code % 100 / 10 == 7 && !code.is_multiple_of(100);
    let parents = with_province || with_city;
    let can_shorten = !zone && (parents || name.ends_with('市'));
    write(&mut out, code, name, can_shorten && random.chance(30), random);
    if random.chance(30) {
        out.push_str(town.unwrap_or(""));
    }
    out
}

fn detail(random: &mut Random) -> String {
    let number = random.below(1999) + 1;
    let mut out = random.pick(ROADS).to_owned();
    match random.below(6) {
        0 => out.push_str(&format!("{number}号")),
        1 => out.push_str(&format!("{number}号{}栋{}单元{}室", random.below(30) + 1, random.below(6) + 1, random.below(3000) + 101)),
        2 => out.push_str(&format!("{number}号科技大厦{}", random.below(3000) + 101)),
        3 => out.push_str(&format!("{number}号之{}", random.below(9) + 1)),
        4 => out.push_str(&format!(" {number} 号 A座 {}室", random.below(3000) + 101)),
        _ => out.push_str("十二号三单元"),
    }
    if random.chance(10) {
        out = out.chars().map(|c| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xfee0).unwrap_or(c) } else { c }).collect();
    }
    if random.chance(30) {
        let mut characters: Vec<char> = out.chars().collect();
        let at = random.below(characters.len());
        match random.below(3) {
            0 => {
                characters.remove(at);
            }
            1 => characters.insert(at, char::from_u32(0x4e00 + random.below(20_000) as u32).unwrap_or('一')),
            _ => characters.swap(at, (at + 1).min(out.chars().count() - 1)),
        }
        out = characters.into_iter().collect();
    }
    out
}

fn main() {
    let show = std::env::args().nth(1).is_some();
    let source = source();
    let mut random = Random(20_260_101);
    let mut cases: Vec<(u32, String)> = Vec::new();
    while cases.len() < 10_000 {
        if random.chance(2) {
            let (old, city, county) = source.former[random.below(source.former.len())];
            let found = |name: &str, within: u32| {
                let inside = |code: u32| {
                    within == 0 || code / 100 == within / 100 || (within.is_multiple_of(10_000) && code / 10_000 == within / 10_000)
                };
                source.names.iter().find(|(code, known)| **known == name && inside(**code)).map(|(code, _)| *code)
            };
            let within = found(city, 0).expect("a city");
            let code = if county == "-" { within } else { found(county, within).expect("a county") };
            let head = if county == "-" { "" } else { city };
            cases.push((code, format!("{head}{old}{}", detail(&mut random))));
            continue;
        }
        let code = source.counties[random.below(source.counties.len())];
        let region = region(&source, code, &mut random);
        cases.push((code, region + &detail(&mut random)));
    }
    let context = Context::default();
    let (mut right, mut ambiguous, mut outer, mut unknown, mut wrong) = (0, 0, 0, 0, 0);
    for (code, text) in &cases {
        let info = address::info(text, &context);
        let outside = matches!(code / 10_000, 71 | 81 | 82);
        let expected = format!("{:06}", if outside { code / 10_000 * 10_000 } else { *code });
        let got = info.adcode.clone().unwrap_or_default();
        let name_right =
            !outside || info.district.as_deref() == Some(source.names[code]) || info.city.as_deref() == Some(source.names[code]);
        let verdict = if info.ambiguous {
            ambiguous += 1;
            continue;
        } else if got == expected && name_right {
            right += 1;
            continue;
        } else if got.is_empty() {
            unknown += 1;
            "unknown"
        } else if got.ends_with("00") && expected.starts_with(got.trim_end_matches("00")) {
            outer += 1;
            "outer"
        } else {
            wrong += 1;
            "WRONG"
        };
        if show {
            println!("{verdict} {expected} {got} {text}");
        }
    }
    let share = |count: i32| f64::from(count) * 100.0 / cases.len() as f64;
    println!(
        "{} addresses: {:.2} % right, {:.2} % reported ambiguous, together {:.2} %",
        cases.len(),
        share(right),
        share(ambiguous),
        share(right + ambiguous)
    );
    println!("only an outer division found {:.2} %, none {:.2} %, silently wrong {:.2} %", share(outer), share(unknown), share(wrong));

    let kind = kind::find("address").expect("registered");
    let western: Vec<String> = (0..1000)
        .map(|at| {
            format!(
                "{} {} Blvd., Suite {}, San Francisco, CA 9{:04}",
                at * 7 + 1,
                ["Mission", "Sunset", "Oak Hill", "St Mary"][at % 4],
                at,
                at
            )
        })
        .collect();
    let chinese: Vec<&str> = cases.iter().map(|(_, text)| text.as_str()).collect();
    let latin: Vec<&str> = western.iter().map(String::as_str).collect();
    for (what, values) in [("Chinese", &chinese), ("western", &latin)] {
        let length = values.iter().map(|value| value.len()).sum::<usize>() / values.len();
        let forms: Vec<String> = values.iter().filter_map(|value| kind.match_form(value, &context)).collect();
        let bytes = forms.iter().map(String::len).sum::<usize>() / forms.len().max(1);
        println!("{what}, {length} bytes, match form {bytes} bytes, nanoseconds on the processor per value:");
        clock("match_form", values, |value| kind.match_form(value, &context).map_or(0, |form| form.len()));
        clock("info", values, |value| address::info(value, &context).adcode.map_or(0, |code| code.len()));
        clock("normalize", values, |value| kind.normalize(value, &context).map_or(0, |text| text.len()));
        let refs: Vec<&str> = forms.iter().map(String::as_str).collect();
        let mut last = "";
        clock("compare", &refs, |value| kind.compare(std::mem::replace(&mut last, value), value));
    }
}

fn clock(what: &str, values: &[&str], mut work: impl FnMut(&'static str) -> usize) {
    // Leaked so that a closure may keep the last value; this is a bench.
    let values: Vec<&'static str> = values.iter().map(|value| &*String::leak((*value).to_owned())).collect();
    let (mut sum, mut count, started) = (0, 0, processor_time());
    while processor_time() - started < 300_000_000 {
        values.iter().for_each(|value| sum += work(value));
        count += values.len();
    }
    let spent = (processor_time() - started) as f64 / count as f64;
    println!("  {what:<11} {spent:>6.0}   (checksum {sum})");
}

/// Nanoseconds that this process ran, so that others on the machine do not count.
fn processor_time() -> u64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|part| part.parse().ok()).unwrap_or(0)
}
