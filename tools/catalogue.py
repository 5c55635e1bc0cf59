"""Message catalogues: what the source says in English against what the .po files say in Russian.

    python tools/catalogue.py check      every defect of the catalogues; exit code 1 when there is any
    python tools/catalogue.py missing    .po entries to fill in, grouped by the file they stand in
    python tools/catalogue.py compile    merge the .po files into the one .mo that the program reads

One language may have any number of .po files, one per area of the program; a message stands in
exactly one of them. The build hook and the tests call `compile_all` too.
"""

from __future__ import annotations

import ast
import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser, escape

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = Path("src") / "pipeline_tui"
DOMAIN = "pipeline_tui"

KEYWORDS: dict[str, tuple[str, ...]] = {
    "_": ("id",),
    "N_": ("id",),
    "ngettext": ("id", "plural"),
    "pgettext": ("context", "id"),
    "NP_": ("context", "id"),
    "count": ("", "id", "plural"),
}
"""Functions whose arguments are messages, and which; `count` is wording.formats.count."""
MODULES = {"i18n", "formats"}
"""Modules those functions may be called through: `text.count("a")` is another count."""

Id = str | tuple[str, ...]
Key = tuple[str | None, str]
"""Context and English singular: what makes a message the same message."""


@dataclass(frozen=True)
class Used:
    """A message of the source: its id (a pair when it has a plural) and the first place it is used."""

    id: Id
    context: str | None
    file: str
    line: int

    @property
    def key(self) -> Key:
        return self.context, self.id if isinstance(self.id, str) else self.id[0]


class _Strict(Catalog):
    """A catalogue that remembers which messages its file gives twice."""

    def __init__(self, locale: str) -> None:
        super().__init__(locale=locale, domain=DOMAIN, charset="utf-8", fuzzy=False)
        self.twice: list[Key] = []

    def __setitem__(self, id: Id | list[str], message: Message) -> None:  # noqa: A002
        if id and self.get(id, message.context) is not None:
            self.twice.append(_key(message))
        super().__setitem__(id, message)


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def languages(root: Path = ROOT) -> list[str]:
    """Languages that have at least one .po file."""
    return sorted({path.parent.name for path in (root / PACKAGE / "locales").glob("*/*.po")})


def sources(language: str, root: Path = ROOT) -> list[Path]:
    """The .po files of a language, by name."""
    return sorted((root / PACKAGE / "locales" / language).glob("*.po"))


def compiled(language: str, root: Path = ROOT) -> Path:
    """Where the merged .mo of a language goes."""
    return root / PACKAGE / "locales" / language / "LC_MESSAGES" / f"{DOMAIN}.mo"


_LINE = re.compile(r'(?:msg(?:ctxt|id|id_plural|str|str\[\d\])\s+)?"(?:[^"\\]|\\.)*"\s*')


def read(path: Path, language: str) -> _Strict:
    """One .po file. SystemExit that names the file and line when it is malformed."""
    lines = path.read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        # Babel takes a text without its quotes and loses its first and last letter.
        if line.strip() and not line.startswith("#") and not _LINE.fullmatch(line):
            raise SystemExit(f"{path}:{number}: a text stands in one pair of quotes: {line}")
    catalogue = _Strict(language)
    try:
        PoFileParser(catalogue, ignore_obsolete=True, abort_invalid=True).parse(lines)
    except (PoFileError, ValueError) as error:
        raise SystemExit(f"{path}: {error}") from error
    return catalogue


# -- compile


def compile_all(root: Path = ROOT, *, only_stale: bool = False) -> list[Path]:
    """Write the .mo of every language and return their paths; `only_stale` skips those up to date."""
    written = []
    for language in languages(root):
        target = compiled(language, root)
        files = sources(language, root)
        if only_stale and not _stale(target, files):
            continue
        merged = Catalog(locale=language, domain=DOMAIN, charset="utf-8", fuzzy=False)
        for path in files:
            for message in _messages(read(path, language)):
                # An empty translation would show as nothing at all; the English text shows instead.
                if all(_strings(message)) and not message.fuzzy:
                    merged.add(message.id, message.string, context=message.context)
        _write(target, merged)
        written.append(target)
    return written


def _stale(target: Path, files: Iterable[Path]) -> bool:
    if not target.exists():
        return True
    made = target.stat().st_mtime_ns
    # The folder's own time tells of a .po that was taken away.
    folder = target.parents[1]
    return any(path.stat().st_mtime_ns >= made for path in [folder, *files])


