"""The benchmark: every figure beside its floor, both measured in the same run. `make bench` starts it."""
