"""Frames: the parts of a sentence that say who says the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from workshare.register.reading.layout import Span, trim
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN
from workshare.register.reading.words import SURE, Token, finite, lemmas, speech, tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Who says a claim: the stretch that names the speaker, of the outlet told, of a source cited, and the verb."""

    subject: Span | None = None
    verb: str = ""
    audience: Span | None = None
    cited: Span | None = None
    closing: bool = False
    """Whether it stands behind its claim."""
    case: str = ""
    """The case in which a Ukrainian subject stands, where a preposition asks for it."""
    impersonal: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Framed:
    """A stretch of a sentence with the frames around it, the outermost first; an empty one is nothing but a frame."""

    span: Span
    frames: tuple[Frame, ...] = ()


_THAT = ("that", "що")
_COMMA = ",—–-"
_FRAME_WORDS = 22
"""So many words at most stand in a frame that closes a sentence."""
_STARTERS = frozenset("and but which who where that while because as if when or yet so what".split()) | UKRAINIAN.words("subordinate") | frozenset(
    "і та а але й".split()
)
_MODALS = frozenset("will would can could may might must should to be being been not n't never cannot won't".split())
_BE = frozenset("is are was were been be being".split())


def unframed(text: str, span: Span, quotes: tuple[Span, ...]) -> list[Framed]:
    """A sentence's claims without the frames that close, cut or open it."""
    span = trim(text, *span)
    quotes = tuple(q for q in quotes if _speaks_in(text, q))
    if m := _REMINDER.match(text, *span):
        span = trim(text, m.end(), span[1])
    found = _closing(text, span, quotes)
    if found is None and (only := _only_frame(text, span)) is not None:
        return [Framed(span=(span[0], span[0]), frames=(only,))]
    frames: tuple[Frame, ...] = ()
    rest: list[Framed] = []
    if found is not None:
        span, frame, rest = found
        frames = (frame,)
        if span[0] >= span[1] or (only := _only_frame(text, span)) is not None:
            inner = (only,) if span[0] < span[1] and only else ()
            return [Framed(span=(span[0], span[0]), frames=frames + inner), *rest]
    before = _first_claim(text, span, quotes)
    if before is not None:
        first, second, subject = before
        head = opened(text, second, quotes)
        told = tuple(replace(f, subject=subject) if f.subject is None and not f.impersonal else f for f in head.frames)
        return [Framed(span=first, frames=frames), replace(head, frames=(*frames, *told)), *rest]
    return [opened(text, span, quotes, frames), *rest]


def _first_claim(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Span, Span] | None:
    """A claim, the frame of the next, and the subject of both, where one subject has both verbs: "visited the plant and said that …"."""
    words = tokens(text, *span)
    inner = [any(a < w.start < b - 1 for a, b in quotes) for w in words]
    for i in range(2, min(len(words) - 1, 60)):
        joint = words[i].low in ("and", "і", "й", "та")
        if inner[i] or words[i].low in _THAT or speech(words, i):
            return None
        if joint and speech(words, i + 1) and not words[i + 1].low.endswith("ing") and _that(words, i + 1, inner) is not None:
            verbs = [k for k in range(i) if finite(words, k)]
            if verbs and not any(words[k].low in _STARTERS for k in range(verbs[0])):
                subject = (span[0], words[verbs[0]].start)
                return trim(text, span[0], words[i].start), (words[i + 1].start, span[1]), subject
    return None


def _speaks_in(text: str, quote: Span) -> bool:
    """Whether a quotation holds words that someone says, and is not a name or a title in quotation marks."""
    part = text[quote[0] + 1 : quote[1] - 1].rstrip()
    return len(part.split()) > 3 or part.endswith((",", ".", "!", "?", "…"))  # noqa: PLR2004


def opened(text: str, span: Span, quotes: tuple[Span, ...], frames: tuple[Frame, ...] = ()) -> Framed:
    """A stretch without the frames at its head: "X said that", "According to X,", "It is noted that", one in another."""
    for _ in range(3):
        found = _opening(text, span, quotes)
        if found is None:
            break
        rest, frame = found
        rest = trim(text, *rest)
        if rest[0] >= rest[1]:
            break
        span, frames = rest, (*frames, frame)
    return Framed(span=span, frames=frames)


_REMINDER = re.compile(
    r"(?i)(?:нагадаємо|зауважимо|зазначимо|додамо|уточнимо|нагадуємо|recall|we remind|as a reminder|note)\b(?:,?\s+(?:що|that)\b|,|:)\s*"
)
"""The writer's own words before a claim."""

