"""What the program is built of: pinned with hashes, under licences that allow it.

    python tools/supply.py lock FOLDER…   write requirements-release.txt from folders of downloaded files
    python tools/supply.py licences       write docs/licences.md from what is installed
    python tools/supply.py check          every defect of either; exit code 1 when there is any

Nothing here goes to a network. The files come by `pip download -c constraints.txt -d FOLDER '.[crypto]'`, a
folder for each system and Python that a release is for; what is installed from the lock
(`pip install --require-hashes -r requirements-release.txt`) is then those files or nothing.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_sdist_filename, parse_wheel_filename

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-release.txt"
PINS = ROOT / "constraints.txt"
LICENCES = ROOT / "docs" / "licences.md"
_HEAD = (
    "# What a release is installed with, by the hashes of its files: pip install --require-hashes -r …\n"
    "# Written by tools/supply.py from constraints.txt; not to be edited.\n"
)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")

ALLOWED = frozenset({
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only",
    "MIT", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib", "0BSD",
})  # fmt: skip
"""Licences that a program under MIT may be installed beside. Those of the LGPL are libraries imported as they
stand, which anybody may replace."""

_SPELT = {
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0-only",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "zlib/libpng License": "Zlib",
}
"""Names of before there were identifiers."""

_BY_THEIR_FILE = {"pyrage": "MIT", "sqlcipher3": "Zlib"}
"""Packages that say it in the file of their licence alone, by what it says."""


def needed() -> dict[str, metadata.Distribution]:
    """All that a release with its extra of encryption installs here, by its canonical name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [
        Requirement(text)
        for text in (*project["dependencies"], *project["optional-dependencies"]["crypto"])
    ]
    found: dict[str, metadata.Distribution] = {}
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        key = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if key in seen:
            continue
        seen.add(key)
        found[key[0]] = distribution = metadata.distribution(wanted.name)
        for text in distribution.requires or ():
            inner = Requirement(text)
            extras = wanted.extras or {""}
            if inner.marker is None or any(inner.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(inner)
    return dict(sorted(found.items()))


def pinned() -> dict[str, str]:
    """Canonical name → version, of constraints.txt."""
    lines = (line.partition("#")[0].strip() for line in PINS.read_text("utf-8").splitlines())
    pairs = (line.split("==") for line in lines if line)
    return {canonicalize_name(name): version for name, version in pairs}


def locked() -> dict[str, tuple[str, list[str]]]:
    """Canonical name → (version, hashes), of the lock."""
    text = LOCK.read_text("utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, version = line.split()[0].partition("==")
            found[canonicalize_name(name)] = version, _HASH.findall(line)
    return found


def lock_of(folders: Sequence[Path]) -> str:
    """The lock from downloaded files; raises SystemExit where one is not of the pinned version."""
    pins = pinned()
    hashes: dict[str, set[str]] = {}
    for file in sorted(file for folder in folders for file in folder.iterdir()):
        if file.suffix == ".whl":
            name, version, *_ = parse_wheel_filename(file.name)
        else:
            name, version = parse_sdist_filename(file.name)
        if pins.get(name) != str(version):
            sys.exit(f"{file.name}: constraints.txt pins {name} at {pins.get(name)}")
        hashes.setdefault(name, set()).add(hashlib.sha256(file.read_bytes()).hexdigest())
    lines = [
        f"{name}=={pins[name]} \\\n"
        + " \\\n".join(f"    --hash=sha256:{one}" for one in sorted(hashes[name]))
        for name in sorted(hashes)
    ]
    return _HEAD + "\n".join(lines) + "\n"


def licence_of(distribution: metadata.Distribution) -> str:
    """What a package says of its licence, as an SPDX expression where it can be told; else its words."""
    told = distribution.metadata
    if known := _BY_THEIR_FILE.get(canonicalize_name(told["Name"])):
        return known
    if expression := told.get("License-Expression"):
        return str(expression)
    named = [
        one.rpartition(" :: ")[2]
        for one in told.get_all("Classifier") or ()
        if one.startswith("License :: ") and not one.endswith("OSI Approved")
    ]
    words = named or [(told.get("License") or "?").splitlines()[0]]
    return " AND ".join(sorted({_SPELT.get(word, word) for word in words}))


def allowed(expression: str) -> bool:
    """Whether a licence is of the list: of those joined by OR one, of those joined by AND each."""
    return any(
        all(one.strip(" ()") in ALLOWED for one in choice.split(" AND "))
        for choice in expression.split(" OR ")
    )


def licences() -> str:
    """The list as a page."""
    rows = "".join(f"| {one.metadata['Name']} | {licence_of(one)} |\n" for one in needed().values())
    return (
        "# Licences\n\nThe program is under MIT, the fonts of its PDF files (PT Sans) under OFL-1.1. It is"
        " installed with these packages, none of\nwhich is part of it. Written by `tools/supply.py"
        f" licences`.\n\n| Package | Licence |\n|---|---|\n{rows}"
    )


def defects() -> Iterator[str]:
    """What is wrong with the lock, the pins and the licences."""
    pins, lock, wanted = pinned(), locked(), needed()
    for name, distribution in wanted.items():
        if name not in pins:
            yield f"{name}: not pinned in {PINS.name}"
        elif name not in lock or not lock[name][1]:
            yield f"{name}: no hash in {LOCK.name}"
        elif lock[name][0] != pins[name]:
            yield f"{name}: {lock[name][0]} in {LOCK.name}, {pins[name]} in {PINS.name}"
        if not allowed(licence_of(distribution)):
            yield f"{name}: licence {licence_of(distribution)!r} is not of the list"
    for name in sorted(set(lock) - set(wanted)):
        yield f"{name}: in {LOCK.name} and not needed"
    if "://" in LOCK.read_text("utf-8"):
        yield f"{LOCK.name}: names an address"
    if LICENCES.read_text("utf-8") != licences():
        yield f"{LICENCES.relative_to(ROOT)}: not what `tools/supply.py licences` writes"


def main(argv: Sequence[str]) -> int:
    """Do what the words say; answers with the exit code."""
    match argv:
        case ["lock", *folders] if folders:
            LOCK.write_text(lock_of([Path(one) for one in folders]), "utf-8")
        case ["licences"]:
            LICENCES.write_text(licences(), "utf-8")
        case ["check"]:
            found = list(defects())
            sys.stdout.write("".join(f"{one}\n" for one in found) or "pins and licences hold\n")
            return bool(found)
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
