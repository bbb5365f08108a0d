"""Passages under other names: states, cities, people, weekdays and months swapped for others of their kind, consistently.

`names/LANGUAGE.tsv` holds rows of one class in the same columns (cases, numbers), so that a swapped word stands in the
form that its sentence asks for; a class is a kind of name of one declension, gender or article. Every word of a passage
that is a form of a row becomes the same form of the row that its row was exchanged for. Marks move along.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from training.markup import Act, Participant, Passage, Saying, Span, When

NAMES = Path(__file__).parent / "names"
WORDS = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")


class NamesError(ValueError):
    """A fault in a table of names; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Names:
    """A language's table: `rows[class]` are the rows of a class; `of` maps a form to its (class, row, column)."""

    rows: dict[str, list[tuple[str, ...]]]
    of: dict[str, tuple[str, int, int]]


@cache
def table(language: str) -> Names:
    """The names of a language, empty where there is no table. Raises NamesError."""
    path = NAMES / f"{language}.tsv"
    rows: dict[str, list[tuple[str, ...]]] = {}
    of: dict[str, tuple[str, int, int]] = {}
    for at, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.exists() else (), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, *forms = line.split("\t")
        if not forms or not all(WORDS.fullmatch(f) for f in forms):
            raise NamesError(f"{path}:{at}: wanted CLASS and one-word forms, tabs between them; got {line!r}")
        own = rows.setdefault(kind, [])
        if own and len(own[0]) != len(forms):
            raise NamesError(f"{path}:{at}: {kind} has {len(own[0])} forms in its first row, here {len(forms)}; give the same")
        for column, form in enumerate(forms):
            of.setdefault(form, (kind, len(own), column))
        own.append(tuple(forms))
    return Names(rows, of)


def swapped(p: Passage, rng: random.Random, names: Names | None = None) -> Passage:
    """The passage under other names; itself where it holds none of the table's."""
    names = names or table(p.language)
    edits = []
    exchange: dict[str, list[int]] = {}
    for m in WORDS.finditer(p.text):
        found, lifted = names.of.get(m.group()), False
        if not found and m.group()[0].isupper():
            # An adjective at the head of a sentence.
            found, lifted = names.of.get(m.group()[0].lower() + m.group()[1:]), True
        if found:
            kind, row, column = found
            if kind not in exchange:
                exchange[kind] = rng.sample(range(len(names.rows[kind])), len(names.rows[kind]))
            word = names.rows[kind][exchange[kind][row]][column]
            word = word[0].upper() + word[1:] if lifted else word
            if word != m.group():
                edits.append((m.start(), m.end(), word))
    return rewritten(p, edits) if edits else p


def rewritten(p: Passage, edits: list[tuple[int, int, str]]) -> Passage:
    """The passage with stretches of its text replaced (in order, apart); an edit that a mark begins or ends inside is left out."""
    ends = {x for s in _spans(p) for x in (s.start, s.end)}
    edits = [(a, b, w) for a, b, w in edits if not any(x in ends for x in range(a + 1, b))]
    text, at, moves = [], 0, []
    shift = 0
    for a, b, word in edits:
        text += [p.text[at:a], word]
        at = b
        shift += len(word) - (b - a)
        moves.append((b, shift))
    text.append(p.text[at:])

    def move(s: Span) -> Span:
        return Span(_moved(s.start, moves), _moved(s.end, moves))

    return _with_spans(replace(p, text="".join(text)), move)


def _moved(position: int, moves: list[tuple[int, int]]) -> int:
    shift = 0
    for end, total in moves:
        if end > position:
            break
        shift = total
    return position + shift


def _spans(p: Passage) -> list[Span]:
    own = [m for x in (*p.entities.values(), *p.events.values()) for m in x.mentions]
    own += [c for s in p.statements.values() for c in (*s.content, *((s.cue,) if s.cue else ()))]
    return own + [t.span for t in p.times.values()] + [s for s, _ in p.noise]


def _with_spans(p: Passage, move: Callable[[Span], Span]) -> Passage:
    entities: dict[str, Participant] = {k: replace(x, mentions=[move(m) for m in x.mentions]) for k, x in p.entities.items()}
    events: dict[str, Act] = {k: replace(x, mentions=[move(m) for m in x.mentions]) for k, x in p.events.items()}
    statements: dict[str, Saying] = {
        k: replace(x, cue=move(x.cue) if x.cue else None, content=[move(c) for c in x.content]) for k, x in p.statements.items()
    }
    times: dict[str, When] = {k: replace(x, span=move(x.span)) for k, x in p.times.items()}
    noise = [(move(s), kind) for s, kind in p.noise]
    return replace(p, entities=entities, events=events, statements=statements, times=times, noise=noise)
