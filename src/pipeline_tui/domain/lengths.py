"""How many characters a field takes. Longer is a slip: a file, or a page, pasted into a line."""

from __future__ import annotations

NAME = 300
LINE = 500
TEXT = 100_000
"""Of a text of several lines: notes, answers, what was said."""
EMAIL = 254
"""RFC 5321, 4.5.3.1.3, without the brackets."""
