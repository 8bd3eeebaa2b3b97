"""Floor 7: every component in every state on ``/patterns``, in development, cut out of the pages of a small example site."""
