"""Floor 6: everything a learner wrote, to find and reread."""
