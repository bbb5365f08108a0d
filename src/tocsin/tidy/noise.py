"""Noise that its form betrays: bylines, author bios, "read also" lines, adverts, captions, lines printed twice.

Patterns are a table per language (`noise.yaml`); only layout, position and set phrases are looked at here. What only meaning
betrays is left to the reader, whose noise is added later. Marked, never deleted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.report import Noise, Span
from tocsin.tables import load

DATELINE = re.compile(
    r"^(?:\([^()\d\n]{2,40}\)\s*[-–—]\s*)?"  # (ANSA) -
    r"(?:[^\W\d_][^\n!?«»\"“”()/]{1,60}?\s*)"  # city, date
    r"(?:\([^()\d\n]{2,40}\)|/[^/\d\n]{2,30}/)"  # the agency, in brackets or slashes
    r"(?:\s*\.?\s*[-–—]+\s+|\s*\.\s+)"
)
"""City, date and agency, then a dash or a stop: "KYIV, 12 May (Agency) -", "МОСКВА, 3 мая. /ТАСС/."."""
DATED = re.compile(r"^\([^()\d\n]{2,40}\)\s*[-–—]\s*[A-ZÀ-ÞА-ЯЁЄІЇҐŁŚŻ][^\n.!?:«»\"]{1,45}?[-–—]\s+")
"""The agency before city and date: "(ANSA) - ROMA, 3 MAG -"."""
CAPITAL_DATELINE = re.compile(r"^[A-ZÀ-ÞА-ЯЁЄІЇҐŁŚŻŹĆ][A-ZÀ-ÞА-ЯЁЄІЇҐŁŚŻŹĆ\d\s.,'’-]{2,40}\s*[-–—]\s+")
CLOSING = re.compile(r"\s\(([A-ZÀ-ÞА-ЯЁ][\w/.\- ]{1,18})\)\.?\s*$")
QUOTED = re.compile(r"^[\s\"'«„“”(]+|[\s\"'»”“)]+$")


LONGEST_LINE = 250
"""Characters of a line that a set phrase at its beginning makes noise as a whole; a longer one is a paragraph."""


@dataclass(frozen=True, slots=True)
class _Rules:
    lead: re.Pattern[str] | None
    byline: re.Pattern[str] | None
    boilerplate: re.Pattern[str] | None
    advert: re.Pattern[str] | None
    caption: re.Pattern[str] | None
    author_bio: re.Pattern[str] | None


@cache
def _rules(language: str) -> _Rules:
    table = load("tocsin.tidy", "noise.yaml")
    own = table.get(language) or {}
    shared = table["*"]

    def pattern(kind: str) -> re.Pattern[str] | None:
        fragments = [*own.get(kind, ()), *shared.get(kind, ())]
        return re.compile(r"^\W*(?:" + "|".join(fragments) + ")", re.IGNORECASE) if fragments else None

    return _Rules(*(pattern(k) for k in ("lead", "byline", "boilerplate", "advert", "caption", "author_bio")))


def mark_noise(text: str, sentences: Sequence[Span], language: str) -> tuple[Noise, ...]:
    """Noise spans in text order, none overlapping another."""
    rules = _rules(language.split("-")[0])
    found: list[Noise] = []
    seen: dict[str, int] = {}
    if bio := _bio_at_end(text):
        found.append(bio)
    for n, s in enumerate(sentences):
        words = text[s.start : s.end]
        plain = re.sub(r"[\W_]+", " ", words).casefold().strip()
        kind = _kind(words, rules, first=n == 0, last=n >= len(sentences) - 3)
        if kind:
            found.append(Noise(s.start, s.end, kind))
        elif len(plain) > 25 and plain in seen:
            found.append(Noise(s.start, s.end, "duplicate"))
        else:
            seen.setdefault(plain, n)
            if (n == 0 or text[s.start - 1 : s.start] == "\n") and (
                m := _dateline(text[s.start : s.start + 160].split("\n")[0] + " ")
            ):
                found.append(Noise(s.start, s.start + m, "byline"))
            if n >= len(sentences) - 2 and (c := CLOSING.search(words)):
                found.append(Noise(s.start + c.start() + 1, s.end, "byline"))
    return tuple(_spread(text, sentences, found))


def _bio_at_end(text: str) -> Noise | None:
    """A last paragraph of nothing but scraps ("Coffee expert. Friendly gamer. Bacon fan."), as profile generators write them."""
    end = len(text.rstrip())
    start = text.rfind("\n", 0, end) + 1
    scraps = [s for s in re.split(r"[.!;|•]+", QUOTED.sub("", text[start:end])) if s.strip()]
    sizes = [len(s.split()) for s in scraps]
    if start > 0 and len(scraps) >= 4 and max(sizes) <= 5 and sum(sizes) >= 1.5 * len(sizes):
        return Noise(start, end, "author_bio")
    return None


def _dateline(words: str) -> int:
    m = DATED.match(words) or DATELINE.match(words) or CAPITAL_DATELINE.match(words)
    return len(m[0].rstrip()) if m and len(m[0].split()) <= 12 else 0


def _kind(words: str, rules: _Rules, first: bool, last: bool) -> str | None:
    for kind, pattern in (
        ("author_bio", rules.author_bio),
        ("advert", rules.advert),
        ("caption", rules.caption),
        ("boilerplate", rules.boilerplate),
    ):
        if pattern and pattern.match(words) and len(words) < 400:
            return kind
    if rules.byline and rules.byline.match(words) and len(words) < 90:
        return "byline"
    return None


def _spread(text: str, sentences: Sequence[Span], found: list[Noise]) -> list[Noise]:
    """What begins a line as a bio, an advert or a set phrase runs on to the end of that line; overlaps are dropped."""
    out: list[Noise] = []
    for noise in sorted(found, key=lambda n: n.start):
        if out and noise.start < out[-1].end:
            continue
        end = noise.end
        if noise.kind in ("author_bio", "advert", "boilerplate"):
            line = text.find("\n", end)
            stop = len(text) if line < 0 else line
            if noise.kind == "author_bio" or stop - noise.start <= LONGEST_LINE:
                end = max([end, *(s.end for s in sentences if noise.start <= s.start < stop)])
        out.append(Noise(noise.start, end, noise.kind))
    return out
