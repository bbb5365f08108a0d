"""Tables that people edit: YAML files beside the modules that read them."""

from __future__ import annotations

from importlib.resources import files
from typing import Any


def load(package: str, name: str) -> Any:
    """The contents of a YAML file of a package, by libyaml where it is there (ten times quicker)."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files(package) / name).read_text(encoding="utf-8"), Loader=loader)
