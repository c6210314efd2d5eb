"""The planner: shrink the network, formulate, solve, give back, verify."""
