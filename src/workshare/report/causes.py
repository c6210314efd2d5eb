"""Why a promise turns out otherwise in another plan, in a sentence."""

from __future__ import annotations

from workshare.outcome.comparison import Cause, Comparison, Entrant, Part, Result
from workshare.outcome.rows import Outlook, Verdict
from workshare.report.differences import Differences
from workshare.report.names import Names
from workshare.report.sentences import outlook_words


def cause_sentence(comparison: Comparison, letter: str, promise: str, language: str) -> str:
    """Which differences explain that a promise turns out otherwise, a line each, or why that is not known."""
    rows = [c for c in comparison.causes if c.plan == letter and c.commitment == promise]
    if not rows:
        return ""
    words = Differences(comparison, language)
    speech = words.speech
    of = {part: [row for row in rows if row.part is part] for part in Part}
    if len(of[Part.UNKNOWN]) == len(rows):
        n = len(words.of(letter))
        return speech.count(
            "Not separated: the inputs differ in {n} thing.", "Not separated: the inputs differ in {n} things.", n
        )
    if len(rows) == 1:
        return speech.say("The only difference of the inputs: {what}.", what=words.bundle(letter, rows[0].bundle))
    whole = (words.bundle(letter, row.bundle) for row in of[Part.ALL])
    parts = [speech.say("{what}: this alone does it.", what=what) for what in whole]
    parts += [_share(comparison, row, words, language) for row in of[Part.SOME]]
    if not parts:
        return speech.say("No single difference of the inputs does it; several together do.")
    return "\n".join(parts)


def _share(comparison: Comparison, cause: Cause, words: Differences, language: str) -> str:
    """What a difference does that has a part in it: alone, and by being left out."""
    entrant = next(e for e in comparison.entrants if e.letter == cause.plan)
    what, speech = words.bundle(cause.plan, cause.bundle), words.speech
    alone, without = (_result(cause, r, entrant, language) if r else "" for r in (cause.alone, cause.without))
    if alone and without:
        text = speech.say(
            "{what}: this alone: {alone}; all but this: {without}.", what=what, alone=alone, without=without
        )
    elif alone:
        text = speech.say("{what}: this alone: {alone}.", what=what, alone=alone)
    else:
        text = speech.say("{what}: all but this: {without}.", what=what, without=without)
    return text


def _result(cause: Cause, result: Result, entrant: Entrant, language: str) -> str:
    """How a promise turns out, in a few words."""
    account = entrant.plan.commitment(cause.commitment)
    return outlook_words(account, Outlook(verdict=result.verdict, date=result.date), entrant.plan, language)


def outcome_words(comparison: Comparison, number: int, promise: str, language: str) -> str:
    """How a promise turns out in one of the plans: its verdict, with the date or with what there is."""
    entrant = comparison.entrants[number]
    account = next((a for a in entrant.plan.commitments if a.id == promise), None)
    names = Names(entrant.plan.programme, Differences(comparison, language).speech)
    if account is None:
        return names.speech.say("not promised")
    if account.verdict is Verdict.SHORT:
        there, asked = names.speech.number(account.in_the_end), names.speech.number(account.quantity)
        return names.speech.say("short: {have} of {asked}", have=there, asked=asked)
    return outlook_words(account, Outlook(verdict=account.verdict, date=account.date), entrant.plan, language)
