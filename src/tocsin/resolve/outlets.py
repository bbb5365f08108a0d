"""Whose an outlet is, by its name or its address (`knowledge/outlets.tsv`)."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlsplit

from tocsin.resolve.folding import fold
from tocsin.resolve.tables import lines, shipped


@cache
def owners() -> tuple[dict[str, str], dict[str, str]]:
    """Folded name → owner, and domain → owner (state, public, party, private), of the outlets that the table knows."""
    names: dict[str, str] = {}
    domains: dict[str, str] = {}
    for _, (_, name, others, domain, _, _, owner, _) in lines(shipped() / "outlets.tsv"):
        for n in (name, *others.split("|")):
            if n:
                names.setdefault(fold(n.split(" (")[0]), owner)
        if domain:
            domains.setdefault(domain, owner)
    return names, domains


def owner(outlet: str | None, url: str | None = None) -> str | None:
    """Who owns an outlet, None where that is not known; an address tells before a name does."""
    names, domains = owners()
    host = (urlsplit(url or "").hostname or "").removeprefix("www.")
    while host:
        if host in domains:
            return domains[host] or None
        host = host.partition(".")[2]
    return names.get(fold(outlet or "")) or None
