"""The command line: what the user asked for in, the line in the middle, words out. No logic of its own."""

from __future__ import annotations

import gc
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

# What a start brings in stays: to look through it for garbage again and again takes a sixth of the start.
gc.set_threshold(100_000)

import typer  # noqa: E402

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
                  help="tocsin reads the news and keeps the record: who did, said, planned, denied and threatened what to whom, where and when.")  # fmt: skip


KNOWLEDGE = typer.Option(
    "--knowledge", metavar="DIR", help="Tables of your own, added to ours or in their place (docs/knowledge.md)."
)


class Table(StrEnum):
    plover = "plover"
    polecat = "polecat"
    csv = "csv"
    parquet = "parquet"
    geojson = "geojson"
    seen = "seen"


class Format(StrEnum):
    text = "text"
    json = "json"
    html = "html"


def _version(asked: bool) -> None:
    if asked:
        import tocsin

        print(f"tocsin {tocsin.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command()
def read(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT",
            help="Files (.txt .html .json .jsonl .eml .mbox, a Telegram result.json), folders, - for standard input, or an http(s) address.",
        ),
    ],
    format: Annotated[
        Format, typer.Option("--format", "-f", help="text for a person, json one report a line, html a page.")
    ] = Format.text,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication (YYYY-MM-DD) where the input gives none.")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(metavar="TAG", help="Language (en, it, ru, ...) where the input gives none; default: detected."),
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, metavar="X", help="Leave out events of less confidence, 0 to 1; default: the model's own."
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="PATH", help="Write to a file; with html and several inputs, to a folder."),
    ] = None,
    fail_on_empty: Annotated[
        bool, typer.Option("--fail-on-empty", help="Exit with 4 where no event and no statement was found at all.")
    ] = False,
    max_bytes: Annotated[int, typer.Option(min=1, metavar="N", help="Decline an article of more bytes than this.")] = 5_000_000,
    threads: Annotated[int, typer.Option(min=0, metavar="N", help="Threads of the model; 0: as many as there are cores.")] = 0,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="A folder that tocsin train made, or the name of a plugged-in reader.")
    ] = "encoder",
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
) -> None:
    """Read articles and print their reports.

    Exit status: 0 all read, 1 something was skipped, 2 wrong usage, 3 nothing could be read, 4 nothing found (with --fail-on-empty).
    """
    from tocsin.commands.read import ReadOptions, run_read

    raise typer.Exit(
        run_read(
            ReadOptions(
                tuple(inputs),
                format.value,
                published,
                language,
                min_confidence,
                output,
                fail_on_empty,
                max_bytes,
                threads,
                model,
                knowledge,
            )
        )
    )


@app.command()
def train(
    corpus: Annotated[
        list[Path],
        typer.Argument(
            metavar="CORPUS", help="Passages of your own in the corpus markup: folders named by language, or files in them."
        ),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the model and its checkpoints go.")],
    epochs: Annotated[int, typer.Option(min=1, metavar="N", help="How often everything is read.")] = 8,
    public: Annotated[
        Path,
        typer.Option(metavar="FOLDER", help="Public sets that the recipe may learn from; goes on without what is missing."),
    ] = Path("../shared/bench/public"),
    threads: Annotated[int, typer.Option(min=1, metavar="N", help="Processor cores to use.")] = 2,
    share: Annotated[
        float,
        typer.Option(min=0.01, max=1.0, metavar="X", help="Share of our passages to learn from, for a quick trial; 1 is all."),
    ] = 1.0,
) -> None:
    """Train a model on your passages beside ours, and say what that changed. Needs the source tree; takes an hour and more on two cores.

    Exit status: 0 done, 2 faults in the passages or something missing (said in words), 130 stopped.
    """
    from tocsin.commands.train import run_train

    raise typer.Exit(run_train(tuple(corpus), output, epochs, public, threads, share))


LANGUAGE = typer.Option(
    metavar="TAG", help="Language of the words (en, it, ru, ...); default: all ten are tried, English first."
)


DB = typer.Option(
    "--db", metavar="DB", help="The archive: a SQLite file (made where there is none) or postgresql://user@host/name."
)


@app.command()
def ingest(
    inputs: Annotated[
        list[str],
        typer.Argument(metavar="INPUT", help="As for read; .jsonl files of reports already read are stored as they are."),
    ],
    db: Annotated[str, DB],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication (YYYY-MM-DD) where the input gives none.")
    ] = None,
    language: Annotated[str | None, LANGUAGE] = None,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, metavar="X", help="Least confidence of an event; default: the model's.")
    ] = None,
    max_bytes: Annotated[int, typer.Option(min=1, metavar="N", help="Skip inputs larger than this.")] = 5_000_000,
    threads: Annotated[int, typer.Option(min=0, metavar="N", help="Threads of the model; 0: all cores.")] = 0,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="A plugged-in reader, or a folder of a model trained by you.")
    ] = "encoder",
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
) -> None:
    """Read articles into an archive; what is in it already is not read again. Exit status: 0 all stored, 1 some skipped, 2 wrong usage, 3 nothing stored."""
    from tocsin.commands.archive import run_ingest
    from tocsin.commands.read import ReadOptions

    options = ReadOptions(tuple(inputs), published=published, language=language, min_confidence=min_confidence, max_bytes=max_bytes,
                          threads=threads, model=model, tables=knowledge)  # fmt: skip
    raise typer.Exit(run_ingest(options, db))


