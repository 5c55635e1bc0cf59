"""The whole base as one file: a ZIP with a file of JSON lines for each table, and a manifest.

    manifest.json         {"format": "pipeline-tui archive", "version": 1, "revision": "0001",
                           "made_at": "2026-03-11T07:20:00Z",
                           "tables": [{"name", "file", "columns", "rows", "sha256"}, …]}
    tables/client.jsonl   a row a line, as an array of values in the order of `columns`

Values are whole numbers, text or null, as the tables hold them. A reader needs nothing of ours.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from pipeline_tui.domain.errors import Unreadable
from pipeline_tui.exchange.export import Before, Written, whole_file

FORMAT, VERSION = "pipeline-tui archive", 1
_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 1 << 20
_LONGEST_LINE = 64 << 20

TableRows = tuple[str, tuple[str, ...], Iterable[Sequence[Any]]]
"""A table to be written: its name, its columns, its rows."""


class TablePart(Struct, frozen=True):
    """A table of the archive; the hash is over its file as it stands in the ZIP, unpacked."""

    name: str
    file: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


class Manifest(Struct, frozen=True):
    """What an archive holds, and of which schema."""

    format: str
    version: int
    revision: str
    made_at: str
    tables: tuple[TablePart, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(one.rows for one in self.tables)


def write(
    path: Path,
    tables: Iterable[TableRows],
    revision: str,
    made_at: str,
    *,
    overwrite: bool = False,
    before: Before | None = None,
) -> Manifest:
    """Write an archive, all of it or nothing, row by row. Raises what `write_table` raises."""
    with whole_file(path, overwrite) as temporary:
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            manifest = Manifest(
                FORMAT, VERSION, revision, made_at,
                tuple(_write_table(archive, one) for one in tables),
            )  # fmt: skip
            text = json.dumps(msgspec.to_builtins(manifest), indent=2, ensure_ascii=False)
            archive.writestr(_MANIFEST, text + "\n")
        if before is not None:
            before(Written(manifest.rows))
        return manifest


def _write_table(archive: zipfile.ZipFile, table: TableRows) -> TablePart:
    name, columns, rows = table
    file = f"tables/{name}.jsonl"
    digest, count = hashlib.sha256(), 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with archive.open(file, "w", force_zip64=True) as stream:
        for row in rows:
            line = encode(list(row)).encode("utf-8") + b"\n"
            digest.update(line)
            stream.write(line)
            count += 1
    return TablePart(name, file, columns, count, digest.hexdigest())


def looks_like_one(path: Path) -> bool:
    """Whether a file is a ZIP, which a database never is."""
    return path.is_file() and zipfile.is_zipfile(path)


class Reader:
    """An archive open for reading."""

    def __init__(self, archive: zipfile.ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self.manifest = manifest

    def rows(self, table: TablePart) -> Iterator[list[Any]]:
        """The rows of a table; at their end its count and hash have been verified.

        Raises Unreadable archive_damaged.
        """
        digest, count = hashlib.sha256(), 0
        decode, width = msgspec.json.Decoder(list[int | str | None]).decode, len(table.columns)
        try:
            with self._archive.open(table.file) as stream:
                while line := stream.readline(_LONGEST_LINE):
                    digest.update(line)
                    count += 1
                    row = decode(line)
                    if len(row) != width or count > table.rows:
                        raise Unreadable("archive_damaged", table=table.name)
                    yield row
        except (msgspec.MsgspecError, zipfile.BadZipFile, KeyError, OSError, EOFError) as error:
            raise Unreadable("archive_damaged", table=table.name) from error
        if count != table.rows or digest.hexdigest() != table.sha256:
            raise Unreadable("archive_damaged", table=table.name)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """An archive to read. Raises Unreadable not_archive, archive_newer."""
    try:
        with zipfile.ZipFile(path) as archive:
            with archive.open(_MANIFEST) as stream:
                manifest = msgspec.json.decode(stream.read(_LARGEST_MANIFEST), type=Manifest)
            if manifest.format != FORMAT:
                raise Unreadable("not_archive")
            if manifest.version != VERSION:
                raise Unreadable("archive_newer")
            yield Reader(archive, manifest)
    except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError) as error:
        raise Unreadable("not_archive") from error
