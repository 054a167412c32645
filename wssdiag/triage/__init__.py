"""Many bundles and reports as one table: what each of them found, where, and since when."""
