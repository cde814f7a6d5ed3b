"""Marks of how people ask, add, lean on what was said, and make conditions. English."""

from __future__ import annotations

import re

# How people ask for something, as opposed to telling something about themselves.
ASKS = re.compile(
    r"\?|^\W*(?:and |so |then |but |or |oh |ok |please |pls |plz |just |also |btw |plus )*"
    r"(?:who|what|whats|when|whens|where|wheres|"
    r"why|which|how|hows|is|are|was|were|do|does|did|can|could|will|would|should|may|has|have you|have i|any|"
    r"tell|show|give|send|cancel|return|exchange|swap|change|refund|reorder|order|buy|check|find|get|put|make|take|"
    r"add|remove|switch|update|ship|deliver|track|stop|compare|recommend|suggest|help|let|connect|explain|sign|"
    r"delete|use|pay|charge|move|set|repeat|same|need|want|wanna|looking|trying)\b|"
    r"\b(?:i(?:'d| would|d)? (?:also )?(?:want|need|like|love|prefer|rather)|i wanna|i'm looking|im looking|"
    r"wonder|should|letting me|searching for|looking for|after a|please|pls|plz|"
    r"can (?:you|u|i|we)|could (?:you|u|i|we)|would (?:you|u)|must i|let me|tell me|"
    r"what|how|where|when|why|which|whether|is there|are there|is it|is my|is the|are my|are the|"
    r"recommend|you can|does (?:somebody|anybody|someone|anyone|the|my)|did (?:i|you)|"
    r"do (?:you|u|i|we)|does it|should i|may i)\b",
    re.IGNORECASE,
)
# What may stand before a question: "cheers, n do u ship to Canada".
OPENINGS = (
    r"^\W*(?:(?:and|n|nd|but|so|ok|okay|also|no|nope|stop|wait|actually|hang on|hold on|first|well|oh|yo|"
    r"hm+|um+|btw|by the way|quick question|hi|hey|hello|sorry|"
    r"cheers|thanks|thank you|thx|ty|ta|great|cool)\W+)*"
)
# Begins as nothing but a question does: "do you hire out tents", "how long is the guarantee".
QUESTION = re.compile(
    OPENINGS + r"(?:(?:do|does|did|can|could|will|would|is|are|has|have) "
    r"(?:you|u|ya|i|we|it|the|they|there|your|ur|my)\b|"
    r"how (?:much|long|many|do|does|can|is|are)\b|"
    r"(?:what|when|where|which|who)(?:'?s\b| (?:is|are|do|does|can|will)\b))",
    re.IGNORECASE,
)
# A clause that leans on the one before it: "where is it", "could you send me one", "any ideas".
LEANS = re.compile(r"\b(?:it|its|one|ones|them|they|that|this|those|these|there|any ideas?)\b", re.IGNORECASE)
# A question that is none without what stands before it: "do you ship to Canada and how much".
BARE_QUESTION = re.compile(
    r"^\W*(?:and |n |but |so )?(?:how (?:much|long|many|soon|fast|often)|when|where|why|which|how)"
    r"(?: (?:is|would|does|will|do) (?:it|that|they|this)(?: (?:be|take|cost|last))?)?\W*$",
    re.IGNORECASE,
)
# Says that several things follow, and asks for none of them: "please change two things about my order".
ANNOUNCES = re.compile(
    r"\b(?:two|three|four|[2-4]|several|some|multiple|(?:a )?few|(?:a )?couple(?: of)?) "
    r"(?:more |different |other |quick )*"
    r"(?:things|changes|requests|questions|issues|matters|updates|problems)\b",
    re.IGNORECASE,
)
# What makes a yes no yes.
HEDGE = re.compile(r"\b(?:but|unless|only if|if|except|wait|instead|actually|first)\b", re.IGNORECASE)
# What gives up what is under way, whatever stands behind it; other ways of saying so the classifier reads.
GIVES_UP = re.compile(
    r"\W*(?:(?:oh|ok|no|nah|ah|hm+|wait|actual+y)\W+)*"
    r"(?:nvm|nm|never ?mind|(?:4|for)get (?:about )?(?:it|that))\W*",
    re.IGNORECASE,
)
# A greeting in front of at least two more words.
GREETS = re.compile(
    r"\W*(?:h[ae]l+o+|hi+|hiya|hey+a*|yo|(?:good )?(?:morning|afternoon|evening))\b\W+(?=\w\S*\s+\w)",
    re.IGNORECASE,
)
# "Forget it unless it comes tomorrow" gives nothing up; "actually, forget it" does.
PROVISO = re.compile(r"\b(?:unless|only if|if|except)\b", re.IGNORECASE)
# What is wanted besides what a yes is about: "yes, and the base layer in L too".
ON_TOP = re.compile(r"\b(?:too|as well)\W*$", re.IGNORECASE)
# A condition or a fallback: it belongs to the wish before it.
CONDITION = re.compile(
    r"^\W*(?:(?:and|but|or|so|then)\s+)?(?:only\s+|even\s+)?"
    r"(?:if|unless|as long as|provided|providing|in case|otherwise|or else|else|ideally|preferably|"
    r"at least if)\b",
    re.IGNORECASE,
)
# How somebody takes back what was just said, or begins anew: "actually wait", "on second thought".
TURNS = re.compile(
    r"^\W*(?:no|nah|actually|wait|hold on|scratch that|never ?mind|nvm|forget|on second thoughts?|or rather|"
    r"instead)\b",
    re.IGNORECASE,
)
# "... and the keyboard from the order that came": joined to what stands before, with no verb of its own.
_VERB = (
    r"(?:is|are|was|were|am|be|do|does|did|can|could|will|would|should|want|need|like|please|cancel|return|send|"
    r"exchange|change|swap|replace|refund|buy|give|show|tell|find|track|check|know|update|modify|make|"
    r"put|pay|ship|deliver|reorder|stop|see|use|have|has|had|get|got|i|you|we|how|what|when|where|why|which)"
)
ONE_MORE = re.compile(
    rf"^(?:[\s,&–—-]*and\b)?\s*(?:also )?(?:the|my|a|an|those|these|that|this|both|two|one)\b"
    rf"(?:(?!\b(?:that|which|who)\b|\b{_VERB}\b)[^?])*(?:\b(?:that|which|who)\b[^?]*)?$",
    re.IGNORECASE,
)
