"""``--self-test``: is this program whole? Every probe against servers on loopback, every resource read. Nothing leaves the computer."""
