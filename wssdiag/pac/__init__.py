"""Evaluates PAC files: a child process with the JavaScript engine, and the parent that asks it and resolves its names."""
