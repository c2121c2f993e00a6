"""Django's `manage.py migrate`, run in one process for a project with the one app `shop`."""

import importlib
import io
import os
import re
import sys
import types

import django
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connections
from django.db.migrations.exceptions import (
    BadMigrationError,
    CircularDependencyError,
    InconsistentMigrationHistory,
    NodeNotFoundError,
)
from worker import serve

# The app's package looks for its modules wherever the release lies.
shop = types.ModuleType("shop")
shop.__path__ = ["/nowhere"]
sys.modules["shop"] = shop

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    INSTALLED_APPS=["shop"],
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    USE_TZ=True,
)
django.setup()


def upgrade(folder, database, setting, ran):
    for name in [name for name in sys.modules if name.startswith("shop.")]:
        del sys.modules[name]
    shop.__path__[:] = [os.path.join(folder, "shop")]
    importlib.invalidate_caches()
    connection = connections["default"]
    connection.settings_dict["NAME"] = database
    output = io.StringIO()
    try:
        call_command("migrate", interactive=False, skip_checks=True, no_color=True, stdout=output)
    finally:
        connection.close()
        ran.extend(re.findall(r"Applying shop\.(\w+)\.\.\. OK", output.getvalue()))


def table(connection, folder):
    return [name for (name,) in connection.execute("SELECT name FROM django_migrations WHERE app = 'shop'")]


REFUSALS = (CommandError, BadMigrationError, CircularDependencyError, InconsistentMigrationHistory, NodeNotFoundError)
serve(django.get_version(), upgrade, table, REFUSALS)
