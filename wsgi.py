"""What a WSGI server serves: ``gunicorn wsgi:app``."""

import sys

from guide.app import create_app
from guide.kernel.environment import SettingsError

try:
    app = create_app()
except SettingsError as problem:
    sys.exit(f"{problem}")
