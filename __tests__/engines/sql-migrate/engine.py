"""sql-migrate's `up`, a process for each release."""

import sqlite3

from worker import Refused, run, serve

PROGRAM = "/usr/bin/sql-migrate"


def upgrade(folder, database, setting, ran):
    before = rows(database)
    done = run([PROGRAM, "up"], cwd=folder)
    # The program only counts what it runs: the table is read in the order it was written.
    ran.extend(name for name in rows(database) if name not in before)
    if done.returncode != 0:
        raise Refused(done.stdout + done.stderr)


def rows(database):
    connection = sqlite3.connect(database)
    try:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'gorp_migrations'").fetchone() is None:
            return []
        return table(connection, "")
    finally:
        connection.close()


def table(connection, folder):
    return [name for (name,) in connection.execute("SELECT id FROM gorp_migrations ORDER BY rowid")]


version = run([PROGRAM, "--version"])
serve((version.stdout + version.stderr).strip(), upgrade, table, Refused)
