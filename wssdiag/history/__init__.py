"""This computer's past runs: each finished report of the window as a file of this user, bounded, and nobody else's to read.

The window's alone. The terminal hands its report to whoever called it, often a script that calls it every few minutes, and such runs
would push a person's own out of the list within a day.
"""
