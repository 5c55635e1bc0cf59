"""No file is named after what a user's data say: a client may be called `../../x`, `con` or 300 letters."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pipeline_tui
from pipeline_tui.i18n import LANGUAGES, _, speaking

_ENDING = re.compile(
    r"[^ ]*\.(pdf|eml|md|txt|csv|tsv|xlsx|vcf|ics|jsonl?|db|part|archive|zip|age)\Z"
)
OURS = {
    # numbers and days
    "client_id", "facts.client_id", "number", "now", "desk.today().isoformat()",
    "self._today().isoformat()", "until.isoformat()", "last.isoformat()", "self._view.row.code",
    # words of ours
    "kind", "to.value", "step.value", "facts.step.value", "self.period.value", "language",
    "run.language", "ending", "_('interest')", "_('statement')", "_('report')", "_('offer')",
    # the name of a file that is there, beside which another one goes
    "stem", "target.name", "db.name",
}  # fmt: skip
WORDS = ("interest", "statement", "report", "offer")


def names_in(source: str) -> Iterator[tuple[str, set[str]]]:
    """Each name of a file that is put together, with what it is put together of."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            values = [each for each in node.values if isinstance(each, ast.FormattedValue)]
            text = "".join(
                str(each.value) if isinstance(each, ast.Constant) else "\0" for each in node.values
            )
            by_ending = text.endswith(".\0") and text.count("\0") > 2
            if by_ending or _ENDING.match(text):
                yield text, {ast.unparse(each.value) for each in values}


def test_names_of_files_are_put_together_of_numbers_days_and_words_of_ours() -> None:
    found = [
        (path.name, *each)
        for path in sorted(Path(pipeline_tui.__file__).parent.rglob("*.py"))
        for each in names_in(path.read_text("utf-8"))
        if not each[0].startswith("tables/")  # a table of ours within an archive
    ]
    assert len(found) >= 14
    assert [each for each in found if not each[2] <= OURS] == []


def test_a_client_in_a_name_is_found() -> None:
    assert list(names_in("f\"{_('offer')}-{client.name}.md\"")) == [
        ("\0-\0.md", {"_('offer')", "client.name"})
    ]
    assert list(names_in('f"{a}-{client.name}.{ending}"'))


def test_a_word_of_ours_is_one_word() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert all(_(word).replace("-", "").isalpha() for word in WORDS)
