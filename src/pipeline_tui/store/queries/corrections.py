"""Touches are never changed: a correction is a row of its own, and the row it corrects counts no more."""

from __future__ import annotations

STANDS = "NOT EXISTS (SELECT 1 FROM activity x WHERE x.corrects_id = a.id)"
"""That the touch `a` was not corrected: the condition of every reading that counts or shows touches."""
