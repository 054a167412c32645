"""The nouns of wssdiag: frozen values, closed lists and their JSON codec.

Owns the shape of everything that crosses a layer, a thread or a file. Must not do I/O, and must not decide anything about networks.
"""
