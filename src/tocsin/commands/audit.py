"""`tocsin audit draw` and `read`: judging sheets out, judged sheets in, and what they say of the whole archive."""

from __future__ import annotations

import csv
import html
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine

from tocsin.codebook import codebook
from tocsin.commands.read import say
from tocsin.desk.audit import Item, Share, band_of, by, corrected, draw, kappa, share, weights
from tocsin.export.selection import Told, Wanted, told
from tocsin.store import StoreError, opened, reports

COLUMNS = ("id", "language", "published", "type", "status", "passage", "verdict", "note")
YES, NO = frozenset({"yes", "y", "1", "right", "true"}), frozenset({"no", "n", "0", "wrong", "false"})
AROUND = 160
"""Characters before and after the clause that a judge sees too."""


def run_draw(db: str, n: int, seed: int, output: Path) -> int:
    """Write a blind sheet (CSV, or a page where the name ends in .html); 0, 1 no events, 3 no archive or nowhere to write."""
    try:
        engine = _archive(db)
        drawn = {i.id for i in draw(_items(engine, "actor"), n, seed)}
        rows = {t.id: _row(t) for t in _events(engine) if t.id in drawn}
        order = [i.id for i in draw(_items(engine, "actor"), n, seed)]
        if not rows:
            say("tocsin: no events in the archive")
            return 1
        _sheet([rows[x] for x in order], output)
    except StoreError as fault:
        say(f"tocsin: {fault}")
        return 3
    except OSError as fault:
        say(f"tocsin: {output}: cannot be written ({fault.strerror or fault})")
        return 3
    say(
        f"{len(rows)} events in {output}: write yes or no under verdict (is such an act told there, of that type and status?), then tocsin audit read {db} {output}"
    )
    return 0


def run_audit(db: str, sheets: list[Path], of: str, counts: Path | None) -> int:
    """Read judged sheets and print precision, agreement and a paragraph; 0, 1 nothing judged, 2 faults in a sheet, 3 no archive."""
    if of not in ("actor", "recipient", "place"):
        say(f"tocsin: --country-of: {of} is none of actor, recipient, place")
        return 2
    judges: list[dict[str, bool]] = []
    faults: list[str] = []
    for sheet in sheets:
        try:
            judges.append(_judged(sheet, faults))
        except OSError as fault:
            faults.append(f"{sheet}: {fault.strerror or fault}")
    if faults:
        say("\n".join(faults))
        return 2
    try:
        everything = _items(_archive(db), of)
    except StoreError as fault:
        say(f"tocsin: {fault}")
        return 3
    by_id = {i.id: i for i in everything}
    # The first judge's verdict counts; a second one says how far it can be trusted.
    verdicts = [(by_id[k], ok) for j in judges for k, ok in j.items() if k in by_id]
    unknown = {k for j in judges for k in j} - by_id.keys()
    if unknown:
        say(f"{len(unknown)} judged events are not in the archive's last readings any more and are left out")
    if not verdicts:
        say("tocsin: nothing is judged: write yes or no under verdict")
        return 1
    _print(everything, verdicts, judges)
    if counts:
        try:
            with counts.open("w", encoding="utf-8", newline="") as out:
                table = csv.writer(out, lineterminator="\n")
                table.writerow(("country", "month", "counted", "corrected", "low", "high"))
                for c in corrected(everything, _one_verdict(verdicts)):
                    table.writerow((c.country, c.month, c.counted, f"{c.corrected:g}", f"{c.low:g}", f"{c.high:g}"))
        except OSError as fault:
            say(f"tocsin: {counts}: cannot be written ({fault.strerror or fault})")
            return 3
        print(f"\ncounts by country of the {of} and month, as counted and corrected: {counts}")
    return 0


def _archive(db: str) -> Engine:
    if "://" not in db and not Path(db).exists():
        raise StoreError(f"{db}: no such archive; make one with tocsin ingest")
    return opened(db)


def _events(engine: Engine) -> Iterator[Told]:
    return told(reports(engine, copies=False), Wanted())


def _items(engine: Engine, of: str) -> list[Item]:
    return [
        Item(t.report.id, t.event.id, t.event.type, (t.report.language or "?").split("-")[0], band_of(t.event.confidence), _country(t, of), (t.day or "")[:7])
        for t in _events(engine)
    ]  # fmt: skip


def _country(t: Told, of: str) -> str:
    if of == "place":
        return ((t.place.place.country if t.place.place else t.place.country) or "") if t.place else ""
    parties = t.actors if of == "actor" else t.recipients
    return next((e.country for e in parties if e.country), "")


def _row(t: Told) -> dict[str, str]:
    v, text = t.event, t.report.text
    start, end = max(0, v.start - AROUND), min(len(text), v.end + AROUND)
    passage = text[start : v.trigger.start] + "[[" + v.trigger.text + "]]" + text[v.trigger.end : end]
    gloss = codebook().types[v.type].gloss if v.type in codebook().types else ""
    return {
        "id": t.id, "language": t.report.language or "", "published": t.report.published or "", "type": f"{v.type}: {gloss}", "status": v.status,
        "passage": " ".join(passage.split()), "verdict": "", "note": "",
    }  # fmt: skip


