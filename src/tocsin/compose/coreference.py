"""Which mentions are one participant: the model's edges, repeated words, surnames, states under several names, and what only refers back.

A pronoun, or a noun phrase such as "the ministry" or "the country" (`knowledge/nouns/`), names nobody by itself: it joins the participant that
the model finds likeliest, the noun phrase else the nearest one before it that it may stand for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from tocsin.compose.settings import Settings
from tocsin.reader.graph import Graph, Node
from tocsin.resolve.gazetteer import cities
from tocsin.resolve.nouns import refers
from tocsin.resolve.who import Who
from tocsin.tables import load

WORD = re.compile(r"[^\W\d_][\w'’\-]*")


@cache
def _pronouns() -> frozenset[str]:
    """`pronouns.yaml`, all languages in one: articles stray between them, and none of these words is a name."""
    return frozenset(w for words in load("tocsin.compose", "pronouns.yaml").values() for w in words)


def is_pronoun(words: str) -> bool:
    """A pronoun, or one short word in small letters, names nobody by itself."""
    return words.casefold() in _pronouns() or (" " not in words and words[:1].islower() and len(words) <= 6)


def names_in(words: str) -> list[str]:
    return [w for w in WORD.findall(words) if w[:1].isupper()]


def _joinable(a: Node, b: Node) -> bool:
    if a.label == b.label:
        return True
    return {a.label, b.label} <= {"person", "group", "organization"} and {a.label, b.label} != {"person", "organization"}


def _surname(text: str, a: Node, b: Node) -> bool:
    """`b` is the last name (or the whole name) that `a`, a longer mention of a person, ends a run of capitals with."""
    if a.label != "person" or b.label != "person":
        return False
    long, short = names_in(text[a.start : a.end]), WORD.findall(text[b.start : b.end])
    if not 1 <= len(short) <= 2 or not short[-1][:1].isupper() or len(short[-1]) < 3:
        return False
    stem = short[-1].casefold()
    # Slavic cases change a name's end: compare all but the last two letters of longer names.
    cut = stem[:-2] if len(stem) > 5 else stem
    return any(x.casefold().startswith(cut) and abs(len(x) - len(stem)) <= 3 for x in long[-2:])


class Sets:
    """Union-find over a few hundred nodes."""

    def __init__(self, n: int) -> None:
        self.parent = list(range(n))

    def find(self, i: int) -> int:
        while self.parent[i] != i:
            self.parent[i] = self.parent[self.parent[i]]
            i = self.parent[i]
        return i

    def join(self, i: int, j: int) -> None:
        a, b = self.find(i), self.find(j)
        self.parent[max(a, b)] = min(a, b)


UNJOINED = 0.04
"""What two mentions of one window count for that the reader has not joined at all: it leaves out edges under a tenth."""
SHARED = 0.6
"""Share of the longer of two overlapping mentions from which they are one."""


def joined(
    text: str,
    graph: Graph,
    position: dict[int, int],
    nodes: Sequence[Node],
    known: Sequence[Who | None],
    language: str,
    settings: Settings,
) -> Sets:
    """Mentions to sets of one participant each; `position` maps a graph's node to its place in `nodes`.

    What words alone join comes first, then the two clusters that the reader joins best on average, again and again (average linkage: one
    likely edge between two large clusters is not enough); pronouns come last and join nothing but themselves.
    """
    sets = Sets(len(nodes))
    for a in range(len(nodes)):
        for b in range(len(nodes)):
            if (
                a != b
                and sets.find(a) != sets.find(b)
                and (
                    _mostly(nodes[a], nodes[b])
                    if _overlap(nodes[a], nodes[b])
                    else _alike(text, nodes, known, a, b) or _bare(text, nodes, known, sets, a, b)
                )
            ):
                sets.join(a, b)
    alone = {k for k, n in enumerate(nodes) if is_pronoun(text[n.start : n.end])}
    what = {
        k: r for k, n in enumerate(nodes) if k not in alone and (r := refers(text[n.start : n.end], language)) and r in MEANT
    }
    by_root: dict[int, set[int]] = {}
    for k in range(len(nodes)):
        if k not in alone:
            by_root.setdefault(sets.find(k), set()).add(k)
    links = _Links(graph, position, nodes, known)
    clusters = _agglomerated(list(by_root.values()), links, settings.same_participant)
    lonely = [c for c in clusters if c <= what.keys()]
    clusters = [c for c in clusters if c not in lonely]
    for c in sorted(lonely, key=min):
        first = min(c, key=lambda k: nodes[k].start)
        _placed(c, clusters, links.likeliest(c, clusters) or _nearest(c, clusters, first, MEANT[what[first]], links))
    for k in sorted(alone, key=lambda k: nodes[k].start):
        _placed({k}, clusters, links.likeliest({k}, clusters))
    for c in clusters:
        for k in c:
            sets.join(min(c), k)
    return sets


def _placed(c: set[int], clusters: list[set[int]], where: set[int] | None) -> None:
    if where is None:
        clusters.append(c)
    else:
        where |= c


def _nearest(c: set[int], clusters: list[set[int]], first: int, meant: Callable[[Who], bool], links: _Links) -> set[int] | None:
    """The cluster of the last mention before `first` that such a noun phrase may stand for."""
    before = [
        (links.nodes[j].start, d)
        for d in clusters
        for j in d
        if links.nodes[j].start < links.nodes[first].start and (w := links.known[j]) and meant(w) and links.may_join(c, d)
    ]
    return max(before, key=lambda x: x[0])[1] if before else None


def _agglomerated(clusters: list[set[int]], links: _Links, least: float) -> list[set[int]]:
    """Clusters joined, the best two first, until none are joined at `least` on average."""
    while True:
        ranked = [
            (mean, i, j)
            for i, a in enumerate(clusters)
            for j, b in enumerate(clusters[:i])
            if (mean := links.mean(a, b)) >= least and links.may_join(a, b)
        ]
        if not ranked:
            return clusters
        _, i, j = max(ranked)
        clusters[j] |= clusters.pop(i)


class _Links:
    """What the reader and the tables say of two mentions' being one participant."""

    def __init__(self, graph: Graph, position: dict[int, int], nodes: Sequence[Node], known: Sequence[Who | None]) -> None:
        self.nodes, self.known = nodes, known
        self._edges = {
            tuple(sorted((position[e.head], position[e.tail]))): e.score
            for e in graph.edges
            if e.relation == "same_participant" and e.head in position and e.tail in position
        }
        self._windows = [{k for k, w in enumerate(graph.windows) if w.start <= n.start < w.end} for n in nodes]

    def _of(self, a: int, b: int) -> float | None:
        """The probability of an edge; None where no window holds both."""
        known = self._edges.get((min(a, b), max(a, b)))
        return known if known is not None else UNJOINED if self._windows[a] & self._windows[b] else None

    def mean(self, one: set[int], other: set[int]) -> float:
        """The mean probability between two clusters, over the pairs that a window held; 0 where none did."""
        found = [p for a in one for b in other if (p := self._of(a, b)) is not None]
        return sum(found) / len(found) if found else 0.0

    def likeliest(self, c: set[int], clusters: Sequence[set[int]]) -> set[int] | None:
        """The cluster with the likeliest edge to `c`, None where none has one."""
        ranked = [(max(self._of(a, b) or 0.0 for a in c for b in d), n) for n, d in enumerate(clusters) if self.may_join(c, d)]
        best = max(ranked, default=(0.0, 0))
        return clusters[best[1]] if best[0] > UNJOINED else None

    def may_join(self, one: set[int], other: set[int]) -> bool:
        """Not two states, whatever the reader says, nor a mention with one that it stands inside."""
        x, y = self._states(one), self._states(other)
        if x and y and not x & y:
            return False
        if any(
            _overlap(self.nodes[a], self.nodes[b]) and not _mostly(self.nodes[a], self.nodes[b]) for a in one for b in other
        ):
            return False
        return any(_joinable(self.nodes[a], self.nodes[b]) for a in one for b in other)

    def _states(self, c: set[int]) -> set[str]:
        return {w.country or "" for k in c if (w := self.known[k]) is not None and w.state}


