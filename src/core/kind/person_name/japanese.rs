//! Family names of Japan, so that 山田太郎 is not read as a Mr 山.

/// Japanese family names of more than one character, simplified or as Japan writes them.
#[rustfmt::skip]
const FAMILIES: &[&str] = &[
    "佐藤", "铃木", "高桥", "高橋", "田中", "伊藤", "渡边", "渡辺", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐佐木", "山口", "松本", "井上",
    "木村", "斋藤", "斎藤", "清水", "山崎", "池田", "桥本", "橋本", "阿部", "石川", "山下", "中岛", "中島", "石井", "小川", "前田", "冈田", "岡田",
    "长谷川", "藤田", "后藤", "近藤", "村上", "远藤", "青木", "坂本", "福田", "太田", "西村", "藤井", "金子", "冈本", "岡本", "藤原", "中野", "三浦",
    "原田", "中川", "松田", "竹内", "小野", "田村", "中山", "和田", "石田", "森田", "上田", "柴田", "酒井", "工藤", "横山", "宫崎", "宮崎", "宫本",
    "内田", "高木", "安藤", "谷口", "大野", "丸山", "今井", "高田", "藤本", "武田", "村田", "上野", "杉山", "增田", "増田", "平野", "大塚", "千叶",
    "久保", "松井", "小岛", "小島", "岩崎", "樱井", "桜井", "野口", "松尾", "野村", "菊地", "木下", "佐野", "大西", "菅原", "新井", "古川", "滨田",
    "浜田", "小松", "安田", "水野", "服部", "本田", "川口", "北村", "东野", "宫泽", "织田", "德川", "丰臣", "三岛", "川端", "村山", "黑泽", "五十岚",
    "佐久间", "大久保", "小野寺",
];

/// How many characters in front are a Japanese family name: only where two more follow, as in no usual Chinese name.
pub(super) fn family(name: &[char]) -> Option<usize> {
    let starts = |word: &&&str| word.chars().count() + 2 <= name.len() && word.chars().zip(name).all(|(a, b)| a == *b);
    if name.len() < 4 { None } else { FAMILIES.iter().find(starts).map(|word| word.chars().count()) }
}
