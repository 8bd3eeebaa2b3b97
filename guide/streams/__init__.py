"""Floor 5: practice streams, read in one order and another; and the posts that a learner keeps from them, each with a note."""
