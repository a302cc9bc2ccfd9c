"""The built-in model: understands over the vocabularies, answers from tool results."""
