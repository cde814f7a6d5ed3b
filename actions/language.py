"""Which language a message is in: by script, or by common words. English unless much speaks against it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache, cached_property
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from actions.resolve.words import FILLER

PATH = Path(__file__).with_name("languages.yml")
ENGLISH = "en"
# More of a message is not read.
LONGEST = 400
# Shorter words without their accents are too often words of another language.
MOST_LETTERS_OF_A_SHORT_WORD = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# An email or web address, an order number, a SKU: no words of any language.
_NO_WORDS = re.compile(r"\S*[@/\\#]\S*|\S*\d\S*|\S+\.\w{2,}")
# Short English words beside those that say nothing of a product.
_ENGLISH = FILLER | frozenset(
    """hello hi hey thanks thank sorry yes yeah ok okay not no never still where's what's my order
    return refund cancel delivery shipping ship tracking track email address money back when help
    person human agent why because know think see work does said sent received got went came after
    before again already only want address change wrong broken late lost find call talk speak card
    credit pay paid account password""".split()
)


class Language(BaseModel):
    """One language: how it is told, and what is said in it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    say: str
    button: str
    passing: str
    letters: str = ""
    alone: str = ""
    words: str = ""


class LanguageSettings(BaseModel):
    """What ``languages.yml`` says; see there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    particles: str
    shared: str
    languages: dict[str, Language]
    other: Language
    scripts: dict[str, str]
    script_share: float
    least_words: int
    least_share: float
    least_words_after_english: int
    english_share: float
    sure: float

    @cached_property
    def weak(self) -> frozenset[str]:
        """Words that names bring along."""
        return frozenset(self.particles.split())

    @cached_property
    def neutral(self) -> frozenset[str]:
        """Words that count for nothing."""
        return frozenset(self.shared.split())

    @cached_property
    def by_word(self) -> dict[str, frozenset[str]]:
        """Each language's words."""
        return {
            code: frozenset(_either_way(f"{language.words} {language.alone}".split())) - self.neutral
            for code, language in self.languages.items()
            if language.words
        }


@cache
def settings() -> LanguageSettings:
    """Read once; raises ``pydantic.ValidationError`` when the file does not fit."""
    return LanguageSettings.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))


def language(code: str) -> Language:
    """The language of that code; one in English for a script that has none of its own."""
    return settings().languages.get(code, settings().other)


def detect(text: str, *, wrote_english: bool = False) -> str:
    """The code of the message's language, ``other`` for a script without one, ``en`` where in doubt."""
    shown = unicodedata.normalize("NFC", text[:LONGEST])
    return _by_script(shown) or _by_words(shown, wrote_english=wrote_english) or ENGLISH


def is_english(text: str) -> bool:
    """Whether a message surely is English: several words of it, and none of another language."""
    words = _words(text)
    return len(words) >= 3 and sum(word in _ENGLISH for word in words) * 2 >= len(words)


def _either_way(words: list[str]) -> set[str]:
    """The words, and as they are typed without their accents."""
    bare = {"".join(c for c in unicodedata.normalize("NFD", word) if c.isalpha()) for word in words}
    return {*words, *(word for word in bare if len(word) > MOST_LETTERS_OF_A_SHORT_WORD)}


def _by_script(text: str) -> str | None:
    letters = [character for character in text if character.isalpha()]
    scripts = Counter(unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in letters)
    foreign = {script: n for script, n in scripts.items() if script in settings().scripts}
    total = sum(foreign.values())
    if total < 2 or total < settings().script_share * len(letters):
        return None
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "ja"
    code = settings().scripts[max(foreign, key=lambda script: foreign[script])]
    if code == "ru" and set(text.casefold()) & set(language("uk").letters):
        return "uk"
    return code


def _words(text: str) -> list[str]:
    return [word.casefold().replace("’", "'") for word in _WORD.findall(_NO_WORDS.sub(" ", text))]


def _by_words(text: str, *, wrote_english: bool) -> str | None:
    """The language that most words are of, if that is plain enough."""
    read, words = settings(), _words(text)
    counted = [word for word in words if word not in read.neutral]
    if not counted:
        return None
    scores = {code: _score(words, text, code) for code in read.by_word}
    code = max(scores, key=lambda each: scores[each][0])
    score, strong = scores[code]
    needed = read.least_words_after_english if wrote_english else read.least_words
    alone = set(read.languages[code].alone.split())
    few = len(words) <= 3 and not wrote_english and not alone.isdisjoint(words)
    if not strong or (score < needed and not few):
        return None
    own = read.by_word[code]
    english = sum(word in _ENGLISH and word not in own for word in words)
    if english > read.english_share * len(words):
        return None
    share = sum(word in own or word in read.weak for word in words)
    return code if share >= read.least_share * len(words) else None


def _score(words: list[str], text: str, code: str) -> tuple[float, bool]:
    """How many words are of the language (its own letters count a half), and whether any is telling."""
    read = settings()
    hits = {word for word in words if word in read.by_word[code]}
    letters = set(read.languages[code].letters) & set(text.casefold())
    strong = {word for word in hits if word not in read.weak}
    return len(strong) + 0.5 * len(hits - strong) + 0.5 * len(letters), bool(strong)
