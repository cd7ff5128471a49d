//! Web addresses: a company's site, a person's page on a platform.

mod codes;
mod parse;

use super::Subject;
use super::email::domains::{has_known_tld, registrable};
use super::{Code, Context, DataSet, EMPTY, Issue, Kind, Level, Strength, TOO_LONG};
use parse::Url as Parsed;

/// A web address.
pub struct Url;

/// Platforms where a host says nothing about whose page it is. (Those that give each customer a subdomain are in
/// the public suffix list.) Sorted.
#[rustfmt::skip]
const SHARED: [&str; 46] = [
    "1688.com", "51job.com", "58.com", "aiqicha.com", "alibaba.com", "aliexpress.com", "amazon.com", "angel.co", "baidu.com", "behance.net",
    "bilibili.com", "bit.ly", "crunchbase.com", "douban.com", "douyin.com", "ebay.com", "etsy.com", "facebook.com", "fb.com", "github.com",
    "glassdoor.com", "google.com", "instagram.com", "jd.com", "jianshu.com", "liepin.com", "linkedin.com", "linktr.ee", "medium.com",
    "pinterest.com", "qcc.com", "qq.com", "quora.com", "reddit.com", "taobao.com", "tianyancha.com", "tiktok.com", "tmall.com",
    "toutiao.com", "twitter.com", "vk.com", "weibo.com", "x.com", "xiaohongshu.com", "youtube.com", "zhihu.com",
];

/// Longest path kept in a match form.
const LONGEST_PATH: usize = 120;

/// Every part of a web address.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct UrlInfo {
    /// The normal form.
    pub url: Option<String>,
    /// `http` where the field names none.
    pub scheme: Option<String>,
    /// The host as people read it.
    pub host: Option<String>,
    /// The host as DNS has it.
    pub ascii_host: Option<String>,
    /// The port, where it is not the scheme's own.
    pub port: Option<u16>,
    /// The path, without a slash at its end.
    pub path: Option<String>,
    /// The query without what only measures campaigns.
    pub query: Option<String>,
    /// The part of the host that somebody registered.
    pub registrable_domain: Option<String>,
    /// Whether the host is a platform that many share.
    pub is_shared_host: bool,
    /// Whether the field holds one web address.
    pub valid: bool,
    /// The code that says why not.
    pub reason: Option<&'static str>,
}

/// Every part of the address in `raw`.
pub fn info(raw: &str, _: &Context) -> UrlInfo {
    let url = match read(raw) {
        Ok(url) => url,
        Err(code) => return UrlInfo { reason: Some(code.name), ..UrlInfo::default() },
    };
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    UrlInfo {
        url: Some(url.text()),
        scheme: some(url.scheme),
        ascii_host: some(url.ascii_host()),
        port: url.port,
        path: some(&url.path),
        query: some(&url.query),
        registrable_domain: registrable(&url.host).filter(|_| !url.is_ip).map(str::to_owned),
        is_shared_host: is_shared(&url),
        valid: true,
        reason: None,
        host: some(&url.host),
    }
}

fn read(raw: &str) -> Result<Parsed, &'static Code> {
    parse::read(raw).map_err(|code| if code != &TOO_LONG && parse::split(raw).len() > 1 { &codes::SEVERAL_URLS } else { code })
}

fn is_shared(url: &Parsed) -> bool {
    registrable(&url.host).is_some_and(|domain| SHARED.binary_search(&domain).is_ok())
}

/// `domain|subdomain|path?query` with empty ends left out, so that sites compare by what stands before the first bar;
/// on a shared platform `=host/path`, which compares whole.
fn form(url: &Parsed) -> Option<String> {
    let mut path = url.path.to_ascii_lowercase();
    for page in ["/index.html", "/index.htm", "/index.php", "/index.jsp", "/index.asp", "/index.aspx", "/default.aspx", "/default.asp"] {
        if let Some(folder) = path.strip_suffix(page) {
            path = folder.to_owned();
        }
    }
    let mut parameters: Vec<&str> = url.query.split('&').filter(|parameter| !parameter.is_empty()).collect();
    parameters.sort_unstable();
    for (place, parameter) in parameters.into_iter().enumerate() {
        path.push(if place == 0 { '?' } else { '&' });
        path.push_str(parameter);
    }
    path.push_str(&url.route);
    let end = path.char_indices().nth(LONGEST_PATH).map_or(path.len(), |(at, _)| at);
    path.truncate(end);
    let path = path.replace('|', "%7C");
    if is_shared(url) {
        let host = url.host.trim_start_matches("www.");
        return (!path.is_empty()).then(|| format!("={host}{path}"));
    }
    let domain = registrable(&url.host).filter(|_| !url.is_ip).unwrap_or(&url.host);
    let subdomain = url.host.strip_suffix(domain).unwrap_or_default().trim_end_matches('.');
    let subdomain = if subdomain == "www" { "" } else { subdomain.trim_start_matches("www.") };
    let port = url.port.map(|port| format!(":{port}")).unwrap_or_default();
    let form = format!("{domain}|{subdomain}{port}|{path}");
    Some(form.trim_end_matches('|').to_owned())
}

