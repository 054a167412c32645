"""What a report says in English, said again in the reader's language."""
