"""Pathways: the Sectoral Decarbonization Approach, benchmarks, scenarios, policy targets."""
