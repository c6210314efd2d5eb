"""Who speaks: names taken from frames, carried over by pronouns and titles, and told apart from outlets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from workshare.model.statements import EntityKind
from workshare.register.reading.frame import Frame
from workshare.register.reading.known import NOBODY, SPEAKERS, Acquaintance, Named
from workshare.register.reading.layout import Span
from workshare.register.reading.lexicon import ENGLISH, UKRAINIAN, bag
from workshare.register.reading.names import NameParts, base_form, organisation, person_in
from workshare.register.reading.words import Token, lemmas, nominative, tokens

_OUTLETS = ENGLISH.words("outlets") | UKRAINIAN.words("outlets")
_ROLES = ENGLISH.words("roles") | UKRAINIAN.words("roles")
_ORGANS = ENGLISH.words("organs") | UKRAINIAN.words("organs")
_PRONOUNS = ENGLISH.words("pronouns") | UKRAINIAN.words("pronouns") | bag("him her them його її їх їхніми")
_ADVERBS = bag("раніше також водночас так")
_ANOTHER = bag("other another one two three several some second інший інша інші один одна двоє кілька другий друга")
_FIRST_PERSON = bag("i we me us i'm don't do not also can can't would will also я ми не ще")
_PAPERS = bag(
    "statement letter text release document message communique post заява повідомлення лист документ пост допис"
)
_NO_SPEAKER = bag("this it which that це")
_ASIDE_EN = re.compile(
    r"(?i)^(?:on|in|at|during|speaking|when|after|before|asked|answering|while|as|earlier|later|meanwhile|also|in\s+turn|"
    r"commenting|talking|following|referring|citing|for|with|he|according)\b"
)
_ASIDE_UK = re.compile(
    r"(?i)^(?:у|в|на|під|за|після|до|про|раніше|також|крім|водночас|коментуючи|відповідаючи|виступаючи|говорячи|як|зі|тим|так)(?!\w)"
)


@dataclass(slots=True)
class Cast:
    """Those who have spoken so far in a text, and the names under which they are known."""

    known: Acquaintance = NOBODY
    """Whom the register knows."""
    persons: dict[str, NameParts] = field(default_factory=dict)
    """Full names by surname."""
    roles: dict[str, str] = field(default_factory=dict)
    """Who last stood beside a title: minister, речник."""
    organs: dict[str, str] = field(default_factory=dict)
    """The last body of a kind: ministry, компанія."""
    last: str | None = None
    last_person: str | None = None
    last_outlet: str | None = None
    met: str | None = None
    """Who was named last, speaking or not."""

    def meet(self, text: str, start: int, end: int) -> None:
        """Notes the persons named in a stretch with their titles, whether they speak or not."""
        for found, titles in person_in(text, start, end):
            self.met = self._person(found, titles)

    def _person(self, parts: NameParts, titles: tuple[str, ...]) -> str:
        full = self.persons.get(parts.surname)
        if full is None and not parts.given:
            full = next((p for s, p in self.persons.items() if _alike(s, parts.surname)), None)
        if full is None or (parts.given and not full.given):
            full = parts
            self.persons[parts.surname] = parts
        name = self.known.person(full.full)
        for title in titles:
            self.roles[title] = name
        return name

    # ------------------------------------------------------------ one frame

    def who(
        self, text: str, span: Span, *, case: str = "", cited: bool = False, strict: bool = False
    ) -> tuple[tuple[str, ...], str | None]:
        """The speakers that a stretch names, and the outlet that it names instead.

        ``case`` is the case that a Ukrainian preposition asks for; ``cited`` sources are nobody met before; ``strict``:
        parts that only say where, when or of what name nobody.
        """
        segments = (
            [s for s in _segments(text, span) if not _aside(text, s)]
            or self._titled(text, span)[: 1 if strict else None]
            or [span][strict:]
        )
        if not segments and (
            met := [self.known.person(full.full) for w in tokens(text, *span) if (full := self.persons.get(w.text))]
        ):
            return (met[0],), None
        if not segments or any(_first_person(tokens(text, *s)) for s in (span, segments[-1])):
            return (), None
        named = [n for s in segments for n in self.known.find(text, *s)]
        people = [(p.at, self._person(p, t)) for s in segments for p, t in person_in(text, *s)]
        people += [found for s in segments for found in self._surnames(text, s)]
        if people:
            return (min(people)[1],), None
        if speaker := next((n.name for n in sorted(named, key=_least) if n.kind in SPEAKERS), None):
            return (speaker,), None
        if outlet := self._known_outlet(named):
            return (), outlet
        found = (self._nameless(text, segment, case, cited=cited) for segment in segments)
        return next((f for f in found if f != ((), None)), ((), None))

    def _titled(self, text: str, span: Span) -> list[Span]:
        """From a Ukrainian title in the nominative on: «на запитання про ціну заступниця міністра»."""
        words = tokens(text, *span)
        roles = UKRAINIAN.words("roles")
        at = next((w for w in words if w.cyrillic and nominative(w.low) and lemmas(w.low) & roles), None)
        return [(at.start, span[1])] if at else []

    def _known_outlet(self, named: list[Named]) -> str | None:
        """The first outlet of those named; it is the last one spoken of then."""
        outlet = next((n.name for n in named if n.kind is EntityKind.OUTLET), None)
        self.last_outlet = outlet or self.last_outlet
        return outlet

    def _nameless(self, text: str, segment: Span, case: str, *, cited: bool) -> tuple[tuple[str, ...], str | None]:
        """Those meant by a part of a frame that names no person: met before, an outlet, or bodies."""
        words = tokens(text, *segment)
        if _is_paper(words) and (self.last_person or self.met):
            return (self.last_person or self.met or "",), None
        if not cited and (named := self._again(words)):
            return (named,), None
        if _is_outlet(words):
            self.last_outlet = self._outlet(text, segment, case)
            return (), self.last_outlet
        return self._bodies(text, segment, case), None

    def _surnames(self, text: str, span: Span) -> list[tuple[int, str]]:
        """Surnames met before, and where they stand."""
        found = []
        for word in tokens(text, *span):
            if word.capital and len(word.text) > 2:  # noqa: PLR2004
                full = self.persons.get(word.text) or next(
                    (p for s, p in self.persons.items() if word.cyrillic and _alike(s, word.text)), None
                )
                if full:
                    found.append((word.start, self.known.person(full.full)))
        return found

    def _again(self, words: list[Token]) -> str | None:
        """The one meant by a pronoun, a title or a kind of body without a name."""
        plain = [w for w in words if w.text[0].isalnum()]
        if not plain or plain[0].low == "там":
            return self.last if plain else None
        told = any(w.low in _PRONOUNS for w in plain[-2:]) and not any(w.capital for w in plain[1:])
        if told or plain[-1].low in _PRONOUNS:
            return self.last_person or self.last
        if any((w.capital and k) or w.low in _ANOTHER for k, w in enumerate(plain)):
            return None
        forms = [f for w in plain for f in (lemmas(w.low) if w.cyrillic else (w.low,))]
        role = next((f for f in reversed(forms) if f in _ROLES), None)
        if role:
            return self.roles.get(role) or self.last_person
        organ = next((f for f in forms if f in _ORGANS), None)
        if (organ and not plain[0].capital) or (organ and plain[0].low in ("the", "its", "у", "в")):
            return self.organs.get(organ)
        return None

    def _outlet(self, text: str, span: Span, case: str) -> str:
        name = organisation(text, span, case)
        if name and any(c.isupper() for c in name):
            return name
        return self.last_outlet or name

    def _bodies(self, text: str, span: Span, case: str) -> tuple[str, ...]:
        """Bodies named in full, several if they are joined."""
        found = []
        for part in _joined(text, span):
            name = organisation(text, part, case)
            if name and name.lower() not in _NO_SPEAKER | _PRONOUNS:
                found.append(self.full_body(name))
        return tuple(found)

    def full_body(self, name: str) -> str:
        """The longest name under which a body was met: "the ministry" after "Ministry of Energy"."""
        words = name.lower().split()
        for organ in (w for w in words if w in _ORGANS):
            self.organs[organ] = name if len(words) > 1 else self.organs.get(organ, name)
        return name

    def audience(self, text: str, span: Span) -> str | None:
        """The outlet that was told, or None where it is none."""
        if outlet := self._known_outlet(self.known.find(text, *span)):
            return outlet
        words = tokens(text, *span)
        short = len(words) < 3 and all(w.capital or w.text[0].isdigit() for w in words)  # noqa: PLR2004
        body = any(w.low in _ORGANS for w in words) or not words or words[0].low in _ADDRESSED
        if not words or not (_is_outlet(words) or (short and not body)) or next(person_in(text, *span), None):
            return None
        name = organisation(text, span)
        if not name or not any(c.isupper() for c in name):
            return None
        self.last_outlet = name
        return name

    def spoke(self, names: tuple[str, ...]) -> None:
        """Remembers who spoke last."""
        if names:
            self.last = "; ".join(names)
            if names[0] in {self.known.person(p.full) for p in self.persons.values()}:
                self.last_person = names[0]


def _least(named: Named) -> bool:
    """Sorts persons before bodies."""
    return named.kind is not EntityKind.PERSON


def _alike(one: str, other: str) -> bool:
    """Whether two Ukrainian spellings may be forms of one surname."""
    if not ("\u0400" <= one[0] <= "\u052f") or not ("\u0400" <= other[0] <= "\u052f"):
        return False
    return base_form(one) == base_form(other) or bool(lemmas(one.lower()) & lemmas(other.lower()))


def _segments(text: str, span: Span) -> list[Span]:
    """The parts of a frame between commas."""
    found, start = [], span[0]
    depth = 0
    for at in range(span[0], span[1] + 1):
        mark = text[at] if at < span[1] else ","
        depth += (mark == "(") - (mark == ")")
        if mark == "," and depth <= 0:
            a, b = start, at
            while a < b and not text[a].isalnum() and text[a] not in '«“"':
                a += 1
            if a < b:
                found.append((a, b))
            start = at + 1
    return found


def _aside(text: str, span: Span) -> bool:
    """Whether a part only says where, when or on what occasion."""
    part = text[span[0] : span[1]]
    if m := _ASIDE_UK.match(part):
        rest = tokens(text, span[0] + m.end(), span[1])
        if m.group().lower() in ("у", "в", "на"):
            return not (rest and _is_body(rest[0])) and not _names_after(rest)
        joins = m.group().lower() in _ADVERBS and rest and (rest[0].capital or rest[0].low in _PRONOUNS)
        return not joins and not _names_after(rest)
    return _ASIDE_EN.match(part) is not None and not part.lower().startswith("he ") and part.lower() != "he"


def _is_body(word: Token) -> bool:
    forms = lemmas(word.low) if word.cyrillic else {word.low}
    return bool(set(forms) & _ORGANS) or word.capital


def _names_after(words: list[Token]) -> bool:
    """Whether a title follows at once: "також міністр", "водночас речник"."""
    return bool(words) and bool(set(lemmas(words[0].low)) & UKRAINIAN.words("roles"))


def _first_person(words: list[Token]) -> bool:
    """Whether the words are no more than "I" or "we": whoever speaks already."""
    return all(w.low in _FIRST_PERSON for w in words)


def _is_paper(words: list[Token]) -> bool:
    """Whether a paper speaks, of which the text does not say whose it is: "the statement reads"."""
    plain = [w for w in words if w.text[0].isalnum()]
    return len(plain) < 3 and any({w.low, *(lemmas(w.low) if w.cyrillic else ())} & _PAPERS for w in plain)  # noqa: PLR2004


def _is_outlet(words: list[Token]) -> bool:
    """Whether a name is that of a medium."""
    forms = {f for w in words for f in (lemmas(w.low) if w.cyrillic else (w.low, w.low.removesuffix("'s")))}
    whole = {w.low for w in words} | {w.text for w in words if w.text.isupper()}
    if forms & {"press"} and forms & {"service", "office", "secretary", "release"}:
        return False
    if forms & {"news", "інформаційний", "press"} and forms & {"agency", "агентство"}:
        return True
    if forms & {
        "ministry",
        "міністерство",
        "department",
        "government",
        "president",
        "company",
        "компанія",
        "sources",
        "джерело",
    }:
        return False
    return bool((forms | {w.lower() for w in whole}) & _OUTLETS)


_AND = re.compile(r"\s+(?:and|та|і|й)\s+(?:the\s+)?(?=[A-ZА-ЯІЇЄҐ])")


def _joined(text: str, span: Span) -> list[Span]:
    """The names of a list joined by "and", where each begins with a body or a name of its own."""
    cuts = list(_AND.finditer(text, *span))
    found, start = [], span[0]
    for m in cuts:
        following = tokens(text, m.end(), min(span[1], m.end() + 40))
        starts = any(_ORGANS & ({w.low} | set(lemmas(w.low) if w.cyrillic else ())) for w in following[:4])
        before = tokens(text, start, m.start())
        if starts and any(_ORGANS & ({w.low} | set(lemmas(w.low) if w.cyrillic else ())) for w in before):
            found.append((start, m.start()))
            start = m.end()
    return [*found, (start, span[1])]


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who says a claim and who passes it on."""

    speakers: tuple[str, ...] = ()
    reported_by: tuple[str, ...] = ()

    @property
    def named(self) -> bool:
        """Whether it names anybody."""
        return bool(self.speakers or self.reported_by)

    @property
    def speaker(self) -> str | None:
        """The speakers in one text, or None."""
        return "; ".join(self.speakers) or None

    @property
    def reporter(self) -> str | None:
        """Those who pass it on, from the speaker outwards, or None."""
        return "; ".join(dict.fromkeys(self.reported_by)) or None


