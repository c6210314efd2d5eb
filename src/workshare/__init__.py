"""Workshare: planning and accounting for joint production programmes."""
