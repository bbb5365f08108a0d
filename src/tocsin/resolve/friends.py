"""False friends: words that look like a time and are a name, a count, a score. Told by the words and the sentence around them.

Names: "Theresa May", "Мая Санду", "the November 17 group", "Plaza de Mayo", "rue du 8-Mai-1945". Tables stand in `friends.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from tocsin.resolve.timewords import Token
from tocsin.tables import fits, load

NAMED = frozenset(("month", "short", "weekday", "season", "feast", "day"))
FIGURES = frozenset(("num", "ord", "year", "decade"))
SMALL = frozenset(("it", "fr", "es", "pt", "pl", "ru", "uk"))  # write months, weekdays and seasons in small letters
DETERMINERS = frozenset(("the", "a", "an", "his", "her", "its", "their", "our", "my", "that", "this", "s"))
# Before a date, these say that it is one, whatever stands before them.
ARTICLES = frozenset(
    (
        "le",
        "il",
        "el",
        "on",
        "am",
        "in",
        "en",
        "в",
        "у",
        "во",
        "em",
        "dia",
        "no",
        "w",
        "dnia",
        "im",
        "since",
        "by",
        "until",
        "depuis",
    )
)
EDGE = re.compile(r"""[.!?…:;"'`«„“”‘(\[–—-]\s*$""")


class Place(NamedTuple):
    """A time expression in its sentence: what stands before it and after it, as written."""

    words: str
    before: str
    after: str


def place(words: str, sentence: str) -> Place | None:
    """Where the words stand in the sentence, None where they do not."""
    m = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence) or re.search(re.escape(words), sentence)
    return Place(words, sentence[: m.start()], sentence[m.end() :]) if m else None


def friend(words: str, tokens: list[Token], language: str, where: Place | None) -> bool:
    """Whether the words are no time, as far as they and their sentence tell."""
    kinds = {t.kind for t in tokens}
    if not kinds & (NAMED | FIGURES):
        return False
    bare = bool(kinds & NAMED) and not kinds & FIGURES
    if bare and _strange(words, tokens, language, where):
        return True
    if language == "en" and bare and words.strip() in ("may", "march", "sun", "sat", "mar", "fall", "spring"):
        return True
    table = _table().get(language, {})
    if kinds & NAMED and any(t.kind == "unknown" and _like(t.text, table.get("before", ())) for t in tokens):
        return True
    if where is None:
        return False
    if kinds & (NAMED | {"year"}) and _quoted(where):
        return True
    if _title(where, tokens, language, table):
        return True
    if words.strip().casefold() in table.get("bare", ()):
        last = re.search(r"([^\W\d_]+)\s*$", where.before)
        return not last or last[1].casefold() not in table["bare_after"]
    if bare:
        return _name(where, tokens, language, table)
    return _counted(where, tokens, kinds, language, table)


def _strange(words: str, tokens: list[Token], language: str, where: Place | None) -> bool:
    """A word inside the expression that belongs to no time: "Mar Nero", "Bruno Mars", "Isola di Pasqua", "Journal du dimanche"."""
    written = re.findall(r"[^\W\d_]+", words)
    if {w.casefold() for w in written} & set(_table().get(language, {}).get("nouns", ())):
        return True
    known = {w for t in tokens if t.kind in NAMED for w in t.text.split()}
    strange = {w for t in tokens if t.kind not in NAMED for w in t.text.split()}
    odd = [w for w in written if w[0].isupper() and len(w) > 2 and w.casefold() in strange and w.casefold() not in known]
    if not odd or (language == "de" and len(written) == len(tokens) == 1):
        return False
    capital = any(w[0].isupper() for w in written if w.casefold() in known)
    if any(t.kind == "unknown" and t.text == odd[0].casefold() for t in tokens):
        opens = written[0] == odd[0] and (where is None or _begins(where))
        return language != "de" and (capital or (language in SMALL and not opens))
    # "XX Settembre", "Quatre-Septembre": figures in words with a capital each.
    return (
        capital
        and language in SMALL
        and any(t.kind == "num" and t.text == odd[0].casefold() for t in tokens)
        and len(written) == 2
    )


def _begins(where: Place) -> bool:
    return not where.before.strip() or bool(EDGE.search(where.before))


def _quoted(where: Place) -> bool:
    """A short quotation that is the expression, or little more: «17 ноября», «Улица 1905 года»."""
    opened = re.search(r"[«„“\"]([^«»„“”\"]*)$", where.before)
    closed = re.match(r"([^«»„“”\"]*)[»”“\"]", where.after)
    if not opened or not closed:
        return False
    rest = (opened[1] + " " + closed[1]).split()
    return 1 <= len(rest) <= 2 or (not rest and len(where.words.split()) <= 2)