# ---------------------------------------------------------------- nothing but a frame

_THIS_WAS = re.compile(
    r"(?i)^(?:this|it|that|the (?:news|decision|information))\s+(?:was|is|has been|were)\s+(?:also\s+)?"
    r"(?:announced|reported|stated|said|confirmed|disclosed|revealed|told|noted|made public)\s+"
    r"(?:(?:on|in|at|during)\b[^,]{0,60}?\s)?by\s+(?P<who>.+)$",
    re.DOTALL,
)
_SAID_THIS = re.compile(
    r"^(?P<who>[^,;:\"“”]{2,90}?)\s+(?:has\s+|have\s+|had\s+|also\s+)*(?:said|stated|announced|reported|noted|told|confirmed|wrote)\s+"
    r"(?:(?:this|so|it|about\s+(?:this|it))(?=\s+(?:in|on|at|during|to|while)\b|$)|(?:about\s+this|about\s+it)\b)"
)
_ABOUT_THIS = re.compile(r"(?i)^(?:.{0,40}?\s)?про\s+це\b(?P<rest>.+)$", re.DOTALL)
_STATED_IN = re.compile(
    r"(?i)^(?:(?:про це|як)\s+)?(?:йдеться|мовиться|сказано|зазначено|повідомляється)\s+(?:у|в|на)\s+(?P<who>.+)$", re.DOTALL
)


def _only_frame(text: str, span: Span) -> Frame | None:
    """The frame, where a sentence is nothing else: "This was announced by X", "Про це повідомив X", "X said."."""
    part = text[span[0] : span[1]]
    if m := _THIS_WAS.match(part):
        return _with_source(text, (span[0] + m.start("who"), span[1]))
    if m := _STATED_IN.match(part):
        return Frame(subject=(span[0] + m.start("who"), span[1]), verb="said")
    if m := _ABOUT_THIS.match(part):
        words = tokens(text, span[0] + m.start("rest"), span[1])
        for i in range(min(len(words), 12)):
            if verb := speech(words, i):
                if words[max(i - 1, 0)].low == "не" or any(w.low in _THAT for w in words[i:]):
                    return None
                return _around(text, words, i, verb)
        return None
    words = tokens(text, *span)
    if m := _SAID_THIS.match(part):
        return Frame(subject=(span[0], span[0] + m.end("who")), verb="said", audience=_audience(tokens(text, span[0] + m.end(), span[1])))
    if 1 < len(words) <= 14 and (i := _speaks(words)) is not None and (i == len(words) - 1 or i == 0):  # noqa: PLR2004
        verbs = [k for k in range(len(words)) if finite(words, k)]
        plain = all(w.text not in ",;:" for w in words) and verbs == [i] and words[max(i - 1, 0)].low != "не"
        named = any(w.capital for k, w in enumerate(words) if k not in (0, i)) or words[0].low in _PRONOUN
        if plain and named:
            return _around(text, words, i, speech(words, i) or "")
    return None


def _with_source(text: str, span: Span) -> Frame:
    """Who announced something, and whom they cite."""
    m = _SOURCES_EN.search(text, *span) or _SOURCES_UK.search(text, *span)
    if m is None:
        return Frame(subject=span, verb="said")
    return Frame(subject=trim(text, span[0], m.start()), verb="reported", cited=trim(text, m.end(), span[1]))


_PRONOUN = ENGLISH.words("pronouns") | UKRAINIAN.words("pronouns")


def _speaks(words: list[Token]) -> int | None:
    return next((i for i in range(len(words)) if speech(words, i)), None)


# ---------------------------------------------------------------- at the end, or in the middle


def _closing(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Frame, list[Framed]] | None:
    """The claim before a frame that closes the sentence, the frame, and what the frame goes on to say."""
    words = tokens(text, *span)
    outer = [not any(a < w.start < b - 1 for a, b in quotes) for w in words]
    for i in range(1, len(words) - 2):  # a frame between dashes may stand within the quotation marks
        if words[i].text == "," and words[i + 1].text in "—–-" and speech(words, i + 2):
            outer[i:] = [True] * (len(words) - i)
    for i in range(len(words) - 2, 0, -1):
        if not _breaks(words, i, outer, text):
            continue
        first = _past_dashes(words, i + 1)
        if first >= len(words) or not outer[first] or words[first].low in _STARTERS:
            continue
        frame = _tail(text, words, first, outer)
        if frame is None:
            continue
        claim = trim(text, span[0], words[i].start if words[i].text in ",—–-" else words[i].end)
        claim_words = tokens(text, *claim)
        quoted = any(a < claim[1] <= b for a, b in quotes)
        if not quoted and not any(finite(claim_words, k) for k in range(len(claim_words))):
            continue
        made, after = replace(frame[0], closing=True), frame[1]
        more = _goes_on(text, words, after, made, span, quotes)
        return claim, made, more
    return None


