"""Floor 4: ``Entry``, everything a learner writes: saved once and for all kinds, and never lost."""
