"""A report as text for a terminal: the gist, then the article with its evidence coloured; plain where nobody looks."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from tocsin.render.gist import event_line, headline, statement_line, tripwire_line
from tocsin.report import Report

STYLES = {"cue": "cyan", "content": "italic", "noise": "dim", "actual": "bold red", "future": "bold yellow",
          "hypothetical": "bold magenta", "negated": "bold green"}  # fmt: skip


def evidence(report: Report) -> Text:
    """The article with noise dimmed, contents slanted, cues and triggers coloured by status."""
    text = Text(report.text)
    for n in report.noise:
        text.stylize(STYLES["noise"], n.start, n.end)
    for s in report.statements:
        for c in s.content:
            text.stylize(STYLES["content"], c.start, c.end)
        text.stylize(STYLES["cue"], s.cue.start, s.cue.end)
    for v in report.events:
        text.stylize(STYLES[v.status], v.trigger.start, v.trigger.end)
    return text


def heading(report: Report) -> str:
    """Title or first words, and what is known of the article."""
    known = [report.language, report.published or "no date: relative times stay unresolved", report.outlet, report.source_id]
    return f"{headline(report)}\n{' · '.join(k for k in known if k)}"


def render(report: Report, console: Console) -> None:
    """Print one report."""
    console.print(Text(heading(report), style="bold"))
    signals = report.signals
    remarks = []
    if signals.get("machine_translated", 0) >= 0.5:
        remarks.append("reads like a machine translation: names and denials may be garbled")
    if signals.get("by_transfer"):
        remarks.append(f"{report.language} was not taught: read by transfer, expect more misses")
    if report.noise:
        remarks.append(
            f"{len(report.noise)} stretches of noise set aside ({', '.join(sorted({n.kind for n in report.noise}))})"
        )
    for r in remarks:
        console.print(Text(f"  note: {r}", style="dim"))
    for title, lines in (
        ("Events", [event_line(report, v) for v in report.events]),
        ("Statements", [statement_line(report, s) for s in report.statements]),
        ("Tripwires", [tripwire_line(report, t) for t in report.tripwires]),
    ):
        if lines:
            console.print(Text(f"\n{title}", style="bold"))
            for line in lines:
                console.print(Text(f"  {line}"))
    if not report.events and not report.statements:
        console.print(
            Text("\nNothing found: no event and no statement. See `tocsin read --help` for --min-confidence.", style="yellow")
        )
    console.print()
    console.print(evidence(report))
    console.print()