def _past_dashes(words: list[Token], i: int) -> int:
    while i < len(words) and words[i].text in ",—–-\"”»“":
        i += 1
    return i


def _breaks(words: list[Token], i: int, outer: list[bool], text: str) -> bool:
    """Whether a frame may begin after this word: a comma, a dash between spaces, a closing quotation mark."""
    mark = words[i].text
    if mark in "”»" or (mark in "\"“" and i and not outer[i - 1]):
        return True
    if not outer[i]:
        return mark == "," and words[i + 1].text in "\"”»“"
    return mark == "," or (mark in "—–-" and text[words[i].start - 1 : words[i].start].isspace())


def _tail(text: str, words: list[Token], first: int, outer: list[bool]) -> tuple[Frame, int] | None:
    """The frame that begins at a word, and the place of the word after it."""
    if accord := _accord(text, words, first):
        return accord
    end = min(len(words), first + _FRAME_WORDS)
    at = None
    for i in range(first, end):
        if not outer[i] or (words[i].text in ":;" and at is None):
            return None
        if at is None and speech(words, i):
            if words[i].low.endswith("ing") or _held_back(words, i):
                return None
            at = i
        elif at is None and ((finite(words, i) and not _helps(words, i)) or words[i].low in _STARTERS):
            return None
    if at is None:
        return None
    close = _frame_end(words, at, outer)
    if close is None or not _sound(words, first, at, close):
        return None
    verb = speech(words, at) or ""
    return _around(text, words[first:close], at - first, verb), close


def _helps(words: list[Token], i: int) -> bool:
    """Whether an auxiliary stands here before a verb of speech: "has said", "has also told"."""
    following = next((k for k in range(i + 1, min(i + 4, len(words))) if words[k].low not in ENGLISH.words("adverbs")), None)
    return words[i].low in ("has", "have", "had") and following is not None and speech(words, following) is not None


def _sound(words: list[Token], first: int, at: int, close: int) -> bool:
    """Whether a verb of speech here has someone who speaks, and no thing that it says."""
    before, after = words[first:at], words[at + 1 : close]
    if words[at].cyrillic:
        named = [w for w in (*before, *after) if w.capital or w.low in _PRONOUN or w.low in _ROLES_UK or w.low in _FORMAL]
        return bool(named)
    if not before:
        return bool(after) and (after[0].capital or after[0].low in ("the", "a", *_PRONOUN) or after[0].low in _ROLES)
    return not (before[0].low in ("to", "for", "with", "in", "by", "at", "including") and len(before) < 3)  # noqa: PLR2004


_ROLES, _ROLES_UK = ENGLISH.words("roles"), UKRAINIAN.words("roles") | UKRAINIAN.words("organs") | UKRAINIAN.words("outlets")
_FORMAL = frozenset("повідомленні заяві релізі звіті документі міністерстві відомстві компанії офісі агентстві пресслужбі уряді".split())


def _held_back(words: list[Token], i: int) -> bool:
    """Whether the verb here is not one that speaks now: "to say", "will announce", "was told"."""
    if words[i].low in ("rule", "ruled", "exclude", *SURE):
        return False
    j = i - 1
    while j >= 0 and (words[j].low in ENGLISH.words("adverbs") or words[j].low.endswith("ly")):
        j -= 1
    return j >= 0 and words[j].low in _MODALS | _BE


def _frame_end(words: list[Token], at: int, outer: list[bool]) -> int | None:
    """Where a closing frame ends: at a participle that goes on to say more, at a quotation, or with the sentence."""
    for i in range(at + 1, len(words)):
        if words[i].low in _THAT:
            return None if i - at < 3 or not _saying(words, i) else _comma_before(words, i)  # noqa: PLR2004
        if words[i].text in "\"“«”" and i > at + 1 and words[i - 1].text == ",":
            return i - 1
        if not outer[i]:
            return None
        if words[i].text in ":;":
            return None
    return len(words)


