"""What this project says of values: the example kind_reference, asked for many at once."""

import json
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def ask(kind, values):
    """Of each value its normal form or None, whether it is valid, and the codes of its issues."""
    subprocess.run(["cargo", "build", "-q", "--release", "-p", "crm_hygiene_core", "--example", "kind_reference"], cwd=ROOT, check=True)
    binary = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release/examples/kind_reference"
    lines = "".join(json.dumps([kind, value]) + "\n" for value in values)
    answers = [json.loads(line) for line in subprocess.run([binary], input=lines, capture_output=True, text=True, check=True).stdout.splitlines()]
    assert len(answers) == len(values)
    return [(answer["normal"], answer["valid"], answer["issues"]) for answer in answers]


def report(kind, table, unexplained):
    """Prints how many values fall into each line, and what no reason covers."""
    print(f"{kind}: {sum(table.values())} values")
    for line, count in sorted(table.items(), key=lambda item: (not item[0].startswith("equal"), -item[1])):
        print(f"  {count:6}  {line}")
    for example in unexplained[:20]:
        print("   !", *example)
