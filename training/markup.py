"""The corpus markup (`markup.md`): text in, `Passage` values out, and back.

Everything that a passage records is here as plain spans over its bare text; faults carry file, line and remedy.
Used by the checker, the recipe and `tocsin train`; knows nothing of models.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.codebook import codebook

KINDS = {"person": "person", "org": "organization", "place": "place", "group": "group", "weapon": "weapon"}
STYLES = {"wire", "state", "local", "analysis", "mt", "brief", "blog", "telegram", "quiet"}
HEADER = re.compile(r"^## (\S+) (\d{4}-\d{2}-\d{2}) (\S+) (\S+)\s*$")
VALUE = re.compile(r"^(-|(\d{4}(-\d{2}(-\d{2})?|-W\d{2})?)(/\d{4}(-\d{2}(-\d{2})?)?)?)$")
COUNTRY = re.compile(r"^(-|[A-Z]{3})$")
COUNTS = ("killed", "injured", "arrested")


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open code-point offsets into a passage's bare text."""

    start: int
    end: int


@dataclass(slots=True)
class Participant:
    """An entity of a passage; `mentions[0]` is the fullest, where kind, country and sectors were given."""

    id: str
    kind: str = ""
    country: str | None = None
    sectors: tuple[str, ...] = ()
    mentions: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Act:
    """An event of a passage; `mentions[0]` is its trigger, the rest tell it again."""

    id: str
    type: str = ""
    modes: tuple[str, ...] = ()
    status: str = ""
    historical: bool = False
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    time: str | None = None
    conditions: tuple[str, ...] = ()
    according_to: tuple[str, ...] | None = None
    casualties: dict[str, int] = field(default_factory=dict)
    mentions: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class Saying:
    """A statement of a passage: the cue, who and through whom, and the spans that were said."""

    id: str
    cue: Span | None = None
    speaker: str | None = None
    via: str | None = None
    time: str | None = None
    content: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class When:
    """A time expression and its ISO 8601 value (None where it has none)."""

    id: str
    span: Span
    value: str | None


@dataclass(slots=True)
class Passage:
    """One passage of the corpus: bare text and everything marked in it."""

    id: str
    language: str
    published: str
    style: str
    contexts: tuple[str, ...]
    text: str
    line: int
    path: str
    entities: dict[str, Participant] = field(default_factory=dict)
    events: dict[str, Act] = field(default_factory=dict)
    statements: dict[str, Saying] = field(default_factory=dict)
    times: dict[str, When] = field(default_factory=dict)
    noise: list[tuple[Span, str]] = field(default_factory=list)


class MarkupError(ValueError):
    """A fault in a corpus file; the message names file, line, passage, what is wrong and the remedy."""


