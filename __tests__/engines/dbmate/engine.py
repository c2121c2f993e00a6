"""dbmate's `migrate`, a process for each release."""

import os
import re

from worker import Refused, run, serve

PROGRAM = os.path.abspath("node_modules/@dbmate/linux-x64/bin/dbmate")


def upgrade(folder, database, setting, ran):
    done = run([PROGRAM, "--url", f"sqlite:{database}", "--no-dump-schema", "migrate"], cwd=folder)
    ran.extend(re.findall(r"^Applied: (\d+)", done.stdout, re.MULTILINE))
    if done.returncode != 0:
        raise Refused(done.stderr)


def table(connection, folder):
    return [version for (version,) in connection.execute("SELECT version FROM schema_migrations")]


serve(run([PROGRAM, "--version"]).stdout.replace("dbmate version", "").strip(), upgrade, table, Refused)
