//! Words that stand before the @ of nobody's address, or of everybody's.

use crate::sieve::Sieve;

/// Functions rather than people (RFC 2142 and use). Sorted.
const ROLES: [&str; 134] = [
    "abuse",
    "accounting",
    "accounts",
    "admin",
    "administration",
    "administrator",
    "all",
    "bangong",
    "bewerbung",
    "billing",
    "biz",
    "booking",
    "bookings",
    "business",
    "caigou",
    "caiwu",
    "career",
    "careers",
    "ceo",
    "company",
    "compliance",
    "contact",
    "contactus",
    "cs",
    "customer",
    "customercare",
    "customers",
    "customerservice",
    "do-not-reply",
    "donotreply",
    "dpo",
    "email",
    "enquiries",
    "enquiry",
    "events",
    "export",
    "feedback",
    "finance",
    "ftp",
    "general",
    "hello",
    "help",
    "helpdesk",
    "hostmaster",
    "hr",
    "import",
    "info",
    "infos",
    "inquiries",
    "inquiry",
    "invoice",
    "invoices",
    "it",
    "job",
    "jobs",
    "kefu",
    "kontakt",
    "legal",
    "mail",
    "mailbox",
    "mailer-daemon",
    "manager",
    "market",
    "marketing",
    "media",
    "newsletter",
    "no-reply",
    "noc",
    "noreply",
    "office",
    "order",
    "orders",
    "partner",
    "partners",
    "payroll",
    "postmaster",
    "pr",
    "press",
    "privacy",
    "procurement",
    "public",
    "purchase",
    "purchasing",
    "quality",
    "reception",
    "recruit",
    "recruitment",
    "renshi",
    "reservations",
    "root",
    "sale",
    "sales",
    "secretary",
    "security",
    "service",
    "services",
    "shichang",
    "shop",
    "staff",
    "store",
    "subscribe",
    "support",
    "sysadmin",
    "team",
    "tech",
    "trade",
    "unsubscribe",
    "vertrieb",
    "webmaster",
    "welcome",
    "www",
    "xiaoshou",
    "zhaopin",
    "人事",
    "人力资源",
    "信息",
    "咨询",
    "售后",
    "商务",
    "客户服务",
    "客服",
    "客服中心",
    "市场",
    "市场部",
    "总经办",
    "总经理",
    "投诉",
    "招聘",
    "服务",
    "管理员",
    "行政",
    "财务",
    "采购",
    "销售",
];

/// Bytes of the longest of [`ROLES`].
const LONGEST_ROLE: usize = 15;

/// How far a word goes to make its address a placeholder.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Emptiness {
    /// Typed to see whether a form works: nothing by itself, a placeholder at a domain of the same sort.
    Filler,
    /// A filler even at a real provider: nobody's `test@qq.com` is a customer's.
    Anywhere,
    /// Says "there is none", at whatever domain.
    Nobody,
}
use Emptiness::{Anywhere, Filler, Nobody};

/// Bytes of the longest of [`EMPTY_WORDS`].
const LONGEST_EMPTY_WORD: usize = 14;

/// Words before the @ that are nobody's. Sorted.
#[rustfmt::skip]
const EMPTY_WORDS: [(&str, Emptiness); 86] = [
    ("a", Anywhere), ("aa", Anywhere), ("aaa", Anywhere), ("aaaa", Anywhere), ("ab", Filler), ("abc", Anywhere), ("abc123", Anywhere),
    ("abcd", Filler), ("anonymous", Filler), ("asd", Anywhere), ("asdf", Anywhere), ("asdfgh", Filler), ("b", Filler), ("bbb", Filler),
    ("blank", Filler), ("demo", Filler), ("domain", Filler), ("donthave", Nobody), ("dummy", Filler), ("email", Filler),
    ("example", Filler), ("fake", Nobody), ("first.last", Filler), ("foo", Filler), ("invalid", Nobody), ("mail", Filler),
    ("me", Filler), ("myemail", Filler), ("mymail", Filler), ("n.a", Nobody), ("n/a", Nobody), ("na", Filler), ("name", Filler), ("no", Nobody),
    ("no-email", Nobody), ("no-mail", Nobody), ("no.email", Nobody), ("no.mail", Nobody), ("no_email", Nobody), ("noaddress", Nobody),
    ("nobody", Nobody), ("noemail", Nobody), ("noemailaddress", Nobody), ("noemails", Nobody), ("nomail", Nobody), ("noname", Filler),
    ("none", Nobody), ("noone", Nobody), ("not.available", Nobody), ("notavailable", Nobody), ("nothing", Nobody),
    ("notprovided", Nobody), ("nowhere", Nobody), ("null", Nobody), ("qq", Filler), ("qwe", Filler), ("qwer", Filler),
    ("qwerty", Anywhere), ("refused", Nobody), ("sample", Filler), ("someone", Filler), ("tbd", Filler), ("temp", Filler),
    ("test", Anywhere), ("test123", Anywhere), ("tester", Anywhere), ("testing", Anywhere), ("undefined", Nobody), ("unknown", Nobody),
    ("user", Filler), ("username", Filler), ("x", Filler), ("xx", Anywhere), ("xxx", Anywhere), ("xxxx", Nobody), ("xyz", Filler),
    ("you", Filler), ("your", Filler), ("youremail", Filler), ("无", Nobody), ("无邮箱", Nobody), ("暂无", Nobody), ("未填", Nobody),
    ("未知", Nobody), ("没有", Nobody), ("测试", Nobody),
];