@app.command()
def watch(
    list: Annotated[
        Path,
        typer.Argument(
            metavar="LIST",
            help="OPML, or a text with a line for each: the address of a feed or the path of an mbox, maildir, Telegram export or folder, and the outlet's name if you will.",
        ),
    ],
    db: Annotated[str, DB],
    every: Annotated[str, typer.Option(metavar="SPAN", help="How often each is asked: 90s, 10m, 1h.")] = "10m",
    once: Annotated[bool, typer.Option("--once", help="One round, then leave, as for cron.")] = False,
    alerts: Annotated[
        Path | None, typer.Option(metavar="RULES.yaml", help="Ring after each round by these rules (docs/alerts.md).")
    ] = None,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="URL",
            envvar="TOCSIN_ALERT_TO",
            help="An apprise address that alerts go to; may be given several times.",
        ),
    ] = None,
    alert_feed: Annotated[
        Path | None, typer.Option(metavar="FILE.xml", help="An Atom feed of the last alerts, written anew.")
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private, loopback and link-local addresses too.")
    ] = False,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, metavar="X", help="Least confidence of an event; default: the model's.")
    ] = None,
    threads: Annotated[int, typer.Option(min=0, metavar="N", help="Threads of the model; 0: all cores.")] = 0,
    model: Annotated[
        str, typer.Option(metavar="NAME", help="A plugged-in reader, or a folder of a model trained by you.")
    ] = "encoder",
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
) -> None:
    """Watch feeds and folders, and read each new article into an archive once; stop it with Ctrl-C, begin again at any time.

    Exit status: 0 stopped, or a round (--once) in which all feeds work; 1 a round with feeds that do not, 2 wrong usage, 3 no archive or model.
    """
    from tocsin.commands.watch import WatchOptions, run_watch

    options = WatchOptions(
        list, db, every, once, allow_private, min_confidence, threads, model, knowledge, alerts, tuple(to or ()), alert_feed
    )
    raise typer.Exit(run_watch(options))


@app.command()
def feeds(
    db: Annotated[str, DB],
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False,
) -> None:
    """Print the heartbeat of what is watched: quiet because nothing happened, or because feeds died. Exit status: 0 all live, 1 some dead or nobody watches, 3 nothing watched."""
    from tocsin.commands.watch import run_feeds

    raise typer.Exit(run_feeds(db, json))


@app.command()
def recompose(db: Annotated[str, DB], knowledge: Annotated[Path | None, KNOWLEDGE] = None) -> None:
    """Apply today's rules and tables to an archive, without the model, as new readings beside the old. Exit status: 0 done, 3 nothing to do it with."""
    from tocsin.commands.archive import run_recompose

    raise typer.Exit(run_recompose(db, knowledge))


