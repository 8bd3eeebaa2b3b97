"""Floor 5: tasks ticked as done. Whatever happened on a network is the learner's own word."""
