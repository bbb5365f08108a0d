"""A server on loopback with a few answers, each a (status, headers, body) or a function of the request's headers that gives one; it remembers what it was asked."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def serving(answers):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            found = answers.get(self.path, (404, {}, b""))
            status, headers, body = found(dict(self.headers)) if callable(found) else found
            self.send_response(status)
            for name, value in {"content-length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def rss(*items, title="Zor Herald"):
    """A feed of (link, title, description) items."""
    own = "".join(
        f"<item><guid>{link}</guid><link>{link}</link><title>{t}</title><pubDate>Fri, 17 May 2024 10:00:00 GMT</pubDate><description>{d}</description></item>"
        for link, t, d in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{title}</title>{own}</channel></rss>".encode()


def page(*paragraphs, title="Expelled"):
    words = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{words}</article></body></html>".encode()


HTML = {"content-type": "text/html; charset=utf-8"}
XML = {"content-type": "application/rss+xml"}
