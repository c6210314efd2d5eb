"""The programme model: frozen records, their figures and their checks."""