def _overlap(a: Node, b: Node) -> bool:
    return a.start < b.end and b.start < a.end


def _mostly(a: Node, b: Node) -> bool:
    """Two readings of one mention: a kind in common, and most of the words."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return a.label == b.label and both >= SHARED * max(a.end - a.start, b.end - b.start)


MEANT: dict[str, Callable[[Who], bool]] = {
    "country": lambda w: w.state,
    "government": lambda w: w.state or ":government:" in (w.knowledge_id or ""),
    "ministry": lambda w: "_ministry:" in (w.knowledge_id or ""),
    "army": lambda w: "MIL" in w.sectors[:1],
    "police": lambda w: "COP" in w.sectors[:1],
    "party": lambda w: "PTY" in w.sectors[:1],
    "agency": lambda w: "JRN" in w.sectors[:1],
    "group": lambda w: bool({"REB", "PRM", "UAF"} & set(w.sectors[:1])) and w.name is not None,
}
"""What a noun phrase that refers back may stand for, by what is known of a mention before it."""


def _alike(text: str, nodes: Sequence[Node], known: Sequence[Who | None], a: int, b: int) -> bool:
    x, y = nodes[a], nodes[b]
    ka, kb = known[a], known[b]
    one, two = text[x.start : x.end], text[y.start : y.end]
    if one.casefold() == two.casefold() and _joinable(x, y):
        return bool(names_in(one)) or (not is_pronoun(one) and " " in one)
    if x.label != y.label:
        return False
    if ka and kb and ka.state and kb.state:
        return ka.country == kb.country and ka.country is not None
    return _surname(text, x, y)


def _bare(text: str, nodes: Sequence[Node], known: Sequence[Who | None], sets: Sets, a: int, b: int) -> bool:
    """`b` is the bare surname of the person `a`, though the reader took it for a body: no table and no map knows it, nor what is one with it."""
    long, short = names_in(text[nodes[a].start : nodes[a].end]), text[nodes[b].start : nodes[b].end]
    if nodes[a].label != "person" or nodes[b].label != "organization" or len(long) < 2 or long[-1] != short:
        return False
    own = [k for k in range(len(nodes)) if sets.find(k) == sets.find(b)]
    return all(known[k] is None and text[nodes[k].start : nodes[k].end] == short for k in own) and not cities(short)
