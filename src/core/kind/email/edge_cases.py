"""Checks the third column of edge_cases.tsv, and with --write makes it anew: what PyPI email-validator 2.4.0 says.

Columns: the field (JSON), what we make of it, what email-validator makes of it, why the two differ. `!` and a code
means refused. Lower case is ours to choose, so it is no difference. `pip install email-validator==2.4.0` first.
"""

import json
import pathlib
import sys
import unicodedata

from email_validator import EmailNotValidError, validate_email

TABLE = pathlib.Path(__file__).with_name("edge_cases.tsv")


def oracle(field: str) -> str:
    try:
        found = validate_email(
            field,
            check_deliverability=False,
            allow_smtputf8=True,
            allow_quoted_local=True,
            allow_domain_literal=True,
            allow_display_name=True,
        )
    except EmailNotValidError:
        return "!"
    local, domain = found.normalized.rsplit("@", 1)
    lower = "".join(c.lower() for c in unicodedata.normalize("NFC", local))
    return json.dumps(unicodedata.normalize("NFC", lower) + "@" + domain, ensure_ascii=False)


rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]
for row in rows:
    said = oracle(json.loads(row[0]))
    if "--write" in sys.argv:
        row[2] = said
    elif row[2] != said:
        sys.exit(f"{row[0]}: the table has {row[2]}, email-validator says {said}")
    agree = row[1] == row[2] or row[1].startswith("!") and row[2] == "!"
    if agree == bool(row[3]):
        sys.exit(f"{row[0]}: {'needless' if agree else 'missing'} explanation")
    if row[1].startswith("!") and row[2] != "!" and "input method" not in row[3]:
        sys.exit(f"{row[0]}: a false reject")
if "--write" in sys.argv:
    TABLE.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
differences = sum(bool(row[3]) for row in rows)
print(f"{len(rows)} fields, {differences} differences, all explained")
