"""Getting CEADs files: what there is, what can be fetched, and what needs an account."""
