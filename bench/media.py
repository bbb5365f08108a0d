"""How many of the state-controlled outlets in others' list our table of outlets knows, by name or by address.

The list is State Media Monitor's as the German Marshall Fund's State Media Profiles publish it (2024-02, MIT): every outlet whose typology is
"state-controlled". It says nothing of reach, so all are asked for, local ones too.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from bench.measure import Figure
from tocsin import Reader
from tocsin.resolve.folding import fold
from tocsin.resolve.outlets import owners

PREFIX = re.compile(r"^(?:Print|Print media|Television|Radio): ")
BRACKET = re.compile(r"\s*\(([^)]*)\)")
FILE = Path("wordlists") / "state_media.jsonl"


def ways(name: str) -> list[str]:
    """The list's name of an outlet without the kind before it ("Print: ...") and with what stands in brackets apart."""
    bare = PREFIX.sub("", name)
    outside, inside = BRACKET.sub("", bare).strip(), BRACKET.findall(bare)
    return [bare, outside, *inside]


def coverage(data: Path) -> tuple[float, int, list[str]]:
    """Share known, number asked for, and those unknown ("Country: outlet (address)")."""
    names, domains = ({k for k, who in table.items() if who in ("state", "public")} for table in owners())
    asked, missing = 0, []
    for line in (data / FILE).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["typology"] != "SC":
            continue
        asked += 1
        host = (row["host"] or "").removeprefix("www.").lower()
        said = {fold(n) for k in ("outlet", "company") if row[k] for n in ways(row[k])}
        by_address = any(host == d or host.endswith("." + d) for d in domains if d)
        if not by_address and not said & names:
            missing.append(f"{row['country']}: {row['outlet']} ({host})")
    return 1 - len(missing) / asked, asked, missing


def measure(reader: Reader, data: Path) -> list[Figure]:
    """The share known, as a row of the table."""
    public = data / "public"
    if not (public / FILE).exists():
        return []
    share, asked, _ = coverage(public)
    return [
        Figure(
            "state-controlled outlets known",
            share,
            asked,
            "state or public owner; rows were written with the list of missing ones in sight",
        )
    ]


if __name__ == "__main__":
    share, asked, missing = coverage(Path("../shared/bench/public"))
    print("\n".join(missing))
    print(f"{share:.3f} of {asked} state-controlled outlets known")