@app.command()
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help='Words, "a phrase", OR, -without; may be empty with --by.')],
    db: Annotated[str, DB],
    said: Annotated[bool, typer.Option("--said", help="Find statements by the words that were said, not articles.")] = False,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only statements by whoever bears these words in his name.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many articles or statements.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False,
) -> None:
    """Find articles of an archive, or statements in them, by their words. Exit status: 0 some found, 1 none, 2 wrong usage, 3 no archive."""
    from tocsin.commands.search import run_said, run_search

    if by is not None and not said:
        raise typer.BadParameter("asks for statements; add --said", param_hint="--by")
    raise typer.Exit(run_said(query, by, db, limit, json) if said else run_search(query, db, limit, json))


@app.command()
def brief(
    db: Annotated[str, DB],
    since: Annotated[str, typer.Option(metavar="WHEN", help="A span (8h, 2d) or a moment (2024-05-17T06:00).")] = "8h",
    html: Annotated[bool, typer.Option("--html", help="A page.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="A file; default: standard output.")
    ] = None,
) -> None:
    """Print what a shift must know: tripwires that moved, acts that are new or stand otherwise. Exit status: 0, 2 wrong usage, 3 no archive."""
    from tocsin.commands.brief import run_brief

    raise typer.Exit(run_brief(db, since, html, output))


@app.command()
def copies(
    db: Annotated[str, DB],
    kind: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="verbatim, shortened, extended, edited, merged, translation, original or parallel."),
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only of articles published on this day or later.")] = None,
    distorted: Annotated[bool, typer.Option("--distorted", help="Only where the two disagree in substance.")] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False,
) -> None:
    """Print copies and translations, and where they disagree in substance. Exit status: 0 some, 1 none, 2 wrong usage, 3 no archive."""
    from tocsin.commands.copies import run_copies

    raise typer.Exit(run_copies(db, kind, since, distorted, limit, json))


@app.command()
def alert(
    rules: Annotated[Path, typer.Argument(metavar="RULES.yaml", help="What rings: watch-lists and rules (docs/alerts.md).")],
    db: Annotated[str, DB],
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to",
            metavar="URL",
            envvar="TOCSIN_ALERT_TO",
            help="An apprise address to send to (mailto://..., tgram://..., json://host/); may be given several times.",
        ),
    ] = None,
    feed: Annotated[
        Path | None, typer.Option(metavar="FILE.xml", help="An Atom feed of the last alerts, written anew.")
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(metavar="WHEN", help="Look at what came in since then (8h, 2d, 2024-05-17), not since the last run."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would ring; keep, send and write nothing.")] = False,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON for each new alert.")] = False,
) -> None:
    """Ring for what came into an archive since the last run, by rules of your own. Exit status: 0 done, 1 something waits to be sent, 2 wrong usage, 3 no archive."""
    from tocsin.commands.alert import run_alert

    raise typer.Exit(run_alert(rules, db, tuple(to or ()), feed, since, dry_run, json))


@app.command()
def incidents(
    db: Annotated[str, DB],
    type: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="Only acts of this type.")] = None,
    country: Annotated[
        str | None, typer.Option(metavar="COUNTRY", help="Only acts by, against or in this country (UKR).")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only acts on this day or later.")] = None,
    sources: Annotated[int, typer.Option(min=1, metavar="N", help="Told by at least so many independent sources.")] = 1,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False,
) -> None:
    """Print acts that reports of an archive tell, with sources and versions. Exit status: 0 some, 1 none, 2 wrong usage, 3 no archive."""
    from tocsin.commands.incidents import run_incidents

    raise typer.Exit(run_incidents(db, type, country, since, sources, limit, json))


@app.command()
def stories(
    db: Annotated[str, DB],
    story: Annotated[int | None, typer.Argument(metavar="[STORY]", help="Its number: prints its articles.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only stories told on this day or later.")] = None,
    language: Annotated[str | None, typer.Option(metavar="TAG", help="Only stories told in this language (uk).")] = None,
    outlet: Annotated[str | None, typer.Option(metavar="OUTLET", help="Only stories that this outlet tells.")] = None,
    articles: Annotated[int, typer.Option(min=1, metavar="N", help="Only stories of so many articles or more.")] = 2,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = 50,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each, with its articles.")] = False,
) -> None:
    """Print happenings that articles of an archive tell, across outlets and languages. Exit status: 0 some, 1 none, 2 wrong usage, 3 no archive."""
    from tocsin.commands.stories import run_stories

    raise typer.Exit(run_stories(db, story, since, language, outlet, articles, limit, json))


