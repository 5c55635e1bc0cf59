"""What every test may lean on: catalogues compiled from the tree, English unless it asks, a desk on
a file of its own, and a clock that stands at Wednesday 2026-03-11 10:20 in Moscow."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings

from pipeline_tui import i18n
from pipeline_tui.config import Settings
from pipeline_tui.services.desk import Desk
from tools import catalogue

NOW = datetime(2026, 3, 11, 7, 20, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


class HandClock:
    """A clock that moves only when it is told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Move on by a timedelta's arguments."""
        self.now += timedelta(**span)


def pytest_xdist_auto_num_workers() -> int:
    """Half as many again as there are processors: a test of a screen spends a third of its time
    waiting for the next frame."""
    return max(1, (os.cpu_count() or 1) * 3 // 2)


# How quick the machine is decides nothing; a law that needs more examples than these says so.
settings.register_profile(
    "suite", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")


def pytest_configure() -> None:
    """Compile the catalogues that are older than their sources."""
    catalogue.compile_all(only_stale=True)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.fixture
def russian() -> None:
    """Speak Russian for one test."""
    i18n.use("ru")


@pytest.fixture
def clock() -> HandClock:
    """The clock of this test's desk."""
    return HandClock()


def open_desk(path: Path, clock: Callable[[], datetime], actor: str = "test") -> Desk:
    """A desk on an existing file, with default settings."""
    return Desk.open(path, clock=clock, settings=Settings(), zone=MOSCOW, actor=actor)


@pytest.fixture(scope="session")
def _empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new file, made once: creating one runs the migrations."""
    path = tmp_path_factory.mktemp("empty") / "new.db"
    Desk.create(
        path, clock=HandClock(), settings=Settings(), zone=MOSCOW, actor="test", language=""
    ).close()
    return path


@pytest.fixture(scope="session")
def _demo_file(tmp_path_factory: pytest.TempPathFactory, _empty_file: Path) -> Path:
    """The English demo data, made once."""
    from pipeline_tui.services.demo import build_demo

    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, HandClock()) as desk:
        build_demo(desk.book, desk.local_now(), "en")
    return path


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock, _empty_file: Path) -> Iterator[Desk]:
    """A desk on an empty file."""
    path = tmp_path / "pipeline.db"
    shutil.copy(_empty_file, path)
    with open_desk(path, clock) as opened:
        yield opened


@pytest.fixture
def demo_desk(tmp_path: Path, clock: HandClock, _demo_file: Path) -> Iterator[Desk]:
    """A desk on the demo data."""
    path = tmp_path / "demo.db"
    shutil.copy(_demo_file, path)
    with open_desk(path, clock) as opened:
        yield opened


@dataclass(frozen=True)
class Said:
    """What a call of the command line left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(
    desk: Desk, clock: HandClock, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Said]:
    """Call the program as the shell would, on the file of `desk`: `cli("client", "list")`."""
    from pipeline_tui.cli.main import run

    env = {
        "PIPELINE_TUI_DB": str(desk.book.path), "HOME": str(tmp_path), "TZ": "Europe/Moscow",
        "LANG": "en_US.UTF-8",
    }  # fmt: skip

    def call(*argv: str, **more: str) -> Said:
        capsys.readouterr()
        code = run(argv, {**env, **more}, clock)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return call
