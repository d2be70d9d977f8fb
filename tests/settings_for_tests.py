"""The house's own settings, with a folder of their own: tests never touch the operator's."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECONDLINE_VAR", tempfile.mkdtemp(prefix="secondline-test-"))
os.environ.setdefault("SECONDLINE_TASKS_NOW", "1")
(Path(os.environ["SECONDLINE_VAR"]) / "static").mkdir(exist_ok=True)

from secondline.site.settings import *  # noqa: E402, F403  # the environment comes first

# No gathering of static files before a unit test; the browser tests run the real thing.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
