//! Cities of the world that go by several names.

use crate::sieve::Sieve;

/// Name shown, key, other names in Latin letters (lower case, letters only), names in Chinese.
type Row = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

static CITIES: &[Row] = &[
    ("New York", "newyork", &["nyc", "newyorkcity", "newyorkny"], &["纽约", "纽约市"]),
    ("Los Angeles", "losangeles", &["la", "losangelesca"], &["洛杉矶"]),
    ("San Francisco", "sanfrancisco", &["sf", "sanfran"], &["旧金山", "三藩市"]),
    ("Washington", "washington", &["washingtondc", "dc"], &["华盛顿"]),
    ("Boston", "boston", &[], &["波士顿"]),
    ("Chicago", "chicago", &[], &["芝加哥"]),
    ("Seattle", "seattle", &[], &["西雅图"]),
    ("Houston", "houston", &[], &["休斯敦"]),
    ("Philadelphia", "philadelphia", &["philly"], &["费城"]),
    ("Las Vegas", "lasvegas", &["vegas"], &["拉斯维加斯"]),
    ("Toronto", "toronto", &[], &["多伦多"]),
    ("Vancouver", "vancouver", &[], &["温哥华"]),
    ("Montreal", "montreal", &[], &["蒙特利尔"]),
    ("Mexico City", "mexicocity", &["ciudaddemexico", "cdmx"], &["墨西哥城"]),
    ("Sao Paulo", "saopaulo", &[], &["圣保罗"]),
    ("Rio de Janeiro", "riodejaneiro", &[], &["里约热内卢"]),
    ("Buenos Aires", "buenosaires", &[], &["布宜诺斯艾利斯"]),
    ("London", "london", &[], &["伦敦"]),
    ("Manchester", "manchester", &[], &["曼彻斯特"]),
    ("Paris", "paris", &[], &["巴黎"]),
    ("Berlin", "berlin", &[], &["柏林"]),
    ("Munich", "munich", &["munchen", "muenchen"], &["慕尼黑"]),
    ("Cologne", "cologne", &["koln", "koeln"], &["科隆"]),
    ("Frankfurt", "frankfurt", &["frankfurtammain"], &["法兰克福"]),
    ("Hamburg", "hamburg", &[], &["汉堡"]),
    ("Dusseldorf", "dusseldorf", &["duesseldorf"], &["杜塞尔多夫"]),
    ("Nuremberg", "nuremberg", &["nurnberg", "nuernberg"], &["纽伦堡"]),
    ("Vienna", "vienna", &["wien"], &["维也纳"]),
    ("Zurich", "zurich", &["zuerich"], &["苏黎世"]),
    ("Geneva", "geneva", &["geneve", "genf"], &["日内瓦"]),
    ("Brussels", "brussels", &["bruxelles", "brussel"], &["布鲁塞尔"]),
    ("Antwerp", "antwerp", &["antwerpen", "anvers"], &["安特卫普"]),
    ("The Hague", "thehague", &["denhaag", "hague"], &["海牙"]),
    ("Amsterdam", "amsterdam", &[], &["阿姆斯特丹"]),
    ("Rotterdam", "rotterdam", &[], &["鹿特丹"]),
    ("Rome", "rome", &["roma"], &["罗马"]),
    ("Milan", "milan", &["milano"], &["米兰"]),
    ("Venice", "venice", &["venezia"], &["威尼斯"]),
    ("Florence", "florence", &["firenze"], &["佛罗伦萨"]),
    ("Naples", "naples", &["napoli"], &["那不勒斯"]),
    ("Turin", "turin", &["torino"], &["都灵"]),
    ("Madrid", "madrid", &[], &["马德里"]),
    ("Barcelona", "barcelona", &[], &["巴塞罗那"]),
    ("Seville", "seville", &["sevilla"], &["塞维利亚"]),
    ("Lisbon", "lisbon", &["lisboa"], &["里斯本"]),
    ("Copenhagen", "copenhagen", &["kobenhavn"], &["哥本哈根"]),
    ("Stockholm", "stockholm", &[], &["斯德哥尔摩"]),
    ("Gothenburg", "gothenburg", &["goteborg"], &["哥德堡"]),
    ("Oslo", "oslo", &[], &["奥斯陆"]),
    ("Helsinki", "helsinki", &[], &["赫尔辛基"]),
    ("Warsaw", "warsaw", &["warszawa"], &["华沙"]),
    ("Krakow", "krakow", &["cracow"], &["克拉科夫"]),
    ("Prague", "prague", &["praha"], &["布拉格"]),
    ("Budapest", "budapest", &[], &["布达佩斯"]),
    ("Bucharest", "bucharest", &["bucuresti"], &["布加勒斯特"]),
    ("Athens", "athens", &["athina"], &["雅典"]),
    ("Istanbul", "istanbul", &[], &["伊斯坦布尔"]),
    ("Moscow", "moscow", &["moskva"], &["莫斯科"]),
    ("Saint Petersburg", "saintpetersburg", &["stpetersburg", "sanktpeterburg"], &["圣彼得堡"]),
    ("Kyiv", "kyiv", &["kiev"], &["基辅"]),
    ("Dubai", "dubai", &[], &["迪拜"]),
    ("Tel Aviv", "telaviv", &["telavivyafo"], &["特拉维夫"]),
    ("Cairo", "cairo", &[], &["开罗"]),
    ("Johannesburg", "johannesburg", &["joburg"], &["约翰内斯堡"]),
    ("Mumbai", "mumbai", &["bombay"], &["孟买"]),
    ("Bengaluru", "bengaluru", &["bangalore"], &["班加罗尔"]),
    ("Chennai", "chennai", &["madras"], &["金奈"]),
    ("Kolkata", "kolkata", &["calcutta"], &["加尔各答"]),
    ("Delhi", "delhi", &["newdelhi"], &["新德里", "德里"]),
    ("Bangkok", "bangkok", &["krungthep"], &["曼谷"]),
    ("Singapore", "singapore", &[], &["新加坡"]),
    ("Kuala Lumpur", "kualalumpur", &["kl"], &["吉隆坡"]),
    ("Jakarta", "jakarta", &[], &["雅加达"]),
    ("Manila", "manila", &["metromanila"], &["马尼拉"]),
    ("Hanoi", "hanoi", &[], &["河内"]),
    ("Ho Chi Minh City", "hochiminhcity", &["saigon", "hcmc", "hochiminh"], &["胡志明市", "西贡"]),
    ("Tokyo", "tokyo", &[], &["东京", "东京都"]),
    ("Osaka", "osaka", &[], &["大阪"]),
    ("Kyoto", "kyoto", &[], &["京都"]),
    ("Seoul", "seoul", &[], &["首尔", "汉城"]),
    ("Busan", "busan", &["pusan"], &["釜山"]),
    ("Sydney", "sydney", &[], &["悉尼"]),
    ("Melbourne", "melbourne", &[], &["墨尔本"]),
    ("Brisbane", "brisbane", &[], &["布里斯班"]),
    ("Perth", "perth", &[], &["珀斯"]),
    ("Auckland", "auckland", &[], &["奥克兰"]),
];

/// Every name in letters, and every Chinese one.
static SIEVE: Sieve = {
    let mut sieve = Sieve::NONE;
    let mut nth = 0;
    while nth < CITIES.len() {
        let (_, key, letters, chinese) = CITIES[nth];
        sieve = sieve.with(key).with_all(letters).with_all(chinese);
        nth += 1;
    }
    sieve
};

/// Name shown and key of the city that `letters` (lower case, letters only) name.
pub fn by_latin_name(letters: &str) -> Option<(&'static str, &'static str)> {
    CITIES.iter().filter(|_| SIEVE.passes(letters)).find(|row| row.1 == letters || row.2.contains(&letters)).map(|row| (row.0, row.1))
}

/// Name shown and key of the city that has this Chinese name.
pub fn by_chinese_name(name: &str) -> Option<(&'static str, &'static str)> {
    CITIES.iter().filter(|_| SIEVE.passes(name)).find(|row| row.3.contains(&name)).map(|row| (row.0, row.1))
}
