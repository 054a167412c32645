"""The fixes that the tool can do by itself. The only code that changes the operating system, and each value of it can be put back."""
