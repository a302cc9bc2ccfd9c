"""Models of providers: how each is reached, what it lacks, and what to do when it does not answer."""