def _saying(words: list[Token], that: int) -> bool:
    """Whether a participle or a second verb of speech stands before "that": ", adding that", "і додав, що"."""
    return any(speech(words, k) and (words[k].low.endswith("ing") or words[k].cyrillic) for k in range(max(0, that - 4), that))


def _comma_before(words: list[Token], that: int) -> int:
    k = next(k for k in range(that - 1, -1, -1) if speech(words, k))
    while k > 0 and words[k - 1].text not in ",":
        k -= 1
    return max(k - 1, 1)


def _goes_on(
    text: str, words: list[Token], after: int, frame: Frame, span: Span, quotes: tuple[Span, ...]
) -> list[Framed]:
    """What follows a frame in the middle of a sentence: another claim of the same speaker."""
    if after >= len(words):
        return []
    that = next((k for k in range(after, len(words)) if words[k].low in _THAT), None)
    begin = words[that].end if that is not None and _saying(words, that) else words[after].end
    rest = trim(text, begin, span[1])
    held = tokens(text, *rest)
    if not any(finite(held, k) for k in range(len(held))):
        return []
    inner = opened(text, rest, quotes)
    return [Framed(span=inner.span, frames=(replace(frame, audience=None), *inner.frames))]


# ---------------------------------------------------------------- according to

_CASE_AFTER = "gent"
_ACCORDING_EN, _ACCORDING_UK = ENGLISH.phrases("according"), UKRAINIAN.phrases("according")
_SOURCES_EN, _SOURCES_UK = ENGLISH.phrases("sources"), UKRAINIAN.phrases("sources")


def _accord(text: str, words: list[Token], first: int) -> tuple[Frame, int] | None:
    """A closing "according to X", "за словами X"."""
    at, end = words[first].start, words[-1].end
    m = _ACCORDING_EN.match(text, at, end) or _ACCORDING_UK.match(text, at, end)
    if m is None or any(speech(words, k) for k in range(first + 1, len(words)) if not words[k].cyrillic):
        return None
    if any(finite(words, k) for k in range(first, len(words))):
        return None
    return Frame(subject=trim(text, m.end(), end), verb="said", case=_CASE_AFTER), len(words)


# ---------------------------------------------------------------- at the head

_IMPERSONAL = ENGLISH.phrases("impersonal")
_IMPERSONAL_UK = UKRAINIAN.words("impersonal")
_REPORTED = frozenset("повідомлялося повідомлялось зазначалося йшлося писалося відомо".split())
"""What was reported before: by whom is not said."""
_PRELUDE = re.compile(r"(?i)(?:при цьому|також|крім того|окрім того|водночас|разом з тим|у свою чергу|зокрема|до того ж|раніше|тим часом|in particular|in addition|at the same time|also|moreover|besides|separately|in turn|however|meanwhile|earlier),?\s+")
_HIS_WORDS = re.compile(
    r"(?i)(?:за|на)\s+(?P<who>його|її|їхніми|їх)\s+(?:словами|даними|інформацією|оцінкою|оцінками|твердженням|переконанням|думку|переконання),?\s+"
)
_AS_SAID = re.compile(r"(?i)^as\s+(?P<frame>[^,]{3,120}?),\s+", re.DOTALL)
_AS_SAID_UK = re.compile(r"(?i)^(?:раніше,?\s+)?як\s+(?P<frame>[^,]{3,160}?(?:,[^,]{3,60}?)?),\s+", re.DOTALL)


def _opening(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Frame] | None:
    """The claim after a frame that opens a stretch, and the frame."""
    start, end = span
    prelude = _PRELUDE.match(text, start, end)
    for at in (start, prelude.end() if prelude else start):
        if m := _IMPERSONAL.match(text, at, end):
            that = re.compile(r"(?:,?\s+that\b|:|\s+by\b[^,]{2,60}\bthat\b)").match(text, m.end(), end)
            if that:
                return (that.end(), end), Frame(impersonal=True, verb=m.group().split()[-1].lower())
        if m := _HIS_WORDS.match(text, at, end):
            return (m.end(), end), Frame(subject=m.span("who"), verb="said")
        m = _ACCORDING_EN.match(text, at, end) or _ACCORDING_UK.match(text, at, end)
        if m and (close := _phrase_end(text, m.end(), end)):
            return (close, end), Frame(subject=trim(text, m.end(), close), verb="said", case=_CASE_AFTER)
        m = _AS_SAID.match(text[at:end]) or _AS_SAID_UK.match(text[at:end])
        if m and (frame := _as_said(text, at + m.start("frame"), at + m.end("frame"))):
            return (at + m.end(), end), frame
    return _spoken(text, span, quotes)


