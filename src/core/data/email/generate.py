"""Packs lists of mail domains into a sorted table of hashes: generate.py DISPOSABLE.py FREE.json OWN.txt OUT.bin

Each entry is eight bytes, little-endian: the upper 62 bits of the domain's hash, then two flags, 1 for
a domain that gives out throw-away addresses and 2 for a provider of free mailboxes. The hash must be the
one in kind/email/domains.rs.
"""

import ast
import json
import struct
import sys

DISPOSABLE, FREE = 1, 2
MASK = (1 << 64) - 1


def fingerprint(domain: str) -> int:
    hashed = 0xCBF29CE484222325
    for byte in domain.encode():
        hashed = ((hashed ^ byte) * 0x100000001B3) & MASK
    hashed = ((hashed ^ (hashed >> 32)) * 0xD6E8FEB86659FD93) & MASK
    return hashed ^ (hashed >> 32)


def main(disposable_path: str, free_path: str, own_path: str, out_path: str) -> None:
    flags: dict[str, int] = {}
    module = ast.parse(open(disposable_path, encoding="utf-8").read())
    disposable = next(ast.literal_eval(node.value) for node in module.body if isinstance(node, ast.Assign))
    for domain in disposable:
        flags[domain.lower()] = DISPOSABLE
    for domain in json.load(open(free_path, encoding="utf-8")):
        # The list of free providers takes in most of the throw-away ones; those are told apart by the other list.
        flags.setdefault(domain.lower(), FREE)
    for line in open(own_path, encoding="utf-8"):
        word, _, domain = line.partition("#")[0].strip().partition(" ")
        if domain:
            flags[domain.strip()] = {"free": FREE, "disposable": DISPOSABLE, "none": 0}[word]
    entries = sorted((fingerprint(domain) & ~3) | flag for domain, flag in flags.items() if flag)
    assert len({entry >> 2 for entry in entries}) == len(entries), "two domains share a hash"
    with open(out_path, "wb") as out:
        for entry in entries:
            out.write(struct.pack("<Q", entry))
    print(f"{len(entries)} domains, {8 * len(entries)} bytes")


main(*sys.argv[1:])
