"""Makes the four tables of this folder; see README.md for what they hold. Called by generate.sh."""
import collections
import csv
import json
import re
import sys
import unicodedata

from pypinyin import Style, lazy_pinyin

source, target = sys.argv[1], sys.argv[2]

PEOPLES = sorted(
    """蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克
    傣族 黎族 傈僳族 佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族
    毛南族 仡佬族 锡伯 阿昌族 普米族 塔吉克 怒族 鄂温克族 保安族 裕固族 独龙族 各族""".split(),
    key=len,
    reverse=True,
)
# Customary short forms that follow no rule.
CUSTOM = {
    "内蒙古自治区": ["内蒙", "内蒙古区"],
    "广西壮族自治区": ["广西自治区", "广西区"],
    "西藏自治区": ["西藏区"],
    "宁夏回族自治区": ["宁夏自治区", "宁夏区"],
    "新疆维吾尔自治区": ["新疆自治区", "新疆区"],
    "香港特别行政区": ["香港特區", "香港特区"],
    "澳门特别行政区": ["澳门特区"],
    "台湾省": ["台湾地区"],
    "巴音郭楞蒙古自治州": ["巴州"],
    "博尔塔拉蒙古自治州": ["博州"],
    "克孜勒苏柯尔克孜自治州": ["克州"],
    "锡林郭勒盟": ["锡盟"],
    "阿拉善盟": ["阿盟"],
    "莫力达瓦达斡尔族自治旗": ["莫旗"],
    "湘西土家族苗族自治州": ["湘西自治州"],
}
# A short name on its own that a person would read as a district elsewhere as soon as as the city.
CONTESTED = {"朝阳"}
# Short names of county-level cities that are everyday words: never read as a place on their own.
EVERYDAY = set("东方 新星 双河 白杨 新民 永安 福安 大安 安宁 昆玉 海林 兴城 新乐 和平 龙口 兴平 白山 共青城 太和".split())
# pypinyin reads these as ordinary words.
READINGS = {"重庆": "Chongqing", "厦门": "Xiamen", "长沙": "Changsha", "台州": "Taizhou", "六安": "Lu'an", "大埔": "Dabu", "乐清": "Yueqing", "乐陵": "Laoling", "乐平": "Leping", "东阿": "Dong'e", "长葛": "Changge", "都江堰": "Dujiangyan", "什邡": "Shifang", "尚志": "Shangzhi", "朝阳": "Chaoyang", "北票": "Beipiao", "大石桥": "Dashiqiao", "铁力": "Tieli", "深州": "Shenzhou", "涿州": "Zhuozhou", "荥阳": "Xingyang", "亳州": "Bozhou", "儋州": "Danzhou", "阿拉尔": "Aral", "图木舒克": "Tumxuk", "五家渠": "Wujiaqu", "可克达拉": "Kokdala", "阿拉善": "Alxa"}
# Of cities with the same pinyin, the one that is meant where nothing else is said.
DOMINANT = {"suzhou": "320500", "fuzhou": "350100", "jinan": "370100", "changzhou": "320400", "linyi": "371300"}


def rows(name):
    with open(f"{source}/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def level(code):
    return 1 if code.endswith("0000") else 2 if code.endswith("00") else 3


# ---- divisions: code -> name -------------------------------------------------------------
names = {}
for row in rows("provinces"):
    names[row["code"] + "0000"] = row["name"]
for row in rows("cities"):
    if not row["name"].startswith(("市辖区", "县", "省直辖", "自治区直辖")):
        names[row["code"] + "00"] = row["name"]
same = {}  # a county-level entry that only repeats its city
for row in rows("areas"):
    code, name, city = row["code"], row["name"], row["cityCode"] + "00"
    if names.get(city) == name:
        same[code] = city
        continue
    names[code] = name
with open(f"{source}/HK-MO-TW.json", encoding="utf-8") as file:
    outer = json.load(file)
outer_regions = {}
for province, code in (("台湾省", 71), ("香港特别行政区", 81), ("澳门特别行政区", 82)):
    names[f"{code}0000"] = province
    serial = 0
    for number, (city, districts) in enumerate(outer[province].items(), 1):
        if code == 71:
            names[f"71{number:02}00"] = city
        for place, district in enumerate(districts, 1):
            serial += 1
            key = f"71{number:02}{place:02}" if code == 71 else f"{code}00{serial:02}"
            names[key] = re.sub("（.*）", "", district)
            if code == 81:
                outer_regions[key] = city
municipal = ("11", "12", "31", "50")


# ---- names: every writing -> codes --------------------------------------------------------
def strip_people(stem):
    again = True
    while again:
        again = False
        for people in PEOPLES:
            if stem.endswith(people) and len(stem) > len(people) + 1:
                stem, again = stem[: -len(people)], True
                break
    return stem


def stem_of(name):
    """The bare name and the suffix that belongs to it: 恩施土家族苗族自治州 -> 恩施, 州."""
    for ending, short in (("自治州", "州"), ("自治县", "县"), ("自治旗", "旗"), ("自治区", "")):
        if name.endswith(ending):
            stem = strip_people(name[: -len(ending)])
            if stem.endswith("族") and len(stem) == 3 and ending != "自治州":
                stem = stem[:-1] if stem[:-1] in ("东乡",) else stem
            return stem.removesuffix("族") if len(stem) > 3 and stem.endswith("族") else stem, short
    for ending in ("特别行政区", "地区", "新区", "林区", "特区", "省", "市", "盟", "县", "区"):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)], ending
    return name, ""


