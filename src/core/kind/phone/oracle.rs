//! The engine against the library whose rules it follows, on random digits of every region.

use super::engine::{self, Length};
use super::format;
use super::tables::{NumberType, Region};
use rlibphonenumber::{PHONE_NUMBER_UTIL as UTIL, PhoneNumberFormat, PhoneNumberType};

fn kind_of(kind: PhoneNumberType) -> NumberType {
    match kind {
        PhoneNumberType::FixedLine => NumberType::FixedLine,
        PhoneNumberType::Mobile => NumberType::Mobile,
        PhoneNumberType::FixedLineOrMobile => NumberType::FixedLineOrMobile,
        PhoneNumberType::TollFree => NumberType::TollFree,
        PhoneNumberType::PremiumRate => NumberType::PremiumRate,
        PhoneNumberType::SharedCost => NumberType::SharedCost,
        PhoneNumberType::VoIP => NumberType::Voip,
        PhoneNumberType::PersonalNumber => NumberType::PersonalNumber,
        PhoneNumberType::Pager => NumberType::Pager,
        PhoneNumberType::UAN => NumberType::Uan,
        PhoneNumberType::VoiceMail => NumberType::Voicemail,
        PhoneNumberType::Unknown => NumberType::Unknown,
    }
}

/// Everything that both say about one number, as text.
fn ours(plus: bool, digits: &str, region: &str) -> Option<String> {
    let number = engine::parse(plus, digits.as_bytes(), Region::find(region)).ok()?;
    let possible = matches!(number.length, Length::Possible | Length::LocalOnly);
    Some(format!(
        "+{}{} {} {:?} {:?} {possible} {}",
        number.calling_code,
        number.national.as_str(),
        number.is_valid(),
        number.region.map(|region| region.id().to_owned()),
        number.kind,
        format::national(&number, None),
    ))
}

fn theirs(plus: bool, digits: &str, region: &str) -> Option<String> {
    let text = if plus { format!("+{digits}") } else { digits.to_owned() };
    let number = UTIL.parse(&text, rlibphonenumber::Region::from_code(region).ok()).ok()?;
    Some(format!(
        "{} {} {:?} {:?} {} {}",
        UTIL.format(&number, PhoneNumberFormat::E164),
        UTIL.is_valid_number(&number),
        UTIL.get_region_for_number(&number).map(|region| region.to_string()),
        kind_of(UTIL.get_number_type(&number)),
        UTIL.is_possible_number(&number),
        UTIL.format(&number, PhoneNumberFormat::National),
    ))
}

/// A small generator with a fixed start, so that a failure is found again.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n.max(1) as u64) as usize
    }
}

fn mutate(seed: &str, random: &mut Random) -> String {
    let mut digits: Vec<u8> = seed.bytes().collect();
    for _ in 0..random.below(4) {
        let at = random.below(digits.len());
        let digit = b'0' + random.below(10) as u8;
        match random.below(4) {
            0 => digits.insert(at, digit),
            1 if digits.len() > 1 => {
                digits.remove(at);
            }
            _ => {
                if let Some(slot) = digits.get_mut(at) {
                    *slot = digit;
                }
            }
        }
    }
    String::from_utf8(digits).unwrap()
}

#[test]
fn agrees_with_libphonenumber() {
    let rounds: usize = std::env::var("PHONE_ORACLE_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(5);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut cases, mut differences) = (0usize, 0);
    let regions: Vec<_> = UTIL.get_supported_regions().collect();
    for region in &regions {
        let code = region.to_string();
        let Some(calling_code) = UTIL.get_country_code_for_region(*region) else { continue };
        let mut seeds: Vec<String> = vec!["0".into(), "12345678901".into(), "0049891234567".into()];
        for kind in [
            PhoneNumberType::FixedLine,
            PhoneNumberType::Mobile,
            PhoneNumberType::TollFree,
            PhoneNumberType::PremiumRate,
            PhoneNumberType::SharedCost,
            PhoneNumberType::VoIP,
            PhoneNumberType::PersonalNumber,
            PhoneNumberType::Pager,
            PhoneNumberType::UAN,
            PhoneNumberType::VoiceMail,
        ] {
            let Ok(number) = UTIL.get_example_number_for_type_and_region(*region, kind) else { continue };
            let national: String = UTIL.format(&number, PhoneNumberFormat::National).chars().filter(char::is_ascii_digit).collect();
            let international: String = UTIL.format(&number, PhoneNumberFormat::E164).chars().filter(char::is_ascii_digit).collect();
            seeds.extend([format!("00{international}"), format!("{calling_code}{national}"), national, international]);
        }
        for seed in &seeds {
            for _ in 0..rounds {
                let digits = mutate(seed, &mut random);
                let plus = random.below(3) == 0;
                let home = if random.below(6) == 0 { regions[random.below(regions.len())].to_string() } else { code.clone() };
                // The library reads two digits as a number, but neither of us has to.
                if digits.len() < 3 {
                    continue;
                }
                cases += 1;
                let (we, they) = (ours(plus, &digits, &home), theirs(plus, &digits, &home));
                if we != they {
                    differences += 1;
                    if differences <= 40 {
                        eprintln!("{home} {}{digits}\n  we   {we:?}\n  they {they:?}", if plus { "+" } else { "" });
                    }
                }
            }
        }
    }
    eprintln!("{cases} cases, {differences} differences");
    assert_eq!(differences, 0, "of {cases}");
}
