"""Random faults on healthy scenarios, and what they should lead to by a table that knows nothing of the rules."""
