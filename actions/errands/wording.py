"""Small words that steer an errand: also, instead, only, never of those that tell what it is about."""

from __future__ import annotations

import re

# "Also the lamp", "and another one": something is added.
ALSO = re.compile(
    r"\b(?:also|too|as well|another|in addition|additionally|plus|on top of (?:that|it)|one more|besides|"
    r"add|both|next|separately|furthermore)\b|^\s*and\b",
    re.IGNORECASE,
)
# "The lamp instead", "no, I meant the lamp": something takes the place of what was said before.
RATHER = re.compile(
    r"\b(?:instead|rather|i (?:meant|mean|ment)|not (?:the|that|this|my|right|correct|what)|wrong|"
    r"correction|mistake|only|just|sorry|oops|actually no|switch to|change (?:it|that) to)\b"
    r"|^\s*(?:no|nope|wait)\b",
    re.IGNORECASE,
)
# "That's everything, yes": no word about the items.
THATS_ALL = re.compile(
    r"\b(?:that(?:['’]s| is| was| will be| would be|['’]ll be)|this is|it['’]s|nothing else[,;]? that['’]s)"
    r"(?: about| really| just)? (?:all|everything|it)\b(?: (?:i|for|that|thanks?|thank)\b[^.!?]*)?"
    r"|\bnothing (?:else|more)\b|\bno other (?:items?|changes?)\b"
    r"|\b(?:all|everything) (?:is |looks |sounds )?(?:good|fine|correct|right|set)\b",
    re.IGNORECASE,
)
# "Then leave it as it is".
LEAVE_IT = re.compile(
    r"\b(?:(?:leave|keep) (?:it|that|this|the (?:original|current|old)\b.*|as is)|as it is|"
    r"(?:don['’]?t|do not) (?:change|exchange|replace|modify|bother))\b",
    re.IGNORECASE,
)
# "Then I return it instead", "if that is not possible, cancel it".
INSTEAD = re.compile(
    r"\b(?:instead|otherwise|then|if (?:not|that|it|there|none|no))\b[^.?!]*"
    r"\b(?:it|them|that|this|the (?:item|order))\b",
    re.IGNORECASE,
)
# "Ok then just return it", "in that case cancel it": what is open is given up for it.
IN_ITS_PLACE = re.compile(
    r"^\s*(?:(?:hm+|oh|well|ah)[\s,.!?]+)?"
    r"(?:(?:ok(?:ay)?|k|fine|alright|all right|well|no|hm+|oh)[\s,.!?]+(?:then|in that case)\b"
    r"|in that case\b|then just\b|(?:ok(?:ay)?|fine|alright)[\s,.!]+just\b)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\W_]+")


def same_number(one: str, other: str) -> bool:
    """Whether two spellings are of one order's number; letters may be left out."""
    first, second = (_NUMBER.sub("", text).casefold() for text in (one, other))
    return first == second or first.lstrip("abcdefghijklmnopqrstuvwxyz") == second.lstrip(
        "abcdefghijklmnopqrstuvwxyz"
    )