@app.command()
def tripwires(
    db: Annotated[str, DB],
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="standing, approached, triggered, answered, expired or withdrawn.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="A line of JSON each.")] = False,
) -> None:
    """Print the tripwires of an archive, those that were set off first. Exit status: 0 some, 1 none, 2 wrong usage, 3 no archive."""
    from tocsin.commands.tripwires import run_tripwires

    raise typer.Exit(run_tripwires(db, state, json))


wires = typer.Typer(no_args_is_help=True, help="Tripwires one by one: add your own, ask why, say whether the bell was right.")
app.add_typer(wires, name="tripwire")


@wires.command("add")
def add_wires(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A YAML list of tripwires (docs/tripwires.md).")],
    db: Annotated[str, DB],
) -> None:
    """Put tripwires of your own onto the board. Exit status: 0 done, 2 faults in the file, 3 no archive."""
    from tocsin.commands.tripwires import run_add

    raise typer.Exit(run_add(file, db))


@wires.command("why")
def why_wire(
    wire: Annotated[str, typer.Argument(metavar="ID", help="As tocsin tripwires has it.")], db: Annotated[str, DB]
) -> None:
    """Say why a tripwire is in its state, and what speaks against what was reported of it. Exit status: 0, 1 no such tripwire, 3 no archive."""
    from tocsin.commands.tripwires import run_why

    raise typer.Exit(run_why(wire, db))


@wires.command("judge")
def judge_bell(
    bell: Annotated[int, typer.Argument(metavar="BELL", help="Its number, as tocsin tripwire why has it.")],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="right, wrong or late.")],
    db: Annotated[str, DB],
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why.")] = None,
) -> None:
    """Say whether a bell was right. Exit status: 0, 1 no such bell, 2 wrong usage, 3 no archive."""
    from tocsin.commands.tripwires import run_judge

    raise typer.Exit(run_judge(bell, verdict, note, db))


@wires.command("missed")
def missed_bell(
    wire: Annotated[str, typer.Argument(metavar="ID")],
    db: Annotated[str, DB],
    day: Annotated[str, typer.Option(metavar="DATE", help="When it should have rung.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What happened.")] = "",
) -> None:
    """Say that a bell should have rung. Exit status: 0, 1 no such tripwire, 2 wrong usage, 3 no archive."""
    from tocsin.commands.tripwires import run_missed

    raise typer.Exit(run_missed(wire, day, note, db))


@wires.command("rule")
def ring_rule(
    db: Annotated[str, DB],
    sources: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Independent sources that must report the act.")
    ] = None,
    confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, metavar="X", help="Least confidence of an event.")
    ] = None,
    grade: Annotated[
        str | None, typer.Option(metavar="GRADE", help="Worst grade of a source that counts, a to f; none: any.")
    ] = None,
) -> None:
    """Print what makes a bell ring, or change it. Exit status: 0, 2 wrong usage, 3 no archive."""
    from tocsin.commands.tripwires import run_rule

    raise typer.Exit(run_rule(db, sources, confidence, grade))


@app.command("grade")
def grade_outlet(
    db: Annotated[str, DB],
    outlet: Annotated[str | None, typer.Argument(metavar="OUTLET", help="As the articles have it.")] = None,
    grade: Annotated[
        str | None, typer.Argument(metavar="GRADE", help="a (reliable) to e (unreliable), f (cannot be judged).")
    ] = None,
) -> None:
    """Say how reliable you hold an outlet to be, or print what you said. Exit status: 0, 1 none graded, 2 wrong usage, 3 no archive."""
    from tocsin.commands.tripwires import run_grade

    raise typer.Exit(run_grade(outlet, grade, db))