impl Kind for Url {
    fn name(&self) -> &'static str {
        "url"
    }

    fn codes(&self) -> &'static [&'static Code] {
        &codes::ALL
    }

    fn read(&self, raw: &str, _: &Context, issues: Option<&mut Vec<Issue>>) -> Result<String, &'static Code> {
        let url = read(raw);
        match (&url, issues) {
            (Ok(url), Some(issues)) => {
                let found = [
                    (url.had_credentials, &codes::CREDENTIALS),
                    (!url.is_ip && !has_known_tld(url.ascii_host()), &codes::UNKNOWN_TLD),
                    (url.is_ip, &codes::IP_HOST),
                    (is_shared(url), &codes::SHARED_HOST),
                ];
                issues.extend(found.into_iter().filter(|(holds, _)| *holds).map(|(_, code)| Issue::from(code)));
            }
            (Err(code), Some(issues)) if *code == &codes::SEVERAL_URLS => {
                let first = parse::split(raw).first().and_then(|first| read(first).ok());
                issues.push(Issue { code, suggestion: first.map(|url| url.text()) });
            }
            _ => {}
        }
        url.map(|url| url.text())
    }

    fn several(&self, raw: &str) -> Option<Vec<String>> {
        Some(parse::split(raw)).filter(|values| values.len() > 1)
    }

    fn match_form(&self, raw: &str, _: &Context) -> Option<String> {
        let url = match parse::read(raw) {
            Err(code) if code == &TOO_LONG => return None,
            Err(_) => parse::split(raw).first().and_then(|first| parse::read(first).ok())?,
            Ok(url) => url,
        };
        form(&url)
    }

    /// A site is shared by everybody in the company; a page on a platform is one customer's.
    fn match_keys(&self, form: &str, emit: &mut dyn FnMut(Strength, &str)) {
        if form.starts_with('=') {
            emit(Strength::Unique, form);
        } else {
            emit(Strength::Common, site(form));
        }
    }

    fn is_shared(&self, form: &str) -> bool {
        !form.starts_with('=')
    }

    fn names(&self) -> Option<Subject> {
        Some(Subject::Organisation)
    }

    fn levels(&self) -> &'static [Level] {
        static LEVELS: [Level; 4] = [
            Level::fixed("different", 0.25, 0.997),
            Level::fixed("slip in the site", 0.03, 0.000_1),
            Level::fixed("same site", 0.12, 0.001),
            Level::by_frequency("exact", 0.60, 0.000_2),
        ];
        &LEVELS
    }

    fn compare(&self, a: &str, b: &str) -> usize {
        if a == b {
            return 3;
        }
        let is_page = a.starts_with('=') || b.starts_with('=');
        let (a, b) = (site(a), site(b));
        match () {
            () if is_page => 0,
            () if a == b => 2,
            () if a.len().min(b.len()) >= 9 && super::email::one_slip(a, b) => 1,
            () => 0,
        }
    }

    /// `https://example.com/in/zhang` → `https://example.com/***`.
    fn mask(&self, raw: &str) -> String {
        match read(raw) {
            Ok(url) if url.path.is_empty() && url.query.is_empty() && url.route.is_empty() => url.text(),
            Ok(url) => format!("{}://{}/***", url.scheme, url.host),
            Err(code) if code == &EMPTY => String::new(),
            Err(_) => "***".to_owned(),
        }
    }

    fn data(&self) -> &'static [DataSet] {
        static DATA: [DataSet; 1] =
            [DataSet { name: "public suffix list", version: "2.1.247", source: "crates.io psl", licence: "MIT OR Apache-2.0" }];
        &DATA
    }
}

