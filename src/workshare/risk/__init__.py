"""How likely each promise is: a plan carried out under hazards, many times over."""
