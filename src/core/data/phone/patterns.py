"""The patterns of the phone metadata: parsed, compiled to small programs, and joined into one automaton. Used by metadata.py."""
import struct

MAX_DIGITS = 17
ALL = 0x3FF
NEEDS_NONE = 0x400  # in a program's first digits: it also matches no digits


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
