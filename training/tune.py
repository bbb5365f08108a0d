"""Choose thresholds and calibrate confidence on the validation passages, through the shipped line itself.

`python -m training.tune FOLDER` reads every held-out passage with the exported model, compares the graph with the
gold, chooses for each kind of span and edge the least probability that gives the best F1 (F2 for statements' parts), fits the logistic map of
confidence, and writes the values into `model.json`. No benchmark is looked at.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy as np

from tocsin.codebook import codebook
from tocsin.compose.events import likely
from tocsin.reader.graph import Graph
from tocsin.reader.model import EncoderReader
from tocsin.report import Span
from tocsin.tidy import split
from training.export import describe
from training.markup import Passage, held_out
from training.train import read_corpus

EDGES = {"actor": "actor", "recipient": "recipient", "place": "place", "time": "when", "speaker": "speaker", "via": "via",
         "content": "attach", "condition": "condition", "same_participant": "same_participant", "same_event": "same_event",
         "same_country": "same_country"}  # fmt: skip
"""Relation → the setting that holds its threshold."""

LEAST, MOST = 0.15, 0.6
"""Thresholds rest on few examples: none is set outside these."""
NAMED = 0.2
"""Least probability of the recipient of a threat, accusation or demand: in our passages nearly all have one, in other people's articles four in five."""
FAVOURED = 2.0
"""Beta of what statements are made of. The validation passages are by the hand that wrote the training
passages; in other people's sentences the reader is less sure of the same things, and a statement lost takes its events'
attribution with it, so recall weighs more there than F1 on these passages would give it."""
FAVOURED_EVENTS = 1.3
"""The same for events: F1 hardly changes over a wide stretch of thresholds, and recall breaks the tie a little."""
OF_STATEMENTS = ("cue", "content", "speaker", "via")


def near(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Spans that share half of the shorter one."""
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both > 0 and 2 * both >= min(a[1] - a[0], b[1] - b[0])


def best_threshold(scored: list[tuple[float, bool]], missed: int, beta: float = 1.0) -> tuple[float, float]:
    """Of (probability, right) and how many gold ones no candidate covers: the threshold with the best F, and that F."""
    gold = sum(r for _, r in scored) + missed
    best, right = (0.5, 0.0), 0
    for n, (p, r) in enumerate(sorted(scored, reverse=True), 1):
        right += r
        f = (1 + beta**2) * right / (n + beta**2 * gold) if gold else 0.0
        if f > best[1]:
            best = (p, f)
    return best


def best_sets(cases: list[tuple[dict[str, float], set[str]]]) -> tuple[float, float]:
    """Of (participant → probability, the right ones): the threshold at which most acts have exactly theirs, none missing, none too
    many; and the lower one for the likeliest participant where nobody reaches the first."""

    def exact(least: float, alone: float) -> int:
        return sum(likely(found, least, alone) == right for found, right in cases)

    grid = [k / 100 for k in range(10, 81, 2)]
    least = max(grid, key=lambda t: (exact(t, t), -abs(t - 0.4)))
    # With somebody alone at a lower one, the threshold for more than one may be higher.
    return max(
        ((t, alone) for t in grid if t >= least for alone in grid if alone <= t), key=lambda x: (exact(*x), -abs(x[1] - 0.3))
    )


def logistic(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Slope and intercept of P(y) over log-odds x, by Newton's method (Platt 1999), lightly regularised."""
    w = np.array([1.0, 0.0])
    design = np.stack([x, np.ones_like(x)], 1)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ w))
        gradient = design.T @ (p - y) + 1e-3 * (w - [1, 0])
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + 1e-3 * np.eye(2)
        w = w - np.linalg.solve(hessian, gradient)
    return float(w[0]), float(w[1])


