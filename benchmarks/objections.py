"""How well the look-up knows an objection by what was heard: recall among the first three kinds.

    python -m benchmarks.objections [--missed]

The phrases of `tests/domain/objection_phrases.tsv` were written before the words of the library were
read, as people say and type them: inflected, misspelt, every eighth on the wrong layout. They are for
measuring alone: a library or a rule that is tuned on them measures nothing any more. Each is looked up
in the starter library of its language, and in both at once, as a seller has it who works in two.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline_tui.domain.heard import Ear, Phrase
from pipeline_tui.domain.shares import Share
from pipeline_tui.services import starter

PHRASES = Path(__file__).resolve().parent.parent / "tests" / "domain" / "objection_phrases.tsv"
SHOWN = 3
"""Kinds that the look-up has on the screen at once, for sure."""


def heard() -> Iterator[tuple[str, str, str]]:
    """Language, code of the kind and the phrase, of every phrase kept for measuring."""
    for line in PHRASES.read_text("utf-8").splitlines():
        language, code, phrase = line.split("\t")
        yield language, code, phrase


def ear(languages: Sequence[str]) -> tuple[Ear, dict[int, str]]:
    """The look-up over the starter library in these languages, and its kinds by number."""
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
    return Ear(found), codes


def recall(languages: Sequence[str], wanted: str, shown: int = SHOWN) -> tuple[Share, list[str]]:
    """The share of phrases of a language whose kind is among the first, and those where it is not."""
    known, codes = ear(languages)
    kept = n = 0
    missed = []
    for language, code, phrase in heard():
        if language != wanted:
            continue
        n += 1
        first = [codes[match.phrase.type_id] for match in known.find(phrase)[:shown]]
        if code in first:
            kept += 1
        else:
            missed.append(f"{code:15} {phrase}  → {', '.join(first) or '—'}")
    return Share(kept, n), missed


def main() -> None:
    """Print recall@1 and recall@3 by language and library."""
    ask = argparse.ArgumentParser()
    ask.add_argument("--missed", action="store_true", help="print the phrases that were not found")
    options = ask.parse_args()
    totals: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0])
    for language in starter.LANGUAGES:
        for name, languages in (("own", (language,)), ("both", starter.LANGUAGES)):
            for shown in (1, SHOWN):
                share, missed = recall(languages, language, shown)
                _print(f"{language}, {name} library", shown, share)
                totals[name, shown][0] += share.k
                totals[name, shown][1] += share.n
                if options.missed and shown == SHOWN and name == "own":
                    print(*missed, sep="\n")
    for (name, shown), (k, n) in totals.items():
        _print(f"all, {name} library", shown, Share(k, n))


def _print(what: str, shown: int, share: Share) -> None:
    low, high = share.interval
    print(
        f"{what:20} recall@{shown}  {share.k:3} of {share.n}"
        f"  {100 * (share.rate or 0):5.1f} %  (95 %: {100 * low:.0f}–{100 * high:.0f})"
    )


if __name__ == "__main__":
    main()
