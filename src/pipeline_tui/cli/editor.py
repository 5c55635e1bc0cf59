"""Long text from the user's own editor, or from a pipe."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pipeline_tui.tui.editor import edit


def long_text(env: Mapping[str, str], before: str = "") -> str:
    """What stands in standard input when it is a pipe, else what is saved in the editor.

    The editor is `$VISUAL`, else `$EDITOR`, else vi; `before` is what it opens with. Raises Invalid
    editor_failed when it cannot be run or leaves with an error.
    """
    if not sys.stdin.isatty():
        return sys.stdin.read().strip()
    with tempfile.TemporaryDirectory() as folder:
        return edit(Path(folder) / "text.txt", before, env)
