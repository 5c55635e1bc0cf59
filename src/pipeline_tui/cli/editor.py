"""Long text from the user's own editor, or from a pipe."""

from __future__ import annotations

import shlex
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline_tui.domain.errors import Invalid


def long_text(env: Mapping[str, str], before: str = "") -> str:
    """What stands in standard input when it is a pipe, else what is saved in the editor.

    The editor is `$VISUAL`, else `$EDITOR`, else vi; `before` is what it opens with. Raises Invalid
    editor_failed when it cannot be run or leaves with an error.
    """
    if not sys.stdin.isatty():
        return sys.stdin.read().strip()
    command = env.get("VISUAL") or env.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(before, encoding="utf-8")
        try:
            done = subprocess.run([*shlex.split(command), str(path)], check=False)
        except (OSError, ValueError) as error:
            raise Invalid("text", "editor_failed", editor=command) from error
        if done.returncode:
            raise Invalid("text", "editor_failed", editor=command)
        return path.read_text(encoding="utf-8").strip()