@app.command("track-record")
def track_record(db: Annotated[str, DB]) -> None:
    """Print how often the bell was right, by what you judged. Exit status: 0, 3 no archive."""
    from tocsin.commands.tripwires import run_track_record

    raise typer.Exit(run_track_record(db))


audits = typer.Typer(
    no_args_is_help=True, help="How often tocsin is right on your own articles: draw a sample, judge it, read it back."
)
app.add_typer(audits, name="audit")


@audits.command("draw")
def draw_audit(
    db: Annotated[str, typer.Argument(metavar="DB", help="The archive.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="PATH", help="A sheet: .csv, or .html to judge in a browser.")
    ],
    n: Annotated[int, typer.Option("--n", min=1, metavar="N", help="Events to judge; more where there are more strata.")] = 200,
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed draws the same events.")] = 1,
) -> None:
    """Draw a blind sample of an archive's events, by type, language and confidence. Exit status: 0, 1 no events, 3 no archive."""
    from tocsin.commands.audit import run_draw

    raise typer.Exit(run_draw(db, n, seed, output))


@audits.command("read")
def read_audit(
    db: Annotated[str, typer.Argument(metavar="DB", help="The archive.")],
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEET", help="A judged sheet; of a second judge too.")],
    country_of: Annotated[
        str, typer.Option(metavar="WHO", help="Whose country the counts are by: actor, recipient or place.")
    ] = "actor",
    counts: Annotated[
        Path | None, typer.Option(metavar="PATH", help="Write counts by country and month, as counted and corrected.")
    ] = None,
) -> None:
    """Print precision with intervals, judges' agreement and a paragraph for a methods section. Exit status: 0, 1 nothing judged, 2 faults, 3 no archive."""
    from tocsin.commands.audit import run_audit

    raise typer.Exit(run_audit(db, sheets, country_of, counts))


@app.command()
def export(
    source: Annotated[
        str, typer.Argument(metavar="DB", help="An archive (a file or an address), or a .jsonl file of reports.")
    ],
    format: Annotated[
        Table,
        typer.Option(
            "--format",
            "-f",
            help="plover: PLOVER's JSON lines; polecat: POLECAT's table; csv, parquet, geojson: a row an event; seen: articles a day and outlet, the denominators of counts.",
        ),
    ] = Table.csv,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="PATH", help="A file; default: standard output.")
    ] = None,
    type: Annotated[
        list[str] | None, typer.Option("--type", metavar="TYPE", help="Only events of this type; several times for several.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option("--status", metavar="STATUS", help="actual, future, hypothetical or negated.")
    ] = None,
    actor: Annotated[
        list[str] | None, typer.Option("--actor", metavar="COUNTRY", help="Only acts by this country (RUS) or PLOVER code.")
    ] = None,
    recipient: Annotated[list[str] | None, typer.Option("--recipient", metavar="COUNTRY", help="Only acts done to it.")] = None,
    place: Annotated[list[str] | None, typer.Option("--place", metavar="COUNTRY", help="Only acts in this country.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only acts on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="Only acts on this day or earlier.")] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="X", help="Leave out events of less confidence.")
    ] = 0.0,
    without_historical: Annotated[
        bool, typer.Option("--without-historical", help="Leave out old episodes told as background.")
    ] = False,
    as_named: Annotated[
        bool,
        typer.Option(
            "--as-named", help="plover, polecat: keep announced and threatened acts as they are named; PLOVER folds them."
        ),
    ] = False,
    negated: Annotated[bool, typer.Option("--negated", help="plover, polecat: what did not happen too.")] = False,
    text: Annotated[bool, typer.Option("--text", help="plover: the article's words too; mind the rights.")] = False,
    copies: Annotated[bool, typer.Option("--copies", help="Events of articles that are copies of earlier ones too.")] = False,
) -> None:
    """Write events in the columns that others' tools read. Exit status: 0 some, 1 none that is asked for, 2 wrong usage, 3 no archive."""
    from tocsin.commands.export import Options, run_export
    from tocsin.export.selection import Wanted

    def asked(values: list[str] | None) -> frozenset[str]:
        return frozenset(values or ())

    wanted = Wanted(
        asked(type),
        asked(status),
        asked(actor),
        asked(recipient),
        asked(place),
        since,
        until,
        min_confidence,
        not without_historical,
    )
    raise typer.Exit(run_export(source, wanted, Options(format, output, not as_named, negated, text, copies)))


@app.command()
def who(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, office, body or description, as an article has it.")],
    date: Annotated[
        str | None, typer.Option(metavar="DATE", help="The day (YYYY-MM-DD) that decides who held an office.")
    ] = None,
    language: Annotated[str | None, LANGUAGE] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="person, organization, group or place; default: all are tried.")
    ] = None,
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
) -> None:
    """Say who a mention is, why, and who else it might be. Exit status: 0 found, 1 unknown, 2 wrong usage."""
    from tocsin.commands.look import run_who

    raise typer.Exit(run_who(name, date, language, kind, knowledge))