def _sheet(rows: list[dict[str, str]], output: Path) -> None:
    if output.suffix == ".html":
        output.write_text(_page(rows), encoding="utf-8")
        return
    with output.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


PAGE = """<!doctype html><meta charset="utf-8"><title>tocsin audit</title>
<style>body{font:16px/1.5 system-ui;max-width:46rem;margin:2rem auto;padding:0 1rem}article{border-top:1px solid #ccc;padding:.7rem 0}mark{background:#ffe08a}
small{color:#555}textarea{width:100%;height:2rem}button{position:sticky;bottom:1rem;font:inherit;padding:.5rem 1rem}</style>
<h1>Is the act told?</h1><p>For each passage: does it tell an act of the type and with the status named, by the marked words? Then save the sheet and give it to <code>tocsin audit read</code>.</p>
"""
SCRIPT = """<button onclick="save()">Save the sheet (CSV)</button><script>
function save(){const q=s=>'"'+String(s).replaceAll('"','""')+'"';let out='id,verdict,note\\n';
for(const a of document.querySelectorAll('article')){const v=a.querySelector('input:checked');out+=[a.id,v?v.value:'',a.querySelector('textarea').value].map(q).join(',')+'\\n'}
const l=document.createElement('a');l.href=URL.createObjectURL(new Blob([out],{type:'text/csv'}));l.download='judged.csv';l.click()}</script>
"""


def _page(rows: list[dict[str, str]]) -> str:
    out = [PAGE]
    for r in rows:
        passage = html.escape(r["passage"]).replace("[[", "<mark>").replace("]]", "</mark>")
        out.append(
            f'<article id="{html.escape(r["id"])}" lang="{html.escape(r["language"])}"><p dir="auto">{passage}</p><small>{html.escape(r["type"])} · {html.escape(r["status"])} · '
            f'{html.escape(r["published"][:10])}</small><p><label><input type="radio" name="{r["id"]}" value="yes"> yes</label> '
            f'<label><input type="radio" name="{r["id"]}" value="no"> no</label></p><textarea placeholder="note"></textarea></article>\n'
        )
    return "".join([*out, SCRIPT])


def _judged(sheet: Path, faults: list[str]) -> dict[str, bool]:
    """id → right, of the lines that have a verdict."""
    out: dict[str, bool] = {}
    with sheet.open(encoding="utf-8-sig", newline="") as lines:
        table = csv.DictReader(lines)
        if not {"id", "verdict"} <= set(table.fieldnames or ()):
            faults.append(f"{sheet}:1: no columns id and verdict; take a sheet of tocsin audit draw")
            return out
        for row in table:
            verdict = (row["verdict"] or "").strip().casefold()
            if verdict in YES | NO:
                out[row["id"]] = verdict in YES
            elif verdict:
                faults.append(f"{sheet}:{table.line_num}: the verdict {row['verdict']!r} is neither yes nor no")
    return out


def _one_verdict(verdicts: list[tuple[Item, bool]]) -> dict[Item, bool]:
    """The first judge's verdict of each event."""
    out: dict[Item, bool] = {}
    for i, ok in verdicts:
        out.setdefault(i, ok)
    return out


def _print(everything: list[Item], verdicts: list[tuple[Item, bool]], judges: list[dict[str, bool]]) -> None:
    judged = _one_verdict(verdicts)
    weight = weights(everything, judged)
    whole = share([(ok, weight[i.cell]) for i, ok in judged.items()])
    print(f"{'':14}{'precision':>10}{'95 % interval':>18}{'judged':>8}")
    print(_line("all", whole))
    for key in (lambda i: i.type, lambda i: i.language, lambda i: i.band):
        print()
        for name, s in by(key, judged, weight).items():
            print(_line(name, s))
    said = ""
    if len(judges) > 1:
        agree, k, n = kappa(judges[0], judges[1])
        print(f"\ntwo judges agree on {agree:.2f} of {n} events (Cohen's kappa {k:.2f})")
        said = f" A second judge read {n} of them; the two agreed on {agree:.0%} (Cohen's kappa {k:.2f})."
    print(
        f"\nFor a methods section: Of the {len(everything):,} events that tocsin found, a sample of {len(judged)}, stratified by type, language and confidence, was judged without "
        f"sight of tocsin's confidence.{said} Weighted to all events, {whole.value:.0%} were right in type and status (95 % interval {whole.low:.0%} to {whole.high:.0%}). "
        "Events that tocsin did not find are not in this figure."
    )


def _line(name: str, s: Share) -> str:
    return f"{name:14}{s.value:10.2f}{f'{s.low:.2f} to {s.high:.2f}':>18}{s.n:8}"
