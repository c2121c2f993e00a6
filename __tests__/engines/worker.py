"""Lets an engine written in Python answer JSON lines: see ../engines/driver.ts."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile


class Refused(Exception):
    """A program's own words where it ends with an error."""


def run(command, cwd=None):
    """Runs a program to its end; one that cannot be started, hangs or is killed is a fault of the script."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode < 0:
        raise RuntimeError(f"{command[0]} was killed: {done.stderr}")
    return done


def serve(version, upgrade, table, refusals):
    """
    `upgrade(folder, database, setting, ran)` gives the database the release in the folder and notes in `ran` which
    migrations ran; `table(connection, folder)` reads what the engine keeps. `refusals` are the exceptions an engine
    refuses with: any other one is a fault of the script and ends it.
    """
    answers = os.fdopen(os.dup(1), "w")
    # Engines print what they do: that must not get between the answers.
    os.dup2(2, 1)
    for line in sys.stdin:
        question = json.loads(line)
        if "releases" in question:
            answer = _live(question["releases"], question["setting"], upgrade, table, refusals)
        else:
            answer = {"version": version}
        print(json.dumps(answer), file=answers, flush=True)


def _live(releases, setting, upgrade, table, refusals):
    seen = []
    memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    with tempfile.TemporaryDirectory(dir=memory, prefix="upgrade-paths-engine-") as home:
        database = os.path.join(home, "db.sqlite3")
        with _opened(database) as connection:
            connection.execute("CREATE TABLE journal (entry TEXT)")
        for turn, tree in enumerate(releases):
            folder = os.path.join(home, f"release-{turn}")
            _write(folder, tree)
            ran, message = [], ""
            try:
                upgrade(folder, database, setting, ran)
            except refusals as error:
                message = f"{type(error).__name__}: {error}"
            with _opened(database) as connection:
                journal = [entry for (entry,) in connection.execute("SELECT entry FROM journal ORDER BY rowid")]
                try:
                    rows = table(connection, folder)
                except sqlite3.OperationalError as error:
                    if "no such table" not in str(error):
                        raise
                    rows = []
            outcome = "refuses" if message else "runs"
            seen.append({"outcome": outcome, "message": message, "ran": ran, "journal": journal, "table": rows})
    return seen


class _opened(sqlite3.Connection):
    """A connection that is closed, too."""

    def __exit__(self, *error):
        super().__exit__(*error)
        self.close()


def _write(folder, tree):
    for path, text in tree.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)
