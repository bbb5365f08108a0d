"""One page from the network, asked for by the user by its address; the only place where reading opens a connection."""

from __future__ import annotations

from tocsin.intake.article import Article, Skipped
from tocsin.intake.page import read_page

AGENT = "tocsin (reads one page at its user's request)"


def fetch(url: str, most: int, seconds: float = 20.0) -> Article | Skipped:
    """Fetch and read a page of at most `most` bytes within `seconds`, following redirects."""
    import httpx

    try:
        with (
            httpx.Client(follow_redirects=True, timeout=seconds, headers={"user-agent": AGENT}, max_redirects=5) as client,
            client.stream("GET", url) as answer,
        ):
            if answer.status_code >= 400:
                return Skipped(
                    url,
                    f"the server answered {answer.status_code} {answer.reason_phrase}",
                    "check the address, or save the page and read the file",
                )
            raw = b""
            for chunk in answer.iter_bytes():
                raw += chunk
                if len(raw) > most:
                    return Skipped(url, f"is larger than {most:,} bytes", "raise --max-bytes")
            kind, charset = answer.headers.get("content-type", ""), answer.charset_encoding
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as fault:
        return Skipped(
            url,
            f"cannot be fetched ({type(fault).__name__}: {fault})",
            "check the address and the connection, or save the page and read the file",
        )
    if "html" not in kind and "xml" not in kind and "text/plain" not in kind:
        return Skipped(url, f"is {kind or 'of no stated type'}, not a page", "give the address of an article")
    if "text/plain" in kind:
        from tocsin.intake.decode import Undecodable, decode

        try:
            text, signals = decode(raw, charset)
        except Undecodable as fault:
            return Skipped(url, str(fault), "give the address of an article")
        return Article(text, url, url=url, signals=signals)
    return read_page(raw, url, url=url, declared=charset)
