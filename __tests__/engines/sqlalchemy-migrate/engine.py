"""sqlalchemy-migrate's `version_control` and `upgrade`, run in one process."""

import logging
import os
import warnings

warnings.simplefilter("ignore")

import migrate
from migrate import exceptions
from migrate.versioning import api
from migrate.versioning.repository import Repository
from worker import serve

REFUSALS = (exceptions.Error, exceptions.VersionNotFoundError)


class Steps(logging.Handler):
    """Notes what `log.info('%s -> %s... ')` and the `done` after it tell."""

    def __init__(self, ran):
        super().__init__()
        self.ran, self.next = ran, None

    def emit(self, record):
        if record.args:
            self.next = str(record.args[1])
        elif record.msg == "done":
            self.ran.append(self.next)


def upgrade(folder, database, setting, ran):
    url, repository = f"sqlite:///{database}", os.path.join(folder, "db", "repo")
    steps = Steps(ran)
    api.log.addHandler(steps)
    api.log.setLevel(logging.INFO)
    api.log.propagate = False
    fresh = False
    try:
        try:
            api.db_version(url, repository)
        except exceptions.DatabaseNotControlledError:
            # As OpenStack's projects do: a fresh database starts below the first script that is there.
            first = min(int(version) for version in Repository(repository).versions.versions)
            api.version_control(url, repository, first - 1)
            fresh = True
        api.upgrade(url, repository)
    except REFUSALS:
        if fresh and not ran:
            api.drop_version_control(url, repository)
        raise
    finally:
        api.log.removeHandler(steps)


def table(connection, folder):
    return [str(version) for (version,) in connection.execute("SELECT version FROM migrate_version")]


serve(migrate.__version__, upgrade, table, REFUSALS)
