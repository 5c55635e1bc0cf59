"""Real sample files, kept outside the repository. Tests that want them skip where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared" / "data"
FOLDER = Path(os.environ.get("PIPELINE_TUI_SAMPLES", str(_BESIDE)))

needs_samples = pytest.mark.skipif(not FOLDER.is_dir(), reason="sample files are not here")


def sample(name: str) -> Path:
    """Path of one sample file, `name` relative to the sample folder."""
    return FOLDER / name
