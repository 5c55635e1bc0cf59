"""The short version of every run, and of each that something broken shows in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]
needs_layer = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not (shutil.which("cc") or shutil.which("gcc")),
    reason="the layer beneath the program needs Linux and a C compiler",
)


def torture(name: str, *argv: str) -> tuple[int, str]:
    """(exit code, report) of a run."""
    env = {key: value for key, value in os.environ.items() if not key.startswith("SHIM_")}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.torture.{name}", *argv],
        cwd=_ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_kill_loses_nothing_that_was_confirmed() -> None:
    code, report = torture("kill", "--rounds", "6")
    assert code == 0, report


def test_the_kills_notice_what_is_confirmed_and_not_written() -> None:
    code, report = torture("kill", "--rounds", "12", "--broken", "forgetful")
    assert code == 1, report
    assert "lost: task" in report


@needs_layer
def test_a_power_cut_loses_nothing_that_was_confirmed() -> None:
    code, report = torture("powercut", "--images", "8", "--writes", "40")
    assert code == 0, report


@needs_layer
def test_a_disk_that_is_full_or_broken_leaves_a_whole_file_and_a_sentence() -> None:
    code, report = torture("faults", "--every", "300")
    assert code == 0, report


@needs_layer
@pytest.mark.parametrize(
    ("broken", "job", "every"), [("log-apart", "write", "12"), ("upgrade-halves", "upgrade", "40")]
)
def test_the_faults_notice_what_is_half_done(broken: str, job: str, every: str) -> None:
    code, report = torture(
        "faults", "--jobs", job, "--ways", "killed", "--every", every, "--broken", broken
    )
    assert code == 1, report
    assert "half done" in report


@needs_layer
def test_a_power_cut_shows_a_setting_that_does_not_sync() -> None:
    code, report = torture("powercut", "--images", "8", "--writes", "40", "--setting", "wal-normal")
    assert code == 1, report
    assert "lost: " in report


def test_whatever_was_done_is_undone_and_redone() -> None:
    code, report = torture("undo", "--walks", "1", "--steps", "30")
    assert code == 0, report


def test_the_walks_notice_an_undo_that_leaves_a_row_out() -> None:
    code, report = torture("undo", "--walks", "1", "--steps", "25", "--broken", "skipped")
    assert code == 1, report
    assert "undo of" in report


def test_a_byte_or_a_value_changed_past_the_program_is_noticed() -> None:
    code, report = torture("flips", "--bytes", "5", "--fields", "15")
    assert code == 0, report


def test_without_the_seals_a_changed_value_is_not_noticed() -> None:
    code, report = torture("flips", "--bytes", "0", "--fields", "3", "--broken", "unsealed")
    assert code == 1, report
