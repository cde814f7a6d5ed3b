"""The shops written out whole that the models of answers learn: what a file may hold, how they are drawn."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from dialogue.typos import misspell
from models.answer_encoder.shops import Asked
from models.answer_encoder.train import drawn_shops, load_tuning
from models.answer_encoder.written import Sampler, read, written

SHOP = """\
= Bramble & Wick | candles
# Getting it to you
## In the UK
1 We post at three.
2 Postage is £3.20.
# Returns
3 Send it back within 20 days.
= QUESTIONS
2 | what is postage
1,2 ~3 | when do you post and for how much
0 | do you post to the moon
0 ~3 | can i swap it
"""


def _file(folder: Path, text: str) -> Path:
    path = folder / "shop.txt"
    path.write_text(text, "utf-8")
    return path


def _as_it_is(text: str, _rng: Random) -> str:
    return text


def test_a_file_is_read(tmp_path: Path) -> None:
    shop = read(_file(tmp_path, SHOP))
    assert shop.name == "Bramble & Wick"
    assert [(fact.title, fact.heading, fact.text) for fact in shop.facts] == [
        ("Getting it to you", "In the UK", "We post at three."),
        ("Getting it to you", "In the UK", "Postage is £3.20."),
        ("Returns", "", "Send it back within 20 days."),
    ]
    one, two, three = shop.facts
    assert [(q.text, q.answers, q.unclear) for q in shop.questions] == [
        ("what is postage", (two,), frozenset()),
        ("when do you post and for how much", (one, two), frozenset({three})),
        ("do you post to the moon", (), frozenset()),
        ("can i swap it", (), frozenset({three})),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("= Bramble & Wick | candles", "Bramble", 1),
        ("2 Postage", "4 Postage", 5),
        ("2 | what", "9 | what", 9),
        ("2 | what", "what", 9),
        ("0 | do", " | do", 11),
        ("0 | do", "0,1 | do", 11),
        ("0 ~3 | can", "3 ~3 | can", 12),
        ("0 ~3 | can", "~3 | can", 12),
        ("1,2 ~3 | when", "1 2 | when", 10),
    ],
)
def test_a_line_that_does_not_fit_is_named(tmp_path: Path, old: str, new: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"shop\.txt:{line}:"):
        read(_file(tmp_path, SHOP.replace(old, new)))


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"shop\.txt:1:"):
        read(_file(tmp_path, ""))


def test_every_written_shop_has_questions_of_both_kinds() -> None:
    shares = {
        shop.name: sum(bool(q.answers) for q in shop.questions) / len(shop.questions) for shop in written()
    }
    assert shares
    assert [name for name, share in shares.items() if not 0.4 < share < 0.75] == []


def test_all_shops_are_drawn_before_one_comes_again() -> None:
    shops = written()[:5]
    sampler = Sampler(shops, 1, _as_it_is, 0.0)
    for _ in range(2):
        assert {sampler.shop(3).name for _ in shops} == {shop.name for shop in shops}


def test_what_is_left_untold_has_no_answer(tmp_path: Path) -> None:
    told, untold = (
        Sampler([read(_file(tmp_path, SHOP))], 1, _as_it_is, share).shop(4) for share in (0.0, 1.0)
    )
    assert sum(bool(question.answers) for question in told.questions) == 2
    assert not any(question.answers for question in untold.questions)
    assert [fact.text for fact in untold.facts] == ["Send it back within 20 days."]


def test_one_of_two_answers_left_untold_leaves_the_other(tmp_path: Path) -> None:
    shop = read(_file(tmp_path, SHOP.replace("2 | what is postage\n", "")))
    shop.questions.insert(0, Asked("what is postage", tuple(shop.facts[1:2]), frozenset()))
    sampler = Sampler([shop], 1, _as_it_is, 0.5)
    left = {
        len(question.answers)
        for _ in range(40)
        for question in sampler.shop(4).questions
        if question.text.startswith("when")
    }
    assert left == {0, 1, 2}
    assert len(shop.facts) == 3  # what is drawn leaves the shop as it is


def test_a_seed_draws_the_same() -> None:
    one, two = (Sampler(written()[:3], 5, misspell, 0.2) for _ in range(2))
    assert [one.shop(10) for _ in range(6)] == [two.shop(10) for _ in range(6)]


def test_written_shops_come_as_often_as_the_settings_say() -> None:
    names = {shop.name for shop in written()}
    config = load_tuning().model_copy(update={"questions": 1})

    def share(wanted: float) -> float:
        shops = drawn_shops(config.model_copy(update={"written": wanted}))
        return sum(next(shops).name in names for _ in range(60)) / 60

    assert share(0.0) == 0
    assert share(1.0) == 1
    assert 0.3 < share(0.6) < 0.9


def test_a_question_that_leans_on_another_comes_after_it(tmp_path: Path) -> None:
    shop = read(_file(tmp_path, SHOP + "1 | what is postage >> and when does it go\n"))
    drawn = Sampler([shop], 1, _as_it_is, 0.0, leaning=1.0).shop(1)
    assert drawn.questions[0].text.replace("?", "") == "what is postage and when does it go"
    none = Sampler([shop], 1, _as_it_is, 0.0, leaning=0.0).shop(5)
    assert not any("and when does it go" in question.text for question in none.questions)
