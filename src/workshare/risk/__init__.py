"""How likely each promise is to be kept: hazards drawn, the plan executed, the odds counted and scored."""
