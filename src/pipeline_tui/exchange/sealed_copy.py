"""Files encrypted with a passphrase in the age format (age-encryption.org/v1): opened by this program, or
with `age -d` on any machine. The library is an extra; a file is held in memory as a whole."""

from __future__ import annotations

import os
from pathlib import Path
from types import ModuleType
from typing import cast

from pipeline_tui.domain.errors import Conflict, Invalid, Refused, StoreProblem

_MAGIC = b"age-encryption.org/v1\n"


def looks_like_one(path: Path) -> bool:
    """Whether a file says that it is one."""
    try:
        with path.open("rb") as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _library() -> ModuleType:
    try:
        import pyrage
    except ImportError as error:
        raise Refused("crypto_missing") from error
    return cast("ModuleType", pyrage)


def seal(source: Path, target: Path, passphrase: str) -> None:
    """Encrypt a file into a new one, which has its name only once it was opened again and is equal.

    Raises Refused crypto_missing, file_no_write; Conflict file_exists; Invalid folder_missing.
    """
    library = _library()
    if target.exists():
        raise Conflict("file_exists", file=target.name)
    if not target.parent.is_dir():
        raise Invalid("file", "folder_missing", folder=str(target.parent))
    temporary = target.with_name(f".{target.name}.part")
    content = source.read_bytes()
    try:
        temporary.unlink(missing_ok=True)
        with os.fdopen(
            os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb"
        ) as stream:
            stream.write(library.passphrase.encrypt(content, passphrase))
            stream.flush()
            os.fsync(stream.fileno())
        if _opened(library, temporary, passphrase) != content:
            raise StoreProblem("backup_broken", file=str(target))
        temporary.replace(target)
    except OSError as error:
        raise Refused("file_no_write", file=target.name, detail=error.strerror or "") from error
    finally:
        temporary.unlink(missing_ok=True)


def unseal(source: Path, target: Path, passphrase: str) -> None:
    """Decrypt a file into a new one that its owner alone can read; raises Refused crypto_missing,
    StoreProblem wrong_copy_key, backup_broken."""
    content = _opened(_library(), source, passphrase)
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as stream:
        stream.write(content)


def _opened(library: ModuleType, path: Path, passphrase: str) -> bytes:
    try:
        return bytes(library.passphrase.decrypt(path.read_bytes(), passphrase))
    except library.DecryptError as error:
        # The library has one error for all, and one sentence for a head that the passphrase does not open.
        wrong = str(error) == "Decryption failed"
        code = "wrong_copy_key" if wrong else "backup_broken"
        raise StoreProblem(code, file=str(path)) from error
