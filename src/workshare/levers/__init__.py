"""What would help, what would hurt, and why plans differ: answers found by planning again."""
