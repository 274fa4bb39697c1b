"""Other programs that benchmarks measure beside Earshot, each in an environment of its own."""
