"""Every action that a service writes has its sentence, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline_tui import i18n
from pipeline_tui.wording.actions import SENTENCES

_SERVICES = Path(__file__).parents[2] / "src" / "pipeline_tui" / "services"
_CODE = re.compile(
    r'(?:_write|\.write|_keep|_put|_retire\w*|_edit\w*)\(\s*"(\w+\.\w+|import|export|demo)"'
)


def test_every_action_that_is_written_has_a_sentence() -> None:
    written = {
        code for path in _SERVICES.rglob("*.py") for code in _CODE.findall(path.read_text("utf-8"))
    }
    assert len(written) > 100
    assert written - SENTENCES.keys() == set()


@pytest.mark.usefixtures("russian")
def test_every_sentence_is_said_in_russian() -> None:
    same = [text for text in SENTENCES.values() if i18n._(text) == text]
    assert [text for text in same if re.search(r"[a-z]", re.sub(r"{\w+}", "", text))] == []
