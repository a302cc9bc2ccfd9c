"""Ensembles: many draws of the assumptions behind a pathway, and what they come to."""
