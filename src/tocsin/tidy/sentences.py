"""Sentences with their offsets: a library's splitter a paragraph at a time, and our repairs of what it gets wrong.

sentencex keeps quotations whole and knows abbreviations; what it lacks (initials, months, Arabic and Slavic
abbreviations, model numbers, a lone stop) stands in `sentences.yaml`, a table a speaker of the language can correct.
"""

from __future__ import annotations

import itertools
import re
from functools import cache

from tocsin.report import Span
from tocsin.tables import load

PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
LONGEST = 2000
"""Sentences longer than this many characters are cut at blanks: the splitter is quadratic and no sentence is that long."""
CLOSERS = "\"'»”’)]›"
LAST_WORD = re.compile(r"([^\s«»„“”\"'(\[]+)[\"'»”’)\]]*\s*$")
INITIAL = re.compile(r"^(?:[^\W\d_][.]-?)?[^\W\d_]\.$")
STRAY_STOP = re.compile(r"[.!?]\s+\.\s*$")
STARTS_SMALL = re.compile(r"^[\s\"'«„“(\[—–-]*[^\W\d_]")


@cache
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Abbreviations that never end a sentence (titles), and those that do only before a capital letter."""
    table = load("tocsin.tidy", "sentences.yaml")
    own = table.get(language) or {}
    return frozenset(own.get("never", ())), frozenset(own.get("within", ()))


def _pieces(paragraph: str) -> list[tuple[int, int]]:
    """Stretches of a paragraph short enough for the splitter, cut at blanks."""
    out, start = [], 0
    while len(paragraph) - start > LONGEST:
        cut = max(paragraph.rfind(". ", start, start + LONGEST) + 1, start)
        if cut <= start:
            cut = max(paragraph.rfind(" ", start, start + LONGEST), start)
        if cut <= start:
            cut = start + LONGEST
        out.append((start, cut))
        start = cut
    out.append((start, len(paragraph)))
    return out


def _library(stretch: str, language: str) -> list[tuple[int, int]]:
    from sentencex import segment

    out, at = [], 0
    for s in segment(language, stretch):
        start = stretch.find(s, at)
        if start < 0:
            # The splitter dropped or changed a character: keep the rest as it stands rather than lose it.
            break
        out.append((start, start + len(s)))
        at = start + len(s)
    if at < len(stretch):
        out.append((at, len(stretch)))
    return out


def _joins(before: str, after: str, language: str) -> bool:
    """Whether a boundary that the library drew is none."""
    never, within = _abbreviations(language)
    word = LAST_WORD.search(before)
    last = word[1] if word else ""
    if not before.strip() or not after.strip():
        return True
    if not any(c.isalnum() for c in after) or not any(c.isalnum() for c in before):
        return True
    if last.casefold() in never or (INITIAL.match(last) and last[0].isupper()):
        return True
    if STRAY_STOP.search(before) or after.startswith("-"):
        return True
    if len(before) + len(after) < 500 and _open_quotes(before) and any(c in after for c in '»”“"'):
        return True
    first = STARTS_SMALL.match(after)
    small = bool(first) and first[0][-1].islower()  # type: ignore[index]
    if (
        last.endswith(".")
        and not last.endswith("..")
        and (small or (last.casefold() in within and not after.lstrip("\"'«„“([—–- ")[:1].isupper()))
    ):
        return True
    # An ordinal or a day before its month: "am 24. Februar", "3. Liga".
    return (
        bool(re.fullmatch(r"\d{1,3}\.", last))
        and language in ("de", "pl", "cs", "nb", "da", "hu", "tr", "fi")
        and len(before.split()) > 1
    )


def _breaks(sentence: str, language: str) -> list[int]:
    """Boundaries inside a library sentence that it missed: a stop, a blank, a capital letter, outside quotation marks and brackets."""
    out = []
    for m in re.finditer(
        r"(?<=[^\W\d_]{2})[.!?؟…][\"'»”’)]*\s+(?=[\"'«„“(\[—–-]*\s?[A-ZÀ-ÞА-ЯЁЄІЇҐŁŚŻŹĆ\u0621-\u064a])", sentence
    ):
        head = sentence[: m.end()]
        if _open_quotes(head) or _joins(head, sentence[m.end() :], language):
            continue
        out.append(m.end())
    return out


def _open_quotes(head: str) -> bool:
    pairs = (("«", "»"), ("„", "“”"), ("“", "”"), ("(", ")"))
    for a, b in pairs:
        if head.count(a) > sum(head.count(c) for c in b):
            return True
    return head.count('"') % 2 == 1


def split(text: str, language: str) -> tuple[Span, ...]:
    """Sentences in order, without the blanks around them; every letter and digit of the text lies in one."""
    lang = language.split("-")[0]
    out: list[Span] = []
    for paragraph in PARAGRAPH.finditer(text):
        base = paragraph.start()
        found: list[tuple[int, int]] = []
        for a, b in _pieces(paragraph[0]):
            for s, e in _library(paragraph[0][a:b], lang):
                s, e = s + a, e + a
                if found and _joins(paragraph[0][found[-1][0] : found[-1][1]], paragraph[0][s:e], lang):
                    found[-1] = (found[-1][0], e)
                else:
                    found.append((s, e))
        for s, e in found:
            cuts = [s, *(s + c for c in _breaks(paragraph[0][s:e], lang)), e]
            for a, b in itertools.pairwise(cuts):
                while a < b and paragraph[0][a].isspace():
                    a += 1
                while a < b and paragraph[0][b - 1].isspace():
                    b -= 1
                if a < b:
                    out.append(Span(base + a, base + b))
    return tuple(out)
