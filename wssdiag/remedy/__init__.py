"""From a finding to what a person does about it: the guide filled in, and the walk through its steps. Pure: texts are handed in."""
