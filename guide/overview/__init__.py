"""Floor 6: how far a learner has come: the progress page with its log, and the statement to print."""
