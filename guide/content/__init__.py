"""Floor 1: the guides in ``content/``, compiled to frozen dataclasses. Knows no Flask and no database."""