written = collections.defaultdict(set)  # writing -> {(letter, code)}


def write(text, letter, code):
    if len(text) >= 2:
        written[text].add((letter, code))


higher = {stem_of(name)[0] for code, name in names.items() if level(code) <= 2}
for code, name in names.items():
    outside = code[:2] in ("71", "81", "82")
    if level(code) == 3 and outside:
        write(name, "W", code)
        if code in outer_regions:
            write(outer_regions[code] + name, "W", code)
            write("香港" + name, "O", code)
        if name[-1] in "区乡镇市" and len(name) > 2:
            write(name[:-1], "s", code)
        continue
    write(name, "F", code)
    for short in CUSTOM.get(name, []):
        write(short, "S" if short == "内蒙" else "O", code)
    if level(code) == 3 and re.fullmatch("[0-9]{4}7[0-9]", code) and "区" in name[-1:]:
        # Functional zones: known by what they are, inside a city that is known.
        for words, shorts in (
            (("高新", "高技术"), ("高新技术产业开发区", "高新技术开发区", "高新开发区", "高新区")),
            (("经济技术开发", "经济开发"), ("经济技术开发区", "经济开发区", "经开区", "开发区")),
            (("工业园",), ("工业园区", "园区")),
        ):
            if any(word in name for word in words):
                for short in shorts:
                    write(short, "s", code)
        continue
    stem, suffix = stem_of(name)
    if stem == name:
        continue
    if suffix and stem + suffix != name:
        write(stem + suffix, "O", code)
    if level(code) == 3:
        alone = suffix == "市" and stem not in EVERYDAY
        write(stem, "S" if alone or stem in CONTESTED else "s", code)
        for other in "县区市":
            if stem not in higher:
                write(stem + other, "A", code)
    elif stem not in ("兴安",):
        write(stem, "S", code)
        if suffix == "地区":
            write(stem + "市", "A", code)

by_name = collections.defaultdict(list)
for code, name in names.items():
    by_name[name].append(code)
with open(f"{target}/former.tsv", encoding="utf-8") as file:
    for line in file:
        if line.startswith("#"):
            continue
        old, city, county = line.rstrip("\n").split("\t")
        [city_code] = by_name[city]
        if county == "-":
            found = [city_code]
        else:
            head = city_code[:2] if level(city_code) == 1 else city_code[:4]
            found = [code for code in by_name[county] if code.startswith(head)]
        assert len(found) == 1, (old, city, county, found)
        write(old, "O", found[0])

RANK = "FOWSsA"
name_lines = []
for text, entries in written.items():
    letters = {letter for letter, _ in entries}
    # A bare name of a city is not also that of a county or district, unless contested.
    best = {}
    for letter, code in entries:
        if code not in best or RANK.index(letter) < RANK.index(best[code]):
            best[code] = letter
    if letters & set("FOW"):  # a guess from another suffix gives way to a real name
        best = {code: letter for code, letter in best.items() if letter != "A"}
    if "S" in letters and text not in CONTESTED:
        high = [code for code, letter in best.items() if letter == "S" and level(code) <= 2]
        provinces = [code for code in high if level(code) == 1]
        if provinces:  # 海南 is the province; 吉林 is the province or its city of that name
            best = {c: ("s" if l == "S" and c not in provinces and c[:2] != provinces[0][:2] else l) for c, l in best.items()}
        if high:
            best = {code: ("s" if letter == "S" and level(code) == 3 else letter) for code, letter in best.items()}
    name_lines.append(text + "\t" + " ".join(letter + code for code, letter in sorted(best.items())))

