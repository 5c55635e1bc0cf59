"""What a release is installed with: pinned, hashed, under licences that allow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import supply


def test_the_lock_and_the_licences_hold() -> None:
    assert list(supply.defects()) == []


def test_every_dependency_is_found_through_all_that_bring_it() -> None:
    assert set(supply.needed()) > {"textual", "markdown-it-py", "mdurl", "pydantic-core", "pyrage"}
    assert not set(supply.needed()) & {"pytest", "mypy", "hypothesis"}


@pytest.mark.parametrize(
    ("lock", "told"),
    [
        (lambda text: text.replace("textual==", "textual==9"), "textual: 9"),
        (lambda text: text.replace("textual==", "untextual=="), "textual: no hash"),
        (lambda text: text + "extra==1 --hash=sha256:" + "0" * 64, "extra: in"),
        (lambda text: "--index-url https://example.com/simple\n" + text, "names an address"),
        (lambda text: text[: text.index("    --hash")], "alembic: no hash"),
    ],
)
def test_a_lock_with_a_defect_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lock: object, told: str
) -> None:
    changed = tmp_path / "lock.txt"
    changed.write_text(lock(supply.LOCK.read_text("utf-8")), "utf-8")  # type: ignore[operator]
    monkeypatch.setattr(supply, "LOCK", changed)
    assert any(told in defect for defect in supply.defects())


def test_a_dependency_that_is_not_pinned_is_found_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pins = tmp_path / "constraints.txt"
    pins.write_text(supply.PINS.read_text("utf-8").replace("mdurl==", "# mdurl=="), "utf-8")
    monkeypatch.setattr(supply, "PINS", pins)
    assert "mdurl: not pinned in constraints.txt" in list(supply.defects())


@pytest.mark.parametrize(
    ("expression", "fits"),
    [
        ("MIT", True),
        ("MIT OR GPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", False),
        ("GPL-3.0-only", False),
        ("?", False),
    ],
)
def test_licences_that_are_allowed(expression: str, fits: bool) -> None:
    assert supply.allowed(expression) is fits
