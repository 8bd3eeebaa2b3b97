"""Floor 2: shared ground that knows no feature: settings, database, clock, web rules, mail, the shelf of guides."""
