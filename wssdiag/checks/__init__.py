"""What to try in a mode, and what the outcome means there. Asks the network only through the seam; never concludes a cause."""
