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


def host(url: str | None) -> str | None:
    """The host of an address, without www., None where there is none."""
    return (urlsplit(url or "").hostname or "").removeprefix("www.") or None


def owner(outlet: str | None, url: str | None = None) -> str | None:
    """Who owns an outlet, None where that is not known; an address tells before a name does."""
    names, domains = owners()
    at = host(url) or ""
    while at:
        if at in domains:
            return domains[at] or None
        at = at.partition(".")[2]
    return names.get(fold(outlet or "")) or None
