"""Floor 6: pages about the site itself, and how an operator asks whether it is well."""
