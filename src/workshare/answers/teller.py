"""Says marked texts and refusals in one language."""

from __future__ import annotations

from workshare.report.language import tongue


class Teller:
    """One language for the record and what stands on it."""

    def __init__(self, language: str) -> None:
        self.speech = tongue(language)

    def say(self, text: str, **values: object) -> str:
        """A marked text of ours."""
        return self.speech.say(text, **{name: str(value) for name, value in values.items()})
