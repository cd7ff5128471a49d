//! Names as lists of voters, parish registers, registers of companies and passports have them.

use super::compare::Agreement::{self, *};
use super::*;

const ANY: Context = Context::of("CN");

fn agreement(a: &str, b: &str) -> Agreement {
    let form = |raw| PersonName.match_form(raw, &ANY).unwrap_or_default();
    assert_eq!(compare::compare(&form(a), &form(b)), compare::compare(&form(b), &form(a)), "{a} {b}");
    compare::compare(&form(a), &form(b))
}

#[test]
fn reads_what_stands_in_lists() {
    let cases = [
        ("suffix behind the given names", "SMITH, JOHN MICHAEL JR", "John Michael Smith Jr"),
        ("suffix behind the family name", "SMITH JR, JOHN MICHAEL", "John Michael Smith Jr"),
        ("suffix behind both", "JOHNSON, ROBERT L, SR", "Robert L Johnson Sr"),
        ("number behind an initial", "DOE, JANE Q. II", "Jane Q. Doe II"),
        ("an ordinal", "John Smith, 3rd", "John Smith III"),
        ("letters of a profession", "Jane Doe, R.N.", "Jane Doe RN"),
        ("an order", "Prof Dr Stephen Hawking CBE", "Stephen Hawking CBE"),
        ("Mc by itself", "MC DONALD, PATRICK J", "Patrick J McDonald"),
        ("Mc by itself, no comma", "Mc Donald Patrick", "McDonald Patrick"),
        ("O by itself", "O BRIEN, MARY ANN", "Mary Ann O'Brien"),
        ("O is an initial before other names", "MARY O SMITH", "Mary O Smith"),
        ("D by itself", "D ANGELO, TONY", "Tony D'Angelo"),
        ("initials behind", "SMITH J A", "J A Smith"),
        ("Russian initials behind", "Иванов И.И.", "И. И. Иванов"),
        ("Russian, family name in front", "Иванов Иван", "Иван Иванов"),
        ("Russian, family name behind", "Иван Иванов", "Иван Иванов"),
        ("father's name in brackets", "Иванов Иван (Иванович)", "Иван Иванович Иванов"),
        ("born as", "Marie Dupont née Martin", "Marie Dupont née Martin"),
        ("born as, in brackets", "Jane Smith (nee Jones)", "Jane Smith nee Jones"),
        ("born as, behind a comma", "Maria Schmidt, geb. Müller", "Maria Schmidt geb Müller"),
        ("born as, Polish", "Anna Kowalska z domu Nowak", "Anna Kowalska z domu Nowak"),
        ("son of", "Ravi s/o Kumar", "Ravi s/o Kumar"),
        ("saint", "ST. JAMES, ANN", "Ann St James"),
        ("Filipino", "DELA CRUZ, JUAN", "Juan dela Cruz"),
        ("Spanish", "Juan de los Santos", "Juan de los Santos"),
        ("doctor of medicine", "Dr. med. Hans Müller", "Hans Müller"),
        ("doctor of science", "Dr. rer. nat. Anna Schulz", "Anna Schulz"),
        ("engineer", "Dipl.-Ing. Karl Maier", "Karl Maier"),
        ("officer", "Lt. Col. John Smith (Ret.)", "John Smith"),
        ("Indian title", "Smt. Indira Gandhi", "Indira Gandhi"),
        ("three initials", "JRR Tolkien", "JRR Tolkien"),
        ("sigma at the end", "ΓΕΩΡΓΙΟΣ ΠΑΠΑΔΟΠΟΥΛΟΣ", "Γεωργιος Παπαδοπουλος"),
    ];
    for (what, raw, want) in cases {
        assert_eq!(PersonName.normalize(raw, &ANY).as_deref(), Ok(want), "{what}: {raw}");
        assert_eq!(PersonName.normalize(want, &ANY).as_deref(), Ok(want), "{what}: {want}");
    }
}

#[test]
fn knows_them_again() {
    let cases = [
        ("Mc in two words", "MC DONALD, PATRICK", "Patrick McDonald", Exact),
        ("O in two words", "O BRIEN, MARY", "Mary O'Brien", Exact),
        ("a clerk's William", "Wm. Johnson", "William Johnson", Nickname),
        ("a clerk's Charles", "Chas Dickens", "Charles Dickens", Nickname),
        ("a clerk's Margaret", "Margt. Hughes", "Margaret Hughes", Nickname),
        ("a clerk's James and Jim", "Jas. Madison", "Jim Madison", Nickname),
        ("initials behind and in front", "Иванов И. И.", "И. И. Иванов", Exact),
        ("order of a Russian name", "Иванов Иван", "Иван Иванович Иванов", SameParts),
        ("the name she was born with", "Marie Dupont née Martin", "Marie Martin", SameParts),
        ("the name she has", "Marie Dupont née Martin", "Marie Dupont", SameParts),
        ("neither", "Marie Dupont née Martin", "Marie Leroy", GivenOnly),
        ("suffix", "SMITH, JOHN MICHAEL JR", "John Michael Smith", Exact),
    ];
    for (what, a, b, want) in cases {
        assert_eq!(agreement(a, b), want, "{what}: {a} / {b}");
    }
    let mut keys = [Vec::new(), Vec::new()];
    for (keys, raw) in keys.iter_mut().zip(["Marie Dupont née Martin", "Martin, Marie"]) {
        PersonName.match_keys(&PersonName.match_form(raw, &ANY).unwrap_or_default(), &mut |_, key| keys.push(key.to_owned()));
    }
    assert!(keys[0].iter().any(|key| keys[1].contains(key)), "{keys:?}");
}
