"""Names of firms without what every firm has: the legal form, in words, letters or with dots."""

from __future__ import annotations

import re

FORMS = frozenset(
    [
        "ооо",
        "зао",
        "оао",
        "пао",
        "ао",
        "нао",
        "ип",
        "нко",
        "ано",
        "чоу",
        "мбоу",
        "гбу",
        "гбоу",
        "мбу",
        "мку",
        "фгуп",
        "фгбу",
        "фгбоу",
        "муп",
        "гуп",
        "тоо",
        "одо",
        "оду",
        "чп",
        "тов",
        "кфх",
        "пк",
        "тсж",
        "снт",
        "нп",
        "сро",
        "пбоюл",
        "осоо",
        "llc",
        "ltd",
        "inc",
        "gmbh",
        "ooo",
        "zao",
        "oao",
        "pao",
        "corp",
        "llp",
        "plc",
        "sarl",
        "srl",
        "incorporated",
        "corporation",
        "spzoo",
        "pvt",
        "pty",
    ]
)
"""Left out wherever they stand: no firm is called so."""
WEAK_FORMS = frozenset(
    [
        "co",
        "ag",
        "sa",
        "spa",
        "kg",
        "lp",
        "bv",
        "nv",
        "oy",
        "ab",
        "as",
        "limited",
        "sas",
        "oyj",
        "company",
        "kgaa",
        "ohg",
        "ug",
        "se",
    ]
)
"""Left out at the end of a name only: there they are a form, elsewhere they are a word (SPA-салон)."""
_LEADING = frozenset(["ao", "ip"])
"""Forms in Latin letters that stand first only: `IP Ivanov`, yet `Voice over IP`."""

_IN_WORDS = re.compile(
    r"\b(?:(?:публичное|закрытое|открытое|непубличное) )?акционерное общество\b"
    r"|\bобщество с ограниченной(?: и?ответственностью)?\b|\bобщество с огр\.? отв\.?"
    r"|\bиндивидуальный предприниматель\b|\bкрестьянское \(?фермерское\)? ?хозяйство\b"
    r"|\bтоварищество с ограниченной ответственностью\b|\bprivate limited\b|\bpvt\.? ltd\b"
    r"|\bsp\.? ?z ?o\.? ?o\b"
)
_DOTTED = re.compile(r"\b(?:\w\.){1,4}(?:\w\b\.?)?")
_WORD = re.compile(r"[0-9a-zа-яёґєіїўәғқңөұүһà-ÿ]+", re.IGNORECASE)


def words_of(folded: str) -> list[str]:
    """The words of a folded name, forms written with dots or in full made one or left out."""
    if "." in folded:
        folded = _DOTTED.sub(_joined, folded)
    if " " in folded and ("общ" in folded or "предпр" in folded or "хоз" in folded
                          or "тов" in folded or "pvt" in folded or "priv" in folded
                          or "sp" in folded):  # fmt: skip
        folded = _IN_WORDS.sub(" ", folded) or folded
    return _WORD.findall(folded)


def _joined(found: re.Match[str]) -> str:
    """`l.l.c.` as `llc`; initials of a person stay apart."""
    bare = found.group().replace(".", "")
    return f"{bare} " if bare in FORMS or bare in WEAK_FORMS else found.group()


def without_forms(words: list[str]) -> list[str]:
    """The words that tell one firm from another; none where there is nothing but a form."""
    kept = [word for word in words if word not in FORMS]
    while kept and kept[-1] in WEAK_FORMS and len(kept) > 1:
        kept.pop()
    if len(kept) > 1 and kept[0] in _LEADING:
        kept = kept[1:]
    return kept