def _write(target: Path, catalogue: Catalog) -> None:
    """Write aside and rename, so that a test running beside this never reads half a file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        write_mo(file, catalogue)
    aside = Path(name)
    aside.chmod(0o644)
    aside.replace(target)


# -- check


def used(root: Path = ROOT) -> dict[Key, Used]:
    """Every message of the source by its key, plural ones preferred to the same text alone."""
    found: dict[Key, Used] = {}
    for call, file in _calls(root):
        arguments = dict(zip(KEYWORDS[_called(call)], map(_literal, call.args), strict=False))
        text, plural = arguments.get("id"), arguments.get("plural")
        if not text:
            continue
        id_: Id = (text, plural) if plural else text
        message = Used(id_, arguments.get("context"), file, call.lineno)
        if message.key not in found or plural:
            found[message.key] = message
    return found


def _calls(root: Path) -> Iterator[tuple[ast.Call, str]]:
    """Calls of the message functions, in the order of the source."""
    package = root / PACKAGE
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"), str(path))
        file = path.relative_to(package).as_posix()
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node)]
        yield from ((call, file) for call in sorted(calls, key=lambda node: node.lineno))


def _called(call: ast.Call) -> str:
    """Which message function is called; nothing for any other call."""
    match call.func:
        case ast.Name(id=name):
            return name if name in KEYWORDS else ""
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in MODULES:
            return name if name in KEYWORDS else ""
    return ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _filled_too_early(root: Path) -> Iterator[str]:
    """Texts that are filled in before they are looked up, so that no catalogue can have them."""
    for call, file in _calls(root):
        for argument in call.args:
            match argument:
                case ast.JoinedStr() | ast.Call(func=ast.Attribute(attr="format")):
                    yield f"{file}:{call.lineno}: filled in before it is translated"


def check(root: Path = ROOT) -> list[str]:
    """Every defect, one line each: where, which message, what is wrong."""
    wanted = used(root)
    defects = list(_filled_too_early(root))
    for language in languages(root):
        defects += _check_language(language, wanted, root)
    return defects


def _check_language(language: str, wanted: dict[Key, Used], root: Path) -> Iterator[str]:
    stands_in: dict[Key, str] = {}
    for path in sources(language, root):
        where = f"{language}/{path.name}"
        catalogue = read(path, language)
        for key in catalogue.twice:
            yield f"{where}: {_show(key)}: twice in this file"
        for message in _messages(catalogue):
            key = _key(message)
            if key in stands_in and not _empty(message):
                yield f"{where}: {_show(key)}: also in {stands_in[key]}"
            stands_in.setdefault(key, where)
            for defect in _check_message(message, wanted.get(key), catalogue.num_plurals):
                yield f"{where}: {_show(key)}: {defect}"
    for key, use in wanted.items():
        if key not in stands_in:
            yield f"{use.file}:{use.line}: {_show(key)}: no translation ({language})"


def _check_message(message: Message, use: Used | None, plurals: int) -> Iterator[str]:
    if use is None:
        yield "obsolete, the source does not use it"
        return
    if message.fuzzy:
        yield "fuzzy"
    if isinstance(use.id, tuple) != isinstance(message.id, tuple):
        yield f"plural in one of source and catalogue only ({use.file}:{use.line})"
        return
    if isinstance(message.id, tuple) and message.id != use.id:
        yield f"the source's plural is {use.id[1]!r}"
    strings = _strings(message)
    # Babel fills plural forms that are not there with empty ones.
    given = sum(map(bool, strings))
    if isinstance(message.id, tuple) and 0 < given < plurals:
        yield f"{given} plural forms, {plurals} needed"
        return
    if not all(strings):
        yield "empty translation"
        return
    # A singular may leave the number out ("today"); what it may not do is invent a field.
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    known = set().union(*map(fields, ids))
    for string in strings:
        stray = fields(string) ^ known if isinstance(message.id, str) else fields(string) - known
        if stray:
            yield f"placeholders differ: {', '.join(sorted(stray))}"
    if isinstance(message.id, tuple) and any(fields(text) != known for text in strings[1:]):
        yield "placeholders differ between plural forms"


def fields(text: str) -> set[str]:
    """The placeholders of a text: `{name}` fields, and `%s` ones where there still are any."""
    try:
        named = {name for _text, name, _spec, _conv in Formatter().parse(text) if name is not None}
    except ValueError:
        named = {f"unreadable braces in {text!r}"}
    return named | set(re.findall(r"%\(\w+\)[sd]|%[sd]", text))


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def _empty(message: Message) -> bool:
    return not any(_strings(message))


def _show(key: Key) -> str:
    context, text = key
    return f"{text!r} [{context}]" if context else repr(text)


# -- missing


def missing(root: Path = ROOT) -> str:
    """Entries ready to fill in for every message without a translation, per language and source file."""
    wanted = used(root)
    parts = []
    for language in languages(root):
        catalogues = [read(path, language) for path in sources(language, root)]
        have = {_key(m) for c in catalogues for m in _messages(c) if not _empty(m)}
        plurals = Catalog(locale=language).num_plurals
        by_file: dict[str, list[Used]] = defaultdict(list)
        for key, use in wanted.items():
            if key not in have:
                by_file[use.file].append(use)
        for file in sorted(by_file):
            parts.append(f"# ---- {language}: {file}\n")
            parts += [_entry(use, plurals) for use in sorted(by_file[file], key=lambda u: u.line)]
    return "\n".join(parts)


def _entry(use: Used, plurals: int) -> str:
    lines = [f"#: {use.file}:{use.line}"]
    if use.context:
        lines.append(f"msgctxt {escape(use.context)}")
    if isinstance(use.id, str):
        lines += [f"msgid {escape(use.id)}", 'msgstr ""']
    else:
        lines += [f"msgid {escape(use.id[0])}", f"msgid_plural {escape(use.id[1])}"]
        lines += [f'msgstr[{form}] ""' for form in range(plurals)]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Run one of the three commands; the exit code."""
    match arguments:
        case ["check"]:
            defects = check()
            for line in defects:
                print(line)
            print(f"{len(defects)} defects" if defects else "catalogues are in order")
            return 1 if defects else 0
        case ["missing"]:
            print(missing(), end="")
        case ["compile"]:
            for path in compile_all():
                print(path.relative_to(ROOT))
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
