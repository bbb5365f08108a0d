"""Stories: articles about one happening, across outlets and languages. By what an article is looked up, and which of some stories it joins, if any;
`tocsin.desk.likeness` judges how well it fits, `tocsin.desk.gathering` keeps what becomes of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from tocsin.desk.likeness import Likeness, fit, weights
from tocsin.desk.traits import EVERY, Traits

WINDOW = 14
"""Days by which an article may be from the nearest article of its story."""
WORDS = 14
"""Terms by which an article is looked up: words of its language, the rarest."""
MARKS = 12
"""The same of names, places, acts and figures, which other languages have too."""


def keys(t: Traits) -> dict[int, float]:
    """The terms by which an article is looked up, hashed to 63 bits, with their weights."""
    words = {f"{t.language}:{w}": x for w, x in t.words.items()}
    marks = {f"{EVERY}:{w}": x for bag in (t.names, t.places, t.acts, t.figures) for w, x in bag.items()}
    rarest = [
        *sorted(words.items(), key=lambda k: (-k[1], k[0]))[:WORDS],
        *sorted(marks.items(), key=lambda k: (-k[1], k[0]))[:MARKS],
    ]
    return {int.from_bytes(hashlib.blake2b(w.encode(), digest_size=8).digest(), "big") >> 1: x for w, x in rarest}


def choose(own: Traits, stories: Mapping[int, Sequence[tuple[int, Traits]]]) -> tuple[int, int, Likeness] | None:
    """Of stories (number → articles with their traits) the one that an article fits best, with the article nearest to it; None where it opens one."""
    table = weights()
    fits = [(n, fit(own, [t for _, t in articles], table)) for n, articles in stories.items() if articles]
    if not fits:
        return None
    n, best = max(fits, key=lambda f: (f[1].odds, -f[0]))
    return (n, stories[n][best.nearest][0], best) if best.odds >= 0 else None
