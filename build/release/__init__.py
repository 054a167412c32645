"""What goes with the programs when they are handed out: bills of materials, checksums. Standard library only."""
