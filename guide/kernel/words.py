"""Interface text, marked for translation. There are no catalogues yet, so every text stands for itself.

``gettext.gettext`` of the standard library looks for a catalogue on disk at every call; this looks nowhere.
"""

from __future__ import annotations

from gettext import NullTranslations

translations = NullTranslations()
gettext = translations.gettext
ngettext = translations.ngettext
