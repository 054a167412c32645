"""The lab's network: namespaces and cables, names and addresses, certificates."""
