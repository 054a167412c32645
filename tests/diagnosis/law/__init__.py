"""The law of the evidence: every row of the list of causes as a predicate of its own, and reports on which it is tried."""
