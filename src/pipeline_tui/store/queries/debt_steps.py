"""Steps of the reminders that were taken, and what was said and written to debtors."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, tzinfo

from pipeline_tui.domain.dates import day_text, moment_text, read_day, read_moment
from pipeline_tui.domain.dunning import DunningStep


def done(
    db: sqlite3.Connection, clients: Iterable[int], as_of: date
) -> dict[int, dict[DunningStep, date]]:
    """When each step of the reminders was taken last, by client, up to the end of a day."""
    found: dict[int, dict[DunningStep, date]] = {}
    for client_id, step, done_on in db.execute(
        "SELECT client_id, step, max(done_on) FROM debt_step"
        " WHERE client_id IN (SELECT value FROM json_each(?)) AND done_on <= ? GROUP BY 1, 2",
        (json.dumps(list(clients)), day_text(as_of)),
    ):
        found.setdefault(client_id, {})[DunningStep(step)] = read_day(done_on)
    return found


def spoken_on(
    db: sqlite3.Connection, clients: Iterable[int], as_of: date, zone: tzinfo
) -> dict[int, date]:
    """The day of the last call of ours that reached somebody, by client, up to the end of a day."""
    end = datetime.combine(as_of + timedelta(days=1), time(), zone)
    return {
        client_id: read_moment(started).astimezone(zone).date()
        for client_id, started in db.execute(
            "SELECT j.value, max(a.started_at) FROM json_each(?) j"
            " CROSS JOIN activity a INDEXED BY activity_of_client ON a.client_id = j.value"
            " JOIN outcome o ON o.id = a.outcome_id"
            " WHERE a.kind = 'call' AND o.connected = 1 AND a.started_at < ? GROUP BY 1",
            (json.dumps(list(clients)), moment_text(end)),
        )
    }


def messages(db: sqlite3.Connection, client_id: int, since: datetime) -> list[datetime]:
    """Messages to a client since a moment, newest first: mails and messages noted, and drafts about
    a debt that went to a mail program."""
    return [
        read_moment(at)
        for (at,) in db.execute(
            "SELECT started_at FROM activity WHERE client_id = ?1 AND started_at > ?2"
            " AND kind IN ('email', 'message') AND direction = 'out'"
            " UNION ALL SELECT created_at FROM debt_step"
            " WHERE client_id = ?1 AND created_at > ?2 AND way = 'message' ORDER BY 1 DESC",
            (client_id, moment_text(since)),
        )
    ]
