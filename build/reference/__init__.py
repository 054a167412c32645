"""The inside of ``dev.py reference``: the pages of docs/reference, each made of what the program itself holds."""
