"""Floor 6: invented learners, to see the site with a year in it and to measure it with many."""