/// First labels of domains that go with a filler.
const FILLER_DOMAINS: [&str; 30] = [
    "a", "aa", "aaa", "ab", "abc", "asd", "asdf", "b", "company", "domain", "dummy", "email", "example", "fake", "foo", "invalid", "na",
    "no", "noemail", "nomail", "none", "nowhere", "null", "sample", "test", "testing", "unknown", "x", "xx", "xxx",
];

/// Whether a local part (lower case, without tag) names a function, numbered or not.
pub(super) fn is_role(local: &str) -> bool {
    let (word, _) = split_number(local);
    static SIEVE: Sieve = Sieve::NONE.with_all(&ROLES);
    word.len() <= LONGEST_ROLE && SIEVE.passes(word) && ROLES.binary_search(&word).is_ok()
}

/// First labels of domains at which a filler is a placeholder. Fewer than [`FILLER_DOMAINS`]: documents and people who try
/// things out write `a@b.com` and `email@domain.com`, and those are addresses.
const PLACEHOLDER_DOMAINS: [&str; 17] = [
    "aaa", "abc", "asd", "asdf", "dummy", "fake", "invalid", "noemail", "nomail", "none", "nowhere", "null", "sample", "test", "testing",
    "unknown", "xxx",
];

/// Whether an address stands for "none", which makes it invalid: `test@test.com`, `123456@qq.com`, `noemail@huawei.com`.
/// `is_free` says that its domain is a free provider.
pub(super) fn is_placeholder(local: &str, domain: &str, is_free: bool) -> bool {
    let Some(emptiness) = emptiness(local) else { return false };
    let first = domain.split('.').next().unwrap_or(domain);
    let is_invented = first.len() >= 3 && is_run(first);
    match emptiness {
        Nobody => true,
        _ if local == first => domain.split('.').count() <= 3 && first != "example",
        Anywhere if is_free && !is_invented => local.len() >= 3,
        Filler if is_free => false,
        _ => PLACEHOLDER_DOMAINS.binary_search(&first).is_ok(),
    }
}

/// Whether sharing an address says nothing about two customers: placeholders, and what comes close to one.
pub(super) fn says_nothing(local: &str, domain: &str, is_free: bool) -> bool {
    let Some(emptiness) = emptiness(local).filter(|_| !is_counted(local)) else { return false };
    let first = domain.split('.').next().unwrap_or(domain);
    match emptiness {
        Nobody => true,
        // At a real provider me88@qq.com is somebody.
        _ if is_free => emptiness == Anywhere || local == first || FILLER_DOMAINS.binary_search(&first).is_ok(),
        _ => FILLER_DOMAINS.binary_search(&first).is_ok() || is_run(first) || local == first,
    }
}

/// Whether a word is followed by a number that nobody types for want of a better one: whoever made up `user4711@example.com` made
/// up many, to tell them apart.
fn is_counted(local: &str) -> bool {
    let (word, number) = split_number(local);
    !word.is_empty() && number.len() >= 2 && !is_run(number)
}

/// A word, and the number that it ends with.
fn split_number(local: &str) -> (&str, &str) {
    local.split_at(local.trim_end_matches(|c: char| c.is_ascii_digit()).len())
}

fn emptiness(local: &str) -> Option<Emptiness> {
    static SIEVE: Sieve = {
        let mut sieve = Sieve::NONE;
        let mut nth = 0;
        while nth < EMPTY_WORDS.len() {
            sieve = sieve.with(EMPTY_WORDS[nth].0);
            nth += 1;
        }
        sieve
    };
    let of = |word: &str| {
        if !SIEVE.passes(word) {
            return None;
        }
        EMPTY_WORDS.binary_search_by_key(&word, |(word, _)| word).ok().and_then(|at| EMPTY_WORDS.get(at)).map(|(_, level)| *level)
    };
    if local.len() > LONGEST_EMPTY_WORD {
        return None;
    }
    if is_run(local) {
        return Some(Anywhere);
    }
    of(local).or_else(|| match split_number(local) {
        (_, "") => None,
        ("test" | "tester" | "testing", _) => Some(Anywhere),
        (word, _) => of(word).map(|_| Filler),
    })
}

/// One character over and over (`111111`), or digits or letters as they follow each other (`123456`, `abcd`, `321`).
fn is_run(word: &str) -> bool {
    let bytes = word.as_bytes();
    let follows = |step: u8| {
        bytes.windows(2).all(|pair| matches!(pair, [a, b] if *b == a.wrapping_add(step) || step == 1 && *a == b'9' && *b == b'0'))
    };
    !bytes.is_empty() && word.is_ascii() && (follows(0) || bytes.len() >= 3 && (follows(1) || follows(u8::MAX)))
}
