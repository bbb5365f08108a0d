"""The status of an act: what the reader sees in its own words, weighed by what the cue of its statement does with them.

"Denied that ...", "demanded that ...", "promised to ..." say of everything in their content how it is meant; the table is
`cues.yaml`. The reader's probabilities are multiplied by the cue's and the likeliest status stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from tocsin.report import Span, Statement
from tocsin.tables import load, stems

MEANT = {"deny": "negated", "demand": "hypothetical", "promise": "future", "fear": "hypothetical"}
"""What each class of cue makes of the acts in its content (codebook, doubtful cases 2, 4 and 7)."""
WEIGHT = {"deny": 4.0, "demand": 3.0, "promise": 2.0, "fear": 2.0}
"""How much likelier its status becomes: a denial decides nearly always, a promise may recall what was done before."""
WORD = re.compile(r"[^\W\d_]+")


@cache
def _classes(language: str) -> list[tuple[str, re.Pattern[str]]]:
    table = load("tocsin.compose", "cues.yaml").get(language, {})
    return [(name, stems(words)) for name, words in table.items()]


@cache
def cue_class(cue: str, language: str) -> str | None:
    """The class of a reporting cue, None where it only reports."""
    words = [w.casefold() for w in WORD.findall(cue)]
    return next((name for name, pattern in _classes(language.split("-")[0]) if any(pattern.match(w) for w in words)), None)


def status_of(scores: Mapping[str, float], trigger: Span, statements: Sequence[Statement], language: str) -> str:
    """The likeliest status of a trigger whose reader's probabilities are `scores` (status → 0..1)."""
    weighed = dict(scores)
    for s in statements:
        own = not (s.cue.start < trigger.end and trigger.start < s.cue.end)
        if own and any(c.start <= trigger.start and trigger.end <= c.end for c in s.content):
            kind = cue_class(s.cue.text, language)
            if kind and MEANT[kind] in weighed:
                weighed[MEANT[kind]] *= WEIGHT[kind]
    return max(weighed.items(), key=lambda x: x[1], default=("actual", 1.0))[0]
