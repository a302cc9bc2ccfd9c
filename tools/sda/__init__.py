"""One sector's pathway: the years asked for, methods, budget, scope 2, in sentences and tables."""
