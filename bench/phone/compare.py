#!/usr/bin/env python3
"""What a phone number costs here and in the libraries made for it, on the same numbers in the same minutes.

usage: compare.py OURS CPP NUMBERS.tsv

OURS prints engine, what was measured and the figure, tab-separated, CPP the last two; the Python library is called here. A call parses, checks, types and formats a number. Prints nanoseconds and times ours.
"""
import importlib.metadata
import subprocess
import sys
import time

import phonenumbers as library


def call(region, text):
    try:
        number = library.parse(text, region)
    except library.NumberParseException:
        return None
    library.number_type(number)
    return library.format_number(number, library.PhoneNumberFormat.E164) if library.is_possible_number(number) else None


def python(sets):
    start = time.perf_counter()
    call(*next(iter(sets.values()))[0])
    yield "first call, ms", (time.perf_counter() - start) * 1e3
    for name, numbers in sets.items():
        best = float("inf")
        for _ in range(5):
            start = time.perf_counter()
            for _ in range(40):
                for number in numbers:
                    call(*number)
            best = min(best, (time.perf_counter() - start) / (40 * len(numbers)))
        yield name, best * 1e9


def lines(program, path):
    output = subprocess.run([program, path], check=True, capture_output=True, text=True).stdout
    return [line.split("\t") for line in output.splitlines()]


ours, cpp, path = sys.argv[1:]
sets = {}
with open(path, encoding="utf-8") as file:
    for line in list(file)[1:]:
        name, region, text = line.rstrip("\n").split("\t")
        sets.setdefault(name, []).append((region, text))

times = {}
for engine, name, ns in lines(ours, path):
    times.setdefault(name, {})[engine] = float(ns)
for name, ns in lines(cpp, path):
    times.setdefault(name, {})["C++ libphonenumber"] = float(ns)
for name, ns in python(sets):
    times.setdefault(name, {})["Python phonenumbers"] = ns

engines = ["ours", "rlibphonenumber", "phonenumber (Rust)", "C++ libphonenumber", "Python phonenumbers"]
print(f"Python phonenumbers {importlib.metadata.version('phonenumbers')}; nanoseconds a call, and how many times ours\n")
print(f"{'':25}" + "".join(f"{engine:>22}" for engine in engines))
for name, row in times.items():
    digits = 3 if name.endswith(("ms", "MB")) else 0
    cells = [f"{row['ours']:.{digits}f}"] + [f"{row[e]:.{digits}f} ({row[e] / max(row['ours'], 0.001):.0f}×)" if e in row else "" for e in engines[1:]]
    print(f"{name:25}" + "".join(f"{cell:>22}" for cell in cells))
