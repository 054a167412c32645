"""The window: one of two faces of a run.

Owns widgets, their look and the wording of controls. Must not decide anything about networks: it shows what events and reports say.
"""
