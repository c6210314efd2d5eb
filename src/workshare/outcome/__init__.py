"""Result tables: pure data, keyed by ids and dates."""
