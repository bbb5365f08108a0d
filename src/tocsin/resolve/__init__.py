"""Who, where and when: words of an article to countries, sectors, places and ISO dates, from offline tables."""

from tocsin.resolve.when import when
from tocsin.resolve.where import where
from tocsin.resolve.who import Who, who

__all__ = ["Who", "when", "where", "who"]
