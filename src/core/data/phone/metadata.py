"""Compiles Google's phone metadata, as the crate rlibphonenumber ships it, into metadata.bin.

Every question that parsing asks becomes a table that needs no regex engine at run time:
- which region and type a national number has, and whether a region's general pattern accepts it: one acyclic automaton
  over digits, shared by all countries (equal states are stored once);
- the patterns that strip or capture (international and national prefixes, formats): small backtracking programs.

The layout is read by src/core/kind/phone/tables.rs and program.rs; keep the three together.
usage: metadata.py path/to/rlibphonenumber/src/generated/metadata/metadata.bin > metadata.bin
"""
import struct
import sys

from patterns import Automaton, Nfa, compile_program

# Numbers of the fields of PhoneMetadata that describe a type, in the order of kind/phone/mod.rs `NumberType`.
TYPES = {2: "fixed_line", 3: "mobile", 4: "toll_free", 5: "premium_rate", 6: "shared_cost", 7: "personal_number", 8: "voip",
         21: "pager", 25: "uan", 28: "voicemail"}
UNKNOWN, FIXED_LINE, MOBILE, FIXED_LINE_OR_MOBILE, TOLL_FREE, PREMIUM_RATE, SHARED_COST, VOIP, PERSONAL, PAGER, UAN, VOICEMAIL = range(12)
# In the order in which the library asks.
SPECIAL = [(5, PREMIUM_RATE), (4, TOLL_FREE), (6, SHARED_COST), (8, VOIP), (7, PERSONAL), (21, PAGER), (25, UAN), (28, VOICEMAIL)]


# --- protobuf -------------------------------------------------------------------------------------------------------

def varint(data, at):
    shift = value = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def message(data):
    fields, at = {}, 0
    while at < len(data):
        key, at = varint(data, at)
        if key & 7 == 0:
            value, at = varint(data, at)
        else:
            length, at = varint(data, at)
            value = data[at:at + length]
            at += length
        fields.setdefault(key >> 3, []).append(value)
    return fields


def text(fields, number):
    return fields[number][0].decode() if number in fields else None


def pattern(fields, number):
    """The crate wraps every pattern as ^(?:…)$."""
    found = text(fields, number)
    if not found:
        return None
    assert found.startswith("^(?:") and found.endswith(")$"), found
    return found[4:-2] or None


def lengths(fields, number):
    return [n for n in fields.get(number, []) if n < 64]


# --- the file ---------------------------------------------------------------------------------------------------------

class Region:
    def __init__(self, data, index):
        fields = message(data)
        self.fields, self.index = fields, index
        self.id = text(fields, 9)
        self.code = fields[10][0]
        self.main = fields.get(22, [0])[0]
        self.same = fields.get(18, [0])[0]
        self.leading_digits = pattern(fields, 23)
        self.general = message(fields[1][0])
        self.types = {number: message(fields[number][0]) for number in TYPES if number in fields}

    def number_type(self, tags, length):
        """As the library decides: the general pattern must match, then the special types in order, then fixed and mobile."""
        def matches(number):
            fields = self.general if number == 1 else self.types.get(number, {})
            allowed = lengths(fields, 9)
            return (self.index, number) in tags and (not fields.get(9) or length in allowed)

        if not matches(1):
            return UNKNOWN
        for number, kind in SPECIAL:
            if matches(number):
                return kind
        if matches(2):
            return FIXED_LINE_OR_MOBILE if self.same or matches(3) else FIXED_LINE
        return MOBILE if not self.same and matches(3) else UNKNOWN


def mask(numbers):
    return sum(1 << n for n in set(numbers))


