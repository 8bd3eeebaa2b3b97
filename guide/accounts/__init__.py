"""Floor 3: people, how they sign in and recover, their devices, and the limits on trying."""
