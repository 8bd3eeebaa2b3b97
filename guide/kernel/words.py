"""Interface text, marked for translation. There are no catalogues yet, so every text stands for itself.

``gettext.gettext`` of the standard library looks for a catalogue on disk at every call; this looks nowhere.
"""

from __future__ import annotations

from gettext import NullTranslations

INTERFACE_LANGUAGE = "en"
"""Of buttons, labels and sentences of the site itself; a guide says its own language."""

translations = NullTranslations()
gettext = translations.gettext
ngettext = translations.ngettext
