"""Writes the Chinese tables from the geocoding and carrier data of the PyPI package phonenumbers (Google's libphonenumber):

areas.tsv      area code, province, city
cities.tsv     city as Chinese or pinyin word, area code; names that stand for two codes are left out
operators.tsv  mobile prefix, operator in English, operator in Chinese, "virtual" where resold

usage: china.py path/to/unpacked/wheel
"""
import re
import sys

sys.path.insert(0, sys.argv[1])
from phonenumbers.carrierdata import CARRIER_DATA  # noqa: E402
from phonenumbers.geodata import GEOCODE_DATA  # noqa: E402

PROVINCES = ("北京 天津 上海 重庆 河北 山西 内蒙古 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 海南 四川 贵州 云南 "
             "西藏 陕西 甘肃 青海 宁夏 新疆").split()
# Where the data is silent, names only a district, or is older than a merger of areas.
CITIES = {"24": "辽宁 沈阳 铁岭 抚顺 本溪", "371": "河南 郑州 开封", "391": "河南 焦作 济源", "433": "吉林 延边", "470": "内蒙古 呼伦贝尔",
          "472": "内蒙古 包头", "531": "山东 济南 莱芜", "558": "安徽 阜阳 亳州", "691": "云南 西双版纳", "692": "云南 德宏", "701": "江西 鹰潭",
          "710": "湖北 襄阳", "728": "湖北 仙桃 潜江 天门", "731": "湖南 长沙 株洲 湘潭", "771": "广西 南宁 崇左", "772": "广西 柳州 来宾",
          "774": "广西 梧州 贺州", "775": "广西 玉林 贵港", "826": "四川 广安", "827": "四川 巴中", "859": "贵州 黔西南", "879": "云南 普洱",
          "886": "云南 怒江", "887": "云南 迪庆", "892": "西藏 日喀则", "896": "西藏 那曲", "897": "西藏 阿里", "909": "新疆 博尔塔拉",
          "934": "甘肃 庆阳", "941": "甘肃 甘南", "970": "青海 海北"}
# Spellings in use beside the data's own.
PINYIN = {"10": "peking", "20": "canton", "24": "benxi", "433": "yanbian", "451": "harbin", "452": "qiqihar", "470": "hulunbuir hulunbeier hailar",
          "471": "hohhot huhehaote", "477": "ordos eerduosi", "571": "hangchow", "691": "xishuangbanna", "692": "dehong", "731": "xiangtan zhuzhou",
          "851": "guiyang zunyi", "879": "puer simao", "887": "diqing shangrila", "891": "lhasa lasa", "902": "hami kumul", "903": "hotan hetian",
          "991": "urumqi wulumuqi", "998": "kashgar kashi"}
# Of two cities of one spelling, the one that is nearly always meant.
PREFERRED = {"fuzhou": "591", "suzhou": "512"}
# A province of the same name is meant more often.
NO_CITY = {"海南", "海西", "hainan"}
PEOPLES = "土家族 苗族 侗族 布依族 彝族 白族 壮族 傣族 景颇族 藏族 羌族 回族 蒙古族 蒙古 哈萨克 柯尔克孜 朝鲜族 哈尼族 傈僳族".split()
PEOPLE = re.compile(f"(?<=..)(?:{'|'.join(PEOPLES)})+$")
SUFFIX = re.compile(f"(市|地区|盟|县|(?:{'|'.join(PEOPLES)})*自治(州|县))$")


def fixed(code):
    for length in range(len(code), 0, -1):
        found = GEOCODE_DATA.get("86" + code[:length])
        if found and "zh" in found:
            # Four entries stand for the one area code that begins so.
            return found if length == len(code) or code in {"335", "349", "580", "701"} else None
    return None


def province_and_cities(zh):
    province = next((p for p in PROVINCES if zh.startswith(p)), "")
    rest = re.sub("^(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)", "", zh[len(province):])
    names = [PEOPLE.sub("", SUFFIX.sub("", name)) or name for name in re.split("[、/,，]", rest) if name]
    return province, names or [province]


def areas():
    codes = ["10"] + [f"2{d}" for d in "012345789"] + [f"{n}" for n in range(300, 1000)]
    rows, names = [], {}
    for code in codes:
        found = fixed(code)
        if code in CITIES:
            province, *cities = CITIES[code].split()
        elif found:
            province, cities = province_and_cities(found["zh"])
        else:
            continue
        rows.append((code, province, "、".join(dict.fromkeys(cities))))
        english = found["en"].split(",")[0].lower() if found and "en" in found else ""
        spelled = [re.sub("[^a-z]", "", name) for name in english.split("/")] + PINYIN.get(code, "").split()
        for name in [*cities, *spelled]:
            if len(name) >= 2 and name not in NO_CITY:
                names.setdefault(name, set()).add(code)
    cities = {name: min(codes) for name, codes in names.items() if len(codes) == 1}
    cities.update({name: code for name, code in PREFERRED.items() if name in names})
    return rows, cities


def operators():
    """Carrier of every prefix, as three digits where they suffice. 162, 165, 167, 170 and 171 belong to resellers."""
    virtual = {"162": "China Telecom", "165": "China Mobile", "167": "China Unicom"}
    chinese = {"China Telecom": "中国电信", "China Mobile": "中国移动", "China Unicom": "中国联通", "China Broadnet": "中国广电"}
    more = {"1349": "China Telecom", "146": "China Unicom", "148": "China Mobile", "149": "China Telecom", "194": None, "1610": "China Broadnet"}

    def carrier(prefix):
        for table in (more, virtual):
            if prefix in table:
                return table[prefix]
        found = next((CARRIER_DATA["86" + prefix[:n]]["en"] for n in range(len(prefix), 2, -1) if "86" + prefix[:n] in CARRIER_DATA), None)
        if not found and prefix[:2] == "15" and prefix[2] in "012789":
            found = "China Mobile"
        return found

    rows = []
    for three in range(130, 200):
        four = [carrier(f"{three}{d}") or more.get(str(three), virtual.get(str(three))) for d in range(10)]
        if len(set(four)) == 1:
            rows.append((str(three), four[0]))
        else:
            rows.extend((f"{three}{d}", found) for d, found in enumerate(four))
    return [(prefix, found, chinese[found], "virtual" if prefix[:3] in {"162", "165", "167", "170", "171"} else "")
            for prefix, found in rows if found]


def write(name, rows):
    with open(name, "w", encoding="utf-8", newline="\n") as out:
        for row in sorted(rows, key=lambda row: row[0].encode()):
            out.write("\t".join(row) + "\n")


rows, cities = areas()
write("areas.tsv", rows)
write("cities.tsv", cities.items())
write("operators.tsv", operators())
