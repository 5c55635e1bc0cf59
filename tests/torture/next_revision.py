"""A revision of the schema that comes after the newest one, so that upgrades are tried before there
is one: it does to the file everything that a revision may do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline_tui.store import book, connection, migrations

NAME = "9999"
_SCRIPT = '''
from alembic import op

revision, down_revision = "{name}", "{newest}"

STATEMENTS = """
ALTER TABLE client ADD COLUMN nickname TEXT NOT NULL DEFAULT '';
UPDATE client SET nickname = name WHERE id % 2 = 1;
CREATE TABLE pet (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client_id INTEGER NOT NULL,
    name TEXT NOT NULL, FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE) STRICT;
{between}
INSERT INTO pet (client_id, name) SELECT id, name FROM client;
CREATE INDEX pet_of_client ON pet (client_id);
CREATE TABLE new_tag (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, client_id INTEGER NOT NULL,
    name TEXT NOT NULL, colour TEXT NOT NULL,
    FOREIGN KEY(client_id) REFERENCES client (id) ON DELETE CASCADE, UNIQUE(client_id, name)) STRICT;
INSERT INTO new_tag SELECT id, client_id, name, 'red' FROM tag;
DROP TABLE tag;
ALTER TABLE new_tag RENAME TO tag;
"""


def upgrade():
    for statement in STATEMENTS.split(";"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
'''


@contextmanager
def known() -> Iterator[None]:
    """Take a file of that revision for one of ours, to look it over."""
    ours = connection.REVISIONS
    connection.REVISIONS = (*ours, NAME)
    yield
    connection.REVISIONS = ours


def install(folder: Path, *, halfway: bool = False) -> None:
    """Make this process know one revision more; its script is written into an empty folder.

    `halfway` is the broken kind, which makes its first half stay whatever becomes of the second.
    """
    newest = connection.REVISIONS[-1]
    shutil.copytree(migrations.HERE, folder, dirs_exist_ok=True)
    between = "COMMIT; BEGIN IMMEDIATE;" if halfway else ""
    script = _SCRIPT.format(name=NAME, newest=newest, between=between)
    (folder / "versions" / f"r{NAME}_next.py").write_text(script)
    migrations.HERE = folder
    connection.REVISIONS = book.REVISIONS = (*connection.REVISIONS, NAME)