# ---- towns: full name -> counties -----------------------------------------------------------
towns = collections.defaultdict(set)
for row in rows("streets"):
    name = row["name"].removesuffix("办事处") if row["name"].endswith("街道办事处") else row["name"]
    if 2 < len(name) <= 12 and max(map(ord, name[:2])) < 0x10000 and name[-1] in "道镇乡木区场团" and not name.endswith("区划"):
        towns[name].add(same.get(row["areaCode"], row["areaCode"]))
town_lines = [name + "\t" + " ".join(sorted(codes)) for name, codes in towns.items()]

# ---- latin: pinyin and English writing -> city --------------------------------------------------
spellings = {}
with open(f"{target}/latin.txt", encoding="utf-8") as file:
    for line in file:
        if not line.startswith("#"):
            name, forms = line.rstrip("\n").split("\t")
            spellings[name] = forms.split("|")


def squeeze(text):
    text = unicodedata.normalize("NFKD", text.lower())
    return re.sub("[^a-z]", "", text)


def romanise(stem):
    if stem in READINGS:
        return READINGS[stem]
    parts = lazy_pinyin(stem, style=Style.NORMAL, v_to_u=False)
    text = parts[0]
    for part in parts[1:]:
        text += ("'" if part[0] in "aeo" else "") + part
    return text.replace("v", "ü").capitalize()


latin = collections.defaultdict(set)
shown = {}
for code, name in names.items():
    stem, suffix = stem_of(name)
    city = level(code) == 2 or (level(code) == 1 and code[:2] in municipal + ("81", "82")) or (level(code) == 3 and suffix == "市")
    if not city or code[2:] == "9000":
        continue
    forms = spellings.get(name) or [romanise(stem)]
    if name not in spellings and stem in READINGS:
        forms = [READINGS[stem]]
    plain = romanise(stem)
    shown[code] = forms[0]
    for form in [*forms, plain]:
        latin[squeeze(form)].add(code)
latin_lines = []
for text, codes in latin.items():
    highest = min(level(code) for code in codes)
    codes = sorted(code for code in codes if level(code) == highest)
    mainland = [code for code in codes if code[:2] not in ("71", "81", "82")]
    codes = [DOMINANT[text]] if text in DOMINANT and DOMINANT[text] in codes else mainland or codes
    latin_lines.append(text + "\t" + " ".join(codes))

division_lines = [code + "\t" + name + ("\t" + shown[code] if code in shown else "") for code, name in names.items()]


def index(lines):
    """Per first two characters of a line: u16, u16, then u32 of where the first such line starts (20 bits) and how many there are."""
    entries, offset = {}, 0
    for line in lines:
        first, second = (ord(c) for c in line[:2])
        assert max(first, second) < 0x10000 and offset < 1 << 20, line
        start, count = entries.get((first, second), (offset, 0))
        entries[first, second] = (start, count + 1)
        assert count < (1 << 12) - 1
        offset += len(line.encode()) + 1
    assert list(entries) == sorted(entries)
    little = lambda number, size: number.to_bytes(size, "little")
    return b"".join(little(a, 2) + little(b, 2) + little(start | count << 20, 4) for (a, b), (start, count) in entries.items())


offset = 0
with open(f"{target}/divisions.index", "wb") as file:
    for line in sorted(division_lines):
        file.write(int(line[:6]).to_bytes(4, "little") + offset.to_bytes(4, "little"))
        offset += len(line.encode()) + 1
for file_name, lines in (("names", name_lines), ("towns", town_lines)):
    with open(f"{target}/{file_name}.index", "wb") as file:
        file.write(index(sorted(lines, key=lambda line: line.encode())))
for file_name, lines in (("divisions", division_lines), ("names", name_lines), ("towns", town_lines), ("latin", latin_lines)):
    with open(f"{target}/{file_name}.tsv", "w", encoding="utf-8", newline="\n") as file:
        file.write("".join(line + "\n" for line in sorted(lines, key=lambda line: line.encode())))
