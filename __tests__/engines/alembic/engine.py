"""Alembic's `upgrade head` and `upgrade heads`, run in one process."""

import os
import sys

import alembic
from alembic import command
from alembic.config import Config
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from worker import serve

# Older versions take files in whatever order the file system has them; newer ones sort.
_listdir = os.listdir
os.listdir = lambda *args: sorted(_listdir(*args))


def upgrade(folder, database, setting, ran):
    config = Config(os.path.join(folder, "alembic.ini"), stdout=sys.stderr)
    config.attributes.update(ran=ran, url=f"sqlite:///{database}")
    before = os.getcwd()
    os.chdir(folder)
    try:
        command.upgrade(config, setting.split(" ")[-1])
    finally:
        os.chdir(before)


def table(connection, folder):
    return [version for (version,) in connection.execute("SELECT version_num FROM alembic_version")]


serve(alembic.__version__, upgrade, table, (CommandError, RevisionError))
