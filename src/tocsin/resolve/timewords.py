"""Words of a time expression to tokens: kinds and values by the tables of `when.yaml` and `feasts.yaml`.

Takes the words of one span in any of ten languages; gives tokens in their order, numbers put together ("twenty-fourth", "двадцать
первого"), years told from other numbers. What the tokens mean together is left to `calendar.py` and `relative.py`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from tocsin.tables import load

DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
APOSTROPHES = re.compile(r"[’ʼ'`´‘]")
LISTS = ("last", "next", "this", "lastbut", "nextbut", "ago", "ahead", "since", "until", "from", "to", "and", "start", "end", "night", "into", "early",
         "part", "clock", "at", "count")  # fmt: skip
DASH = re.compile(r"\s[-‐]\s|\s*[‒–—―]\s*|(?<=\d)[-‐](?=\d)")
NUMBER = re.compile(r"(\d+)(st|nd|rd|th|ers?|re|ère|º|ª|°|s|er)?(?!\w)")
MIXED = re.compile(r"\d+(?:[.,:/]\d+)+|\d+\w*")
WORD = re.compile(r"[^\W\d_]\w*")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
# Slavic endings of figures: "15-го", "2022-м" are plain, "1990-е" is a decade.
ENDING = re.compile(r"(?<=\d)-?(?:го|ого|му|ому|м|й|им)(?!\w)")
DECADE = re.compile(r"(?<=\d)-?(?:е|х|ті|их)(?!\w)")


class Token(NamedTuple):
    """One word or number: `kind` is a key of `when.yaml` in the singular, or num, ord, year, feast, unknown."""

    kind: str
    value: int | str
    text: str


class Lexer:
    """The words of one language, ready to be looked up."""

    def __init__(self, language: str, raw: dict[str, Any], feasts: dict[str, list[str]]) -> None:
        entries = list(_entries(raw, feasts))
        self.language = language
        self.kinds = [(kind, value) for kind, value, _ in entries]
        self.idioms = re.compile(r"(?<!\w)(?:" + "|".join(raw["idiom"]) + r")(?!\w)")
        self.phrases = re.compile(
            "(?:" + "|".join(f"(?P<g{i}>{p})" for i, (_, _, p) in enumerate(entries) if " " in p) + r")(?!\w)"
        )
        self.words = re.compile("|".join(f"(?P<g{i}>{p})" for i, (_, _, p) in enumerate(entries)))
        self.rewrites = [(re.compile(rf"(?<!\w)(?:{a})(?!\w)"), b) for a, b in raw.get("rewrite", {}).items()]
        self.numbers = [(n + 1, re.compile(p)) for n, p in enumerate(raw["numbers"])]
        self.weak = frozenset(raw.get("weak", {}).get("words", ()))
        self.before = frozenset(raw.get("weak", {}).get("before", ()))
        self.word = lru_cache(4096)(self._word)

    def plain(self, words: str) -> str:
        """The text as the tables write it: small letters, Western figures, apostrophes and hyphens gone."""
        text = unicodedata.normalize("NFC", words).casefold().translate(DIGITS).replace("\u00a0", " ").replace("\u202f", " ")
        if self.language in ("ru", "uk"):
            text = APOSTROPHES.sub("", text)
            text = DECADE.sub("s", ENDING.sub("", text))
        elif self.language == "en":
            text = re.sub(r"s[’'](?=\s|$)", "s", APOSTROPHES.sub("'", text)).replace("'s", "").replace("'", " ")
        else:
            text = APOSTROPHES.sub(" ", text)
        if self.language == "ar":
            text = re.sub(r"[\u064b-\u0652\u0640]", "", text)
            text = re.sub(r"(?<!\w)و(?=\d)", "و ", text)
        text = DASH.sub(" → ", text).replace("-", " ").replace(".º", "º").replace(".ª", "ª")
        text = re.sub(r"\s+", " ", text.replace("«", " ").replace("»", " ")).strip()
        for pattern, instead in self.rewrites:
            text = pattern.sub(instead, text)
        return text

    def tokens(self, text: str) -> list[Token]:
        """Tokens of a plain text, in their order."""
        return self._joined(list(self._scan(text)))

    def _scan(self, text: str) -> Iterator[Token]:
        at, end = 0, len(text)
        while at < end:
            c = text[at]
            if c == "→":
                yield Token("to", "→", c)
                at += 1
            elif c.isdigit():
                n = NUMBER.match(text, at)
                m = MIXED.match(text, at)
                if n and (not m or m.end() <= n.end()):
                    yield self._number(n)
                    at = n.end()
                else:
                    yield Token("unknown", "figure", m.group() if m else c)
                    at = m.end() if m else at + 1
            elif c.isalpha():
                if (m := self.phrases.match(text, at)) and m.lastgroup and m.end() > at:
                    kind, value = self.kinds[int(m.lastgroup[1:])]
                    yield Token(kind, value, m.group())
                    at = m.end()
                    continue
                m = WORD.match(text, at)
                word = m.group() if m else c
                yield from self.word(word)
                at += len(word)
            else:
                at += 1

    def _number(self, m: re.Match[str]) -> Token:
        value, ending = int(m[1]), m[2] or ""
        if ending == "s" or (ending == "er" and self.language == "de"):
            return Token("decade", value, m.group())
        if len(m[1]) == 4 and 1000 <= value <= 2100:
            return Token("year", value, m.group())
        return Token("ord" if ending else "num", value, m.group())

    def _word(self, word: str) -> tuple[Token, ...]:
        m = self.words.fullmatch(word)
        if m is None and self.language == "ar":
            return self._arabic(word)
        if m is None or m.lastgroup is None:
            if re.fullmatch(r"[qt][1-4]", word):
                return (Token("ord", int(word[1]), word), Token("unit", "quarter", ""))
            if word in ROMAN:
                return (Token("ord", ROMAN[word], "roman"),)
            return (Token("fill" if len(word) <= 3 else "unknown", "", word),)
        kind, value = self.kinds[int(m.lastgroup[1:])]
        if self.language == "ar" and kind == "unit" and word.endswith(("ين", "ان")) and not word.endswith("سنين"):
            return (Token("num", 2, ""), Token(kind, value, word))
        return (Token(kind, value, word),)

    def _arabic(self, word: str) -> tuple[Token, ...]:
        """Arabic writes "and", "in", "for" onto the word: they are taken off one by one."""
        if word.startswith("لل") and self.words.fullmatch("ال" + word[2:]):
            return self._word("ال" + word[2:])
        if len(word) > 3 and word[0] in "وفبلك":
            rest = self._word(word[1:])
            if all(t.kind not in ("fill", "unknown") for t in rest):
                return (Token("and", "", "و"), *rest) if word[0] == "و" else rest
        return (Token("fill" if len(word) <= 3 else "unknown", "", word),)

    def _joined(self, tokens: list[Token]) -> list[Token]:
        """Tens and ones become one number, "nineteen ninety-six" a year, weak words fall where nothing holds them."""
        out: list[Token] = []
        for n, t in enumerate(tokens):
            # "sept" and "dez" are short months and numbers too: before a unit or a month they count.
            if t.kind == "short" and n + 1 < len(tokens) and tokens[n + 1].kind in ("unit", "month", "last", "next"):
                t = next((Token("num", v, t.text) for v, p in self.numbers if p.fullmatch(t.text)), t)
            last = out[-1] if out else None
            if t.text in self.weak and not (n and tokens[n - 1].text in self.before):
                t = Token("unknown", "", t.text)
            if (
                last
                and last.kind in ("num", "ord")
                and t.kind in ("num", "ord")
                and not last.text.isdigit()
                and not t.text.isdigit()
            ):
                a, b = int(last.value), int(t.value)
                if a >= 20 and a % 10 == 0 and b < 10:
                    out[-1] = Token(t.kind, a + b, f"{last.text} {t.text}")
                    if len(out) > 1 and out[-2].kind == "num" and out[-2].value in (18, 19, 20):
                        out[-2:] = [Token("year", 100 * int(out[-2].value) + a + b, "")]
                    continue
            out.append(t)
        for n, t in enumerate(out):
            if (
                t.kind == "num"
                and t.value in (18, 19)
                and n + 1 < len(out)
                and out[n + 1].kind == "num"
                and not t.text.isdigit()
            ):
                out[n : n + 2] = [Token("year", 100 * int(t.value) + int(out[n + 1].value), "")]
                break
        return out


def _entries(raw: dict[str, Any], feasts: dict[str, list[str]]) -> Iterator[tuple[str, int | str, str]]:
    """(kind, value, pattern) of every word of a language, in the order in which they win."""
    for feast, patterns in feasts.items():
        yield from (("feast", feast, p) for p in patterns)
    for offset, patterns in raw["days"].items():
        yield from (("day", int(offset), p) for p in patterns)
    yield from (("eve", -1, p) for p in raw["eves"])
    for offset, patterns in raw["yearwords"].items():
        yield from (("yearword", int(offset), p) for p in patterns)
    for kind, key in (("month", "months"), ("short", "short")):
        yield from ((kind, n + 1, p) for n, p in enumerate(raw[key]))
    yield from (("weekday", n, p) for n, p in enumerate(raw["weekdays"]))
    yield from (("season", n, p) for n, p in enumerate(raw["seasons"]))
    for unit, patterns in raw["units"].items():
        yield from (("unit", unit, p) for p in patterns)
    for key in LISTS:
        yield from ((key, "", p) for p in raw.get(key, ()))
    yield from (("num", n + 1, p) for n, p in enumerate(raw["numbers"]))
    for kind, key in (("num", "more"), ("ord", "ordinals"), ("tens", "tens")):
        for value, patterns in raw[key].items():
            yield from ((kind, int(value), p) for p in patterns)
    yield from (("fill", "", p) for p in raw["fill"])


@lru_cache(32)
def lexer(language: str) -> Lexer | None:
    """The lexer of a language, None for one without a table."""
    raw = load("tocsin.resolve", "when.yaml").get(language)
    return Lexer(language, raw, load("tocsin.resolve", "feasts.yaml")["names"].get(language, {})) if raw else None
