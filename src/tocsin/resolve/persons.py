"""A named person's name in English letters: the run of capitals that a mention ends its titles with, Cyrillic romanised.

"Il ministro della Difesa serbo, Goran Petrovic" → "Goran Petrovic"; «министр Аркадий Вершинин» → "Arkady Vershinin". Cyrillic follows the
simplified romanisation of agencies (BGN/PCGN without signs, -ий and -ый as -y). Arabic letters, which leave out vowels, are not guessed at.
"""

from __future__ import annotations

import re
from functools import cache

from tocsin.resolve.folding import WORD as FOLDED
from tocsin.resolve.folding import words_of
from tocsin.resolve.knowledge import knowledge
from tocsin.tables import load

ABBREVIATION = 5
"""Letters of a word all in capitals up to which it is an abbreviation ("МИД РФ", "SPD"), at most."""
TWO_NAMES = frozenset({"de", "pl", "ru", "uk"})
"""Languages whose newspapers print people by one given name and one surname."""
SYLLABLE = 3
"""Letters of a name's word up to which it may be one of three ("Чэнь Го Мин")."""
STATELY = frozenset({"name", "capital", "adjective"})
WORD = re.compile(r"[^\W\d_]+(?:[-'’ʼ.][^\W\d_]+)*\.?|[,;(«»\"“”„]")
RUSSIAN = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "yo", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m",
           "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
           "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya"}  # fmt: skip
UKRAINIAN = RUSSIAN | {
    "г": "h",
    "ґ": "g",
    "е": "e",
    "є": "ie",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "ю": "iu",
    "я": "ia",
    "'": "",
    "’": "",
    "ʼ": "",
}
UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}


@cache
def _table() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    raw = load("tocsin.resolve", "persons.yaml")
    return frozenset(raw["titles"]), tuple(raw["title_endings"]), frozenset(raw["particles"])


PARTICLES = _table()[2]


def romanised(word: str, language: str) -> str:
    """A Cyrillic word in Latin letters; other letters stay."""
    small = word.lower()
    letters = UKRAINIAN if language == "uk" else RUSSIAN
    out = ""
    if language == "uk" and small.endswith(("ський", "цький")):
        small = small[:-2] + "и"
    elif language != "uk" and small.endswith(("ий", "ый")):
        small = small[:-2] + "ы"
    for i, c in enumerate(small):
        if language == "uk" and i == 0 and c in UKRAINIAN_FIRST:
            out += UKRAINIAN_FIRST[c]
        elif language == "uk" and small[i : i + 2] == "зг":
            out += "z"
        elif language != "uk" and c == "е" and (i == 0 or small[i - 1] in "аеёиоуыэюяьъ"):
            out += "ye"
        else:
            out += letters.get(c, c)
    return out[:1].upper() + out[1:] if word[:1].isupper() else out


def person_name(mention: str, language: str) -> str | None:
    """The name in a mention, None where it only describes or gives a single word."""
    tag = language.split("-")[0]
    best: list[str] = []
    run: list[str] = []
    explained = _explained(mention, tag)

    def close() -> None:
        nonlocal best, run
        while run and run[-1].casefold().rstrip(".") in PARTICLES and run[-1][:1].islower():
            run.pop()
        if len(run) >= max(2, len(best)):
            best = run
        run = []

    for m in WORD.finditer(mention):
        w = m.group()
        if m.start() in explained and w[:1].isupper():
            close()
        elif w[:1].isupper() or (run and w.casefold().rstrip(".") in PARTICLES and w not in ",;("):
            run.append(w)
        else:
            close()
    close()
    best = _without_office(best, tag)
    if len(best) < 2 or len(best) > 5 or any("\u0600" <= c <= "\u06ff" for w in best for c in w):
        return None
    return " ".join(
        "-".join(romanised(part, tag) for part in w.split("-")) if re.search("[а-яёґєії]", w.lower()) else w for w in best
    )


def _explained(mention: str, tag: str) -> set[int]:
    """Where words begin that are no part of a person's name: titles, abbreviations, and what the tables know as a state, an office or a body."""
    titles, endings, _ = _table()
    printed = list(FOLDED.finditer(mention))
    words = words_of(mention)
    out = {
        m.start()
        for m in WORD.finditer(mention)
        if (small := m.group().casefold().rstrip(".")) in titles
        or (tag == "de" and small.endswith(endings))
        or (m.group().isupper() and 2 <= len(m.group()) <= ABBREVIATION)
    }
    if len(printed) == len(words):
        index = knowledge()
        for h in index.hits(words, tag):
            row = index.row(h.row)
            stately = row["table"] in ("states", "regions") and row.get("kind") in STATELY
            # Whose surname is a state's name ("Michael Jordan") stands at the end.
            if (stately or row["table"] in ("roles", "bodies", "organisations")) and h.end < len(words):
                out |= {printed[k].start() for k in range(h.start, h.end)}
    return out


def _without_office(run: list[str], tag: str) -> list[str]:
    """A run of capitals without an office that stands in capitals before the name: where given name and surname are all that people are
    called by in print, the last two words; three where the last is a particle's."""
    if tag in TWO_NAMES and len(run) > 2 and not any(w.casefold() in PARTICLES or len(w) <= SYLLABLE for w in run):
        return run[-2:]
    return run
