"""A network laboratory: the unchanged program against the unchanged catalogue, in network namespaces with no way out.

Owns the networks, the peers and the faults of the scenarios in ``tests/scenarios``. Must not send a packet off this machine, and must
not leave anything behind: every namespace is unnamed and dies with its processes.
"""