def compare(passages: list[Passage], graphs: list[Graph]) -> tuple[dict[str, float], dict[str, float]]:
    """Gold and graphs of the same passages → (settings, figures)."""
    spans: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    edges: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    sets: dict[str, list[tuple[dict[str, float], set[str]]]] = defaultdict(list)
    missed: dict[str, int] = defaultdict(int)
    odds: list[tuple[float, bool]] = []
    status = [0, 0]
    for p, g in zip(passages, graphs, strict=True):
        gold = {
            "entity": {(m.start, m.end): e.id for e in p.entities.values() for m in e.mentions},
            "trigger": {(m.start, m.end): v.id for v in p.events.values() for m in v.mentions},
            "cue": {(s.cue.start, s.cue.end): s.id for s in p.statements.values() if s.cue},
            "content": {(c.start, c.end): s.id for s in p.statements.values() for c in s.content},
            "time": {(t.span.start, t.span.end): t.id for t in p.times.values()},
            "noise": {(s.start, s.end): "n" for s, _ in p.noise},
        }
        of: dict[int, str] = {}
        for layer, wanted in gold.items():
            left = dict(wanted)
            for i, n in sorted(((i, n) for i, n in enumerate(g.nodes) if n.layer == layer), key=lambda x: -x[1].score):
                hit = max(
                    (k for k in left if near(k, (n.start, n.end))),
                    key=lambda k: min(k[1], n.end) - max(k[0], n.start),
                    default=None,
                )
                right = hit is not None
                if hit is not None:
                    of[i] = left.pop(hit)
                if layer == "trigger":
                    v = p.events.get(of.get(i, ""))
                    same_type = v is not None and n.label == v.type
                    best = max(((q, k[7:]) for k, q in n.scores.items() if k.startswith("status:")), default=(1.0, "actual"))
                    if v is not None:
                        status[0] += v.status == best[1]
                        status[1] += 1
                    share = n.scores.get(f"type:{n.label}", 1.0)
                    odds.append((n.score * share * best[0], same_type and v is not None and v.status == best[1]))
                    spans["event"].append((n.score * share * best[0], same_type))
                    right = v is not None
                spans[layer].append((n.score, right))
            missed[layer] += len(left)
            if layer == "trigger":
                missed["event"] += len(left)
        _edges(p, g, of, edges, missed)
        _sets(p, g, of, sets)
        _labels(p, g, of, spans, missed)
    settings, figures = {}, {}
    for name in ("mode", "sector", "historical"):
        settings[name], figures[name] = best_threshold(spans[name], missed[name])
    for layer in ("entity", "cue", "content", "time", "noise"):
        settings[layer], figures[layer] = best_threshold(
            spans[layer], missed[layer], FAVOURED if layer in OF_STATEMENTS else 1.0
        )
    for relation, name in EDGES.items():
        settings[name], figures[relation] = best_threshold(
            edges[relation], missed["edge:" + relation], FAVOURED if relation in OF_STATEMENTS else 1.0
        )
    settings["actor"], settings["actor_alone"] = best_sets(sets["actor"])
    settings["actor_mutual"], _ = best_sets(sets["actor_mutual"])
    settings["recipient"], settings["recipient_alone"] = best_sets(sets["recipient"])
    _, settings["recipient_addressed"] = best_sets(sets["recipient_addressed"])
    if odds:
        x = np.array([math.log(min(max(q, 1e-4), 1 - 1e-4) / (1 - min(max(q, 1e-4), 1 - 1e-4))) for q, _ in odds])
        settings["slope"], settings["intercept"] = logistic(x, np.array([float(r) for _, r in odds]))
        cut, figures["event"] = best_threshold(spans["event"], missed["event"], FAVOURED_EVENTS)
        z = settings["slope"] * math.log(cut / (1 - min(cut, 1 - 1e-6))) + settings["intercept"]
        settings["confidence"] = 1 / (1 + math.exp(-z))
    figures["trigger"] = best_threshold(spans["trigger"], missed["trigger"])[1]
    figures["status"] = status[0] / max(1, status[1])
    return settings, figures


def _sets(p: Passage, g: Graph, of: dict[int, str], sets: dict[str, list[tuple[dict[str, float], set[str]]]]) -> None:
    """Who the reader gives each matched act, by role, and who the gold does; a mention that matches nothing is somebody else.

    Acts of mutual and of addressed types stand apart: most have two actors, nearly all a recipient.
    """
    for i, id in of.items():
        if id in p.events and g.nodes[i].layer == "trigger":
            for role, right in (("actor", p.events[id].actors), ("recipient", p.events[id].recipients)):
                found: dict[str, float] = {}
                for e in g.edges:
                    if e.head == i and e.relation == role:
                        who = of.get(e.tail, f"?{e.tail}")
                        found[who] = max(found.get(who, 0.0), e.score)
                act = codebook().types[p.events[id].type]
                apart = {"actor": "mutual", "recipient": "addressed"}[role]
                sets[f"{role}_{apart}" if getattr(act, apart) else role].append((found, set(right)))


