"""English names of states, their capitals and their bodies.

Bodies are named as most of the field does: "Ministry of Foreign Affairs of Russia", "Polish Armed Forces" is "Armed Forces of Poland".
"""

from __future__ import annotations

import re
from functools import cache

from tocsin.resolve.folding import WORD
from tocsin.resolve.persons import romanised
from tocsin.resolve.tables import alpha2, lines, shipped

ARTICLES = frozenset(
    ("the", "a", "an", "le", "la", "les", "l", "il", "lo", "gli", "i", "el", "los", "las", "o", "os", "as", "der", "die", "das", "dem", "den", "del", "della",
     "dell", "du", "des", "al")
)  # fmt: skip
BRACKET = re.compile(r"\s*\([^)]*\)$")
QUOTED = re.compile(r"[«„“\"]([^»“”\"]{2,60})[»“”\"]")

BODIES = {
    "government": "Government of {}", "foreign_ministry": "Ministry of Foreign Affairs of {}", "defence_ministry": "Ministry of Defence of {}",
    "interior_ministry": "Ministry of the Interior of {}", "finance_ministry": "Ministry of Finance of {}", "health_ministry": "Ministry of Health of {}",
    "justice_ministry": "Ministry of Justice of {}", "education_ministry": "Ministry of Education of {}", "energy_ministry": "Ministry of Energy of {}",
    "economy_ministry": "Ministry of Economy of {}", "culture_ministry": "Ministry of Culture of {}", "army": "{} Armed Forces", "armed_forces": "{} Armed Forces",
    "navy": "{} Navy", "air_force": "{} Air Force", "general_staff": "General Staff of the Armed Forces of {}", "police": "{} Police",
    "border_guard": "{} Border Guard", "coast_guard": "{} Coast Guard", "gendarmerie": "National Gendarmerie of {}", "parliament": "Parliament of {}",
    "supreme_court": "Supreme Court of {}", "constitutional_court": "Constitutional Court of {}", "prosecutor": "Prosecutor General's Office of {}",
    "presidency": "Office of the President of {}", "central_bank": "Central Bank of {}", "election_commission": "Central Electoral Commission of {}",
    "national_guard": "National Guard of {}",
}  # fmt: skip
"""Office of a role → English name, {} standing for the state, as an adjective where the name begins with it."""

ATTRIBUTIVE = {"USA": "United States", "KOS": "Kosovo", "UNO": "United Nations"}
"""States whose bodies stand under their name, not the adjective ("United States Navy", "Kosovo Police")."""


@cache
def _english() -> dict[tuple[str, str], str]:
    """(country, kind) → the first English form of it."""
    out: dict[tuple[str, str], str] = {}
    for _, cells in lines(shipped() / "states" / "en.tsv"):
        out.setdefault((cells[0], cells[1]), cells[2].split("|")[0].strip().rstrip("*"))
    return out


def state_name(country: str | None) -> str | None:
    """Short English name of a state, as newspapers have it (the first in our table), else CLDR's."""
    from babel import Locale

    if country and (name := _english().get((country, "name"))):
        return name
    two = alpha2().get(country or "")
    return Locale("en").territories.get(two) if two else None


def capital_name(country: str | None) -> str | None:
    """English name of a state's capital, for the European Union the city that stands for it."""
    return _english().get((country or "", "capital")) or ("Brussels" if country == "EUR" else None)


def body_name(office: str, country: str) -> str | None:
    """English name of a state's body, None where the office is no body or the state is unknown."""
    pattern = BODIES.get(office)
    name = state_name(country)
    adjective = ATTRIBUTIVE.get(country) or _english().get((country, "adjective")) or name
    word = adjective if pattern and pattern.startswith("{}") else name
    return pattern.format(word) if pattern and word else None


def plain(name: str | None) -> str | None:
    """A table's name without the bracket that tells it from others of the same name ("National News Agency (Lebanon)")."""
    return BRACKET.sub("", name) if name else None


def own_name(mention: str, language: str, explained: set[int]) -> str | None:
    """What a body that no table knows is called: the longest run of its capitalised words, or what stands in quotation marks, in Latin letters.

    `explained` are the places of words (`folding.WORD`) that a table explains: kinds of bodies and states. A first word alone may be capital
    because a sentence begins with it, and in German every noun is: neither is a name by that.
    """
    quoted = QUOTED.search(mention)
    if quoted and quoted[1][:1].isupper():
        return latin(quoted[1], language)
    found = [(m.start(), m.end(), m.group()) for m in WORD.finditer(mention)]
    runs: list[list[int]] = [[]]
    for k, (start, _, w) in enumerate(found):
        near = not runs[-1] or len(mention[found[runs[-1][-1]][1] : start].strip(" -&'’.")) == 0
        if k not in explained and w[:1].isupper() and near:
            runs[-1].append(k)
        elif runs[-1]:
            runs.append([])
    best = max(runs, key=len)
    while best and found[best[0]][2].casefold() in ARTICLES:
        best = best[1:]
    words = [found[k][2] for k in best]
    # "Le Rassemblement national": a name goes on in small letters, and where it ends cannot be told.
    after = found[best[-1] + 1][2] if best and best[-1] + 1 < len(found) else ""
    if after.islower() and len(after) > 3 and best[-1] + 1 not in explained:
        return None
    sure = len(words) > 1 or any(w.isupper() and len(w) > 1 for w in words) or (best and best[0] > 0 and language != "de")
    if not sure or not best or (language == "de" and not any(w.isupper() and len(w) > 1 for w in words)):
        return None
    return latin(mention[found[best[0]][0] : found[best[-1]][1]], language)


def latin(name: str, language: str) -> str | None:
    """A name in Latin letters, Cyrillic romanised; None for Arabic, which leaves out vowels."""
    if re.search("[\u0600-\u06ff]", name):
        return None
    return re.sub(
        r"[^\W\d_]+",
        lambda m: romanised(m.group(), language) if re.search("[а-яёґєії]", m.group().lower()) else m.group(),
        name,
    )
