//! What a phone number costs here, in `rlibphonenumber` as it ships and in the `phonenumber` crate: `phone_bench NUMBERS.tsv`
//! prints engine, what was measured and the figure, tab-separated, for `bench/phone/compare.py`, which has it beside C++ and
//! Python. Run with an engine's name as its argument, it measures that one's first call in a process of its own.

use crm_hygiene_core::kind::phone::Phone;
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
const ENGINES: [(&str, Engine); 3] = [("ours", ours), ("rlibphonenumber", rlib), ("phonenumber (Rust)", crate_phonenumber)];

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
    println!("{name}\tfirst call, ms\t{:.4}", mobile.as_secs_f64() * 1e3);
    println!("{name}\tfirst foreign call, ms\t{:.4}", foreign.as_secs_f64() * 1e3);
    println!("{name}\tafter all regions, MB\t{:.1}", (resident_kb() - before) / 1024.0);
}

const PHONE_REGIONS: &str = "AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

fn main() {
    let argument = std::env::args().nth(1).unwrap_or_default();
    if ENGINES.iter().any(|(name, _)| *name == argument) {
        return first_calls(&argument);
    }
    let Ok(table) = std::fs::read_to_string(&argument) else {
        eprintln!("usage: phone_bench NUMBERS.tsv");
        std::process::exit(2);
    };
    if let Ok(program) = std::env::current_exe() {
        for (name, _) in ENGINES {
            let output = Command::new(&program).arg(name).output().map(|output| output.stdout).unwrap_or_default();
            print!("{}", String::from_utf8_lossy(&output));
        }
    }
    let mut sets: Vec<(&str, Vec<(String, String)>)> = Vec::new();
    for line in table.lines().skip(1) {
        let mut columns = line.split('\t');
        let (Some(set), Some(region), Some(text)) = (columns.next(), columns.next(), columns.next()) else { continue };
        if sets.last().is_none_or(|(name, _)| *name != set) {
            sets.push((set, Vec::new()));
        }
        if let Some((_, numbers)) = sets.last_mut() {
            numbers.push((region.to_owned(), text.to_owned()));
        }
    }
    for (set, numbers) in &sets {
        for (name, engine) in ENGINES {
            // Once through first: lazily compiled patterns are counted apart.
            per_call(engine, numbers, 1);
            let rounds = if name == "ours" { 10_000 } else { 500 };
            println!("{name}\t{set}\t{:.1}", per_call(engine, numbers, rounds));
        }
    }
}
