"""What Tab completes, as the shell asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest


def completed(line: str, language: str = "en") -> list[str]:
    """The words offered after `line`, by bash."""
    words = line.split()
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['pipeline-tui']\nfrom pipeline_tui.__main__ import main; main()"],
        capture_output=True, text=True, check=True,
        env={
            "HOME": "/nowhere", "PIPELINE_TUI_LANG": language, "COMP_WORDS": line,
            "COMP_CWORD": str(len(words) - (not line.endswith(" "))),
            "_PIPELINE_TUI_COMPLETE": "complete_bash",
        },
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pipeline-tui cl", ["client"]),
        ("pipeline-tui client a", ["add", "archive"]),
        ("pipeline-tui client se", ["search"]),
        ("pipeline-tui debt invoice ", ["add", "edit", "cancel", "dispute", "settle"]),
        ("pipeline-tui deal list --sh", ["--show"]),
        ("pipeline-tui deal list --show no", ["no_step", "no_client"]),
        ("pipeline-tui client add x --status l", ["lead", "lost"]),
        ("pipeline-tui client note 1 x --kind m", ["meeting", "message"]),
    ],
)
def test_tab_completes_verbs_options_and_codes(line: str, words: list[str]) -> None:
    assert completed(line) == words


def test_tab_offers_every_noun() -> None:
    from pipeline_tui.cli.register import VERBS

    assert completed("pipeline-tui ", "ru") == list(VERBS)
