"""Fifty news sites on loopback, a port each, ten of which misbehave; their articles come out by a clock that may run faster than ours.

Every page differs each time it is fetched, as pages with adverts do: an article that is read twice has two texts, and is seen twice in an archive.
"""

import asyncio
import datetime as dt
import email.utils
import json
import threading
import zlib
from dataclasses import dataclass, field

BEGAN = dt.datetime(2024, 5, 17, 6, tzinfo=dt.UTC)
BAD = ("error", "hang", "endless", "broken", "bomb", "loop", "charset", "unmodified", "gzip", "busy")
BARREN = frozenset(("error", "hang", "endless", "bomb", "loop", "gzip"))
"""Kinds of which no article can be had."""
SHOWN = 30
NAMES = ("Zorland", "Freedonia", "Sylvania", "Mur", "Vask", "Ostria", "Belmont", "Karsk")
BOMB = '<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) + "]><rss><channel><title>&a11;</title></channel></rss>"  # fmt: skip


@dataclass
class Site:
    """A site: its number, what it does, after how many minutes its articles come out, and how often each path was asked for."""

    n: int
    kind: str
    minutes: tuple[float, ...]
    port: int = 0
    asked: dict[str, int] = field(default_factory=dict)

    @property
    def root(self):
        return f"http://127.0.0.1:{self.port}"

    def url(self, k):
        return f"{self.root}/news/{k}"

    def out(self, minute):
        return [k for k, m in enumerate(self.minutes) if m <= minute]


def sites(hours=2.0, each=20.0, count=50):
    """Sites whose articles come out every `each` minutes within so many hours, none at the same time as another's."""
    kinds = [*BAD, *("good" for _ in range(count - len(BAD)))]
    return [
        Site(n, kind, tuple(m for k in range(1000) if (m := n * each / count + k * each) <= hours * 60))
        for n, kind in enumerate(kinds)
    ]


def story(site, k):
    a, b = NAMES[(site.n + k) % len(NAMES)], NAMES[(site.n + 3 * k + 1) % len(NAMES)]
    return (
        f"{a} expelled {site.n + 2} diplomats of {b} on Thursday, its foreign ministry said in note {site.n}-{k}.",
        f"The government of {b} condemned decision number {k} and promised to answer in kind within {site.n + k + 3} days.",
    )


def russian(site, k):
    return f"Полиция города номер {site.n} задержала {k + 2} рыбаков, сообщило министерство внутренних дел в четверг вечером."


