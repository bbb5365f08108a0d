"""Tables that people edit: YAML files beside the modules that read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def load(package: str, name: str) -> Any:
    """The contents of a YAML file of a package, by libyaml where it is there (ten times quicker); read once, not to be changed."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files(package) / name).read_text(encoding="utf-8"), Loader=loader)


def fits(pattern: str, word: str) -> bool:
    """Whether a word is a table's, where a * at the end stands for any ending."""
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def stems(words: Iterable[str]) -> re.Pattern[str]:
    """A whole word that is one of a table's, where a * at the end stands for any ending."""
    return re.compile("^(?:" + "|".join(re.escape(w[:-1]) + r"\w*" if w.endswith("*") else re.escape(w) for w in words) + ")$")
