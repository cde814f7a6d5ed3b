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

# Words after which "not" speaks of something that was done rather than of a thing: "did not", "why not".
_DOING = """did do does have has had can could will would should must may might am i'm why if or whether
    a an something anything""".split()
# Words behind a "not" that name no thing: "not sure about the tent" is about the tent.
_NO_THING = """sure only yet happy here there good ok okay right correct wrong possible available able at all
    really even so too very just to be been have get got come came much many enough quite always what why how
    when where mine bad nice ready certain clear as need want like know see find""".split()
_NOT_DOING = "".join(rf"(?<!\b{word}\s)" for word in _DOING)
_DETERMINER = r"(?:the|my|that|this|an?|your|those|these|our|any)\s+"
_ENDS = r"(?=\s*(?:[,.;:!?\n]|\Z|\s-\s|\b(?:but|instead|i|it'?s|its|rather|please|pls|and\s+not|nor|or)\b))"
_TAKEN_BACK = re.compile(
    rf"""
    (?: {_NOT_DOING} \bnot \s+
      | \b(?:it|that|this|those|these)\s+(?:is|was|are|were) n['’]?t \s+ (?={_DETERMINER})
      | \b(?:instead\s+of|rather\s+than|except(?:\s+for)?|other\s+than|apart\s+from) \s+
      | \b(?:did|do) (?:n['’]?t|\s+not) \s+ (?:mean|say|want|ask\s+for) \s+ )
    (?: (?:for|from|about|in|with|of|to|on) \s+ )?
    (?: {_DETERMINER} [^,.;:!?\n]{{1,40}}?
      | (?! (?:{"|".join(_NO_THING)})\b | \w{{3,}}(?:ed|ing)\b )
        [\w'’-]{{1,30}} (?:\s+(?!but\b)[\w'’-]{{1,30}})? )
    {_ENDS}
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "The tent, I mean the stove": what stands behind these words replaces what stood before.
_REPLACED = re.compile(
    r"(?:[,.;!?-]|\b(?:no|oh|wait|sorry|oops))\s+(?:no\s+|wait\s+|sorry\s+|oops\s+)*"
    r"(?:i\s+me(?:an|ant|nt)|make\s+that|scratch\s+that|correction|or\s+rather)\b",
    re.IGNORECASE,
)
# Further than this from its beginning a text is not searched for what it takes back.
_LONGEST_CORRECTION = 600


def affirmed(text: str) -> str:
    """The text without what it takes back: "not the tent, the stove" is about the stove alone."""
    return _TAKEN_BACK.sub(" ", text[:_LONGEST_CORRECTION]) + text[_LONGEST_CORRECTION:]


def replacement(text: str) -> str | None:
    """What stands behind the last "I mean" of a text: "the stove" of "the tent, I mean the stove"."""
    marks = list(_REPLACED.finditer(text, 0, _LONGEST_CORRECTION))
    return text[marks[-1].end() :].strip() or None if marks else None


def words(text: str) -> list[str]:
    """Lower-case words of a text, in order."""
    return [match.group(0).casefold() for match in _WORD.finditer(text)]


def stem(word: str) -> str:
    """A crude singular: enough to bring "tents" and "tent", "women's" and "womens" together."""
    word = word.removesuffix("'s").removesuffix("’s")
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
