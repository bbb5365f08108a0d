"""A report as HTML: one self-contained page, an index over several, and the fragment a notebook shows.

No script, no font and no image is loaded from anywhere; everything an article says is escaped.
"""

from __future__ import annotations

import itertools
from html import escape

from tocsin.render.gist import event_line, headline, statement_line, tripwire_line
from tocsin.report import Report

STYLE = """
:root{--ink:#1d2129;--soft:#667085;--line:#e2e5ea;--paper:#fff;--back:#f6f7f9;--actual:#c4321c;--future:#a66300;--hypothetical:#7a3db8;--negated:#1f7a3f;--cue:#0b6aa2}
@media(prefers-color-scheme:dark){:root{--ink:#e6e8ec;--soft:#9aa3b2;--line:#333a46;--paper:#1b1f27;--back:#12151b;--actual:#ff7a66;--future:#f0b04d;--hypothetical:#c79bff;--negated:#6fd391;--cue:#66bdf0}}
.tocsin{color:var(--ink);background:var(--paper);font:16px/1.55 system-ui,sans-serif;max-width:58rem;margin:0 auto;padding:1.5rem 2rem}
body{background:var(--back);margin:0}.tocsin h1{font-size:1.35rem;line-height:1.3;margin:0 0 .3rem}.tocsin h2{font-size:1rem;margin:1.6rem 0 .4rem}
.tocsin .meta,.tocsin .note{color:var(--soft);font-size:.9rem;margin:.1rem 0}.tocsin ul{list-style:none;padding:0;margin:0}
.tocsin li{border-left:3px solid var(--line);padding:.15rem .7rem;margin:.35rem 0;overflow-wrap:anywhere}.tocsin li.actual{border-color:var(--actual)}.tocsin li.future{border-color:var(--future)}
.tocsin li.hypothetical{border-color:var(--hypothetical)}.tocsin li.negated{border-color:var(--negated)}.tocsin li.said{border-color:var(--cue)}
.tocsin .text{white-space:pre-wrap;border-top:1px solid var(--line);margin-top:1.4rem;padding-top:1rem;overflow-wrap:anywhere}
.tocsin mark{background:none;color:inherit;font-weight:650;border-bottom:2px solid}.tocsin mark.actual{color:var(--actual)}.tocsin mark.future{color:var(--future)}
.tocsin mark.hypothetical{color:var(--hypothetical)}.tocsin mark.negated{color:var(--negated)}.tocsin mark.cue{color:var(--cue);border-bottom-style:dotted}
.tocsin .content{font-style:italic}.tocsin .noise{opacity:.45;text-decoration:line-through}.tocsin .key span{margin-right:1rem}.tocsin a{color:var(--cue)}
.tocsin table{border-collapse:collapse;width:100%}.tocsin td,.tocsin th{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line)}
"""


def _evidence(report: Report) -> str:
    """The article, every marked stretch in a span of its own; marks that overlap are cut where they begin and end."""
    marks: list[tuple[int, int, str, str]] = [(n.start, n.end, "noise", n.kind) for n in report.noise]
    for s in report.statements:
        marks += [(c.start, c.end, "content", "") for c in s.content]
        marks.append((s.cue.start, s.cue.end, "cue", s.id))
    marks += [(v.trigger.start, v.trigger.end, v.status, f"{v.id} {v.type} {v.status}") for v in report.events]
    cuts = sorted({0, len(report.text), *(m[0] for m in marks), *(m[1] for m in marks)})
    out = []
    for a, b in itertools.pairwise(cuts):
        here = [m for m in marks if m[0] <= a and b <= m[1]]
        words = escape(report.text[a:b])
        trigger = next((m for m in reversed(here) if m[2] not in ("noise", "content")), None)
        if trigger:
            words = f'<mark class="{trigger[2]}" title="{escape(trigger[3])}">{words}</mark>'
        outer = " ".join(sorted({m[2] for m in here if m[2] in ("noise", "content")}))
        out.append(f'<span class="{outer}">{words}</span>' if outer else words)
    return "".join(out)


def fragment(report: Report) -> str:
    """One report, to stand in a page or a notebook."""
    title = headline(report)
    known = [report.language, report.published, report.outlet, report.source_id, report.url]
    parts = [f"<style>{STYLE}</style>", f'<article class="tocsin" dir="auto"><h1 dir="auto">{escape(title)}</h1>',
             f'<p class="meta">{escape(" · ".join(k for k in known if k))}</p>']  # fmt: skip
    if report.signals.get("machine_translated", 0) >= 0.5:
        parts.append('<p class="note">Reads like a machine translation: names and denials may be garbled.</p>')
    for heading, items in (
        ("Events", [(v.status, event_line(report, v)) for v in report.events]),
        ("Statements", [("said", statement_line(report, s)) for s in report.statements]),
        ("Tripwires", [("hypothetical", tripwire_line(report, t)) for t in report.tripwires]),
    ):
        if items:
            rows = "".join(f'<li class="{kind}" dir="auto">{escape(line)}</li>' for kind, line in items)
            parts.append(f"<h2>{heading}</h2><ul>{rows}</ul>")
    if not report.events and not report.statements:
        parts.append('<p class="note">Nothing found: no event and no statement.</p>')
    key = "".join(f'<span><mark class="{k}">{k}</mark></span>' for k in ("actual", "future", "hypothetical", "negated", "cue"))
    made = report.made_by
    parts.append(f'<p class="meta key" style="margin-top:1.4rem">{key}<span class="noise">noise</span></p>')
    parts.append(f'<div class="text" dir="auto">{_evidence(report)}</div>')
    parts.append(
        f'<p class="meta">tocsin {escape(str(made.get("tocsin", "")))}, {escape(str(made.get("model", "")))}</p></article>'
    )
    return "".join(parts)


def page(title: str, body: str) -> str:
    """A whole page around a body."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>{body}</body></html>\n"
    )


def index(rows: list[tuple[str, Report]]) -> str:
    """The page that lists several reports: file name of each and the report."""
    lines = "".join(
        f'<tr><td><a href="{escape(name)}" dir="auto">{escape(headline(r))}</a></td><td>{escape(r.language or "")}</td>'
        f"<td>{escape((r.published or '')[:10])}</td><td>{len(r.events)}</td><td>{len(r.statements)}</td><td>{len(r.tripwires)}</td></tr>"
        for name, r in rows
    )
    head = "<tr><th>Article</th><th>Language</th><th>Published</th><th>Events</th><th>Statements</th><th>Tripwires</th></tr>"
    return page("tocsin: reports", f'<div class="tocsin"><h1>{len(rows)} reports</h1><table>{head}{lines}</table></div>')
