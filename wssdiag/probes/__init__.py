"""The only code that opens sockets: one verb a file. Returns observations, never raises for what the network does, never judges."""
