//! What stands before, behind and in a Western name besides the names themselves: titles, suffixes, particles.

use crate::sieve::Sieve;

/// Titles before a Western name, folded.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mister",
    "mx",
    "dr",
    "prof",
    "professor",
    "doctor",
    "sir",
    "dame",
    "lord",
    "lady",
    "rev",
    "reverend",
    "fr",
    "father",
    "sr",
    "sra",
    "srta",
    "senor",
    "senora",
    "don",
    "dona",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "mademoiselle",
    "mme",
    "mlle",
    "signor",
    "signora",
    "sig",
    "dott",
    "ing",
    "dipl",
    "president",
    "prasident",
    "minister",
    "senator",
    "judge",
    "hon",
    "capt",
    "captain",
    "col",
    "gen",
    "lt",
    "maj",
    "sgt",
    "eng",
    "engr",
    "attorney",
    "adv",
    "sheikh",
    "shaikh",
    "shaykh",
    "haji",
    "hajji",
    "dna",
    "shri",
    "shrimati",
    "smt",
    "นาย",
    "นาง",
    "นางสาว",
];

/// What a German degree is in, with a full stop behind it: Dr. med., Dipl.-Kfm.
const FACULTIES: &[&str] = &[
    "med", "rer", "nat", "phil", "jur", "iur", "habil", "pol", "oec", "ing", "vet", "dent", "mult", "kfm", "kffr", "inf", "phys", "chem",
    "psych", "biol", "math", "vw", "wirt", "theol", "hc",
];

/// Names that begin with O' and D', where the sign was left out.
pub(super) const IRISH: &[&str] = &[
    "brien",
    "bryan",
    "connor",
    "conner",
    "connell",
    "donnell",
    "donoghue",
    "donovan",
    "dowd",
    "driscoll",
    "dwyer",
    "flaherty",
    "flynn",
    "gorman",
    "grady",
    "hagan",
    "halloran",
    "hanlon",
    "hara",
    "hare",
    "keefe",
    "kane",
    "leary",
    "loughlin",
    "mahony",
    "mahoney",
    "malley",
    "meara",
    "neal",
    "neil",
    "neill",
    "reilly",
    "riley",
    "rourke",
    "ryan",
    "shaughnessy",
    "shea",
    "sullivan",
    "toole",
];
pub(super) const ITALIAN: &[&str] = &[
    "agostino",
    "alessandro",
    "alessio",
    "ambrosio",
    "amico",
    "amato",
    "andrea",
    "angelo",
    "annunzio",
    "antonio",
    "arcy",
    "ascenzo",
    "costa",
    "cruz",
    "elia",
    "mello",
    "onofrio",
    "souza",
    "urso",
];

/// Titles that are given or family names as often: they count only with a full stop behind them, or not at all.
const DOUBTFUL_TITLES: &[&str] =
    &["don", "dona", "sr", "fr", "lord", "lady", "judge", "father", "gen", "col", "ing", "sig", "adv", "eng", "haji", "hajji"];

/// What follows a Western name: folded without full stops, and as it is written.
const SUFFIXES: &[(&str, &str)] = &[
    ("jr", "Jr"),
    ("sr", "Sr"),
    ("junior", "Jr"),
    ("ii", "II"),
    ("iii", "III"),
    ("iv", "IV"),
    ("phd", "PhD"),
    ("md", "MD"),
    ("esq", "Esq"),
    ("mba", "MBA"),
    ("cpa", "CPA"),
    ("jd", "JD"),
    ("dds", "DDS"),
    ("dvm", "DVM"),
    ("pmp", "PMP"),
    ("cfa", "CFA"),
    ("msc", "MSc"),
    ("bsc", "BSc"),
    ("2nd", "II"),
    ("3rd", "III"),
    ("4th", "IV"),
    ("rn", "RN"),
    ("lpn", "LPN"),
    ("cbe", "CBE"),
    ("obe", "OBE"),
    ("mbe", "MBE"),
    ("kbe", "KBE"),
    ("llb", "LLB"),
    ("llm", "LLM"),
    ("edd", "EdD"),
    ("dmd", "DMD"),
    ("psyd", "PsyD"),
    ("pharmd", "PharmD"),
    ("dd", "DD"),
    ("decd", "dec'd"),
];

/// Words that belong to the family name behind them.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "des", "la", "le", "lo", "zu", "zur", "zum",
    "ter", "ten", "bin", "ibn", "ben", "bint", "al", "el", "abu", "st", "saint", "mac", "mc", "san", "santa", "af", "av", "op", "vande",
    "vander", "ul", "ur", "dela", "delas", "delos", "las", "los",
];

/// Whether a folded word before a name is a title; `dotted` if it was written with a full stop.
pub(super) fn is_title(word: &str, dotted: bool) -> bool {
    static SIEVE: Sieve = Sieve::NONE.with_all(TITLES);
    SIEVE.passes(word) && TITLES.contains(&word) && (dotted || !DOUBTFUL_TITLES.contains(&word))
}

/// How a folded suffix is written.
pub(super) fn suffix(word: &str) -> Option<&'static str> {
    static SIEVE: Sieve = {
        let (mut sieve, mut at) = (Sieve::NONE, 0);
        while at < SUFFIXES.len() {
            sieve = sieve.with(SUFFIXES[at].0);
            at += 1;
        }
        sieve
    };
    let row = || SUFFIXES.iter().find(|(folded, _)| *folded == word);
    SIEVE.passes(word).then(row).flatten().map(|&(_, written)| written)
}

/// Whether a folded word says what a degree is in.
pub(super) fn is_faculty(word: &str) -> bool {
    static SIEVE: Sieve = Sieve::NONE.with_all(FACULTIES);
    SIEVE.passes(word) && FACULTIES.contains(&word)
}

/// Whether the name that somebody was born with follows a folded word.
pub(super) fn is_birth_mark(word: &str) -> bool {
    matches!(word, "nee" | "geb" | "geborene" | "geboren" | "roz" | "rozena" | "formerly" | "урожденная" | "урожд")
}

/// Whether a folded word belongs to the family name behind it.
pub(super) fn is_particle(word: &str) -> bool {
    static SIEVE: Sieve = Sieve::NONE.with_all(PARTICLES);
    SIEVE.passes(word) && PARTICLES.contains(&word)
}

/// Whether a particle has a capital wherever it stands: San Martín, St John.
pub(super) fn is_saintly(word: &str) -> bool {
    matches!(word, "st" | "saint" | "san" | "santa" | "mac" | "mc")
}

/// Whether letters are nothing but particles run together, as in `vander`.
pub(super) fn are_particles(mut letters: &str) -> bool {
    while !letters.is_empty() {
        match PARTICLES.iter().filter_map(|particle| letters.strip_prefix(particle)).min_by_key(|rest| rest.len()) {
            Some(rest) => letters = rest,
            None => return false,
        }
    }
    true
}
