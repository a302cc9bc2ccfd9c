"""The agent: models and tools put together, within limits, with what each of them may read."""
