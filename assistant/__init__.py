"""The conversation: settings, models, agent, grounding, knowledge, history, page, command line."""
