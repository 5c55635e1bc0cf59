"""The objection library as it goes into a file and comes out of one."""

from __future__ import annotations

from msgspec import Struct


class KeptAnswer(Struct, frozen=True):
    """An answer; `code` is of the starter set, empty for one's own. Tags are where it is meant for:
    codes of stages, segments and products by name, one after a comma; empty is everywhere."""

    text: str
    follow_up: str = ""
    technique: str = ""
    stages: str = ""
    segments: str = ""
    products: str = ""
    code: str = ""
    retired: bool = False


class KeptKind(Struct, frozen=True):
    """A kind with its answers. One of ours has its `code`, and a `name` only where the user gave it
    one; one's own kind has a name and no code. `heard` are phrases, one a line."""

    answers: tuple[KeptAnswer, ...]
    code: str = ""
    name: str = ""
    heard: str = ""
    behind: str = ""
    probe: str = ""
    retired: bool = False


class Brought(Struct, frozen=True):
    """What an import did: kinds and answers that were added, changed, or the same already."""

    kinds: int = 0
    answers: int = 0
    changed: int = 0
    same: int = 0


def tags(text: str) -> tuple[str, ...]:
    """Tags as they are compared: each once, none empty, spaces around them gone."""
    return tuple(dict.fromkeys(filter(None, (one.strip() for one in text.split(",")))))
