"""What the record says, in either language: why it refuses, what a check found, what a receipt proves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from workshare.answers.exchange import STATES, WHYS
from workshare.answers.teller import Teller
from workshare.exchange.licences import Status
from workshare.record.event import Event
from workshare.record.findings import Fault, Finding, Health
from workshare.record.receipt import Verified
from workshare.record.refusal import Reason, Refusal
from workshare.report.language import mark

REASONS: Mapping[str, str] = {
    Reason.BAD_EVENT: mark("this cannot be an event: {what}"),
    Reason.BAD_PAYLOAD: mark("the payload of {kind} does not fit: {what}"),
    Reason.NO_TEXT: mark("there is no personal text {hash}, or it was erased already"),
    Reason.BAD_TIME: mark("{time} is no moment: write it to the second with a time zone, such as 2026-03-02T10:00:00Z"),
    Reason.CLOCK_BEHIND: mark(
        "this clock says {now}, but the last event was recorded at {last}: set the clock right, then try again"
    ),
    Reason.FROM_THE_FUTURE: mark("it would have happened at {happened}, but the clock says {recorded}"),
    Reason.KEY_TAKEN: mark(
        "the key {key} names event {index}, which says something else: give what is new a key of its own"
    ),
    Reason.NO_EVENT: mark("the record has no event {index} that this could speak of"),
    Reason.NOT_CORRECTABLE: mark(
        "event {index} cannot be corrected so: it is of the kind {kind}, or a correction itself; correct the original"
    ),
    Reason.BAD_PLACE: mark("a record lies in a file, or at an address such as postgresql://HOST/NAME"),
    Reason.BUSY: mark("{place}: others have been writing for {seconds} seconds; nothing was written, try again"),
    Reason.NO_RECORD: mark("{place}: there is no record; make one with `workshare record init`"),
    Reason.NOT_UPGRADED: mark("{place}: this record is of another release (its tables are {found}, not {wanted})"),
    Reason.RECORD_THERE: mark("{place}: there is something already; a new record takes a new place"),
    Reason.STORE_FAILED: mark("{place}: the database says: {what}; nothing was written"),
    Reason.BAD_KEY: mark("{path}: {what}"),
    Reason.BAD_PROOF: mark("the receipt does not prove that event {index} is in the record of {size} events"),
    Reason.BAD_RECEIPT: mark("this is no receipt: {what}"),
    Reason.BAD_SIGNATURE: mark("the signature of {name} is not good: what it stands under was changed"),
    Reason.CONFLICT: mark("{name} has cosigned another state of this log; take the record there and compare"),
    Reason.FORKED: mark("the record does not continue its own checkpoint of {size} events: it was changed before that"),
    Reason.FORKED_FOR_WITNESS: mark(
        "{name} does not cosign: the record does not continue what was seen there last; it was changed"
    ),
    Reason.KEY_IN_REPOSITORY: mark("{path}: a secret key does not belong into a repository; put it elsewhere"),
    Reason.KEY_OPEN: mark("{path}: others can read this secret key; `chmod 600` it, or make a new one"),
    Reason.KEY_THERE: mark("{path}: there is a file already, and a key is never written over"),
    Reason.NO_CHECKPOINT: mark("this is no checkpoint"),
    Reason.NO_NOTE: mark("this is no signed note: {what}"),
    Reason.NOT_COVERED: mark("event {index} is not in the checkpoint of {size} events: sign a new one, then ask again"),
    Reason.NOT_SIGNED: mark("{name} has not signed this"),
    Reason.NOTHING_SIGNED: mark("nothing was signed yet: `workshare record checkpoint` comes first"),
    Reason.OTHER_CHECKPOINT: mark(
        "the receipt is under a checkpoint of {size} events, yours are of {kept}: ask for a receipt under yours"
    ),
    Reason.OTHER_KEY: mark("this is not the key of {name}; the record belongs to {wanted}"),
    Reason.SHRUNK: mark("the record has {size} events, but {kept} were signed: some are gone"),
    Reason.TOO_FEW_WITNESSES: mark("{found} of your witnesses cosigned this; you ask for {least}"),
    Reason.TREE_BROKEN: mark(
        "the record's tree does not fit its events (level {level}, number {index}): see `workshare record fsck`"
    ),
    Reason.UNKNOWN_LOG: mark("nobody gave you a key of the log {origin}"),
    Reason.UNREACHABLE: mark("{place}: {what}"),
    Reason.WITNESS_REFUSED: mark("{name} does not cosign: {status} {what}"),
    Reason.APPROVED_ALREADY: mark("{person} has approved this already"),
    Reason.FOUNDED_ALREADY: mark("the record was founded already; add persons and parties one by one"),
    Reason.KEY_ELSEWHERE: mark("this key is somebody's already: a key belongs to one person, under one name"),
    Reason.KEY_NOT_CONFIRMED: mark("the key of {person} does not count yet: another organisation has to confirm it"),
    Reason.KEY_REVOKED: mark("the key of {person} counts no more since {since}"),
    Reason.NO_REQUEST: mark("there is no such request for you: {request}"),
    Reason.NOT_ANOTHER: mark("this is not for {person} to do: it takes the right person of the right organisation"),
    Reason.NOT_APPROVED: mark(
        "{request} is not approved: persons {persons}/{wanted}, organisations {organisations}/{wanted_organisations}"
    ),
    Reason.NOT_HER_KEY: mark("this is not a key of {person}"),
    Reason.NOT_HER_PARTY: mark("{person} does not act for {party}"),
    Reason.NOT_HER_ROLE: mark("{person} has not the role {role}"),
    Reason.OBJECT_CHANGED: mark("this is not exactly what {request} asks approval for"),
    Reason.REQUEST_EXPIRED: mark("{request} ended at {until}"),
    Reason.REQUEST_WITHDRAWN: mark("{request} was withdrawn"),
    Reason.SELF_APPROVAL: mark(
        "{person} cannot approve this: who asks is of the same organisation, or entered or confirmed this key"
    ),
    Reason.THERE_ALREADY: mark("{name} is there already"),
    Reason.UNKNOWN_PARTY: mark("no organisation {party} is recorded"),
    Reason.UNKNOWN_PERSON: mark("no person {person} is recorded, or the person has left"),
}

FAULTS: Mapping[Fault, str] = {
    Fault.BROKEN_EVENT: mark("event {index} cannot be read: {why}"),
    Fault.EVENTS_MISSING: mark("event {index} is missing; the next one there is {next}; nothing after it was checked"),
    Fault.KEPT_DIFFERS: mark("the partner's checkpoint of {size} events no longer matches"),
    Fault.NOT_GOOD: mark("a checkpoint is not signed by this log: {why}"),
    Fault.PASSED_OVER: mark("event {index} breaks the rules and counts for nothing: {reason}"),
    Fault.PERSONAL_DIFFERS: mark("a personal text is not the one that was recorded, or should be erased: {hash}"),
    Fault.PERSONAL_MISSING: mark("a personal text is gone, and no event says that it was erased: {hash}"),
    Fault.SIGNED_DIFFERS: mark("the record's own checkpoint of {size} events no longer matches"),
    Fault.STATE_DIFFERS: mark(
        "the state kept at {size} events is not what follows from them: `workshare record rebuild`"
    ),
    Fault.TREE_DIFFERS: mark("the tree of {size} events is not that of the {events} events there"),
    Fault.WRONG_CORRECTION: mark("event {index} corrects {target}, which cannot be"),
    Fault.WRONG_HASH: mark("event {index} was changed: its hash is another"),
    Fault.WRONG_KEY: mark("event {index} stands under a key that is not its own"),
    Fault.WRONG_TIME: mark("event {index} has a time that cannot be: recorded {recorded}, the one before {before}"),
}

ADDED, THERE = mark("event {n}: {kind}"), mark("event {n} was there already: {kind}")
REBUILT = mark("all {n} events were folded again, and nothing stood otherwise")
REBUILT_OTHER = mark("all {n} events were folded again; this stood otherwise and was put right: {parts}")
WITNESSED = mark("the record is there; give its public key to your partners, and keep the secret one apart from it:")
WATCHED = mark("from now on {name} is watched")
COSIGNED = mark("{name} cosigned the checkpoint at size {size}")
WITNESSED_IN = mark("the record is there; give {path} to your partners, and keep the secret key apart from it")
NOT_COSIGNED = mark("not cosigned: {status} {what}")
SERVING = mark("answering at {address}add-checkpoint")
NOT_PROVED = mark("{path}: proves nothing: {why}")
REVISED = mark("{path}: {n} lines from {events} events; now try: workshare plan {path}")
REVISION_TITLE = mark("As recorded, {n} events")
REVISION_NOTE = mark("What the record {log} knows after {n} events. Each line names the events that it comes from.")
APPROVED = mark("{request} is approved")
ERASED_TEXT = mark("the text is gone for good; event {n} says so")
HEADS = (mark("No."), mark("Recorded"), mark("Happened"), mark("Who"), mark("For"), mark("What"), mark("Details"))


class RecordTeller(Teller):
    """Says what the record says in one language."""

    def refusal(self, refusal: Refusal) -> str:
        """Why something is refused; a reason without a sentence of its own is named."""
        text = REASONS.get(refusal.reason) or WHYS.get(refusal.reason)
        values = {k: self.say(STATES[Status(v)]) if v in set(Status) else v for k, v in refusal.values.items()}
        return self.say(text, **values) if text else f"{refusal.reason} {refusal.values}"

    def finding(self, finding: Finding) -> str:
        """What a check found."""
        return self.say(FAULTS[finding.fault], **finding.values)

    def health(self, health: Health) -> list[str]:
        """The sum of a check, in a few sentences."""
        n = health.size
        if health.sound:
            told = [self.speech.count("{n} event, and nothing is wrong", "{n} events, and nothing is wrong", n)]
        else:
            found = len(health.findings)
            told = [self.speech.count("{n} thing is wrong", "{n} things are wrong", found)]
        if health.diverges is not None:
            told.append(
                self.say(
                    mark(
                        "changed at or before event {last}: {size} is the smallest kept checkpoint that does not match"
                    ),
                    last=health.diverges - 1,
                    size=health.diverges,
                )
            )
        if health.matches is not None:
            told.append(self.say(mark("up to {size} events all is as the partner kept it"), size=health.matches))
        elif not health.kept:
            told.append(
                self.say(
                    mark("no partner's checkpoints were given: whoever holds the log's key could still have changed it")
                )
            )
        return told

    def verified(self, proved: Verified, event: Event) -> list[str]:
        """What a receipt proves."""
        checkpoint = proved.opened.checkpoint
        draft = event.draft
        told = [
            self.say(
                mark("event {n} of {size} in the log {origin}, recorded {when}"),
                n=proved.index,
                size=checkpoint.size,
                origin=checkpoint.origin,
                when=event.when.isoformat(),
            ),
            self.say(
                mark("{who} for {party}: {kind}, happened {happened}"),
                who=draft.who,
                party=draft.party,
                kind=draft.kind,
                happened=draft.happened.isoformat(),
            ),
        ]
        for name, when in sorted(proved.opened.cosigned.items()):
            moment = dt.datetime.fromtimestamp(when, dt.UTC).isoformat()
            told.append(self.say(mark("cosigned by {name} at {when}"), name=name, when=moment))
        if not proved.opened.cosigned:
            told.append(self.say(mark("signed by the log alone: none of your witnesses cosigned it")))
        return told
