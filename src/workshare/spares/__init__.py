"""Levels of spare parts at a depot and its bases: METRIC, VARI-METRIC, and the exact method that they approximate."""
