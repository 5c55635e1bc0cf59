"""How well the look-up knows an objection by what was heard: recall among the first three kinds.

    python -m benchmarks.objections [--tuning | --left-out] [--missed]

The phrases of `tests/domain/objection_phrases.tsv` were written before the words of the library were
read, as people say and type them: inflected, misspelt, every eighth on the wrong layout. They are for
measuring alone: a library or a rule that is tuned on them measures nothing any more. Each is looked up
in the starter library of its language, and in both at once, as a seller has it who works in two. Those
that stand in the library word for word are told apart.

To tune there are two other measures. `--tuning` takes the phrases of `tests/domain/objection_tuning.tsv`,
one half of them to look at, one to check by. `--left-out` takes every sixth phrase out of the library in
turn and looks it up among the others: how a wording is found that nobody wrote down, which is what a rule
is to be judged by.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pipeline_tui.domain.heard import Ear, Phrase
from pipeline_tui.domain.likeness import words
from pipeline_tui.domain.shares import Share
from pipeline_tui.domain.spelling import readings
from pipeline_tui.services import starter

_TESTS = Path(__file__).resolve().parent.parent / "tests" / "domain"
PHRASES = _TESTS / "objection_phrases.tsv"
TUNING = _TESTS / "objection_tuning.tsv"
SHOWN = 3
"""Kinds that the look-up has on the screen at once, for sure."""
_PARTS = 6

Asked = tuple[str, str]
"""The code of a kind, and a phrase that it should be found by."""


def kept_apart(language: str) -> list[Asked]:
    """The phrases of a language that are kept for measuring."""
    lines = (line.split("\t") for line in PHRASES.read_text("utf-8").splitlines())
    return [(code, phrase) for spoken, code, phrase in lines if spoken == language]


def tuning(language: str, half: str) -> list[Asked]:
    """The phrases of a language to tune on, of the half `tune` or `check`."""
    lines = (line.split("\t") for line in TUNING.read_text("utf-8").splitlines())
    return [(c, phrase) for part, spoken, c, phrase in lines if (part, spoken) == (half, language)]


class Library(NamedTuple):
    """The starter library as the look-up is given it, and its kinds by number."""

    phrases: list[Phrase]
    codes: dict[int, str]


def library(languages: Sequence[str]) -> Library:
    """The starter library in these languages."""
    codes = {place: kind.code for place, kind in enumerate(starter.kinds(languages[0]), 1)}
    numbers = {code: place for place, code in codes.items()}
    found = []
    for language in languages:
        for kind in starter.kinds(language):
            number = numbers[kind.code]
            found.append(Phrase(number, "name", kind.title))
            found += [Phrase(number, "heard", phrase) for phrase in kind.heard]
            found += [
                Phrase(number, "answer", f"{one.text} {one.follow_up or ''}".strip(), place)
                for place, one in enumerate(kind.answers)
            ]
    return Library(found, codes)


def recall(
    phrases: Iterable[Phrase], codes: Mapping[int, str], asked: Iterable[Asked], shown: int = SHOWN
) -> tuple[Share, list[str]]:
    """The share of what was asked whose kind is among the first, and what is not, with what is."""
    known = Ear(phrases)
    kept = n = 0
    missed = []
    for code, phrase in asked:
        first = [codes[match.phrase.type_id] for match in known.find(phrase)[:shown]]
        n += 1
        kept += code in first
        if code not in first:
            missed.append(f"{code:15} {phrase}  → {', '.join(first) or '—'}")
    return Share(kept, n), missed


def left_out(language: str, shown: int = SHOWN) -> tuple[Share, list[str]]:
    """The share of the library's own phrases that are found by the others, and those that are not."""
    whole, codes = library([language])
    spoken = [phrase for phrase in whole if phrase.source == "heard"]
    kept, missed = 0, []
    for part in range(_PARTS):
        out = set(spoken[part::_PARTS])
        asked = [(codes[one.type_id], one.text) for one in spoken[part::_PARTS]]
        share, lost = recall([one for one in whole if one not in out], codes, asked, shown)
        kept += share.k
        missed += lost
    return Share(kept, len(spoken)), missed


def written_down(language: str) -> set[str]:
    """Phrases kept apart that stand in the library word for word, on whichever layout."""
    known = {words(phrase.text) for phrase in library([language]).phrases}
    return {
        phrase
        for _code, phrase in kept_apart(language)
        if any(words(reading) in known for reading in readings(phrase))
    }


def _measured(mode: str, shown: int) -> Iterator[tuple[str, Share, list[str]]]:
    """What is measured by its name, for each language."""
    for language in starter.LANGUAGES:
        if mode == "left-out":
            yield f"{language}, left out", *left_out(language, shown)
        elif mode == "tuning":
            for half in ("tune", "check"):
                own = library([language])
                yield f"{language}, half to {half}", *recall(*own, tuning(language, half), shown)
        else:
            asked = kept_apart(language)
            copied = written_down(language)
            others = [one for one in asked if one[1] not in copied]
            own, both = library([language]), library(starter.LANGUAGES)
            yield f"{language}, own library", *recall(*own, asked, shown)
            yield f"{language}, both libraries", *recall(*both, asked, shown)
            yield f"{language}, not word for word", *recall(*own, others, shown)


def main() -> None:
    """Print recall@1 and recall@3 by language, and over all."""
    ask = argparse.ArgumentParser()
    modes = ask.add_mutually_exclusive_group()
    modes.add_argument("--tuning", dest="mode", action="store_const", const="tuning")
    modes.add_argument("--left-out", dest="mode", action="store_const", const="left-out")
    ask.add_argument("--missed", action="store_true", help="print the phrases that were not found")
    options = ask.parse_args()
    totals: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for shown in (1, SHOWN):
        for name, share, missed in _measured(options.mode or "kept apart", shown):
            _print(name, shown, share)
            total = totals[name.partition(", ")[2], shown]
            total[0] += share.k
            total[1] += share.n
            if options.missed and shown == SHOWN and not name.endswith(("check", "libraries")):
                print(*missed, sep="\n")
    for (name, shown), (k, n) in totals.items():
        _print(f"all, {name}", shown, Share(k, n))


def _print(what: str, shown: int, share: Share) -> None:
    low, high = share.interval
    print(
        f"{what:24} recall@{shown}  {share.k:4} of {share.n:4}"
        f"  {100 * (share.rate or 0):5.1f} %  (95 %: {100 * low:.0f}–{100 * high:.0f})"
    )


if __name__ == "__main__":
    main()
