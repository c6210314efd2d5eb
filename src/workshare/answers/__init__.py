"""Answers in words: why, what would help, what cannot be met together; reads what levers and planner found."""
