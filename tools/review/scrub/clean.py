"""A message without what identifies anybody, annotated as an example of training data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tools.nlu.examples import Detail, wording
from tools.review.scrub.invent import Inventor
from tools.review.scrub.patterns import found_in

# Of what is replaced, these are entities of the domain.
ANNOTATED = frozenset({"email", "name", "order_id", "postcode"})
# Entities that the assistant finds and that are personal, with the kind that is invented instead.
PERSONAL = {**{kind: kind for kind in ANNOTATED}, "phone": "phone", "address": "street"}
# Entities of a message that say nothing about anybody.
HARMLESS = frozenset({"product", "option", "quantity", "money"})
# Names that are words as well: replaced only where they are written like a name.
AMBIGUOUS = frozenset(
    """will may mark rose grace hope faith joy art bill rob pat sue drew dale gene ray miles long park
    price stock young king west north east south day white black green brown gray grey rich case
    cash chase page bell ring summer april june august dawn ivy iris jack dean max ace best good
    love small sharp short fair holiday man baker cook carpenter fisher hunter mason porter potter
    taylor tailor walker weaver lane street wood stone camp hill field rivers brook lake marsh moss
    fox wolf bird hazel olive ginger basil sage reed""".split()
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Clean:
    """``line`` is annotated, ``plain`` is not; ``replaced`` names the kinds that were taken out."""

    plain: str
    details: tuple[Detail, ...]
    replaced: tuple[str, ...]

    @property
    def line(self) -> str:
        """As it stands in training data, without the leading dash."""
        parts, at = [], 0
        for detail in self.details:
            parts += [self.plain[at : detail.begin], f"[{detail.text}]({detail.entity})"]
            at = detail.end
        return "".join([*parts, self.plain[at:]])

    @property
    def wording(self) -> str:
        """With stand-ins for what was replaced, to compare it by."""
        return wording(self.plain, self.details)


def clean(
    text: str,
    details: Iterable[Detail] = (),
    personal: Iterable[str] = (),
    vocabulary: frozenset[str] = frozenset(),
) -> Clean:
    """The message cleaned.

    ``details``: entities found in it when it was written; ``personal``: what is known of the people of the
    conversation and must not stay in; ``vocabulary``: words in lower case that are nobody's name.
    """
    shown, moved = _printable(text, details)
    chosen = _without_overlaps(
        [
            *_known(shown, personal),
            *found_in(shown, vocabulary),
            *(replace(d, entity=PERSONAL[d.entity]) for d in moved if d.entity in PERSONAL),
        ],
        [d for d in moved if d.entity in HARMLESS],
    )
    return _rebuilt(shown, chosen)


def _printable(text: str, details: Iterable[Detail]) -> tuple[str, list[Detail]]:
    """One line without marks that would be read as annotations; details keep their places."""
    # One character for one, so that places stay; then white space is collapsed around them.
    same = text.translate(str.maketrans("[]{}\\", "()()/"))
    same = _CONTROL.sub(lambda found: " " * len(found[0]), same)
    places: list[int] = []
    parts: list[str] = []
    for index, char in enumerate(same):
        places.append(len(parts))
        blank = char.isspace()
        if blank and (not parts or parts[-1] == " " or not same[index:].strip()):
            continue
        parts.append(" " if blank else char)
    places.append(len(parts))
    shown = "".join(parts)
    moved = [
        Detail(d.entity, shown[places[d.begin] : places[d.end]], places[d.begin], places[d.end])
        for d in details
        if d.end <= len(text)
    ]
    return shown, [d for d in moved if d.text.strip() == d.text != ""]


def _known(text: str, personal: Iterable[str]) -> Iterator[Detail]:
    """Where something known about the people stands in the text."""
    for said in sorted(set(personal), key=len, reverse=True):
        if len(said) < 2:
            continue
        kind = _kind(said)
        for match in re.finditer(rf"(?<!\w){re.escape(said)}(?:(?=['’]s\b)|(?!\w))", text, re.IGNORECASE):
            if kind != "name" or _is_name(match[0], text, match.start()):
                yield Detail(kind, match[0], *match.span())


def _kind(said: str) -> str:
    if "@" in said:
        return "email"
    if any(char.isdigit() for char in said):
        words = [word for word in said.split() if len(word) > 3 and word.isalpha()]
        return "street" if words else "postcode"
    return "name"


def _is_name(said: str, text: str, begin: int) -> bool:
    if " " in said or said.casefold() not in AMBIGUOUS:
        return True
    return said[0].isupper() and begin > 0 and text != text.upper()


def _without_overlaps(personal: Sequence[Detail], harmless: Sequence[Detail]) -> list[Detail]:
    """The pieces to replace or annotate, in order; the first that claims a place has it."""
    chosen: list[Detail] = []
    for detail in [*personal, *harmless]:
        if all(detail.end <= other.begin or detail.begin >= other.end for other in chosen):
            chosen.append(detail)
        elif detail.entity not in HARMLESS:
            chosen = _widened(chosen, detail)
    return sorted(chosen, key=lambda detail: detail.begin)


def _widened(chosen: list[Detail], detail: Detail) -> list[Detail]:
    """Two personal pieces that overlap become one of the first's kind, so that no part of either stays."""
    touching = [d for d in chosen if d.begin < detail.end and detail.begin < d.end]
    begin = min(detail.begin, *(d.begin for d in touching)) if touching else detail.begin
    end = max(detail.end, *(d.end for d in touching)) if touching else detail.end
    first = touching[0]
    return [*(d for d in chosen if d not in touching), Detail(first.entity, first.text, begin, end)]


def _rebuilt(text: str, chosen: Sequence[Detail]) -> Clean:
    inventor = Inventor(text)
    plain, details, replaced, at = "", [], [], 0
    for detail in chosen:
        original = text[detail.begin : detail.end]
        plain += text[at : detail.begin]
        harmless = detail.entity in HARMLESS
        put = original if harmless else inventor.instead_of(detail.entity, original)
        if harmless or (detail.entity in ANNOTATED and (detail.entity != "email" or "@" in put)):
            details.append(Detail(detail.entity, put, len(plain), len(plain) + len(put)))
        if not harmless:
            replaced.append(detail.entity)
        plain += put
        at = detail.end
    plain += text[at:]
    return Clean(plain, tuple(details), tuple(dict.fromkeys(replaced)))
