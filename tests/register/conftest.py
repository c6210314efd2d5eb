"""The same databases as for the record."""

from tests.record.conftest import place, places, postgres

__all__ = ["place", "places", "postgres"]
