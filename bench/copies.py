"""Copies found among articles of our own: verbatim, shortened, reordered, spun and merged ones, beside originals that only share a quotation.

The articles are made of the corpus's passages, the copies by rule and by a fixed seed, so that everybody gets the same. `python -m bench.copies [--wrong]`.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measure import Figure, lines
from tocsin import Reader
from tocsin.desk.copies import Copy, copies, least_shared
from tocsin.desk.overlap import Words, words_in
from tocsin.tidy import split
from training.markup import files_of, read

CORPUS = Path(__file__).parent.parent / "training" / "corpus"
PASSAGES = 4
"""Passages of an article."""
EACH = 12
"""Original articles of a language."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article: its sentences, how it was made and of which originals (none of any where it is one)."""

    sentences: tuple[str, ...]
    kind: str
    of: tuple[int, ...]

    @property
    def words(self) -> Words:
        return words_in("\n".join(self.sentences))


def originals(language: str) -> list[tuple[str, ...]]:
    """Articles of a language, as sentences; no passage stands in two."""
    passages, _ = read(files_of([CORPUS / language]))
    own = [p for p in passages if len(p.text) > 300][: EACH * PASSAGES]
    sentences = [tuple(p.text[s.start : s.end] for s in split(p.text, language)) for p in own]
    return [tuple(s for p in sentences[n : n + PASSAGES] for s in p) for n in range(0, len(sentences) - PASSAGES + 1, PASSAGES)]


def made(articles: list[tuple[str, ...]], start: int, rng: random.Random) -> Iterator[Text]:
    """The originals of a language, numbered from `start`, and after them what is made of them."""
    yield from (Text(a, "original", ()) for a in articles)
    other_words = [w for a in articles for s in a for w in s.split()]
    for k, a in enumerate(articles):
        n = start + k
        yield Text(("Agency report.", *a, "Read also: ten beaches."), "verbatim", (n,))
        kept = sorted(rng.sample(range(len(a)), max(4, int(len(a) * rng.uniform(0.4, 0.7)))))
        yield Text(tuple(a[i] for i in kept), "shortened", (n,))
        yield Text(tuple(rng.sample(a, len(a))), "reordered", (n,))
        yield Text(tuple(_spun(s, other_words, rng) for s in a), "spun", (n,))
        b = (k + 1) % len(articles)
        yield Text((*a[: len(a) // 2], *articles[b][len(articles[b]) // 2 :]), "merged", (n, start + b))
        c = articles[(k + 5) % len(articles)]
        yield Text((*(_spun(s, other_words, rng, 0.9) for s in c), max(a, key=len)), "quoting", ())


def _spun(sentence: str, others: list[str], rng: random.Random, share: float = 0.13) -> str:
    """A sentence with words exchanged for others of the language, and some left out."""
    out = []
    for w in sentence.split():
        p = rng.random()
        if p < share:
            out.append(rng.choice(others))
        elif p < share + 0.04:
            continue
        else:
            out.append(w)
    return " ".join(out)


def judged() -> list[tuple[Text, int, list[Copy], list[Text]]]:
    """Every made article with its number, what is found among those before it, and all of them."""
    rng, everything = random.Random(11), list[Text]()
    for language in sorted(p.name for p in CORPUS.iterdir() if p.is_dir()):
        everything += made(originals(language), len(everything), rng)
    words = [t.words for t in everything]
    prints = [w.prints() for w in words]
    rows = []
    for n, t in enumerate(everything):
        near = [k for k in range(n) if len(prints[n] & prints[k]) >= least_shared(prints[n])]
        rows.append((t, n, copies(words[n], [(k, words[k]) for k in near]), everything))
    return rows


def _family(t: Text, n: int) -> set[int]:
    return set(t.of) or {n}


def in_one_story(public: Path) -> tuple[int, int]:
    """Of others' articles that are called copies (giveme5w1h's clusters, ECB+): the pairs of one story, and all pairs."""
    right = found = 0
    for name in ("giveme5w1h_clusters/dev.jsonl", "ecbplus/train.jsonl", "ecbplus/dev.jsonl"):
        records = lines(public / name) if (public / name).exists() else []
        words = [words_in(d["text"]) for d in records]
        prints = [w.prints() for w in words]
        for n, d in enumerate(records):
            near = [(k, words[k]) for k in range(n) if len(prints[n] & prints[k]) >= least_shared(prints[n])]
            for c in copies(words[n], near):
                found += 1
                right += _story(d) == _story(records[c.of])
    return right, found


def _story(d: dict[str, Any]) -> str:
    """The cluster of an article; in ECB+ the number of its seed story ("12ecb", "12ecbplus" are two stories of one kind)."""
    return str(d.get("story") or d["gold"]["story"]).removesuffix("plus")


def measure(reader: Reader, data: Path) -> list[Figure]:
    """Precision of what is called a copy, recall of the originals that copies are made of."""
    found = right = asked = hit = 0
    for t, n, own, everything in judged():
        for c in own:
            found += 1
            right += bool(_family(t, n) & _family(everything[c.of], c.of))
        asked += len(t.of)
        hit += sum(o in {c.of for c in own} for o in t.of)
    note = "our own articles; each copy against all that came before it"
    return [
        Figure("copies precision", right / max(1, found), found, note),
        Figure("copies recall", hit / max(1, asked), asked, note),
    ]


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--wrong", action="store_true", help="list what is missed or wrongly found")
    a = ap.parse_args()
    asked, hit, kinds = Counter[str](), Counter[str](), Counter[str]()
    for t, n, own, everything in judged():
        asked[t.kind] += len(t.of)
        hit[t.kind] += sum(o in {c.of for c in own} for o in t.of)
        wrong = [c for c in own if not _family(t, n) & _family(everything[c.of], c.of)]
        kinds.update(f"{t.kind} called {c.kind}" for c in own if c.of in t.of)
        if a.wrong and (wrong or any(o not in {c.of for c in own} for o in t.of)):
            print(n, t.kind, t.of, [(c.of, c.kind, c.coverage) for c in own], "wrong", [c.of for c in wrong])
    for kind in sorted(asked):
        print(f"{kind:10} {hit[kind]} of {asked[kind]} found")
    print(dict(kinds))
    for f in measure(None, Path("../shared/bench")):  # type: ignore[arg-type]
        print(f"{f.name} {f.value:.3f} of {f.n}")


if __name__ == "__main__":
    main()
