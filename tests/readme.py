#!/usr/bin/env python3
"""Runs the SQL of a Markdown file and compares what it prints with what the file shows.

usage: readme.py [--accept] FILE.md PSQL-COMMAND...

Every ```sql block runs, in order, in one session, and must not fail. Where the next thing after it is a ```text (or bare ```)
block, that is its expected output. In it … stands for any text, a line that is only … for any lines; times, column widths, notices and
the likes of "CREATE TABLE" are not compared. A block that starts with ```sql ignore is not run.
With --accept, what was printed takes the place of what differs from it; a block with … in it is yours to edit.
"""
import re
import subprocess
import sys

FENCE = re.compile(r"^```(.*?)\n(.*?)^```[ \t]*$", re.M | re.S)
MARK = "--- block %d ---"


def blocks(text):
    """(line, sql, fence of the expected output or None) for each sql block."""
    found = list(FENCE.finditer(text))
    for index, fence in enumerate(found):
        if fence[1].strip() != "sql":
            continue
        expected = None
        if index + 1 < len(found):
            following = found[index + 1]
            between = text[fence.end():following.start()]
            if following[1].strip() in ("text", "") and not between.strip():
                expected = following
        yield text.count("\n", 0, fence.start()) + 1, fence[2], expected


UNCOMPARED = re.compile(r"(NOTICE|WARNING|DETAIL|HINT): |(CREATE|DROP|ALTER) [A-Z ]+$|(INSERT|UPDATE|DELETE|SELECT|COPY)( \d+)+$|(BEGIN|COMMIT|ROLLBACK|SET)$")


def plain(output):
    """The lines of an output, without what may differ from run to run."""
    lines = []
    for line in output.split("\n"):
        line = re.sub(r"\d\d:\d\d:\d\d(\.\d+)?", "#:#", line)
        line = re.sub(r"\d+(\.\d+)?( ?)(ms|s)\b", r"#\2\3", line)
        line = re.sub(r"-{2,}", "-", line)
        line = re.sub(r"\s+", " ", line).strip()
        if line and not UNCOMPARED.match(line):
            lines.append(line)
    return lines


def fits(expected, actual):
    """Does the list of lines match, … standing for any number of lines, or any part of one?"""
    if not expected:
        return not actual
    if expected[0] == "…":
        return any(fits(expected[1:], actual[start:]) for start in range(len(actual) + 1))
    pattern = ".*".join(re.escape(part) for part in expected[0].split("…"))
    return bool(actual) and re.fullmatch(pattern, actual[0]) is not None and fits(expected[1:], actual[1:])


def accepted(text, replacements):
    """The text with new contents in these fences."""
    for fence, output in reversed(replacements):
        lines = [line.rstrip() for line in output.strip("\n").split("\n")]
        text = text[:fence.start(2)] + "\n".join(lines) + "\n" + text[fence.end(2):]
    return text


def main():
    accept = sys.argv[1] == "--accept"
    page, *psql = sys.argv[1 + accept:]
    text = open(page, encoding="utf-8").read()
    found = list(blocks(text))
    replacements = []
    script = ["\\set ON_ERROR_STOP 1", "\\pset pager off", "\\pset footer off"]
    for number, (_, sql, _) in enumerate(found):
        sql = re.sub(r"(?i)create extension (?!if not exists)", "CREATE EXTENSION IF NOT EXISTS ", sql)
        script += [f"\\echo {MARK % number}", sql]
    run = subprocess.run(psql, input="\n".join(script), capture_output=True, text=True)
    parts = re.split(r"^--- block (\d+) ---\n", run.stdout, flags=re.M)
    outputs = {int(number): output for number, output in zip(parts[1::2], parts[2::2])}

    wrong = compared = 0
    for number, (line, sql, expected) in enumerate(found):
        if number not in outputs or expected is None:
            continue
        compared += 1
        if fits(plain(expected[2]), plain(outputs[number])):
            continue
        if accept and "…" not in expected[2]:
            replacements.append((expected, outputs[number]))
        else:
            wrong += 1
            print(f"line {line}: the output is not what the page shows\n{sql}\n-- shown:\n{expected[2]}\n-- printed:\n{outputs[number]}")
    if run.returncode:
        last = max(outputs, default=0)
        wrong += 1
        print(f"line {found[last][0] if found else 0}: {run.stderr.strip()}")
    if replacements:
        open(page, "w", encoding="utf-8").write(accepted(text, replacements))
    print(f"{page}: {len(outputs)} of {len(found)} blocks ran, {compared} outputs compared, {len(replacements)} rewritten, {wrong} wrong")
    sys.exit(1 if wrong else 0)


main()
