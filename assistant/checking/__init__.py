"""The check of answers: numerals that no claim stands for, and claims that say something else."""
