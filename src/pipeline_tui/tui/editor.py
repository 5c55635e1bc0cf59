"""The user's own editor, for text that does not fit into a line."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from pipeline_tui.domain.errors import Invalid


def edit(path: Path, text: str, env: Mapping[str, str]) -> str:
    """What is left in `path` after the editor has been at it; it is written with `text` before.

    The editor is `$VISUAL`, else `$EDITOR`, else vi. The file is readable to its owner alone, and is
    removed only when its text has been read: a program killed meanwhile leaves it. Raises Invalid
    editor_failed when the editor cannot be run or leaves with an error.
    """
    command = env.get("VISUAL") or env.get("EDITOR") or "vi"
    try:
        with os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        done = subprocess.run([*shlex.split(command), str(path)], check=False)
        if done.returncode:
            raise Invalid("text", "editor_failed", editor=command)
        return taken(path)
    except (OSError, ValueError) as error:
        raise Invalid("text", "editor_failed", editor=command) from error


def taken(path: Path) -> str:
    """The text of a file that an editor has left, which is removed; empty where there is none."""
    if not path.exists():
        return ""
    text = path.read_text(encoding="utf-8", errors="replace").strip()
    path.unlink()
    return text