fn site(form: &str) -> &str {
    form.split('|').next().unwrap_or(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_type() {
        let cases = [
            ("https://Example.COM/", Ok("https://example.com")),
            ("www.example.com", Ok("http://www.example.com")),
            ("HTTP://www.example.com:80/A/b/?utm_source=x&id=1#top", Ok("http://www.example.com/A/b?id=1")),
            ("https://example.com:443/?spm=a.b", Ok("https://example.com")),
            ("https://example.com:8443/x", Ok("https://example.com:8443/x")),
            ("http：／／www．example．com", Ok("http://www.example.com")),
            ("网址：www.example.com。", Ok("http://www.example.com")),
            ("http:\\\\example.com\\a", Ok("http://example.com/a")),
            ("http//example.com", Ok("http://example.com")),
            ("http:/example.com", Ok("http://example.com")),
            ("htpp://example.com", Ok("http://example.com")),
            ("http://https://example.com", Ok("https://example.com")),
            ("//example.com/x", Ok("http://example.com/x")),
            ("<https://example.com/x>", Ok("https://example.com/x")),
            ("https://例子.公司/路", Ok("https://例子.公司/%E8%B7%AF")),
            ("https://xn--fsqu00a.xn--55qx5d/", Ok("https://例子.公司")),
            ("https://a_b.example.com", Ok("https://a_b.example.com")),
            ("https://example.com/%7euser/%e4", Ok("https://example.com/~user/%E4")),
            ("https://example.com/a b", Ok("https://example.com/a%20b")),
            ("https://example.com/#/route", Ok("https://example.com#/route")),
            ("http://user:pw@example.com/", Ok("http://example.com")),
            ("http://192.0.2.1:8080/x", Ok("http://192.0.2.1:8080/x")),
            ("http://[2001:DB8::1]/", Ok("http://[2001:db8::1]")),
            ("", Err("empty")),
            ("无", Err("placeholder")),
            ("http://", Err("placeholder")),
            ("zhang@qq.com", Err("email_address")),
            ("mailto:zhang@qq.com", Err("unsupported_scheme")),
            ("weixin://x", Err("unsupported_scheme")),
            ("huawei", Err("incomplete_domain")),
            ("http://exa mple.com", Err("invalid_host")),
            ("http://example.com:99999", Err("invalid_port")),
            ("a.com; b.com", Err("several_urls")),
        ];
        for (raw, want) in cases {
            let got = Url.normalize(raw, &Context::default());
            assert_eq!(got.as_deref().map_err(|code| code.name), want, "{raw:?}");
        }
    }

    #[test]
    fn matches_by_site() {
        let form = |raw| Url.match_form(raw, &Context::default());
        assert_eq!(form("https://www.huawei.com/").as_deref(), Some("huawei.com"));
        assert_eq!(form("http://consumer.huawei.com/cn/index.html?b=2&a=1").as_deref(), Some("huawei.com|consumer|/cn?a=1&b=2"));
        assert_eq!(form("https://www.linkedin.com/in/Zhang").as_deref(), Some("=linkedin.com/in/zhang"));
        assert_eq!(form("https://weibo.com"), None);
        let compare = |a, b| Url.compare(&form(a).unwrap_or_default(), &form(b).unwrap_or_default());
        assert_eq!(compare("http://huawei.com", "https://www.huawei.com/index.html"), 3);
        assert_eq!(compare("http://huawei.com", "https://consumer.huawei.com/cn"), 2);
        assert_eq!(compare("http://huawei.com", "http://huawie.com"), 1);
        assert_eq!(compare("http://zhang.github.io", "http://li.github.io"), 0);
        assert_eq!(compare("https://weibo.com/u/1", "https://weibo.com/u/2"), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn holds_for_any_text(raw in "\\PC{0,20}|(https?:/{0,2})?[a-z例.@:\\[\\]]{1,8}\\.(com|公司)[:/?#&=%a-z0-9| ]{0,12}", other in "[a-z]{1,3}\\.com") {
            let context = Context::default();
            if let Ok(normal) = Url.normalize(&raw, &context) {
                prop_assert_eq!(Url.normalize(&normal, &context), Ok(normal.clone()), "{:?}", raw);
                prop_assert_eq!(Url.match_form(&normal, &context), Url.match_form(&raw, &context));
            }
            Url.validate(&raw, &context);
            Url.mask(&raw);
            info(&raw, &context);
            if let Some(form) = Url.match_form(&raw, &context) {
                prop_assert_eq!(Url.compare(&form, &form), 3);
                prop_assert_eq!(Url.compare(&form, &other), Url.compare(&other, &form));
                Url.match_keys(&form, &mut |_, key| assert!(!key.is_empty()));
            }
        }
    }
}
