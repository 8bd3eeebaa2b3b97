"""Floor 6: everything a learner left here, to take away."""
