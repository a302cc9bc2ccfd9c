"""The tests: one file a topic; what several share stands in plain modules beside them."""
