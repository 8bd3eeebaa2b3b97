"""Floor 5: which lessons are done, where one was last, and how a guide was closed."""
