"""A postal address in a shopper's words (USA and Canada), or the one of the account or another order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cache

from actions.resolve.found import Kind
from actions.resolve.lists import pattern, read
from actions.resolve.orders import orders_meant
from shop.types import Address, Customer, Order

TOPIC = "addresses"
NEEDED = ("address1", "city", "state", "postcode")
# More of a message than this is no address.
LONGEST_TEXT = 8000
# A street or city has at most so many words.
MOST_WORDS = 5
# Words for streets longer than this are no short forms with a point: "Ave.", "Blvd.".
LONGEST_SHORT = 5
_ZIP = re.compile(r"(?<![\d#$-])(\d{5}(?:-\d{4})?)(?![\d-])")
_CANADIAN = re.compile(
    r"\b([A-CEGHJ-NPR-TVXY]\d[A-CEGHJ-NPR-TV-Z])[ -]?(\d[A-CEGHJ-NPR-TV-Z]\d)\b", re.IGNORECASE
)
_BOX = re.compile(r"\bP\.?\s?O\.?\s*Box\s+\d+", re.IGNORECASE)


@dataclass(frozen=True)
class AddressFound:
    """An address with where it comes from: "typed", "account" or "order" (then with its number)."""

    address: Address | None = None
    missing: tuple[str, ...] = ()
    source: str = ""
    order_id: str | None = None
    choices: tuple[Address, ...] = ()

    @property
    def kind(self) -> Kind:
        """One when it is known; it may still lack fields, see ``missing``."""
        if self.choices:
            return Kind.ASK
        return Kind.ONE if self.address is not None else Kind.NONE


def missing(address: Address) -> tuple[str, ...]:
    """The fields that an address cannot do without and that are empty."""
    return tuple(name for name in NEEDED if not getattr(address, name))


def address_in(text: str) -> Address | None:
    """What a text says of an address, "" for what it does not say; None when it says nothing of one."""
    text = text[:LONGEST_TEXT]
    labelled = _labelled(text)
    if len([value for value in labelled.values() if value]) >= 2:
        return _completed(_filled(Address(**labelled)))
    typed = _typed(text)
    if typed is None or not any(typed_value for typed_value in _values(replace(typed, country=""))):
        single = replace(Address(), **{k: v for k, v in labelled.items() if v})
        return _completed(single) if any(_values(single)) else None
    return typed


def _filled(address: Address) -> Address:
    """The line labelled "address" may hold more than the street."""
    typed = _typed(address.address1)
    if typed is None or not typed.address1:
        return address
    given = {f.name: getattr(address, f.name) or getattr(typed, f.name) for f in fields(address)}
    return Address(**{**given, "address1": typed.address1})


def _values(address: Address) -> list[str]:
    return [getattr(address, field.name) for field in fields(address)]


def _labelled(text: str) -> dict[str, str]:
    """ "City: Denver", one a line or between commas."""
    found = dict.fromkeys(read(TOPIC)["labels"], "")
    for name, labels in _label_patterns().items():
        if match := labels.search(text):
            found[name] = match[1].strip(" .,")
    return found


@cache
def _label_patterns() -> dict[str, re.Pattern[str]]:
    labels: dict[str, list[str]] = read(TOPIC)["labels"]
    known = "|".join(sorted((w for names in labels.values() for w in names), key=len, reverse=True))
    stop = rf"(?=\s*(?:[\n;]|,\s*|\s)(?:{known})\s*[:=]|[\n;]|$)"
    return {
        name: re.compile(rf"(?<!\w)(?:{'|'.join(words)})\s*[:=]\s*(.+?){stop}", re.IGNORECASE)
        for name, words in labels.items()
    }


def _completed(address: Address) -> Address:
    """State and country in their short forms, the country filled in."""
    state = _state_code(address.state) or address.state
    country = read(TOPIC)["countries"].get(address.country.casefold(), address.country)
    return replace(address, state=state, country=country or _country(state, address.postcode))


def _country(state: str, postcode: str) -> str:
    canadian = state in read(TOPIC)["provinces"].values() or bool(_CANADIAN.fullmatch(postcode))
    return "Canada" if canadian else "USA"


def _state_code(name: str) -> str:
    lists = read(TOPIC)
    codes: dict[str, str] = {**lists["states"], **lists["provinces"]}
    folded = name.casefold().strip(" .")
    return codes.get(folded, folded.upper() if folded.upper() in codes.values() else "")


def _typed(text: str) -> Address | None:
    """An address as people write it: street, unit, city, state, postcode, with or without commas."""
    street = _street(text)
    begin = street.end() if street else 0
    postcode, post_start, post_end = _postcode(text, begin)
    unit = _unit(text, street)
    after_unit = max([begin, *([unit.end()] if unit and unit.start() >= begin - 1 else [])])
    limit = post_start if post_start >= 0 else len(text)
    state, state_start = _state(text, after_unit, limit, ends=post_start >= 0)
    city = _city(text[after_unit : state_start if state else limit], bool(street or (state and postcode)))
    if not (street or unit or postcode or state or city):
        return None
    if not city and state and (street or postcode):
        city, state = _city_like_state(text[state_start:limit], state)
    country = _named_country(text[post_end:] if post_end > 0 else text[after_unit:])
    return Address(
        address1=_capitals(_line(street[0])) if street else "",
        address2=_capitals(" ".join(unit[0].split()).strip(" ,.")) if unit else "",
        city=_capitals(city),
        state=state,
        country=country or _country(state, postcode),
        postcode=postcode,
    )


@cache
def _street_pattern() -> re.Pattern[str]:
    surely, maybe = ("|".join(read(TOPIC)[name]) for name in ("streets", "maybe_streets"))
    # "Park Avenue" ends in the avenue, "Central Park" in the park.
    ends = rf"(?:{maybe})\s+(?:{surely})|{surely}|{maybe}"
    word = r"(?:[A-Za-z][\w'’.-]*|\d+(?:st|nd|rd|th))"
    way = r"(?:\s+(?:[NSEW]|NE|NW|SE|SW|North|South|East|West)\b\.?)?"
    return re.compile(
        rf"(?<![\w#$-])\d{{1,6}}[A-Za-z]?(?:-\d+)?\s+(?:{word}\s+){{0,{MOST_WORDS - 1}}}?(?:{ends})\b\.?{way}"
        rf"|(?<![\w#$-])\d{{1,6}}\s+(?:{word}\s+){{0,2}}Broadway\b",
        re.IGNORECASE,
    )


# "100 Main, Denver": a number and capital words before a comma, where no word for a street is said.
_BARE_STREET = re.compile(r"(?<![\w#$-])\d{1,6}\s+[A-Z][\w'’.-]*(?:\s+[A-Z][\w'’.-]*){0,3}(?=\s*,)")


def _street(text: str) -> re.Match[str] | None:
    surely = _street_pattern().search(text) or _BOX.search(text)
    if surely is not None:
        return surely
    # "Suite 717 Denver, ..." has a flat and a city.
    units = {match.end() for match in _unit_pattern().finditer(text)}
    bare = _BARE_STREET.finditer(text)
    return next((m for m in bare if not any(m.start() < end <= m.end() for end in units)), None)


@cache
def _unit_pattern() -> re.Pattern[str]:
    words = "|".join(read(TOPIC)["units"])
    return re.compile(
        rf"(?<!\w)(?:{words})\b\.?\s*(?:number|no\.?)?\s*#?\s*(?!\d{{5}})(?:\d+[A-Za-z]?|[A-Za-z]-?\d+|[A-Za-z])(?![\w'])"
        rf"|(?<=[,\s])#\s?\d+[A-Za-z]?\b",
        re.IGNORECASE,
    )


def _unit(text: str, street: re.Match[str] | None) -> re.Match[str] | None:
    """The flat: the one after the street where there is a street, else any."""
    units = list(_unit_pattern().finditer(text))
    if street is not None:
        units = [unit for unit in units if unit.start() >= street.end() - 1] or [
            unit for unit in units if unit.end() <= street.start() and unit[0][0] != "#"
        ]
    else:
        units = [unit for unit in units if not unit[0].startswith("#")]
    return units[0] if units else None


def _postcode(text: str, begin: int) -> tuple[str, int, int]:
    """The postcode with where it begins and ends, after the street; -1 where there is none."""
    canadian = _CANADIAN.search(text, begin)
    if canadian is not None:
        return f"{canadian[1]} {canadian[2]}".upper(), canadian.start(), canadian.end()
    zips = list(_ZIP.finditer(text, begin))
    # Five digits alone may be anything; they are a postcode after a street, a state or the word.
    near = [z for z in zips if begin or _expects_postcode(text[: z.start()])]
    return (near[0][1], near[0].start(), near[0].end()) if near else ("", -1, -1)


def _expects_postcode(before: str) -> bool:
    if not before.strip(" ,.:"):
        return True
    if re.search(r"(?:zip|postal|post ?code)\W*(?:code)?\W*(?:is|to|should be)?\W*$", before, re.IGNORECASE):
        return True
    names, codes = _state_patterns()
    ends = [m.end() for found in (names, codes) for m in found.finditer(before) if m[0] != m[0].lower()]
    return any(not before[end:].strip(" ,.") for end in ends)


@cache
def _state_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    lists = read(TOPIC)
    names = sorted((*lists["states"], *lists["provinces"]), key=len, reverse=True)
    codes = (*lists["states"].values(), *lists["provinces"].values())
    return (
        re.compile(rf"\b(?:{'|'.join(names)})\b", re.IGNORECASE),
        re.compile(rf"(?<![\w.'])(?:{'|'.join(codes)})(?![\w'])", re.IGNORECASE),
    )


def _state(text: str, begin: int, limit: int, *, ends: bool) -> tuple[str, int]:
    """The state said last before the postcode. Small letters ("in", "or") are one only right before it."""
    names, codes = _state_patterns()
    part = text[begin:limit]
    found: list[tuple[int, str]] = []
    for match in codes.finditer(part):
        last = (ends and not part[match.end() :].strip(" ,.")) or bool(
            begin and not part[match.end() :].strip(" ,.")
        )
        if match[0].isupper() or last:
            found.append((match.start(), match[0].upper()))
    found += [(match.start(), _state_code(match[0])) for match in names.finditer(part)]
    if not found:
        return "", -1
    start, code = max(found)
    return code, begin + start


def _city(part: str, likely: bool) -> str:
    """What stands between street and state; without either, only what "in" or "city" points to."""
    part = re.split(r"[\n.;!?]\s", part.strip(" ,.\n"))[0 if likely else -1]
    if not likely:
        pointed = re.search(
            r"\b(?:[Ii]n|[Cc]ity(?: is| to| should be)?) ([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*){0,3})\W*$", part
        )
        return pointed[1] if pointed else ""
    part = re.sub(r"^(?:in|at|city of|the city of)\s+", "", part.replace("\n", ", "), flags=re.IGNORECASE)
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    city = pieces[-1] if pieces else ""
    city = re.sub(r"^.*\b(?:in|to|is|at)\s+|\s+(?:in|of|and|state|the state of)$", "", city)
    words = city.split()
    fits = 1 <= len(words) <= MOST_WORDS and not any(char.isdigit() for char in city)
    return city if fits and words[0].casefold() not in {"zip", "and", "with", "please", "usa", "us"} else ""


def _city_like_state(part: str, state: str) -> tuple[str, str]:
    """ "New York 10001" names the city as well as the state."""
    names: Mapping[str, str] = read(TOPIC)["cities_like_states"]
    for name, code in names.items():
        if part.casefold().startswith(name):
            return name, code
    return "", state


def _named_country(part: str) -> str:
    countries: Mapping[str, str] = read(TOPIC)["countries"]
    for name in sorted(countries, key=len, reverse=True):
        written = name.upper() if len(name) == 2 else name
        flags = re.NOFLAG if len(name) == 2 else re.IGNORECASE
        if re.search(rf"(?<!\w){re.escape(written)}(?!\w)", part, flags):
            return countries[name]
    return ""


def _line(street: str) -> str:
    """The street without the end of a sentence; the point of "Ave." stays."""
    line = " ".join(street.split()).strip(" ,")
    return line.rstrip(".") if len(line.split()[-1]) > LONGEST_SHORT else line


def _capitals(text: str) -> str:
    """In capitals where the shopper wrote none: "12 main st" as "12 Main St"."""
    if text != text.lower():
        return text
    return " ".join(word if word[0].isdigit() else word[0].upper() + word[1:] for word in text.split())


def address_meant(
    text: str,
    customer: Customer | None,
    orders: Sequence[Order] = (),
    *,
    current: Order | None = None,
    discussed: str | None = None,
) -> AddressFound:
    """The address that a text gives or points to: of the account, of another order, or one known by its city.

    ``current`` is the order that is being talked about, so that "my other order" is a different one;
    ``discussed`` the number of the one that "that order" points back to.
    """
    typed = address_in(text)
    if typed is not None and typed.address1:
        return AddressFound(typed, missing(typed), "typed")
    known = _known(text, customer, orders)
    reference = reference_in(text)
    if reference and pattern(TOPIC, "account").search(reference) and customer is not None:
        return AddressFound(customer.address, missing(customer.address), "account")
    if reference and orders and re.search(r"\border\b|\bone\b|#", reference, re.IGNORECASE):
        found = _of_order(reference, orders, current, discussed)
        return known if known is not None and found.address is None else found
    if known is not None:
        return known
    if pattern(TOPIC, "order").search(text) and orders:
        return _of_order(text, orders, current)
    if pattern(TOPIC, "account").search(text) and customer is not None:
        return AddressFound(customer.address, missing(customer.address), "account")
    return AddressFound(typed, missing(typed), "typed") if typed is not None else AddressFound()


# "... to the same address as my order with the lamp": words about another order than the one to be changed.
_REFERENCE = re.compile(
    r"\b(?:the )?(?:same|identical)(?: (?:shipping|delivery|mailing))? "
    r"(?:address|place|location|destination)\b"
    r"(?: (?:as|that|where|of|from|in|on|for|used|is)\b[^.;!?\n]*)?"
    r"|\b(?:to|use|using|with|match(?:es|ing)?|like|into)(?: the| that)?(?: (?:shipping|delivery))? address"
    r" (?:as|of|from|in|on|for|that|which|i|used)\b[^.;!?\n]*"
    r"|\b(?:the )?(?:address|one|place) (?:that|where|which)\b[^.;!?\n]*\border\b[^.;!?\n]*"
    r"|\b(?:to )?where (?:my|the) (?:other )?order[^.;!?\n]*",
    re.IGNORECASE,
)


def reference_in(text: str) -> str | None:
    """The words of a text that point to the address of another order or of the account."""
    found = _REFERENCE.search(text)
    return found[0] if found else None


def without_reference(text: str) -> str:
    """The text without the words that point to another order's address."""
    return _REFERENCE.sub("that address", text)


