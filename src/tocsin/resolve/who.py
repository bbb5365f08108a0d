"""Who a mention is: the state it names, acts for or belongs to, from names, adjectives, capitals and seats of government.

Tables: CLDR's territory names in every taught language (package babel), and `states.tsv` beside this file for what CLDR
lacks: short and inflected names, adjectives, demonyms, capitals and palaces. First version: states and well-known international bodies.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tocsin.resolve.folding import WORD, words_of

LANGUAGES = ("en", "it", "ru", "uk", "fr", "es", "de", "pl", "pt", "ar")
INTERNATIONAL: dict[str, str | None] = {"EUR": "European Union", "UNO": "United Nations", "IGO": None}
"""PLOVER's codes for bodies of many states, with the name of the one that a code alone stands for."""


@dataclass(frozen=True, slots=True)
class Who:
    """What a mention's own words tell: `state` is true where the mention is nothing but a state, its capital or its seat."""

    name: str | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    knowledge_id: str | None = None
    doubtful: bool = False
    state: bool = False


@dataclass(frozen=True, slots=True)
class _Form:
    country: str
    kind: str
    stem: bool
    words: int


@cache
def _names() -> dict[str, str]:
    """ISO alpha-3 → short English name, as CLDR has it."""
    return {code: name for code, (name, _) in _territories("en").items()}


@cache
def _territories(language: str) -> dict[str, tuple[str, str]]:
    from babel import Locale

    out: dict[str, tuple[str, str]] = {}
    territories = Locale(language).territories
    for two, three in alpha3().items():
        if two in territories:
            out[three] = (territories[two], two)
    return out


@cache
def alpha3() -> dict[str, str]:
    """ISO alpha-2 → alpha-3 (`countries.tsv`; Kosovo is KOS, as in PLOVER)."""
    lines = (files("tocsin.resolve") / "countries.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))  # type: ignore[misc]


@cache
def _forms() -> dict[str, dict[str, list[_Form]]]:
    """Language → first word (or its stem) → forms; each form is kept under its whole folded text too."""
    out: dict[str, dict[str, list[_Form]]] = {l: {} for l in LANGUAGES}

    def add(language: str, form: str, country: str, kind: str) -> None:
        stem = form.endswith("*")
        words = words_of(form.rstrip("*"))
        if words:
            f = _Form(country, kind, stem, len(words))
            own = out[language].setdefault(" ".join(words), [])
            if f not in own:
                own.append(f)

    for language in LANGUAGES:
        for three, (name, _) in _territories(language).items():
            add(language, name, three, "name")
    for line in (files("tocsin.resolve") / "states.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        country, languages, kind, forms = line.split("\t")[:4]
        for language in LANGUAGES if languages == "*" else languages.split(","):
            for form in forms.split("|"):
                add(language, form.strip(), country, kind)
    return out


def _lookup(table: dict[str, list[_Form]], words: list[str]) -> list[_Form]:
    """Forms that these very words are, the last one perhaps inflected."""
    key = " ".join(words)
    if found := table.get(key):
        return found
    last = words[-1]
    for cut in range(len(last) - 1, 2, -1):
        found = [f for f in table.get(key[: len(key) - len(last) + cut], ()) if f.stem]
        if found:
            return found
    return []


@cache
def _functional(language: str) -> frozenset[str]:
    return frozenset(_SMALL.get(language, "").split())


_SMALL = {
    "en": "the of official government authorities republic federation state s",
    "it": "il la lo l gli i le del della dell dei governo autorita repubblica federazione stato di da",
    "fr": "le la l les du de des gouvernement autorites republique federation d etat",
    "es": "el la los las del de gobierno autoridades republica federacion estado",
    "pt": "o a os as do da dos das de governo autoridades republica federacao estado",
    "de": "der die das den dem des regierung republik von staat bundesregierung",
    "ru": "правительство правительства власти властей республика республики федерация официальный официальная официального",
    "uk": "уряд уряду влада влади республіка республіки федерація офіційний офіційного",
    "pl": "rząd rzad rzadu wladze wladz republika republiki federacja",
    "ar": "حكومه سلطات جمهوريه دوله",
}


@cache
def _who(mention: str, language: str, kind: str) -> Who | None:
    words = words_of(mention)
    # "us", "who", "un", "uno" are words; as names of two or three letters they stand in capitals.
    capital = [w.isupper() or not w.isascii() for w in WORD.findall(mention)]
    table = _forms().get(language) or _forms()["en"]
    hits: list[tuple[int, int, _Form]] = []
    i = 0
    while i < len(words):
        for n in range(min(4, len(words) - i), 0, -1):
            forms = _lookup(table, words[i : i + n])
            if forms and n == 1 and len(words[i]) <= 3 and len(capital) == len(words) and not capital[i]:
                continue
            if forms:
                hits.append((i, n, forms[0]))
                i += n - 1
                break
        i += 1
    if not hits:
        return None
    small = _functional(language)
    rest = [w for k, w in enumerate(words) if not any(a <= k < a + n for a, n, _ in hits) and w not in small and len(w) > 1]
    first = hits[0][2]
    countries = {f.country for _, _, f in hits}
    capitals = [f for _, _, f in hits if f.kind != "adjective"]
    if not rest and len(countries) == 1 and capitals and first.country in INTERNATIONAL:
        return Who(INTERNATIONAL[first.country], first.country, ("GOV",) if first.country == "EUR" else (), state=False)
    if not rest and len(countries) == 1 and capitals:
        name = _names().get(first.country)
        if kind == "place":
            return Who(None if first.kind != "name" else name, first.country, (), state=False)
        return Who(name, first.country, ("GOV",), f"state:{first.country}", state=kind == "organization")
    # Of several states named, an adjective says whose it is; else the one named first.
    adjective = next((f for _, _, f in hits if f.kind == "adjective"), None)
    return Who(None, (adjective or first).country)


def who(mention: str, language: str, kind: str = "organization", published: str | None = None) -> Who | None:
    """What the words of a mention tell of its state, None where they tell nothing.

    `kind` is the entity's kind; `published` will date office holders.
    """
    return _who(mention, language.split("-")[0], kind)