def _phrase_end(text: str, at: int, end: int) -> int | None:
    """The comma that closes "According to X, deputy head of Y,": the last before the claim's subject and verb."""
    words = tokens(text, at, end)
    commas = [k for k, w in enumerate(words) if w.text == "," and k]
    for n, k in enumerate(commas):
        verbs = next((j for j in range(k, len(words)) if finite(words, j)), None)
        if verbs is None:
            return words[k].end if len(words) - k > _FEW else None
        if n + 1 >= len(commas) or commas[n + 1] > verbs or k > _FRAME_WORDS or _subjectless(words, k, commas[n + 1]):
            return words[k].end
    return None


_FEW = 4
"""A claim without a verb, behind "according to X,", has more words than this."""


def _subjectless(words: list[Token], k: int, following: int) -> bool:
    """Whether what stands between two commas is no further title of the one who speaks."""
    between = words[k + 1 : following]
    titled = any(w.low in _ROLES or w.low in UKRAINIAN.words("roles") for w in between)
    return not titled and not (between and between[0].low in ("head", "deputy", "a", "an"))


def _as_said(text: str, start: int, end: int) -> Frame | None:
    words = tokens(text, start, end)
    for i in range(len(words)):
        if words[i].low in _IMPERSONAL_UK or words[i].low in _REPORTED:
            return Frame(impersonal=words[i].low not in _REPORTED, verb="said")
        if verb := speech(words, i):
            return _around(text, words, i, verb)
    return None


def _spoken(text: str, span: Span, quotes: tuple[Span, ...]) -> tuple[Span, Frame] | None:
    """The claim after "X said that", "X told Y:", "X заявив, що", "Зазначається, що", and its frame."""
    words = tokens(text, *span)
    inner = [any(a < w.start < b - 1 for a, b in quotes if a > span[0]) for w in words]
    for i in range(min(len(words), 60)):
        if inner[i]:
            return None
        if words[i].cyrillic and words[i].low in _IMPERSONAL_UK and (that := _that(words, i, inner)):
            frame = Frame(impersonal=True, verb=words[i].low)
            source = _stated_in(text, words, i, that)
            return (words[that].end, span[1]), replace(frame, subject=source, impersonal=source is None)
        verb = speech(words, i)
        if verb is None:
            if i and words[i].low in ("that", "which", "who", "що", "який", "яка", "яке", "які") and _claims(words, i):
                return None
            continue
        if _held_back(words, i) or words[i].low.endswith("ing"):
            continue
        that = _that(words, i, inner)
        if that is None and i and not words[i].cyrillic and verb in ENGLISH.words("plain"):
            that = _bare(words, i)
        if that is not None:
            frame = _around(text, words[: that + 1], i, verb)
            return (words[that].end, span[1]), frame
        return None
    return None


def _stated_in(text: str, words: list[Token], i: int, that: int) -> Span | None:
    """The paper or body of "йдеться у повідомленні X, що"."""
    held = [w for w in words[i + 1 : that] if w.text != ","]
    return (held[1].start, held[-1].end) if len(held) > 1 and held[0].low in ("у", "в", "на") else None


def _claims(words: list[Token], i: int) -> bool:
    """Whether a that-clause begins before any verb of speech: then the sentence's own verb is another."""
    return any(finite(words, k) for k in range(i))


_OBJECT = 24
"""So many words may stand between a verb of speech and its claim: whom it told, where, when."""


def _that(words: list[Token], i: int, inner: list[bool]) -> int | None:
    """The word that opens the claim of a verb of speech: "that", "що", a colon, or a quotation mark."""
    for k in range(i + 1, min(len(words), i + _OBJECT)):
        low = words[k].low
        if low in _THAT:
            return k
        if words[k].text == ":":
            return k
        if words[k].text in "\"“«„" and k + 3 < len(words) and _quoted_clause(words, k):
            return k
        if words[k].text == ";" or (finite(words, k) and not inner[k]):
            return None
    return None


def _quoted_clause(words: list[Token], k: int) -> bool:
    close = next((j for j in range(k + 1, len(words)) if words[j].text in "\"”»"), len(words))
    return words[k + 1].capital and any(finite(words, j) for j in range(k + 1, close)) and close - k > 3  # noqa: PLR2004


