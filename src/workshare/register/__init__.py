"""The register: what was said in which source, who promised what, and how each promise stands."""
