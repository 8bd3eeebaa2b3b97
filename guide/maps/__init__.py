"""Floor 5: maps of whom and what a learner learns from: three rings, groups, and where they are thin."""