def credit(cast: Cast, text: str, frames: tuple[Frame, ...]) -> Credit:
    """The speakers and reporters that frames name, the outermost frame first."""
    speakers: tuple[str, ...] = ()
    reporters: list[str] = []
    for frame in frames:
        inner, outlet = cast.who(text, frame.subject, case=frame.case) if frame.subject else _NOBODY
        if (
            inner
            and not outlet
            and frame.verb in _WRITES
            and frame.subject
            and _like_outlet(cast, text, frame.subject, inner)
        ):
            outlet, inner = inner[0], ()
        if frame.cited:
            cited, source = cast.who(text, frame.cited, case="gent", cited=True)
            reporters = [*_told(inner, outlet), *reporters]
            inner, outlet = cited, source
        if frame.impersonal and not inner and cast.last and not speakers:
            inner = tuple(cast.last.split("; "))
        if outlet:
            reporters.insert(0, outlet)
        if inner:
            reporters = [*speakers, *reporters] if speakers and speakers != inner else reporters
            speakers = inner
        if frame.audience:
            told = cast.audience(text, frame.audience)
            reporters += [told] if told else []
    cast.spoke(speakers)
    return Credit(speakers=speakers, reported_by=tuple(reporters))


_ADDRESSED = bag("parliament congress reporters journalists lawmakers mps kyiv washington brussels europe ukraine")
_NOBODY: tuple[tuple[str, ...], str | None] = ((), None)
_WRITES = bag("report reports reported write writes передавати писати повідомляти інформувати")


def _like_outlet(cast: Cast, text: str, span: Span, names: tuple[str, ...]) -> bool:
    """Whether one who "reports" is a medium that the list does not know: a short name, of no person and no body."""
    words = [w for w in tokens(text, *span) if w.text[0].isalnum()]
    if len(names) != 1 or len(words) > 3 or names[0] in {p.full for p in cast.persons.values()}:  # noqa: PLR2004
        return False
    named = [w for w in words if w.low not in ENGLISH.words("adverbs") and w.low != "the"]
    bodies = any(_ORGANS & ({w.low} | set(lemmas(w.low) if w.cyrillic else ())) for w in named)
    return bool(named) and all(w.capital for w in named) and not bodies


def _told(inner: tuple[str, ...], outlet: str | None) -> list[str]:
    return [outlet] if outlet else list(inner)
