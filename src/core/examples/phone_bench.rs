//! What a phone number costs: `cargo run --release --example phone_bench [reference_30k.tsv]`.
//! Ours against `rlibphonenumber` as it ships and the `phonenumber` crate: time per call, the first call of a process,
//! memory after every region. Run with an engine's name as the only argument, it measures that one's first call.

use crm_hygiene_core::kind::phone::{self, Phone};
use crm_hygiene_core::kind::{Context, Kind};
use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};
use std::hint::black_box;
use std::process::Command;
use std::time::Instant;

fn ours(text: &str, region: &str) -> Option<String> {
    Phone.normalize(text, &Context::of(region)).ok()
}

/// Parsed, checked, typed and formatted: the same work as one call of ours.
fn rlib(text: &str, region: &str) -> Option<String> {
    let number = PHONE_NUMBER_UTIL.parse(text, Region::from_code(region).ok()).ok()?;
    black_box(PHONE_NUMBER_UTIL.get_number_type(&number));
    PHONE_NUMBER_UTIL.is_possible_number(&number).then(|| PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164).into_owned())
}

fn crate_phonenumber(text: &str, region: &str) -> Option<String> {
    let number = phonenumber::parse(region.parse().ok(), text).ok()?;
    black_box(number.number_type(&phonenumber::metadata::DATABASE));
    Some(number.format().mode(phonenumber::Mode::E164).to_string())
}

type Engine = fn(&str, &str) -> Option<String>;
const ENGINES: [(&str, Engine); 3] = [("ours", ours), ("rlibphonenumber", rlib), ("phonenumber", crate_phonenumber)];

fn resident_kb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0.0)
}

/// Nanoseconds per call: the best of five rounds.
fn per_call(engine: Engine, inputs: &[(String, String)], rounds: usize) -> f64 {
    let mut best = f64::MAX;
    for _ in 0..5 {
        let start = Instant::now();
        for _ in 0..rounds {
            for (region, text) in inputs {
                black_box(engine(black_box(text), region));
            }
        }
        best = best.min(start.elapsed().as_nanos() as f64 / (rounds * inputs.len()) as f64);
    }
    best
}

/// In a process of its own: the first calls, and memory after every region.
fn first_calls(name: &str) {
    let Some((_, engine)) = ENGINES.iter().find(|(engine, _)| *engine == name) else { return };
    let before = resident_kb();
    let start = Instant::now();
    black_box(engine("13912345670", "CN"));
    let mobile = start.elapsed();
    let start = Instant::now();
    black_box(engine("+44 20 7946 0958", "CN"));
    let foreign = start.elapsed();
    for region in PHONE_REGIONS.split(' ') {
        for text in ["2025550143", "0123456789", "+12025550143 x12", "800123456"] {
            black_box(engine(text, region));
        }
    }
    println!("{:.3} {:.3} {:.1}", mobile.as_secs_f64() * 1e3, foreign.as_secs_f64() * 1e3, (resident_kb() - before) / 1024.0);
}

const PHONE_REGIONS: &str = "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

fn main() {
    let argument = std::env::args().nth(1).unwrap_or_default();
    if ENGINES.iter().any(|(name, _)| *name == argument) {
        return first_calls(&argument);
    }
    let cn = |texts: &[&str]| texts.iter().map(|text| ("CN".to_owned(), (*text).to_owned())).collect::<Vec<_>>();
    let mut sets = vec![
        ("Chinese mobile, plain", cn(&["13912345670", "18612345671", "17012345672", "19912345673"])),
        ("Chinese mobile, written", cn(&["+86 139 1234 5670", "186-1234-5671", "手机：17012345672", "0086 199 1234 5673"])),
        ("Chinese fixed line", cn(&["010-88888889", "(0755)26543210", "021-52365423转801", "0371-8386217"])),
        ("foreign, from China", cn(&["+1 (416) 627-8177", "+44 20 7946 0958", "0049789605646", "+81-3-1234-5678"])),
    ];
    if let Ok(table) = std::fs::read_to_string(&argument) {
        let rows = table.lines().skip(1).filter_map(|line| {
            let mut columns = line.split('\t').skip(1);
            Some((columns.next()?.to_owned(), columns.next()?.to_owned()))
        });
        sets.push(("reference table", rows.collect()));
    }
    println!("{:26} {:>10} {:>16} {:>13}   ns per call, (times ours)", "", "ours", "rlibphonenumber", "phonenumber");
    for (name, inputs) in &sets {
        let rounds = (40_000 / inputs.len()).max(1);
        // Once through first: lazily compiled patterns are counted apart.
        let times = ENGINES.map(|(name, engine)| {
            per_call(engine, inputs, 1);
            per_call(engine, inputs, if name == "phonenumber" { rounds.div_ceil(10) } else { rounds })
        });
        println!(
            "{name:26} {:>10.0} {:>8.0} ({:>4.1}×) {:>6.0} ({:>4.0}×)",
            times[0],
            times[1],
            times[1] / times[0],
            times[2],
            times[2] / times[0]
        );
    }
    let forms: Vec<String> = cn(&["13912345670", "13912345671", "010-88888889-801", "+14166278177"])
        .iter()
        .filter_map(|(region, text)| Phone.match_form(text, &Context::of(region)))
        .collect();
    let start = Instant::now();
    for _ in 0..1_000_000 {
        for pair in forms.windows(2) {
            black_box(Phone.compare(black_box(&pair[0]), black_box(&pair[1])));
        }
    }
    println!("\ncompare: {:.0} ns", start.elapsed().as_nanos() as f64 / 3e6);
    let start = Instant::now();
    for _ in 0..100_000 {
        for (region, text) in &sets[1].1 {
            black_box(Phone.match_form(black_box(text), &Context::of(region)));
        }
    }
    println!("match_form, written mobile: {:.0} ns", start.elapsed().as_nanos() as f64 / 4e5);
    let start = Instant::now();
    for _ in 0..100_000 {
        for (region, text) in &sets[2].1 {
            black_box(phone::info(black_box(text), &Context::of(region)));
        }
    }
    println!("info, fixed line: {:.0} ns", start.elapsed().as_nanos() as f64 / 4e5);
    println!("\nin a fresh process:         first mobile, ms   first foreign, ms   memory after all regions, MB");
    let Ok(program) = std::env::current_exe() else { return };
    for (name, _) in ENGINES {
        let output = Command::new(&program).arg(name).output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        println!("{name:26} {}", output.unwrap_or_default().trim().replace(' ', "   "));
    }
}
