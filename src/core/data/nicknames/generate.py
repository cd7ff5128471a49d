"""Writes table.rs from the package's pairs (name, nickname) and the few of our own below.

Names lie in one text, their places and those of their full forms in arrays of u16: no pointers, so nothing to relocate at start-up.
"""

import csv
import pathlib
import sys
from collections import defaultdict

work = pathlib.Path(sys.argv[1])
OWN = [("john", "jonny"), ("benjamin", "bibi"), ("emanuel", "emmanuel"), ("stephen", "stefan"), ("katherine", "catherine"),
       ("sarah", "sara"), ("eric", "erik"), ("william", "bill"), ("alexander", "sasha"), ("giuseppe", "beppe"), ("francisco", "paco"),
       ("jose", "pepe"), ("ignacio", "nacho"), ("johannes", "hans"), ("friedrich", "fritz"), ("heinrich", "heinz"), ("josef", "sepp"),
       ("jean", "jeannot"), ("wilhelm", "willi"), ("maria", "marie"), ("philip", "phillip"), ("philip", "philippe"), ("mark", "marc"),
       ("nicolas", "nicholas"), ("ann", "anne"), ("ann", "anna"), ("elizabeth", "elisabeth"), ("isabel", "isabelle"), ("steven", "stephen"),
       ("mohammed", "mohammad"), ("mohammed", "muhammad"), ("mohammed", "mohamed"), ("mohammed", "mohd"), ("jeffrey", "geoffrey")]
# As clerks wrote them in parish registers and censuses.
OWN += [pair[::-1] for pair in (item.split(":") for item in """
wm:william wllm:william willm:william chas:charles jno:john jn:john geo:george thos:thomas jas:james jms:james eliz:elizabeth elizth:elizabeth
margt:margaret mgt:margaret saml:samuel robt:robert benj:benjamin danl:daniel alexr:alexander edwd:edward richd:richard fredk:frederick
hy:henry jos:joseph jsph:joseph jona:jonathan jonath:jonathan cath:catherine cathne:catherine andw:andrew nathl:nathaniel michl:michael
patk:patrick archd:archibald abrm:abraham xtopher:christopher xpher:christopher barth:bartholomew nichs:nicholas philp:philip
matth:matthew steph:stephen gabl:gabriel isc:isaac jer:jeremiah jerem:jeremiah lawr:lawrence timy:timothy walt:walter
""".split())]
WRONG = {("robert", "bill"), ("bill", "robert"), ("bob", "robert"), ("bill", "william"), ("jon", "john"), ("john", "bill")}
# The full form that a nickname most often stands for, where the size of its family of nicknames would say another.
USUAL = {"wm": "william", "chris": "christopher", "alex": "alexander", "sandy": "sandra", "pat": "patricia", "bill": "william", "sam": "samuel",
         "drew": "andrew", "dan": "daniel", "danny": "daniel", "jack": "john", "tony": "anthony", "joe": "joseph", "jim": "james",
         "kate": "katherine", "kathy": "katherine", "cathy": "katherine", "jen": "jennifer", "jenny": "jennifer", "sue": "susan",
         "liz": "elizabeth", "beth": "elizabeth", "ted": "theodore", "ed": "edward", "eddie": "edward", "al": "albert", "andy": "andrew",
         "nick": "nicholas", "tom": "thomas", "tim": "timothy", "ray": "raymond", "ron": "ronald", "don": "donald", "greg": "gregory",
         "jeff": "jeffrey", "kim": "kimberly", "terry": "terrence", "jerry": "gerald", "larry": "lawrence", "steve": "steven",
         "stephen": "steven", "jon": "jonathan", "johnny": "john", "hans": "johannes", "meg": "margaret", "peggy": "margaret",
         "becky": "rebecca", "debbie": "deborah", "debra": "deborah", "kris": "kristin", "mike": "michael", "rob": "robert",
         "bob": "robert", "sandra": "sandra", "alexandra": "alexandra", "catherine": "katherine", "dick": "richard", "rick": "richard", "vicky": "victoria", "steph": "stephanie", "tina": "christina"}

full_forms = defaultdict(set)
rows = [(r["name1"], r["name2"]) for r in csv.DictReader(open(work / "nicknames/names.csv", encoding="utf-8"))]
for full, nick in [pair for pair in rows if pair not in WRONG] + OWN + [(full, nick) for nick, full in USUAL.items()]:
    if full.isascii() and nick.isascii() and full.isalpha() and nick.isalpha() and full != nick:
        full_forms[nick].add(full)
fan = defaultdict(int)
for nick, fulls in full_forms.items():
    for full in fulls:
        fan[full] += 1
names = sorted(set(full_forms) | set(fan))


def usual(name):
    """One full form for keys: the one with most nicknames; a name with more of its own stands for itself."""
    if name in USUAL:
        return USUAL[name]
    best = max(full_forms.get(name, {name}), key=lambda full: (fan[full], full))
    return name if fan[name] >= 2 and fan[name] * 2 >= fan[best] else best


def settled(name):
    """Follows usual to its end, so that a nickname of a nickname lands where its full form does."""
    seen = []
    while name not in seen:
        seen.append(name)
        name = usual(name)
    return min(seen[seen.index(name):])


index = {name: i for i, name in enumerate(names)}
starts, forms, form_starts, usual_of = [0], [], [0], []
for name in names:
    starts.append(starts[-1] + len(name))
    # First the one used for keys, then all full forms, itself among them where it is one.
    own = set(full_forms.get(name, set())) | ({name} if name in fan else set())
    usual_of.append(index[settled(name)])
    forms += sorted(index[f] for f in own)
    form_starts.append(len(forms))

with open("table.rs", "w", encoding="utf-8") as out:
    print("// Generated by generate.py. All names, sorted, one after another; where each begins.", file=out)
    print(f'pub(super) static NAMES: &str = "{"".join(names)}";', file=out)
    print(f"pub(super) static NAME_STARTS: [u16; {len(starts)}] = {starts};", file=out)
    print("// The indexes of each name's full forms; where each name's begin; the one that stands for it in keys.", file=out)
    print(f"pub(super) static FORMS: [u16; {len(forms)}] = {forms};", file=out)
    print(f"pub(super) static FORM_STARTS: [u16; {len(form_starts)}] = {form_starts};", file=out)
    print(f"pub(super) static USUAL: [u16; {len(usual_of)}] = {usual_of};", file=out)
    letters = [sum(1 for n in names if n[0] < chr(c)) for c in range(ord("a"), ord("z") + 2)]
    print("// Where each letter's names begin.", file=out)
    print(f"pub(super) static LETTERS: [u16; 27] = {letters};", file=out)
if "-v" in sys.argv:
    for name in "bob robert bill chris christine christopher alex sandy peggy meg margaret steve stephen steven jon john johnny jack kate kathy cathy joe joseph jose mike michael nick debbie deborah debra becky drew andrew matt tina jen liz beth ann anna nancy".split():
        print(name, settled(name) if name in index else None, end="; ")
print(len(names), "names,", len(forms), "full forms")