class Server:
    """The sites, served in a thread of their own from `with` to its end."""

    def __init__(self, made, minute):
        self.sites, self.minute, self.serving = made, minute, []
        self.zipped = zipped(300)

    def __enter__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self._begin(), self.loop).result(20)
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self._end(), self.loop).result(20)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def _begin(self):
        for site in self.sites:
            serving = await asyncio.start_server(lambda r, w, s=site: self._serve(s, r, w), "127.0.0.1", 0)
            site.port = serving.sockets[0].getsockname()[1]
            self.serving.append(serving)

    async def _end(self):
        for serving in self.serving:
            serving.close()
        under_way = asyncio.all_tasks() - {asyncio.current_task()}
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)

    async def _serve(self, site, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            path = head.split(" ")[1]
            given = {k.lower(): v for k, _, v in (line.partition(": ") for line in head.split("\r\n")[1:])}
            site.asked[path] = site.asked.get(path, 0) + 1
            await self._answer(site, path, given, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, site, path, given, writer):
        def say(status, body=b"", **headers):
            lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", "connection: close"]
            lines += [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
            writer.write("\r\n".join([*lines, "", ""]).encode() + body)

        if path == "/robots.txt":
            say("200 OK", b"User-agent: *\nDisallow: /private/*\n", content_type="text/plain")
        elif path.startswith("/news/"):
            k = int(path.rpartition("/")[2])
            if site.kind == "busy" and site.asked[path] == 1:
                say("503 Service Unavailable", retry_after="90")
            else:
                say("200 OK", page(site, k), content_type="text/html; charset=utf-8")
        elif site.kind == "error":
            say("500 Internal Server Error")
        elif site.kind == "hang":
            await asyncio.sleep(600)
        elif site.kind == "endless":
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/rss+xml\r\n\r\n<rss><channel>")
            while True:
                writer.write(b"<item><title>more and more</title></item>" * 500)
                await writer.drain()
        elif site.kind == "bomb":
            say("200 OK", BOMB.encode(), content_type="application/rss+xml")
        elif site.kind == "loop":
            say("302 Found", location=f"/feed?{site.asked[path]}")
        elif site.kind == "gzip":
            say("200 OK", self.zipped, content_type="application/rss+xml", content_encoding="gzip")
        elif site.kind == "busy" and site.asked[path] % 3 == 1:
            say("429 Too Many Requests", retry_after="60")
        else:
            self._feed(site, given, say)

    def _feed(self, site, given, say):
        out = site.out(self.minute())
        if site.kind == "unmodified":
            # By its clock alone, without a tag: of a second within which two articles came out it may tell only one.
            last = BEGAN + dt.timedelta(minutes=site.minutes[out[-1]] if out else 0)
            stamp = email.utils.format_datetime(last, usegmt=True)
            if given.get("if-modified-since") == stamp:
                return say("304 Not Modified")
            return say("200 OK", feed(site, out), content_type="application/rss+xml", last_modified=stamp)
        tag = f'"{len(out)}"'
        if given.get("if-none-match") == tag:
            return say("304 Not Modified", etag=tag)
        return say("200 OK", feed(site, out), content_type="application/xml; charset=utf-8", etag=tag)


def zipped(million):
    """So many million letters in a thousandth of their bytes."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(pack.compress(b"<item>" + b" " * 999_994) for _ in range(million)), pack.flush()])


def page(site, k):
    lead, rest = story(site, k)
    words = russian(site, k) if site.kind == "charset" else f"{lead} {rest}" if k % 4 == 0 else lead
    seen = site.asked.get(f"/news/{k}", 0)
    return (
        f"<!doctype html><html><head><title>Note {site.n}-{k}</title></head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>Note {site.n}-{k}</h1><p>{words}</p><p>Read by {seen} people.</p></article></body></html>"
    ).encode()


def feed(site, out):
    shown = [(k, BEGAN + dt.timedelta(minutes=site.minutes[k])) for k in reversed(out)][:SHOWN]
    title = f"Paper {site.n}"
    if site.kind == "good" and site.n % 3 == 0:
        items = [
            {"id": f"{site.n}/{k}", "url": f"/news/{k}", "title": f"Note {site.n}-{k}", "content_text": story(site, k)[0], "date_published": at.isoformat()}
            for k, at in shown
        ]  # fmt: skip
        return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}).encode()
    if site.kind == "good" and site.n % 3 == 1:
        entries = "".join(
            f"<entry><id>tag:{site.n}/{k}</id><link href='/news/{k}'/><title>Note {site.n}-{k}</title><updated>{at.isoformat()}</updated><summary>{story(site, k)[0]}</summary></entry>"
            for k, at in shown
        )
        return f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>{title}</title>{entries}</feed>".encode()
    items = "".join(
        f"<item><guid isPermaLink='false'>{site.n}/{k}</guid><link>{site.url(k)}</link><title>{'Заметка' if site.kind == 'charset' else 'Note'} {site.n}-{k}</title>"
        f"<pubDate>{email.utils.format_datetime(at)}</pubDate><description>{russian(site, k) if site.kind == 'charset' else story(site, k)[0]}</description></item>"
        for k, at in shown
    )
    whole = f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
    if site.kind == "broken":
        return whole.replace("</title><pubDate>", " & more</title><br><pubDate>").replace("</channel></rss>", "<item><link>http://127.0.0.1/cu").encode()  # fmt: skip
    return whole.encode("windows-1251" if site.kind == "charset" else "utf-8")
