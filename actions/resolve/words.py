"""Words as they are compared: folded, without plural endings, without filler."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*")

# Words that say nothing about which product is meant.
FILLER = frozenset(
    """a an the this that these those is are am be been was were do does did have has had can could would
    will should may might must i me my mine we us our you your he she it its they them their of to
    for from in on at by with without about into over under and or but not no yes so if then than as
    what which who whom whose when where why how much many any some all both each every other
    another more most less least one two three first please thanks thank hi hello hey want need like
    looking look get got buy buying find show tell know give cost costs price prices priced stock
    available availability sold out still there here just also too very really right now today new
    item items product products thing things stuff come comes colour color colours colors size sizes
    version versions order ordered compare compared comparison difference between versus vs better
    best good which's what's it's i'm i'd i'll don't doesn't recommend suggestion suggest gift idea
    something anything someone popular cheap cheaper expensive dollars dollar usd bucks sell carry
    long last lasts whats wheres hows gonna wanna u ur pls else go goes well together along match
    ideas suggestions recommendation recommendations gifts present presents below ok""".split()
)


# Words by which a message means what was talked about before.
_POINTERS = frozenset("it its it's this that that's one them these those they".split())


def words(text: str) -> list[str]:
    """Lower-case words of a text, in order."""
    return [match.group(0).casefold() for match in _WORD.finditer(text)]


def stem(word: str) -> str:
    """A crude singular: enough to bring "tents" and "tent" together."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def telling(text: str) -> list[str]:
    """The stems of a text that may name a product."""
    return [stem(word) for word in words(text) if word not in FILLER]


def points_back(text: str) -> bool:
    """Whether the text speaks of something as "it", "this", "that one"."""
    return not _POINTERS.isdisjoint(words(text))
