"""The parts of dev.py: what the machine must have, the virtual environment, the lock, the test run. Standard library only."""
