"""Speed and memory, always beside a baseline in the same run: `make bench`."""
