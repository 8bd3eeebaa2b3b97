"""Floor 6: finding lessons and words of the glossary, and, signed in, what one wrote."""
