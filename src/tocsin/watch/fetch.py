"""One polite client: an address in, what its server answered out, within limits of bytes (unpacked), time and redirects, and never to a private address unless allowed.

When which host is asked is left to `pace`, what robots.txt allows to `robots`, what the bytes mean to `feeds` and `intake`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

import tocsin
from tocsin.watch.addresses import Refused, literally_private, proxy_of, resolved

Check = Callable[[str], Awaitable[None]]
"""Asked of every address on the way, redirects too, before it is fetched; raises FetchError where it is not to be."""
AGENT = f"tocsin/{tocsin.__version__} (reads news feeds at its user's request)"


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one fetch: bytes of the body once unpacked, seconds for all of it with its redirects, redirects."""

    bytes: int = 8_000_000
    seconds: float = 30.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: where it was found at last (and whether it has moved there for good), its body unpacked, what it says of it. `status` is 200 or 304."""

    status: int
    url: str
    moved: bool
    body: bytes
    kind: str
    charset: str | None
    etag: str | None
    modified: str | None


class FetchError(Exception):
    """Why nothing was had, in words. `status` is the server's, None where it gave none; `lasting` where trying again is of little use; `after` the seconds that the
    server asks to wait."""

    def __init__(self, words: str, status: int | None = None, lasting: bool = False, after: float | None = None) -> None:
        super().__init__(words)
        self.status, self.lasting, self.after = status, lasting, after


@dataclass(frozen=True, slots=True)
class Client:
    """What requests are made with; see `client`."""

    direct: httpx.AsyncClient
    proxied: httpx.AsyncClient
    allow_private: bool
    limits: Limits


@asynccontextmanager
async def client(allow_private: bool = False, limits: Limits | None = None) -> AsyncIterator[Client]:
    """A client to be used within one event loop; the proxies are those that the environment names."""
    limits = limits or Limits()
    # Connections are made to addresses that were judged, so none is kept: two names on one address must not share one.
    given = {
        "headers": {"user-agent": AGENT, "accept-encoding": "gzip, deflate"}, "timeout": limits.seconds, "verify": ssl.create_default_context(),
        "limits": httpx.Limits(max_keepalive_connections=0),
    }  # fmt: skip
    async with httpx.AsyncClient(trust_env=False, **given) as direct, httpx.AsyncClient(**given) as proxied:  # type: ignore[arg-type]
        yield Client(direct, proxied, allow_private, limits)


async def fetch(
    by: Client, url: str, etag: str | None = None, modified: str | None = None, limits: Limits | None = None, check: Check | None = None
) -> Answer:  # fmt: skip
    """Fetch an address; with `etag` and `modified` of an earlier answer only where it has changed since (304 otherwise). Raises FetchError."""
    limits = limits or by.limits
    try:
        async with asyncio.timeout(limits.seconds):
            conditions = {k: v for k, v in (("if-none-match", etag), ("if-modified-since", modified)) if v}
            return await _followed(by, url, conditions, limits, check)
    except FetchError:
        raise
    except TimeoutError as fault:
        raise FetchError(f"it was not done after {limits.seconds:g} seconds") from fault
    except Refused as fault:
        raise FetchError(str(fault), lasting=fault.lasting) from fault
    except (httpx.InvalidURL, ValueError) as fault:
        raise FetchError(f"{url} is no address ({fault})", lasting=True) from fault
    except httpx.HTTPError as fault:
        raise FetchError(f"it cannot be reached ({_words(fault)})") from fault
    except Exception as fault:  # whatever a server can do to a client: it must not end the watch
        raise FetchError(f"it cannot be fetched ({type(fault).__name__}: {fault})") from fault


def _words(fault: BaseException) -> str:
    deepest = fault
    while deepest.__cause__ or deepest.__context__:
        deepest = deepest.__cause__ or deepest.__context__ or deepest
    return str(fault) or str(deepest) or type(fault).__name__


async def _followed(by: Client, url: str, conditions: dict[str, str], limits: Limits, check: Check | None) -> Answer:
    lasting = True
    here = url
    for _ in range(limits.redirects + 1):
        if check is not None:
            await check(here)
        found = await _one(by, here, conditions, limits)
        if isinstance(found, Answer):
            return replace(found, moved=found.url != url and lasting)
        status, target = found
        lasting = lasting and status in (301, 308)
        here = urljoin(here, target)
    raise FetchError(f"it redirects more than {limits.redirects} times", lasting=True)


async def _one(by: Client, url: str, conditions: dict[str, str], limits: Limits) -> Answer | tuple[int, str]:
    """An answer, or the status and target of a redirect."""
    target = httpx.URL(url)
    if target.scheme not in ("http", "https") or not target.host:
        raise FetchError(f"it leads to {url[:200]}, which is no http address", lasting=True)
    last: httpx.HTTPError | None = None
    async for request, through in _requests(by, target, conditions):
        try:
            answer = await through.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as fault:
            last = fault
            continue
        try:
            return await _read(answer, url, limits)
        finally:
            await answer.aclose()
    raise last or FetchError(f"the name {target.host} leads nowhere")


async def _requests(
    by: Client, url: httpx.URL, conditions: dict[str, str]
) -> AsyncIterator[tuple[httpx.Request, httpx.AsyncClient]]:
    """The request to each address of the host in turn; one through a proxy, where there is one to be used."""
    if proxy_of(url.scheme, url.host):
        if not by.allow_private and literally_private(url.host):
            raise Refused(f"{url.host} is a private address; give --allow-private where that is meant", lasting=True)
        yield by.proxied.build_request("GET", url, headers=conditions), by.proxied
        return
    for address in (await resolved(url.host, url.port or (443 if url.scheme == "https" else 80), by.allow_private))[:3]:
        # To the address that was judged, under the name that was asked for: a name that leads elsewhere a moment later leads nowhere.
        host = url.netloc.decode("ascii")
        yield by.direct.build_request(
            "GET", url.copy_with(host=address.partition("%")[0]), headers={**conditions, "host": host}, extensions={"sni_hostname": url.raw_host.decode("ascii")}
        ), by.direct  # fmt: skip


async def _read(answer: httpx.Response, url: str, limits: Limits) -> Answer | tuple[int, str]:
    status = answer.status_code
    if status in (301, 302, 303, 307, 308) and answer.headers.get("location"):
        return status, answer.headers["location"]
    if status not in (200, 203, 304):
        lasting = 400 <= status < 500 and status not in (408, 425, 429)
        raise FetchError(
            f"its server answered {status} {answer.reason_phrase}".rstrip(),
            status,
            lasting,
            _wait(answer.headers.get("retry-after")),
        )
    body = b"" if status == 304 else await _body(answer, limits)
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    said = answer.headers
    return Answer(
        304 if status == 304 else 200,
        url,
        False,
        body,
        kind,
        answer.charset_encoding,
        said.get("etag"),
        said.get("last-modified"),
    )


async def _body(answer: httpx.Response, limits: Limits) -> bytes:
    """The body unpacked a piece at a time, so that a bomb is let go as soon as it is over the limit."""
    packing = answer.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is packed in {packing}, which was not asked for", lasting=True)
    unpack = zlib.decompressobj(47 if "gzip" in packing else 15) if packing not in ("identity", "") else None
    out = bytearray()
    async for chunk in answer.aiter_raw(65_536):
        try:
            out += unpack.decompress(chunk, limits.bytes + 1 - len(out)) if unpack else chunk
        except zlib.error as fault:
            raise FetchError(f"what it sends as {packing} is broken ({fault})") from fault
        if len(out) > limits.bytes:
            raise FetchError(f"it has more than {limits.bytes:,} bytes", lasting=True)
    return bytes(out)


def _wait(said: str | None) -> float | None:
    """Seconds of a Retry-After, which is a number or a date; at most a day."""
    if not said:
        return None
    try:
        seconds = float(said)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(said) - dt.datetime.now(dt.UTC)).total_seconds()
        except (TypeError, ValueError):
            return None
    return min(max(seconds, 0.0), 86_400.0) if seconds == seconds else None