def main():
    data = open(sys.argv[1], "rb").read()
    regions = [Region(item, index) for index, item in enumerate(message(data)[1])]
    regions.sort(key=lambda r: (r.id, r.code))
    for index, region in enumerate(regions):
        region.index = index
    countries = {}
    for region in regions:
        # A region's place among those that share a calling code: the main one first, the rest in the source's order (by id).
        countries.setdefault(region.code, []).append(region)
    for shared in countries.values():
        shared.sort(key=lambda r: not r.main)

    automaton = Automaton()
    outputs = {None: 0}
    code_rows = []
    for code in sorted(countries):
        shared = countries[code]
        nfa, starts = Nfa(), []
        for region in shared:
            for number, fields in [(1, region.general), *region.types.items()]:
                source = pattern(fields, 2)
                if source:
                    starts.append(nfa.add(source, (region.index, number)))
            if region.leading_digits:
                starts.append(nfa.add(region.leading_digits, (region.index, 0), prefix=True))

        def output(tags, length, shared=shared):
            found = None
            for region in shared:
                kind = region.number_type(tags, length)
                if len(shared) == 1 or ((region.index, 0) in tags if region.leading_digits else kind != UNKNOWN):
                    found = (region.index, kind)
                    break
            if found and len(shared) == 1 and found[1] == UNKNOWN:
                found = None  # the only region of its code needs no entry
            return outputs.setdefault(found, len(outputs))

        code_rows.append((code, automaton.add(nfa, starts, output), shared))

    programs, program_at = bytearray(b"\0"), {None: 0}

    def program(source):
        """Offset of the program; 0 for none."""
        if source not in program_at:
            program_at[source] = len(programs)
            programs.extend(compile_program(source))
        return program_at[source]

    strings, string_at = bytearray(b"\0"), {None: 0, "": 0}

    def string(value):
        if value not in string_at:
            string_at[value] = len(strings)
            encoded = value.encode()
            strings.append(len(encoded))
            strings.extend(encoded)
        return string_at[value]

    region_rows, formats = bytearray(), bytearray()
    for region in regions:
        fields = region.fields
        nfa = Nfa()
        source = pattern(region.general, 2)
        general = automaton.add(nfa, [nfa.add(source, 1)], lambda tags, _: 1 if tags else 0) if source else 0
        first_format = len(formats) // 8
        for item in fields.get(19, []):
            form = message(item)
            leading = [p.decode()[4:-2] for p in form.get(3, [])]
            formats.extend(struct.pack("<HHHH", program(leading[-1] if leading else None), program(pattern(form, 1)),
                                       string(text(form, 2)), string(text(form, 4))))
        region_rows.extend(struct.pack(
            "<2sHHIIHHHHHHBB", region.id[:2].encode(), region.code, general, mask(lengths(region.general, 9)),
            mask(lengths(region.general, 10)), program(pattern(fields, 11)), program(pattern(fields, 15)), string(text(fields, 16)),
            string(text(fields, 13)), program(region.leading_digits), first_format, len(formats) // 8 - first_format, region.main))

    by_id = bytearray(b"\xff" * 676)
    for region in regions:
        if region.id.isalpha():
            by_id[(ord(region.id[0]) - 65) * 26 + ord(region.id[1]) - 65] = region.index
    by_code, rows = [0] * 1000, bytearray(6)
    for code, root, shared in code_rows:
        by_code[code] = len(rows) // 6
        rows.extend(struct.pack("<HHH", root, shared[0].index, len(shared)))
    sections = [
        b"".join(struct.pack("<11H", *children, output) for output, children in automaton.nodes),
        b"".join(struct.pack("<BB", *(found or (255, UNKNOWN))) for found in outputs),
        struct.pack("<1000H", *by_code),
        bytes(rows),
        bytes(region_rows),
        bytes(by_id),
        bytes(formats),
        bytes(programs),
        bytes(strings),
    ]
    assert len(regions) < 255 and max(len(automaton.nodes), len(programs), len(strings)) < 65536
    at, header = 4 * (len(sections) + 1), []
    for section in sections:
        header.append(at)
        at += len(section)
    sys.stdout.buffer.write(struct.pack(f"<{len(header) + 1}I", *header, at) + b"".join(sections))
    sys.stderr.write(f"{len(regions)} regions, {len(code_rows)} calling codes, {len(automaton.nodes)} states, "
                     f"{len(programs)} bytes of programs, {at} bytes in all\n")


if __name__ == "__main__":
    main()
