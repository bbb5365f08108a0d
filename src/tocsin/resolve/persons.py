"""A named person's name in English letters: the run of capitals that a mention ends its titles with, Cyrillic romanised.

"Il ministro della Difesa serbo, Goran Petrovic" → "Goran Petrovic"; «министр Аркадий Вершинин» → "Arkady Vershinin". Cyrillic follows the
simplified romanisation of agencies (BGN/PCGN without signs, -ий and -ый as -y). Arabic letters, which leave out vowels, are not guessed at.
"""

from __future__ import annotations

import re
from functools import cache

from tocsin.tables import load

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
    titles, endings, particles = _table()
    best: list[str] = []
    run: list[str] = []

    def close() -> None:
        nonlocal best, run
        while run and run[-1].casefold().rstrip(".") in particles and run[-1][:1].islower():
            run.pop()
        if len(run) >= max(2, len(best)):
            best = run
        run = []

    for w in WORD.findall(mention):
        small = w.casefold().rstrip(".")
        title = small in titles or (small.endswith(endings) and language.startswith("de"))
        if (w[:1].isupper() and not (title and not run)) or (run and small in particles and w not in ",;("):
            run.append(w)
        else:
            close()
    close()
    if len(best) < 2 or len(best) > 5 or any("\u0600" <= c <= "\u06ff" for w in best for c in w):
        return None
    tag = language.split("-")[0]
    return " ".join(
        "-".join(romanised(part, tag) for part in w.split("-")) if re.search("[а-яёґєії]", w.lower()) else w for w in best
    )