def _bare(words: list[Token], i: int) -> int | None:
    """The last word of a frame whose claim follows without "that": "said the plant will open"."""
    told = words[i].low in ("told", "tell", "tells")
    k = i + 1
    if told:  # one name or noun phrase is told
        while k < len(words) and (words[k].capital or words[k].low in ("the", "a", "reporters", "journalists", "parliament", "outlet", "news")):
            k += 1
        if k == i + 1:
            return None
    if k >= len(words) or words[k].text in ",;" or words[k].low in ("to", "in", "at", "of", "by", "about", "on", "as"):
        return _after_phrase(words, i, k)
    verbs = next((j for j in range(k, min(len(words), k + 18)) if finite(words, j)), None)
    stops = next((j for j in range(k, len(words)) if words[j].low in ENGLISH.words("subordinate")), len(words))
    return k - 1 if verbs is not None and verbs > k and verbs < stops else None


def _after_phrase(words: list[Token], i: int, k: int) -> int | None:
    """A claim after "said on Monday", "said in Kyiv": the day or place is part of the frame."""
    if k + 2 < len(words) and words[k].low in ("on", "in", "at") and (words[k + 1].capital or words[k + 1].low in ("a", "an")):
        verbs = next((j for j in range(k + 2, min(len(words), k + 18)) if finite(words, j)), None)
        if verbs is not None and verbs - k > 3 and words[k + 1].capital:  # noqa: PLR2004
            return k + 1
    return None


# ---------------------------------------------------------------- who stands in a frame


def _around(text: str, words: list[Token], i: int, verb: str) -> Frame:
    """The frame of a verb of speech: before it or after it who speaks, after it whom they told, what they cite."""
    before, after = words[:i], words[i + 1 :]
    start, end = words[0].start, words[-1].end
    m = _SOURCES_EN.search(text, start, end) or _SOURCES_UK.search(text, start, end)
    cited = None
    if m:
        close = next((w.start for w in words if w.start > m.end() and w.text == ","), end)
        close = min(close, words[i].start) if words[i].start > m.end() else close
        cited = trim(text, m.end(), close)
        before = [w for w in before if not m.start() <= w.start < close]
        after = [w for w in after if not m.start() <= w.start < close]
    negated = any(w.low in ("not", "n't", "не", "never") or w.low.endswith("n't") for w in before[-3:])
    audience = _audience(after)
    subject = _subject(before, after, cyrillic=words[i].cyrillic)
    return Frame(subject=subject, verb=verb, audience=audience, cited=cited, negated=negated)


_STOP_WORDS = frozenset("that що : \" “ « , — – -".split())


def _subject(before: list[Token], after: list[Token], *, cyrillic: bool) -> Span | None:
    """Who speaks: the words before the verb, else those right after it."""
    core = [w for w in before if w.text[0].isalnum()]
    while core and not cyrillic and core[-1].low in ("has", "have", "had", "did", "not", *ENGLISH.words("adverbs")):
        core.pop()
    if core and (not cyrillic or any(w.capital or w.low in _ROLES_UK or w.low in _PRONOUN for w in core) and not _scene(core)):
        last = core[-1].end
        return before[0].start, last
    if not after or (not cyrillic and any(w.low in _THAT for w in after)):
        return None
    end = next((k for k, w in enumerate(after) if k and w.text in ":\"“" or w.low in ("that", "що")), len(after))
    return (after[0].start, after[end - 1].end) if end else None


_SCENE = frozenset("у в на під за під час після до 6".split())


def _scene(words: list[Token]) -> bool:
    """Whether the words before a Ukrainian verb only say where or when."""
    if len(words) > 1 and words[0].low in ("у", "в") and lemmas(words[1].low) & UKRAINIAN.words("organs"):
        return False
    return words[0].low in _SCENE and not any(w.low in _ROLES_UK | _PRONOUN for w in words)


def _audience(after: list[Token]) -> Span | None:
    """Whom the words were told: what follows "told", "to", "in an interview with", "в інтерв'ю", "в ефірі"."""
    for k, w in enumerate(after):
        if w.low in ("to", "with") or (k == 0 and w.capital) or w.low in ("outlet", "інтерв'ю", "коментарі", "ефірі", "журналістам", "виданню"):
            begin = k if k == 0 and w.capital or w.low in ("outlet", "журналістам") else k + 1
            stop = next((j for j in range(begin + 1, len(after)) if after[j].low in _STOP_WORDS | {"on", "in", "at", "during"}), len(after))
            if begin < len(after) and stop > begin:
                return after[begin].start, after[stop - 1].end
    return None