def bare(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Marked text → (bare text, [(start, end, attributes)]), outer marks after the inner ones that they hold."""
    out: list[str] = []
    marks: list[tuple[int, int, str]] = []
    opened: list[int] = []
    i, n = 0, 0
    while i < len(marked):
        c = marked[i]
        if c == "\\" and i + 1 < len(marked) and marked[i + 1] in "[]|\\":
            out.append(marked[i + 1])
            n += 1
            i += 2
        elif c == "[":
            opened.append(n)
            i += 1
        elif c == "|":
            j = marked.find("]", i)
            if j < 0 or not opened:
                raise ValueError(
                    f"a '|' that belongs to no mark near {marked[max(0, i - 20) : i + 20]!r}; write \\| for a literal one"
                )
            start = opened.pop()
            if "".join(out)[start:n].strip() != "".join(out)[start:n] or start == n:
                raise ValueError(f"mark {marked[i + 1 : j]!r} is empty or begins or ends with a blank; move the blank outside")
            marks.append((start, n, marked[i + 1 : j]))
            i = j + 1
        elif c == "]":
            raise ValueError(f"a ']' without attributes near {marked[max(0, i - 30) : i + 10]!r}; write \\] for a literal one")
        else:
            out.append(c)
            n += 1
            i += 1
    if opened:
        raise ValueError("a '[' is never closed; close it with |ID ...] or write \\[ for a literal one")
    return "".join(out), marks


def _fields(words: list[str], allowed: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for w in words:
        key, sep, value = w.partition("=")
        if not sep or key not in allowed or not value:
            raise ValueError(f"{w!r} is not understood here; known are {', '.join(sorted(allowed))}, each as key=value")
        found[key] = value
    return found


def _ids(value: str | None) -> tuple[str, ...]:
    return tuple(x for x in (value or "").split(",") if x and x != "-")


def _read_mark(p: Passage, start: int, end: int, attributes: str) -> None:
    words, span, book = attributes.split(), Span(start, end), codebook()
    if not words:
        raise ValueError("a mark without an id; write |e1 ...], |v1 ...], |s1 ...], |c=s1], |t1 ...] or |n KIND]")
    head, rest = words[0], words[1:]
    if head == "n":
        if len(rest) != 1 or rest[0] not in book.noise_kinds:
            raise ValueError(f"noise needs one kind of {', '.join(book.noise_kinds)}, got {rest}")
        p.noise.append((span, rest[0]))
    elif head.startswith("c="):
        p.statements.setdefault(head[2:], Saying(head[2:])).content.append(span)
    elif re.fullmatch(r"e\d+", head):
        e = p.entities.setdefault(head, Participant(head))
        if not rest:
            e.mentions.append(span)
            return
        if e.kind:
            raise ValueError(f"{head} is described twice; the later mention is just |{head}]")
        if rest[0] not in KINDS or len(rest) < 2 or not COUNTRY.match(rest[1]) or len(rest) > 3:
            raise ValueError(f"{head}: wanted KIND COUNTRY [SECTORS], e.g. |{head} org RUS GOV], got {' '.join(rest)!r}")
        e.kind, e.country = KINDS[rest[0]], None if rest[1] == "-" else rest[1]
        e.sectors = _ids(rest[2]) if len(rest) == 3 else ()
        if unknown := set(e.sectors) - set(book.sectors):
            raise ValueError(f"{head}: unknown sector {', '.join(sorted(unknown))}; the codebook has {', '.join(book.sectors)}")
        e.mentions.insert(0, span)
    elif re.fullmatch(r"v\d+", head):
        v = p.events.setdefault(head, Act(head))
        if not rest:
            v.mentions.append(span)
            return
        if v.type:
            raise ValueError(f"{head} is described twice; where the act is told again write just |{head}]")
        v.type, *modes = rest[0].split("+")
        if v.type not in book.types:
            raise ValueError(f"{head}: unknown type {v.type}; the codebook has {', '.join(book.types)}")
        if unknown := set(modes) - set(book.types[v.type].modes):
            raise ValueError(
                f"{head}: {v.type} has no mode {', '.join(sorted(unknown))}; it has {', '.join(book.types[v.type].modes) or 'none'}"
            )
        if len(rest) < 2 or rest[1] not in book.statuses:
            raise ValueError(f"{head}: a status must follow the type: {', '.join(book.statuses)}")
        v.modes, v.status = tuple(modes), rest[1]
        v.historical = "hist" in rest
        f = _fields([w for w in rest[2:] if w != "hist"], {"a", "r", "p", "t", "if", "at", *COUNTS})
        v.actors, v.recipients, v.place, v.time = _ids(f.get("a")), _ids(f.get("r")), f.get("p"), f.get("t")
        v.conditions = _ids(f.get("if"))
        v.according_to = _ids(f["at"]) if "at" in f else None
        v.casualties = {k: int(f[k]) for k in COUNTS if k in f}
        v.mentions.insert(0, span)
    elif re.fullmatch(r"s\d+", head):
        s = p.statements.setdefault(head, Saying(head))
        if s.cue:
            raise ValueError(f"{head} has two cues; give the second one a statement of its own")
        f = _fields(rest, {"by", "via", "t"})
        if "by" not in f:
            raise ValueError(f"{head}: say who speaks, by=e1, or by=- where nobody is named")
        s.cue, s.speaker, s.via, s.time = span, None if f["by"] == "-" else f["by"], f.get("via"), f.get("t")
    elif re.fullmatch(r"t\d+", head):
        if len(rest) != 1 or not VALUE.match(rest[0]):
            raise ValueError(f"{head}: one ISO 8601 value or '-', got {' '.join(rest)!r}")
        if head in p.times:
            raise ValueError(f"{head} is given twice; number time expressions apart")
        p.times[head] = When(head, span, None if rest[0] == "-" else rest[0])
    else:
        raise ValueError(f"{head!r} is no id; ids are e1, v1, s1, t1, c=s1 or n")


def _faults(p: Passage) -> Iterator[str]:
    for e in p.entities.values():
        if not e.kind:
            yield f"{e.id} is never described; its fullest mention needs |{e.id} KIND COUNTRY SECTORS]"
    for v in p.events.values():
        if not v.type:
            yield f"{v.id} is never described; its trigger needs |{v.id} TYPE STATUS ...]"
        for x in (*v.actors, *v.recipients, *((v.place,) if v.place else ())):
            if x not in p.entities:
                yield f"{v.id} names {x}, which is no participant here"
        if v.time and v.time not in p.times:
            yield f"{v.id} names {v.time}, which is no time here"
        for x in v.conditions:
            if x not in p.events or x == v.id:
                yield f"{v.id}: if={x} is no other event here"
        for x in v.according_to or ():
            if x not in p.statements:
                yield f"{v.id}: at={x} is no statement here"
    for s in p.statements.values():
        if s.cue is None:
            yield f"{s.id} has content but no cue; mark the reporting word |{s.id} by=...]"
        if not s.content:
            yield f"{s.id} has a cue but no content; mark what was said |c={s.id}]"
        for x in (s.speaker, s.via):
            if x and x not in p.entities:
                yield f"{s.id} names {x}, which is no participant here"
        if s.time and s.time not in p.times:
            yield f"{s.id} names {s.time}, which is no time here"


def parse(source: str, path: str, language: str) -> tuple[list[Passage], list[MarkupError]]:
    """A corpus file's text → its sound passages and the faults of the others, each with `path:line`."""
    passages: list[Passage] = []
    faults: list[MarkupError] = []
    seen: set[str] = set()
    lines = source.split("\n")
    i = 0
    while i < len(lines):
        if not lines[i].strip():
            i += 1
            continue
        head, at = lines[i], i + 1
        body: list[str] = []
        i += 1
        while i < len(lines) and lines[i].strip() and not lines[i].startswith("## "):
            body.append(lines[i].rstrip())
            i += 1
        m = HEADER.match(head)
        try:
            if not m:
                raise ValueError(f"a passage begins with '## ID DATE STYLE CONTEXTS', got {head[:60]!r}")
            contexts = _ids(m[4])
            if m[3] not in STYLES:
                raise ValueError(f"unknown style {m[3]!r}; known are {', '.join(sorted(STYLES))}")
            if unknown := set(contexts) - set(codebook().contexts):
                raise ValueError(
                    f"unknown context {', '.join(sorted(unknown))}; the codebook has {', '.join(codebook().contexts)}"
                )
            if m[1] in seen:
                raise ValueError(f"the id {m[1]} stands twice in this file")
            seen.add(m[1])
            if not body:
                raise ValueError("the passage has no text")
            text, marks = bare("\n".join(body))
            p = Passage(m[1], language, m[2], m[3], contexts, text, at, path)
            for start, end, attributes in marks:
                _read_mark(p, start, end, attributes)
            for s in p.statements.values():
                s.content.sort(key=lambda x: x.start)
            if found := list(_faults(p)):
                raise ValueError("; ".join(found))
            passages.append(p)
        except ValueError as fault:
            faults.append(MarkupError(f"{path}:{at}: {m[1] if m else '?'}: {fault}"))
    return passages, faults


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Files as they are and the corpus files of folders, sorted."""
    return sorted(f for p in paths for f in (p.rglob("*.txt") if p.is_dir() else [p]))


def read(paths: list[Path]) -> tuple[list[Passage], list[MarkupError]]:
    """Corpus files → passages and faults; the language is the name of the folder a file lies in."""
    passages: list[Passage] = []
    faults: list[MarkupError] = []
    for path in paths:
        try:
            ps, fs = parse(path.read_text(encoding="utf-8"), str(path), path.parent.name)
        except (OSError, UnicodeDecodeError) as fault:
            ps, fs = [], [MarkupError(f"{path}: cannot be read: {fault}")]
        passages += ps
        faults += fs
    return passages, faults


def attribution(p: Passage, event: Act) -> tuple[str, ...]:
    """The statements an event is known from, innermost first: as given, else those whose content holds its trigger."""
    if event.according_to is not None:
        return event.according_to
    t = event.mentions[0]
    holding = [
        (c.end - c.start, s.id) for s in p.statements.values() for c in s.content if c.start <= t.start and t.end <= c.end
    ]
    return tuple(dict.fromkeys(s for _, s in sorted(holding)))


def held_out(p: Passage) -> bool:
    """A tenth of the passages, by id, is the validation set: never trained on, thresholds are chosen on it."""
    return zlib.crc32(f"{p.language}/{p.id}".encode()) % 10 == 0
