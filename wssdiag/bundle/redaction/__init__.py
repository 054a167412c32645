"""What is private in a report, a text or a capture, and what stands for it. Pure."""
