"""Who "we" are: the side that a speaker speaks for, where an act in his words is done in the first person plural.

"If they cross, we will strike", a minister said: his state strikes. The table `ours.yaml` knows the words and endings of ten
languages; the side is the speaker's state where he holds an office of it and it is named, else the body named in his title, else the last group of his
country and sector that was named before him, else himself.
"""

from __future__ import annotations

import re
from functools import cache

from tocsin.compose.entities import Cast
from tocsin.report import Entity, Span
from tocsin.tables import load

WORD = re.compile(r"[^\W\d_]+")
BEFORE = 30
"""Characters before an act in which its "we" is looked for, inside what was said."""
OF_STATE = frozenset({"GOV", "MIL", "COP", "LEG", "SPY"})


@cache
def _table(language: str) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    own = load("tocsin.compose", "ours.yaml").get(language, {})
    return frozenset(own.get("subjects", ())), frozenset(own.get("others", ())), tuple(own.get("endings", ()))


def first_person(text: str, act: Span, said: Span, language: str) -> str | None:
    """How an act inside `said` is done by "us": "subject" where its own words' endings or a pronoun at or shortly before it say so,
    "other" where only "our" and "us" stand there, else None."""
    subjects, others, endings = _table(language.split("-")[0])
    own = [w.casefold() for w in WORD.findall(text[act.start : act.end])]
    near = {w.casefold() for w in WORD.findall(text[max(said.start, act.start - BEFORE) : act.end])}
    if near & subjects or (endings and any(len(w) > 4 and w.endswith(endings) for w in own)):
        return "subject"
    return "other" if near & others else None


def side_of(speaker: Entity, cast: Cast) -> str:
    """The id of the participant that a speaker's "we" stands for."""
    if speaker.country and OF_STATE & set(speaker.sectors):
        state = next((e for e in cast.all if e.knowledge_id == f"state:{speaker.country}"), None)
        if state:
            return state.id
    inside = [
        e for e in cast.all
        if e.id != speaker.id and e.kind in ("organization", "group") and speaker.start <= e.start and e.end <= speaker.end
    ]  # fmt: skip
    if inside:
        return max(inside, key=lambda e: e.end - e.start).id
    # A union's, a movement's or a clan's man: those of his kind who were named last before him.
    own = [
        e for e in cast.all
        if speaker.kind == "person" and e.kind in ("organization", "group") and e.start < speaker.start
        and e.country == speaker.country and set(e.sectors) & set(speaker.sectors) - OF_STATE
    ]  # fmt: skip
    return max(own, key=lambda e: e.start).id if own else speaker.id
