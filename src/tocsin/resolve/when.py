"""Time expressions to ISO 8601 days, months, years, weeks and intervals, against the day of publication.

Works on the words of one span that the reader found, and on the sentence around it where that is given: tense decides between last and
next Friday, and names that look like dates are left alone. What cannot be resolved stays None: nothing is guessed. Weeks are Monday to
Sunday; "overnight" is a two-day interval (codebook, doubtful case 11).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from tocsin.resolve import days, numeric
from tocsin.resolve.calendar import Moment, calendar
from tocsin.resolve.feasts import islamic_date, persian_date
from tocsin.resolve.friends import Place, friend, place
from tocsin.resolve.relative import relative
from tocsin.resolve.tense import lean
from tocsin.resolve.timewords import DIGITS, Lexer, Token, lexer
from tocsin.tables import load

YEAR = re.compile(r"(?<!\d)(1[5-9]\d{2}|20\d{2})(?!\d)")
CLOCK = re.compile(r"(?<![\d.,:])\d{1,2}(?::\d{2}|h\d{2}|h|\.\d{2}(?=\s?(?:uhr|год|час)))(?::\d{2})?(?!\d)")
FOLLOWED = frozenset(("it", "fr", "es", "pt", "ar"))  # "venerdì scorso": the word may stand behind
# Words before an expression that make it the beginning of what still lasts, and such as make it a plan: "scheduled for Friday".
SINCE: dict[str, tuple[str, ...]] = {
    "en": ("since",), "de": ("seit",), "fr": ("depuis",), "es": ("desde",), "pt": ("desde",), "it": ("da",), "pl": ("od",),
    "ru": ("с", "со"), "uk": ("з", "із", "від"), "ar": ("منذ",),
}  # fmt: skip
FOR = frozenset(("for", "per", "pour", "para", "für"))
MEASURE = re.compile(r"\s*24/7\s*|\s*\d[\d .,]*\s?(?:m|km|kg|t|ha|mm|cm|м|км|кг|т|га|متر|كم|كلم|طن)\.?\s*", re.IGNORECASE)
EVENT = re.compile(r"(?<!\d)9/11(?!\d)")


def when(words: str, language: str, published: str | None, ahead: bool = False, sentence: str | None = None) -> str | None:
    """The ISO 8601 value of a time expression: a day, month, year or `first/last` of them; None where it has none.

    `published` is an ISO date (a time and zone may follow); without it relative words stay unresolved. `ahead` says that
    the act lies in the future, which decides what a bare "on Friday" or "in June" means; where it does not, the verbs of
    `sentence` (which must hold `words` as they stand) tell, and where these are silent too, it is the past.
    """
    language = language.split("-")[0].lower()
    lex = lexer(language)
    day = days.parsed(published)
    where = place(words, sentence) if sentence else None
    if lex is None:
        return numeric.full(words, day, language) or (m[1] if (m := YEAR.search(words)) else None)
    text = lex.plain(words)
    figures = words.translate(DIGITS)
    if found := numeric.full(figures, day, language):
        return found
    if lex.idioms.search(text) or MEASURE.fullmatch(figures):
        return None
    if language == "en" and EVENT.search(figures):
        return "2001-09-11"
    tokens = lex.tokens(CLOCK.sub(" ", text))
    if friend(words, tokens, language, where):
        return None
    if where:
        tokens = beside(tokens, where, lex)
    now = Moment(day, 2 if ahead else _tense(tokens, where, lex), language)
    if short := numeric.day_month(figures, where.before if where else "", language):
        tokens = [Token("num", short[0], str(short[0])), Token("month", short[1], ""), *(t for t in tokens if t.kind == "year")]
    if not any(t.kind == "month" for t in tokens) and (found := numeric.years(figures)):
        if (season := next((t for t in tokens if t.kind == "season"), None)) is None:
            return found
        return days.season(int(season.value), int(found[:4]))
    if found := _other_calendar(text, tokens):
        return found
    try:
        return _month_in_figures(text) or calendar(tokens, now) or relative(tokens, now)
    except OverflowError:  # a week before the year 1, "in 100,000 weeks": beyond the calendar
        return None


def _tense(tokens: list[Token], where: Place | None, lex: Lexer) -> int:
    """Where the sentence puts the act: 1 ahead, -1 behind, 0 not told. "By" and "since" before a day outweigh the verbs."""
    if where is None:
        return 0
    start = len(where.before)
    told = lean(where.before + where.words + where.after, start, start + len(where.words), lex.language)
    limit = _limit(where, lex)
    dated = any(t.kind in ("weekday", "num", "ord") for t in tokens)
    return limit if limit and (told == 0 or dated) else told


def _limit(where: Place, lex: Lexer) -> int:
    """1 where the word right before the expression makes it a deadline ("by [May]"), -1 where it makes it a beginning, 0 else."""
    words = re.findall(r"[^\W\d_]+", where.before.casefold())[-5:]
    if not words:
        return 0
    if words[-1] in SINCE.get(lex.language, ()):
        return -1
    if words[-1] in FOR:
        return 1
    return int(
        any(t.kind == "until" for t in lex.word(words[-1])) and not any(t.kind == "from" for w in words for t in lex.word(w))
    )


def beside(tokens: list[Token], where: Place, lex: Lexer) -> list[Token]:
    """The tokens, with a "since", "last" or "next" that stands right beside the expression and not in it."""
    kinds = {t.kind for t in tokens}
    prior = re.search(r"([^\W\d_]+)\s*$", where.before)
    onward = re.match(r"\s*([^\W\d_]+)", where.after)
    if (
        prior
        and prior[1].casefold() in SINCE.get(lex.language, ())
        and kinds & {"weekday"}
        and not kinds & {"since", "from", "to", "num"}
    ):
        ranged = onward and any(t.kind in ("to", "until") for t in lex.word(onward[1].casefold()))
        tokens = tokens if ranged else [Token("since", "", ""), *tokens]
    if kinds & {"last", "next", "this", "num", "ord"} or not kinds & {"weekday", "month", "season"}:
        return tokens
    near = [t for m in (prior, onward if lex.language in FOLLOWED else None) if m for t in lex.word(m[1].casefold())]
    return [*tokens, *(t for t in near if t.kind in ("last", "next"))]


def _month_in_figures(text: str) -> str | None:
    """ "2024-07", written so."""
    m = re.fullmatch(r"((?:19|20)\d{2})\s?→\s?(0[1-9]|1[0-2])", text)
    return f"{m[1]}-{m[2]}" if m else None


def _other_calendar(text: str, tokens: list[Token]) -> str | None:
    """Days of the Islamic and the Persian year, with that year: "15 Ramadan 1445", "22 Bahman 1357"."""
    year = re.search(r"(?<!\d)1[2-5]\d{2}(?!\d)", text)
    number = re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
    if not year or not number:
        return None
    for key, resolve in (("islamic_months", islamic_date), ("persian_months", persian_date)):
        for n, pattern in enumerate(_months(key)):
            if pattern.search(text):
                return resolve(int(year[0]), n + 1, int(number[0]))
    return None


@lru_cache(2)
def _months(key: str) -> tuple[re.Pattern[str], ...]:
    raw: dict[str, Any] = load("tocsin.resolve", "feasts.yaml")
    return tuple(re.compile(rf"(?<!\w)(?:{p})(?!\w)") for p in raw[key])
