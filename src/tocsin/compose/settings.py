"""Settings that change a reading: the least probabilities at which spans and edges enter the record.

Defaults were chosen on the validation part of the corpus (`python -m training.tune`), never on a benchmark; the model's
`model.json` carries the values that belong to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from tocsin.codebook import codebook


@dataclass(frozen=True, slots=True)
class Settings:
    """Least probabilities, 0..1. `confidence` is the least confidence of an event; the rest are spans and edges.

    `actor_alone` and `recipient_alone` hold for the likeliest participant of an act that has none above the usual threshold, `recipient_addressed`
    instead of the latter for acts that are done to somebody, `actor_mutual` instead of `actor` for acts whose sides are all actors (codebook).

    `topical` is how topical a passage must be (`signals.topical`) for its acts to be believed as they are; below it they are less likely in proportion.
    """

    confidence: float = 0.4
    topical: float = 0.2
    entity: float = 0.5
    cue: float = 0.5
    content: float = 0.5
    time: float = 0.5
    noise: float = 0.6
    actor: float = 0.5
    actor_alone: float = 0.3
    actor_mutual: float = 0.45
    recipient: float = 0.5
    recipient_alone: float = 0.5
    recipient_addressed: float = 0.3
    place: float = 0.5
    when: float = 0.5
    speaker: float = 0.35
    via: float = 0.5
    attach: float = 0.4
    condition: float = 0.5
    same_participant: float = 0.6
    same_event: float = 0.6
    same_country: float = 0.5
    second_type: float = 0.4
    mode: float = 0.5
    sector: float = 0.45
    historical: float = 0.5
    context: float = 0.5
    slope: float = 1.0
    intercept: float = 0.0

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> Settings:
        """Defaults overlaid with a model's stored values; unknown names are ignored."""
        known = {f.name for f in fields(cls)}
        return replace(cls(), **{k: float(v) for k, v in stored.items() if k in known})

    def thresholds(self, role: str, kind: str, visit: bool = False) -> tuple[float, float]:
        """For the actors or recipients of an act of that type: the least probability, and that of the likeliest one where nobody reaches it.

        A visit is no mutual act: the visitor does it to the host (codebook, doubtful case 9).
        """
        act = codebook().types.get(kind)
        if role == "actor":
            least = self.actor_mutual if act and act.mutual and not visit else self.actor
            return least, min(least, self.actor_alone)
        return self.recipient, self.recipient_addressed if visit or (act and act.addressed) else self.recipient_alone

    def to_dict(self) -> dict[str, float]:
        """Plain values, for `made_by`."""
        return asdict(self)
