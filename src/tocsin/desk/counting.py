"""Acts counted in windows of days: of each dyad, party, place or type of a rule on its own, for a level and for a rise.

A rise compares like with like: only what the outlets tell that told something before, against the articles of the same outlets; so a new
feed rings for nothing. Acts and articles come in, alerts go out; the test itself is in `rise`.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.desk.acts import Act, headline, voice, voices
from tocsin.desk.alerts import SHOWN, Alert, accepted, enough, evidence
from tocsin.desk.board import UNNAMED
from tocsin.desk.pattern import Party
from tocsin.desk.rise import Window, rise
from tocsin.desk.rules import AlertRule, OfLevel, OfRise
from tocsin.desk.watchlist import Wanted, WatchList
from tocsin.resolve.outlets import host
from tocsin.store.tellings import Telling, Words


@dataclass(frozen=True, slots=True)
class Counted:
    """One subject that rings: what it is, the last day of its window, in words why, and the acts of the window."""

    label: str
    end: str
    why: str
    acts: tuple[Act, ...]


def subjects(wanted: Wanted) -> Iterator[tuple[str, Wanted]]:
    """What a rule counts, each on its own: its dyads, its parties, its places, those of its lists; its types where it names none of these."""
    whole = replace(wanted, watch=(), dyads=(), actors=(), places=())
    found: dict[str, Wanted] = {}
    for w in (WatchList("", wanted.places, wanted.actors, wanted.dyads), *wanted.watch):
        types = tuple(t for t in w.types if t in wanted.types) if w.types and wanted.types else w.types or wanted.types
        if w.types and not types:
            continue
        of = replace(whole, types=types)
        kinds = f" {' or '.join(types)}" if types else ""
        found |= {f"{d[0]} – {d[1]}{kinds}": replace(of, dyads=(d,)) for d in w.dyads}
        found |= {f"{a}{kinds}": replace(of, watch=(WatchList("", actors=(a,)),)) for a in w.actors}
        found |= {f"{p}{kinds}": replace(of, places=(p,)) for p in w.places}
        if w.types and not (w.dyads or w.actors or w.places):
            found |= {t: replace(of, types=(t,)) for t in types}
    if not found and not wanted.watch:
        found = {t: replace(whole, types=(t,)) for t in wanted.types}
    if not found and wanted.recipients:
        found[f"against {_names(wanted.recipients)}"] = whole
    yield from found.items()


def _names(parties: Sequence[Party]) -> str:
    return " or ".join(map(str, parties))


def days_before(day: str, days: int) -> str:
    """The day some days before one."""
    return (dt.date.fromisoformat(day) - dt.timedelta(days)).isoformat()


def span(rule: AlertRule) -> int:
    """Days that a rule looks back."""
    ask = rule.ask
    assert isinstance(ask, OfLevel | OfRise)
    return ask.days * ((ask.windows if isinstance(ask, OfRise) else 0) + 1)


def counted(
    rule: AlertRule,
    found: Sequence[Act],
    articles: Sequence[tuple[str, str | None, str | None, int]],
    end: str,
    known: Mapping[str, str],
) -> list[Counted]:
    """The subjects of a rule that ring in the window that ends on a day. One that rang rings again when its window has passed whole.

    `articles` are (day, outlet, address, articles) of all days that the rule looks back.
    """  # fmt: skip
    ask = rule.ask
    assert isinstance(ask, OfLevel | OfRise)
    out = []
    for label, wanted in subjects(ask.wanted):
        rang = known.get(f"{rule_kind(rule)}:{label}")
        if rang and rang > days_before(end, ask.days):
            continue
        own = [a for x in found if (a := accepted(x, wanted)) and enough(a, wanted)]
        one = _level(ask, label, own, end) if isinstance(ask, OfLevel) else _rise(ask, label, own, articles, end)
        if one:
            out.append(one)
    return out


def rule_kind(rule: AlertRule) -> str:
    """`level` or `rise`."""
    return "level" if isinstance(rule.ask, OfLevel) else "rise"


def _level(ask: OfLevel, label: str, own: Sequence[Act], end: str) -> Counted | None:
    start = days_before(end, ask.days - 1)
    inside = tuple(a for a in own if (d := _day(a.tellings)) and start <= d <= end)
    if len(inside) <= ask.above:
        return None
    return Counted(label, end, f"{len(inside)} acts in the {ask.days} days to {end}, more than {ask.above}", inside)


def _rise(
    ask: OfRise, label: str, own: Sequence[Act], articles: Sequence[tuple[str, str | None, str | None, int]], end: str
) -> Counted | None:
    def number(day: str) -> int:
        return (dt.date.fromisoformat(end) - dt.date.fromisoformat(day)).days // ask.days

    seen: dict[int, Counter[str]] = defaultdict(Counter)
    for day, outlet, url, n in articles:
        seen[number(day)][outlet or host(url) or UNNAMED] += n
    panel = standing(seen, ask.windows)
    inside: dict[int, list[Act]] = defaultdict(list)
    for a in own:
        told = _day([t for t in a.tellings if voice(t) in panel])
        if told and 0 <= number(told) <= ask.windows:
            inside[number(told)].append(a)

    def window(k: int) -> Window:
        return Window(len(inside[k]), sum(n for v, n in seen[k].items() if v in panel))

    found = rise([window(k) for k in range(1, ask.windows + 1)], window(0), ask.chance, ask.least)
    if found is None or not found.risen:
        return None
    why = (
        f"{found.acts} acts in the {ask.days} days to {end}, where the {ask.windows} windows before let one expect {found.expected:.1f} and had "
        f"{found.most} at most; a chance of {max(found.chance, 1e-6):.1g} if nothing had changed; counted in {len(panel)} outlets that were read before"
    )
    return Counted(label, end, why, tuple(inside[0]))


def standing(seen: Mapping[int, Counter[str]], windows: int) -> frozenset[str]:
    """Outlets with articles in at least half of the past windows that have any; `seen` has articles by window (0 is the last) and outlet."""
    past = [seen[k] for k in range(1, windows + 1) if seen.get(k)]
    often = Counter(v for own in past for v in own)
    return frozenset(v for v, n in often.items() if 2 * n >= len(past))


def _day(tellings: Sequence[Telling]) -> str | None:
    """The day on which something was first told."""
    return min((t.day for t in tellings if t.day), default=None)


def shown(c: Counted) -> list[Telling]:
    """What an alert shows of a count: the surest telling of each of the last acts."""
    return [max(a.tellings, key=lambda t: t.confidence) for a in c.acts[-SHOWN:]]


def of_count(rule: AlertRule, c: Counted, words: Mapping[tuple[str, str], Words]) -> Alert:
    """The alert of a count that rings."""
    ask = rule.ask
    assert isinstance(ask, OfLevel | OfRise)
    tellings = [t for a in c.acts for t in a.tellings]
    all_, ours = voices(tellings)
    types = {t.type for t in tellings}
    kind = rule_kind(rule)
    look = (
        "tocsin incidents"
        + (f" --type {types.pop()}" if len(types) == 1 else "")
        + f" --since {days_before(c.end, ask.days - 1)}"
    )
    return Alert(
        rule.id, kind, f"{kind}:{c.label}", c.end, None, f"{c.label}: {'more than usual' if kind == 'rise' else 'above the level'}, the last of it "
        f"{headline(c.acts[-1].tellings)}", c.why, all_, ours, max(t.confidence for t in tellings), evidence(shown(c), words), look,
    )  # fmt: skip
