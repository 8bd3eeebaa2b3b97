"""Speed and memory, as ratios to a bare Flask page served in the same run by the same server."""
