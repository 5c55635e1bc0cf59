"""The lock of the screen: a PIN kept as a hash, or, where the file is encrypted, its passphrase.

It hides what is on the screen from who passes by; who can read the file needs no screen.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from pipeline_tui.domain.errors import Invalid
from pipeline_tui.services.base import Service
from pipeline_tui.store import cipher
from pipeline_tui.store.connection import salt_of

SHORTEST = 4
"""Characters of a PIN."""
_KEY = "lock:pin"
_COST = {"n": 2**14, "r": 8, "p": 1}
"""A guess costs 16 MiB and some 40 ms (RFC 7914)."""


class Locking(Service):
    """Use cases of the lock."""

    def by_passphrase(self) -> bool:
        """Whether the file is encrypted, so that its passphrase opens the screen too."""
        return cipher.is_unlocked() and salt_of(self._desk.book.path) is not None

    def is_ready(self) -> bool:
        """Whether there is something to open the screen with again."""
        return self.by_passphrase() or self._desk.memos.recall(_KEY) is not None

    def choose(self, pin: str) -> None:
        """Keep this PIN, an empty one for none. Raises Invalid pin_short."""
        if not pin:
            self._desk.memos.drop(_KEY)
            return
        if len(pin) < SHORTEST:
            raise Invalid("pin", "pin_short", least=SHORTEST)
        salt = os.urandom(16)
        self._desk.memos.keep(_KEY, {"salt": salt.hex(), "hash": _hash(pin, salt)})

    def opens(self, text: str) -> bool:
        """Whether this opens the screen."""
        if self.by_passphrase():
            return hmac.compare_digest(text.encode(), (cipher.passphrase() or "").encode())
        kept = self._desk.memos.recall(_KEY)
        return kept is None or hmac.compare_digest(
            _hash(text, bytes.fromhex(kept["salt"])), kept["hash"]
        )


def _hash(text: str, salt: bytes) -> str:
    return hashlib.scrypt(text.encode("utf-8", "replace"), salt=salt, dklen=32, **_COST).hex()
