"""Floor 6: covers and lessons, put together from the content and what the learner left there."""
