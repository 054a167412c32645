"""The command line: one of the two faces. Renders; decides nothing about networks."""