@app.command()
def where(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place, in any of the ten languages.")],
    near: Annotated[
        list[str] | None,
        typer.Option(
            "--near",
            metavar="COUNTRY",
            help="ISO alpha-3 code of a country that the article names; may be given several times.",
        ),
    ] = None,
    language: Annotated[str | None, LANGUAGE] = None,
    knowledge: Annotated[Path | None, KNOWLEDGE] = None,
) -> None:
    """Say where a place is, and which others bear its name. Exit status: 0 found, 1 unknown, 2 wrong usage."""
    from tocsin.commands.look import run_where

    raise typer.Exit(run_where(name, tuple(near or ()), language, knowledge))


@app.command()
def when(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='A time as an article has it: "last Friday", "nella notte".')],
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of publication (YYYY-MM-DD), on which relative words hang.")
    ] = None,
    language: Annotated[str | None, LANGUAGE] = None,
    ahead: Annotated[bool, typer.Option("--ahead", help='The act lies ahead: "on Friday" is the coming one.')] = False,
) -> None:
    """Say which day, month or interval a time expression means. Exit status: 0 found, 1 none in it."""
    from tocsin.commands.look import run_when

    raise typer.Exit(run_when(words, published, language, ahead))


tables = typer.Typer(no_args_is_help=True, help="The tables of names: check those you edited.")
app.add_typer(tables, name="knowledge")


@tables.callback()
def _tables() -> None:
    pass


@tables.command()
def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Folder of tables; default: those that come with tocsin.")
    ] = None,
) -> None:
    """Check tables line by line. Exit status: 0 sound, 1 faults, 2 no tables there."""
    from tocsin.commands.look import run_check

    raise typer.Exit(run_check(folder))


places = typer.Typer(no_args_is_help=True, help="The gazetteer: add villages from a GeoNames dump.")
app.add_typer(places, name="gazetteer")


@places.command("add")
def add_places(
    dump: Annotated[
        Path, typer.Argument(metavar="FILE", help="A GeoNames dump (download.geonames.org/export/dump): UA.zip, UA.txt.")
    ],
) -> None:
    """Add the towns and villages of a GeoNames dump to those that tocsin knows. Exit status: 0 added, 2 no dump or no room."""
    from tocsin.commands.gazetteer import run_add

    raise typer.Exit(run_add(dump))


@places.command("list")
def list_places() -> None:
    """Say which places there are: ours, and those that were added."""
    from tocsin.commands.gazetteer import run_list

    raise typer.Exit(run_list())


@places.command("remove")
def remove_places(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As tocsin gazetteer list has it, such as UA.")],
) -> None:
    """Take added places out again. Exit status: 0 gone, 1 there were none of that name."""
    from tocsin.commands.gazetteer import run_remove

    raise typer.Exit(run_remove(name))


@app.command()
def doctor() -> None:
    """Say what is installed, whether the model is whole, how fast it reads here, and what to do about each fault."""
    from tocsin.commands.doctor import run_doctor

    raise typer.Exit(run_doctor())


@app.command()
def schema() -> None:
    """Print the JSON Schema of a report."""
    import json

    from tocsin.report import json_schema

    print(json.dumps(json_schema(), indent=1))


def main() -> None:
    """Entry point; output is UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
