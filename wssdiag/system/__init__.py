"""The only code that asks or changes the operating system. Readers return raw evidence; its meaning is made in ``parse``, purely."""
