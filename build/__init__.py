"""What keeps and builds the project, and is never shipped. Must not be imported by the program."""
