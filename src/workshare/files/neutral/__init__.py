"""The neutral yardstick: instances that any planner can load, read as programmes."""
