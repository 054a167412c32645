"""Pure: capture -> facts. The same files parse the same way on every system; nothing here asks a computer."""