def _of_order(
    text: str, orders: Sequence[Order], current: Order | None, discussed: str | None = None
) -> AddressFound:
    pointed = next((order for order in orders if order.order_id == discussed), None)
    if pointed is not None and re.search(r"\b(?:that|this) order\b", text, re.IGNORECASE):
        return AddressFound(pointed.address, missing(pointed.address), "order", pointed.order_id)
    others = [order for order in orders if current is None or order.order_id != current.order_id]
    # Without dates: no shopper tells an address by when an order was placed, except by "last".
    found = orders_meant(text, others, date.max)
    meant = found.meant or found.choices or tuple(others)
    addresses = tuple(dict.fromkeys(order.address for order in meant))
    if len(addresses) == 1:
        return AddressFound(addresses[0], missing(addresses[0]), "order", meant[0].order_id)
    return AddressFound(choices=addresses, source="order")


def _known(text: str, customer: Customer | None, orders: Sequence[Order]) -> AddressFound | None:
    """ "my Denver address": one of the addresses already known, by street, city or state."""
    addresses: list[tuple[Address, str, str | None]] = []
    if customer is not None:
        addresses.append((customer.address, "account", None))
    addresses += [(order.address, "order", order.order_id) for order in orders]
    distinct = {known[0]: known for known in reversed(addresses)}
    fitting = [known for address, known in distinct.items() if _names_part(text, address)]
    if not fitting or not re.search(r"\b(?:address|one|place|apartment|house|home)\b", text, re.IGNORECASE):
        return None
    if len(fitting) > 1:
        return AddressFound(choices=tuple(address for address, _, _ in fitting))
    address, source, order_id = fitting[0]
    return AddressFound(address, missing(address), source, order_id)


def _names_part(text: str, address: Address) -> bool:
    folded = text.casefold()
    names: Iterable[str] = (address.city, re.sub(r"^\d+\s+", "", address.address1))
    said = any(len(name) > 2 and re.search(rf"\b{re.escape(name.casefold())}\b", folded) for name in names)
    states: Mapping[str, str] = read(TOPIC)["states"]
    spelt = next((name for name, code in states.items() if code == address.state), "")
    return said or bool(spelt and re.search(rf"\b{spelt}\b", folded))
