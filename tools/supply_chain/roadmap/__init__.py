"""The input-output part of the net-zero roadmap."""
