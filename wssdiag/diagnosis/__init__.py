"""Pure: a report in, findings out; a cause masks its consequences. Must not ask anything."""
