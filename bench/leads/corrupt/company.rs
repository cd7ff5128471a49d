//! What becomes of a company name.

use crate::company::{Company, Form, Named};
use crate::corrupt::{Alike, Tags, blanks, lost, mistaken, slip};
use crate::rng::Rng;
use crate::words::words;

/// The company as somebody typed it; empty if nobody did.
pub fn write(company: &Company, rng: &mut Rng, tags: &mut Tags) -> String {
    match rng.weighted(&[78, 12, 910]) {
        0 => {
            tags.add("company-missing");
            return String::new();
        }
        1 => {
            tags.add("company-placeholder");
            return rng.one(&words().placeholders["company"]).to_string();
        }
        _ => {}
    }
    let name = &company.name;
    let text = if name.city.is_chinese() { chinese(name, rng, tags) } else { western(name, rng, tags) };
    if rng.permille(8) {
        tags.add("company-blank");
        return blanks(&text, rng);
    }
    text
}

fn chinese(name: &Named, rng: &mut Rng, tags: &mut Tags) -> String {
    let legal = name.legal[0];
    let registered = name.registered();
    match rng.weighted(&[450, 110, 60, 120, 55, 35, 50, 20, 35, 20, 10, 15, 20]) {
        0 => registered,
        1 => {
            tags.add("company-city-moved");
            let form = rng.one(&[Form::CityFirst, Form::CityWithSuffixFirst, Form::CityInBrackets]);
            let text = name.written(form, legal);
            if rng.permille(500) { text.replace('（', "(").replace('）', ")") } else { text }
        }
        2 => {
            tags.add("company-no-city");
            name.written(Form::NoCity, legal)
        }
        3 => {
            tags.add("company-short");
            name.written(if rng.permille(300) { Form::CityFirst } else { Form::NoCity }, "")
        }
        4 => {
            tags.add("company-brand-only");
            name.brand.clone()
        }
        5 => {
            tags.add("company-brand-only");
            format!("{}{}", name.brand, rng.one(&["公司", "集团", "科技", "股份"]))
        }
        6 => {
            tags.add("company-latin");
            format!("{} {}", name.brand_latin, rng.one(&words().english_tails))
        }
        7 => mistaken(&registered, Alike::Sound, rng).map_or_else(
            || registered.clone(),
            |text| {
                tags.add("company-typo");
                text
            },
        ),
        8 => {
            tags.add("company-typo");
            lost(&registered, rng)
        }
        9 => {
            tags.add("company-traditional");
            words().traditional(&registered)
        }
        10 => {
            tags.add("company-branch");
            format!("{registered}{}分公司", rng.one(&["上海", "北京", "深圳", "成都", "第一"]))
        }
        11 => {
            tags.add("company-legal");
            let other = if legal == "有限公司" { "有限责任公司" } else { "有限公司" };
            name.written(name.form, other)
        }
        _ => {
            tags.add("company-legal");
            name.written(name.form, legal.strip_suffix("公司").unwrap_or(legal))
        }
    }
}

fn western(name: &Named, rng: &mut Rng, tags: &mut Tags) -> String {
    let registered = name.registered();
    let bare = name.written(Form::NoCity, "");
    match rng.weighted(&[520, 110, 130, 45, 15, 58, 35, 12, 15, 20, 15]) {
        0 => registered,
        1 if name.legal.len() > 1 => {
            tags.add("company-legal");
            name.written(Form::NoCity, rng.one(&name.legal[1..]))
        }
        2 => {
            tags.add("company-short");
            bare
        }
        3 => {
            tags.add("company-case");
            registered.to_uppercase()
        }
        4 => {
            tags.add("company-case");
            registered.to_lowercase()
        }
        5 => {
            tags.add("company-typo");
            slip(&registered, rng)
        }
        6 if name.trade_short != name.trade => {
            tags.add("company-abbreviated");
            format!("{} {}", name.brand, name.trade_short)
        }
        7 => {
            tags.add("company-brand-only");
            name.brand.clone()
        }
        8 => {
            tags.add("company-initials");
            bare.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphabetic())).map(|c| c.to_ascii_uppercase()).collect()
        }
        9 => {
            tags.add("company-legal");
            format!("{bare}, {}", name.legal[0])
        }
        10 if name.brand.contains('&') => {
            tags.add("company-legal");
            registered.replace('&', "and")
        }
        _ => registered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rng::Purpose;
    use std::collections::HashSet;

    fn spellings(chinese: bool) -> (Company, HashSet<String>) {
        let company = (0..200)
            .map(|index| Company::new(1, index, None, false))
            .find(|c| c.office.city.is_chinese() == chinese && !c.name.legal[0].is_empty());
        let company = company.expect("one of each among 200");
        let mut rng = Rng::new(1, Purpose::World, 0);
        let all = (0..10_000).map(|_| write(&company, &mut rng, &mut Tags::default())).collect();
        (company, all)
    }

    #[test]
    fn a_chinese_company_comes_registered_short_and_in_letters() {
        let (company, all) = spellings(true);
        let name = &company.name;
        for text in [name.registered(), name.brand.clone(), name.written(Form::NoCity, ""), format!("{} Group", name.brand_latin)] {
            assert!(all.contains(&text), "{text}");
        }
    }

    #[test]
    fn a_western_company_comes_with_every_spelling_of_its_legal_form() {
        let (company, all) = spellings(false);
        for legal in company.name.legal {
            assert!(all.contains(&company.name.written(Form::NoCity, legal)), "{legal}");
        }
        assert!(all.contains(&company.name.registered().to_uppercase()));
    }
}
