"""The report of a plan: sentences, charts and one self-contained page. It reads results and never plans."""