def _labels(
    p: Passage, g: Graph, of: dict[int, str], spans: dict[str, list[tuple[float, bool]]], missed: dict[str, int]
) -> None:
    """Modes and age of matched acts, sectors of matched participants: right where the gold has them."""
    for i, id in of.items():
        n = g.nodes[i]
        wanted: dict[str, set[str]] = {}
        if id in p.events:
            wanted = {"mode": set(p.events[id].modes), "historical": {"historical"} if p.events[id].historical else set()}
        elif id in p.entities and p.entities[id].kind != "place":
            wanted = {"sector": set(p.entities[id].sectors)}
        for name, right in wanted.items():
            found = {k.removeprefix(f"{name}:"): q for k, q in n.scores.items() if k == name or k.startswith(f"{name}:")}
            if name == "mode":
                # Only a type's own modes are ever taught, or taken.
                found = {k: q for k, q in found.items() if k in codebook().types[n.label or p.events[id].type].modes}
            spans[name] += [(q, k in right) for k, q in found.items()]
            missed[name] += len(right - set(found))


def _edges(
    p: Passage, g: Graph, of: dict[int, str], edges: dict[str, list[tuple[float, bool]]], missed: dict[str, int]
) -> None:
    """Edges between matched nodes, right where the gold joins what they match."""
    gold: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for v in p.events.values():
        gold["actor"] |= {(v.id, x) for x in v.actors}
        gold["recipient"] |= {(v.id, x) for x in v.recipients}
        gold["condition"] |= {(v.id, x) for x in v.conditions}
        if v.place:
            gold["place"].add((v.id, v.place))
        if v.time:
            gold["time"].add((v.id, v.time))
    for s in p.statements.values():
        gold["content"].add((s.id, s.id))
        if s.speaker:
            gold["speaker"].add((s.id, s.speaker))
        if s.via:
            gold["via"].add((s.id, s.via))
    seen: dict[str, dict[tuple[str, str], float]] = defaultdict(dict)
    for e in g.edges:
        a, b = of.get(e.head), of.get(e.tail)
        if a is None or b is None:
            continue
        if e.relation == "same_country":
            x, y = p.entities[a].country, p.entities[b].country
            if a != b and x and y:
                edges[e.relation].append((e.score, x == y))
            continue
        if e.relation.startswith("same_"):
            edges[e.relation].append((e.score, a == b))
            continue
        seen[e.relation][a, b] = max(seen[e.relation].get((a, b), 0.0), e.score)
    known = set(of.values())
    for relation, wanted in gold.items():
        for pair, score in seen[relation].items():
            edges[relation].append((score, pair in wanted))
        missed["edge:" + relation] += sum(a in known and b in known and (a, b) not in seen[relation] for a, b in wanted)


def graphs_of(passages: list[Passage], reader: EncoderReader) -> list[Graph]:
    """The graphs of passages, read as articles are."""
    sentences = [split(p.text, p.language) or (Span(0, len(p.text)),) for p in passages]
    return reader.read([p.text for p in passages], sentences)


def tune(folder: Path, passages: list[Passage], write: bool = True) -> dict[str, float]:
    """Thresholds and calibration of the model in `folder` on validation passages, into its `model.json`; the figures."""
    settings, figures = compare(passages, graphs_of(passages, EncoderReader(folder)))
    free = ("slope", "intercept", "actor", "actor_mutual", "recipient", "condition")
    settings = {k: round(v if k in free else min(max(v, LEAST), MOST), 3) for k, v in settings.items()}
    settings["recipient_addressed"] = max(settings["recipient_addressed"], NAMED)
    if write:
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        about.pop("checksum", None)
        describe(folder, {**about, "settings": settings, "validation": {k: round(v, 3) for k, v in figures.items()}})
    else:
        print(json.dumps(settings))
    return figures


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("folder", type=Path, help="folder of the exported model; its model.json is rewritten")
    ap.add_argument("corpus", nargs="*", type=Path, default=[Path("training/corpus")])
    ap.add_argument("--look", action="store_true", help="print, write nothing")
    a = ap.parse_args()
    passages = [p for p in read_corpus(a.corpus) if held_out(p)]
    print(f"{len(passages)} validation passages")
    for name, value in tune(a.folder, passages, not a.look).items():
        print(f"  {name:18} F {value:.3f}")


if __name__ == "__main__":
    main()
