"""The register: what was said, by whom, where it stands, and what was promised."""
