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

MAX_DIGITS = 17
ALL = 0x3FF
NEEDS_NONE = 0x400  # in a program's first digits: it also matches no digits

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


# --- regular expressions over digits --------------------------------------------------------------------------------

class Parser:
    """The subset that the metadata uses: digits, classes, groups, alternation, ?, {n}, {n,m} and a trailing $."""

    def __init__(self, source):
        self.source, self.at, self.groups = source, 0, 0
        self.tree = self.alternation()
        assert self.at == len(source), source

    def peek(self):
        return self.source[self.at] if self.at < len(self.source) else ""

    def take(self):
        self.at += 1
        return self.source[self.at - 1]

    def alternation(self):
        branches = [self.sequence()]
        while self.peek() == "|":
            self.take()
            branches.append(self.sequence())
        return branches[0] if len(branches) == 1 else ("or", branches)

    def sequence(self):
        parts = []
        while self.peek() not in ("", "|", ")"):
            parts.append(self.repeated())
        return ("seq", parts)

    def repeated(self):
        atom = self.atom()
        if self.peek() == "?":
            self.take()
            return ("repeat", atom, 0, 1)
        if self.peek() == "{":
            end = self.source.index("}", self.at)
            low, _, high = self.source[self.at + 1:end].partition(",")
            self.at = end + 1
            return ("repeat", atom, int(low), int(high or low))
        return atom

    def atom(self):
        c = self.take()
        if c == "(":
            index = None
            if self.peek() == "?":
                assert self.take() + self.take() == "?:"
            else:
                self.groups += 1
                index = self.groups
            inner = self.alternation()
            assert self.take() == ")"
            return inner if index is None else ("group", index, inner)
        if c == "\\":
            assert self.take() == "d"
            return ("class", ALL)
        if c == "[":
            mask = 0
            while self.peek() != "]":
                low = self.take()
                if low == "\\":
                    assert self.take() == "d"
                    mask |= ALL
                    continue
                high = low
                if self.peek() == "-":
                    self.take()
                    high = self.take()
                for digit in range(int(low), int(high) + 1):
                    mask |= 1 << digit
            self.take()
            return ("class", mask)
        if c == "$":
            return ("end",)
        return ("class", 1 << int(c))


def compile_program(source):
    """Code for the backtracking machine of program.rs; earlier alternatives and longer repeats first.
    The digits that a match may begin with stand in front, so that most patterns need no run."""
    code = bytearray()

    def split():
        code.extend(b"\2\0\0")
        return len(code) - 2

    def jump():
        code.extend(b"\3\0\0")
        return len(code) - 2

    def land(hole):
        struct.pack_into("<H", code, hole, len(code))

    def emit(tree):
        kind = tree[0]
        if kind == "class":
            code.extend(struct.pack("<BH", 1, tree[1]))
        elif kind == "seq":
            for part in tree[1]:
                emit(part)
        elif kind == "or":
            ends = []
            for branch in tree[1][:-1]:
                hole = split()
                emit(branch)
                ends.append(jump())
                land(hole)
            emit(tree[1][-1])
            for hole in ends:
                land(hole)
        elif kind == "repeat":
            for _ in range(tree[2]):
                emit(tree[1])
            holes = []
            for _ in range(tree[3] - tree[2]):
                holes.append(split())
                emit(tree[1])
            for hole in holes:
                land(hole)
        elif kind == "group":
            code.extend((4, tree[1] * 2))
            emit(tree[2])
            code.extend((4, tree[1] * 2 + 1))
        else:
            code.append(5)

    parser = Parser(source)
    emit(parser.tree)
    code.append(0)
    assert parser.groups <= 6, source
    digits, empty = first_digits(parser.tree)
    return struct.pack("<H", ALL | NEEDS_NONE if empty else digits) + bytes(code)


def first_digits(tree):
    """The digits that a match may begin with, and whether it may be empty."""
    kind = tree[0]
    if kind == "class":
        return tree[1], False
    if kind == "seq":
        digits = 0
        for part in tree[1]:
            more, empty = first_digits(part)
            digits |= more
            if not empty:
                return digits, False
        return digits, True
    if kind == "or":
        found = [first_digits(branch) for branch in tree[1]]
        return sum({1 << b for d, _ in found for b in range(10) if d >> b & 1}), any(empty for _, empty in found)
    if kind == "repeat":
        digits, empty = first_digits(tree[1])
        return digits, empty or tree[2] == 0
    if kind == "group":
        return first_digits(tree[2])
    return 0, True


# --- one automaton for all national numbers ---------------------------------------------------------------------------

class Nfa:
    """Thompson construction; an accepting state carries a tag."""

    def __init__(self):
        self.empty, self.step, self.accept = [], [], {}

    def state(self):
        self.empty.append([])
        self.step.append(None)
        return len(self.empty) - 1

    def build(self, tree, start):
        kind = tree[0]
        if kind == "class":
            end = self.state()
            inner = self.state()
            self.empty[start].append(inner)
            self.step[inner] = (tree[1], end)
            return end
        if kind == "seq":
            for part in tree[1]:
                start = self.build(part, start)
            return start
        if kind == "or":
            end = self.state()
            for branch in tree[1]:
                self.empty[self.build(branch, start)].append(end)
            return end
        if kind == "repeat":
            for _ in range(tree[2]):
                start = self.build(tree[1], start)
            end = self.state()
            self.empty[start].append(end)
            for _ in range(tree[3] - tree[2]):
                start = self.build(tree[1], start)
                self.empty[start].append(end)
            return end
        if kind == "group":
            return self.build(tree[2], start)
        raise ValueError(kind)

    def add(self, source, tag, prefix=False):
        start = self.state()
        end = self.build(Parser(source).tree, start)
        if prefix:
            loop = self.state()
            self.empty[end].append(loop)
            self.step[loop] = (ALL, end)
        self.accept[end] = tag
        return start

    def closure(self, states):
        seen, todo = set(states), list(states)
        while todo:
            for following in self.empty[todo.pop()]:
                if following not in seen:
                    seen.add(following)
                    todo.append(following)
        return frozenset(s for s in seen if self.step[s] or s in self.accept)


class Automaton:
    """Hash-consed acyclic states: (output, ten children). State 0 is dead."""

    def __init__(self):
        self.nodes = [(0, (0,) * 10)]
        self.index = {self.nodes[0]: 0}

    def intern(self, node):
        if node not in self.index:
            self.index[node] = len(self.nodes)
            self.nodes.append(node)
        return self.index[node]

    def add(self, nfa, starts, output):
        """output(tags, length) is what a number that ends here means; 0 is nothing."""
        memo = {}

        def visit(states, depth):
            key = (states, depth)
            if key not in memo:
                if not states:
                    memo[key] = 0
                    return 0
                tags = frozenset(nfa.accept[s] for s in states if s in nfa.accept)
                children = [0] * 10
                if depth < MAX_DIGITS:
                    for digit in range(10):
                        reached = {nfa.step[s][1] for s in states if nfa.step[s] and nfa.step[s][0] >> digit & 1}
                        children[digit] = visit(nfa.closure(reached), depth + 1)
                memo[key] = self.intern((output(tags, depth), tuple(children)))
            return memo[key]

        return visit(nfa.closure(starts), 0)


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
