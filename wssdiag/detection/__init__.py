"""Pure: which method connects this computer, by which evidence. Must not ask anything."""
