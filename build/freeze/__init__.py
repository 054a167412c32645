"""What the executables are made of: the entry, what is left out, icon, version, manifest, licences. The spec beside this folder uses it."""
