"""Benchmarks, as ratios taken in one run on one machine: the program beside something that everybody knows. Asserts nothing."""
