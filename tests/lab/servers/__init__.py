"""The servers of the lab: each a process of its own, configured by one JSON file, that prints ``ready`` when it listens."""
