"""What every record and draft has in common."""

from __future__ import annotations

from sqlmodel import SQLModel


class Record(SQLModel):
    """A record or a draft. How its values are checked is worked out when the first one is made: a call of
    the shell writes a few of the fifty, and all at once would cost it a tenth of its start."""

    model_config = {"defer_build": True}