def _title(where: Place, tokens: list[Token], language: str, table: dict[str, Any]) -> bool:
    """Streets, groups, movements, resolutions before the expression, treaties and groups behind it.

    A date is a name only close behind such a word, without an article that makes it a date ("la caserne le 31 décembre"), and, where
    the language writes months small, with a capital or right behind it and without a year.
    """
    kinds = {t.kind for t in tokens}
    tail = re.findall(r"[^\W_]+|[,;.]", where.before)[-3:]
    if any(_like(w.casefold(), table.get("numbered", ())) for w in tail[-2:]) and kinds <= FIGURES | {"fill"}:
        return True
    after = re.match(r"[\s-]*([^\W_]+)", where.after)
    behind = (*table.get("after", ()), *(table.get("treaties", ()) if "feast" in kinds else ()))
    if after and _like(after[1].casefold(), behind) and not kinds & {"last", "next", "this", "yearword"}:
        return True
    if not kinds & (NAMED | FIGURES) or kinds <= FIGURES | {"fill"} or kinds & {"last", "next", "this", "until", "since"}:
        return False
    namer = next((n for n in range(len(tail) - 1, -1, -1) if _like(tail[n].casefold(), table.get("before", ()))), None)
    if namer is None:
        return False
    between = [w.casefold() for w in tail[namer + 1 :]]
    first = re.match(r"[^\W\d_]+", where.words)
    if (first and first[0].casefold() in ARTICLES) or set(between) & ARTICLES or any(w in ",;." for w in between):
        return False
    capital = any(w[0].isupper() for w in re.findall(r"[^\W\d_]+", where.words))
    if kinds & {"feast", "weekday", "day"}:
        return capital and len(between) <= 1
    if language in SMALL:
        return capital or (not between and "year" not in kinds)
    return "year" not in kinds and bool(between or language != "en" or capital)


def _like(word: str, stems: Iterable[str]) -> bool:
    # A * at the beginning: German compounds ("Terrorgruppe").
    return any(word.endswith(s[1:]) if s.startswith("*") else fits(s, word) for s in stems)


def _name(where: Place, tokens: list[Token], language: str, table: dict[str, Any]) -> bool:
    """A bare month, weekday, season or feast that is written or placed like a name."""
    first = where.words.strip()[:1]
    last = re.findall(r"[^\W_]+", where.words)
    begins = _begins(where)
    kinds = {t.kind for t in tokens}
    held = len([t for t in tokens if t.kind not in ("unknown",)]) > 1
    prior = re.search(r"([^\W\d_]+)['’]?\s*$", where.before)
    prep = bool(prior and prior[1].casefold() in table.get("preps", ()))
    upper = bool(last) and last[-1][:1].isupper()
    follows = re.match(r"[\s-]([^\W\d_])", where.after)
    capital = bool(follows and follows[1].isupper()) or bool(re.match(r"-[^\W\d_]", where.after))
    named = bool(prior and prior[1][0].isupper() and not begins and not prep and len(where.before.split()) > 1)
    # Portugal wrote "em Agosto" until 2009, and some still do.
    small = language in SMALL and not (language == "pt" and prep and "month" in kinds)
    if small and kinds & {"month", "weekday", "season", "day"} and not begins and first.isupper() and not held:
        return True
    if begins and not held and capital and kinds & {"month", "short", "season"} and upper:
        return True
    if held or prep or not upper:
        return language in ("fr",) and "season" in kinds and not held and not prep
    if kinds & {"feast"}:
        return capital or named
    if language == "en":
        if "day" in kinds:
            return not begins
        word = prior[1].casefold() if prior else ""
        if "weekday" in kinds:  # "the Sunday Times", and not "in Miami Wednesday"
            return capital and word in DETERMINERS
        if any(t.kind == "month" and t.value == 5 for t in tokens) and word not in DETERMINERS:
            return True
        return named or begins or (capital and bool(prior) and word not in DETERMINERS)
    if language == "de":
        return (
            named or bool(prior and prior[1].casefold() in table.get("titles", ())) or (begins and capital and "month" in kinds)
        )
    return False


def _counted(where: Place, tokens: list[Token], kinds: set[str], language: str, table: dict[str, Any]) -> bool:
    """A bare figure before a noun, without a word that makes it a year: "declared 1987 ballots invalid"."""
    if kinds - FIGURES - {"fill"} or len([t for t in tokens if t.kind in FIGURES]) != 1 or "decade" in kinds:
        return False
    after = re.match(r"\s+([^\W\d_]+)", where.after)
    prior = re.search(r"([^\W\d_]+)['’]?\s*$", where.before)
    word = prior[1].casefold() if prior else ""
    if re.match(r"\s?(?:%|процент|percent|per cent|Prozent|por ciento)", where.after) or word in table.get("about", ()):
        return True
    # German writes nouns large, and a verb small behind a year that opens the sentence.
    small = after is not None and (after[1].islower() != (language == "de") or language == "ar")
    if re.search(r"\d\s?[-–—]\s?$", where.before):
        return False
    noun = after is not None and len(after[1]) > 3 and small and not _like(after[1], table.get("years", ()))
    return noun and len(tokens) == 1 and tokens[0].text.isdigit() and word not in table.get("yearpreps", ())


def _table() -> dict[str, dict[str, Any]]:
    return dict(load("tocsin.resolve", "friends.yaml"))
