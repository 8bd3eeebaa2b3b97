"""Floor 5: answers to checks. Every attempt is kept."""
