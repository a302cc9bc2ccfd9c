"""Knowledge: the manual, the question store, and how both are searched."""
