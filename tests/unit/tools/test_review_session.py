"""Clusters, proposals and what an engineer does with them, with the real encoder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.unit.tools.script import Script
from tools.nlu.files import nlu_files, read_examples
from tools.review.clusters import Cluster, clusters_of
from tools.review.doubts import Reason
from tools.review.effect import Judged, report
from tools.review.intents import fitting
from tools.review.memory import Memory
from tools.review.messages import Message
from tools.review.places import moment
from tools.review.scrub import clean
from tools.review.session import Decided, Session
from tools.review.standing import Standing, Verdict
from tools.review.understand import Understood
from tools.vectors import Encoder

ENTITIES = frozenset({"order_id", "product", "email"})


def message(text: str, *labels: str, times: int = 1) -> Message:
    return Message(clean(text), frozenset({Reason.NOT_UNDERSTOOD}), labels, times, 0.0)


def likely(intent: str, probability: float) -> Understood:
    return Understood(((intent, probability), ("greet", 1 - probability)), rejected=False)


def clusters(
    encoder: Encoder, messages: Sequence[Message], understood: Sequence[Understood]
) -> list[Cluster]:
    return clusters_of(messages, encoder.encode([m.clean.wording for m in messages]), understood)


@pytest.fixture
def standing(data: Path, encoder: Encoder) -> Standing:
    tests = [e for e in read_examples(nlu_files(data)) if e.intent == "greet"][:1]
    examples = [e for e in read_examples(nlu_files(data)) if e.plain != tests[0].plain]
    return Standing(examples, tests, encoder)


def decide(
    encoder: Encoder, standing: Standing, script: Script, *texts: str, memory: Memory | None = None
) -> Decided:
    found = clusters(encoder, [message(t) for t in texts], [likely("order_status", 0.8)] * len(texts))
    session = Session(script, standing, memory or Memory(None), {"greet": "says hello"}, ENTITIES)
    return session.run(found)


def test_messages_that_say_the_same_are_one_cluster(encoder: Encoder) -> None:
    texts = ["any movement on the boots", "boots: any movement?", "did the boots move yet", "split the bill"]
    understood = [likely("order_status", 0.5)] * 3 + [likely("ask_payment_methods", 0.5)]
    found = clusters(encoder, [message(t, times=n) for n, t in enumerate(texts, 1)], understood)
    assert [cluster.times for cluster in found] == [6, 4]
    assert found[0].proposals[0].intent == "order_status"
    assert found[1].lines[0].clean.plain == "split the bill"


def test_what_shoppers_pressed_goes_before_the_model(encoder: Encoder) -> None:
    found = clusters(encoder, [message("any movement", "order_status")], [likely("cancel_order", 0.9)])
    best = found[0].proposals[0]
    assert (best.intent, best.confidence, best.by_shopper) == ("order_status", 1.0, True)


def test_lines_that_repeat_each_other_are_offered_once(encoder: Encoder) -> None:
    texts = ["any movement on the boots", "any movement on the boots??", "and when does my stuff leave"]
    found = clusters(encoder, [message(t) for t in texts], [likely("order_status", 0.9)] * 3)
    assert sum(len(cluster.lines) for cluster in found) == 2
    assert sum(len(cluster.messages) for cluster in found) == 3


def test_nothing_makes_no_cluster(encoder: Encoder) -> None:
    assert clusters_of([], encoder.encode([]), []) == []


def test_enter_accepts_the_proposal(encoder: Encoder, standing: Standing) -> None:
    decided = decide(encoder, standing, Script(""), "any movement on the boots, A10428")
    (line,) = decided.lines["order_status"]
    assert line.startswith("any movement on the boots, [A")
    assert line.endswith("](order_id)")


def test_another_intent_by_its_first_letters(encoder: Encoder, standing: Standing) -> None:
    script = Script("c a", "x", "ask_p")
    decided = decide(encoder, standing, script, "can the bill be split")
    assert decided.lines == {"ask_payment_methods": ["can the bill be split"]}
    script = Script("c zzz", "", "c can")
    decided = decide(encoder, standing, script, "off with it")
    assert "no intent begins with 'zzz'" in script.screen
    assert decided.lines == {"cancel_order": ["off with it"]}


def test_a_line_is_written_anew_but_not_with_an_unknown_entity(encoder: Encoder, standing: Standing) -> None:
    script = Script("e 1", "my [boots](shoe)?", "e 1", "- any news of my  [boots](product)", "a")
    decided = decide(encoder, standing, script, "boots")
    assert "no entity shoe" in script.screen
    assert decided.lines == {"order_status": ["any news of my [boots](product)"]}


def test_skipped_messages_are_remembered_and_accepted_ones_not_yet(
    encoder: Encoder, standing: Standing, tmp_path: Path
) -> None:
    memory = Memory(tmp_path / "decisions.jsonl")
    decided = decide(
        encoder, standing, Script("s", "a", "q"), "blorp the fizz", "eta of my parcel", memory=memory
    )
    assert decided.count == 1
    assert len((tmp_path / "decisions.jsonl").read_text().splitlines()) == 1


def test_the_end_of_the_input_stops(encoder: Encoder, standing: Standing) -> None:
    assert decide(encoder, standing, Script(), "any movement").count == 0


@pytest.mark.parametrize(
    ("intent", "wording", "verdict", "why"),
    [
        ("order_status", "Where is MY order?!", Verdict.SETTLED, "stands already in"),
        ("order_status", "where is my order please", Verdict.SETTLED, "is nearly what stands"),
        ("order_status", "track order A10000", Verdict.SETTLED, "stands already"),
        ("cancel_order", "where is my order", Verdict.REFUSED, "stands under order_status"),
        ("greet", "Hello there!", Verdict.SETTLED, "test message"),
        ("greet", "please cancel my order", Verdict.ASK, "is near what stands under cancel_order"),
    ],
)
def test_what_may_not_be_added(
    standing: Standing, intent: str, wording: str, verdict: Verdict, why: str
) -> None:
    objection = standing.objection(intent, wording)
    assert objection is not None
    assert objection.verdict is verdict
    assert why in objection.why


def test_a_no_is_not_near_a_yes(standing: Standing) -> None:
    assert standing.objection("greet", "don't cancel my order") is None


def test_accepted_lines_count_at_once(encoder: Encoder, standing: Standing) -> None:
    script = Script("a", "a")
    decided = decide(encoder, standing, script, "any movement on my boots", "any movement on my boots please")
    assert decided.count == 1


def test_near_another_intent_only_when_the_engineer_insists(encoder: Encoder, standing: Standing) -> None:
    script = Script("c greet", "n", "c greet", "y")
    decided = decide(encoder, standing, script, "please cancel my order")
    assert decided.lines == {"greet": ["please cancel my order"]}


def test_what_was_accepted_last_is_taken_back(encoder: Encoder, standing: Standing) -> None:
    script = Script("u", "a", "u", "a", "q")
    decided = decide(encoder, standing, script, "blorp the fizz", "eta of my parcel")
    assert "nothing was accepted yet" in script.screen
    assert "is not added to order_status" in script.screen
    assert decided.count == 1
    assert len(set(decided.digests["order_status"])) == 1
    script = Script("a", "u", "q")
    decided = decide(encoder, standing, script, "zzz parcel", "and here the other thing")
    assert (decided.lines, decided.digests) == ({}, {})


def test_help_and_meanings(encoder: Encoder, standing: Standing) -> None:
    script = Script("?", "? gre", "what", "a 7", "q")
    decide(encoder, standing, script, "any movement")
    assert "greet: the shopper says hello" in script.screen
    assert script.screen.count("Enter, a") == 2
    assert "no line 7 here" in script.screen


def test_prefixes() -> None:
    intents = ["ask_price", "ask_privacy", "return_item"]
    assert fitting("ask pri", intents) == ["ask_price", "ask_privacy"]
    assert fitting("ITEM", intents) == ["return_item"]
    assert fitting("ask_price", [*intents, "ask_price_match"]) == ["ask_price"]
    assert fitting("zz", intents) == fitting("e_", intents) == []


def test_the_report_names_every_intent_and_every_change() -> None:
    tested = [
        Judged("one", "greet", "greet", "greet", 0.9, 0.9),
        Judged("two", "greet", "nlu_fallback", "greet", 0.4, 0.8),
        Judged("three", "deny", "deny", "affirm", 0.6, 0.3),
        Judged("four", "thank", "praise", "greet", 0.1, 0.1),
    ]
    text = "\n".join(report(tested, {"greet": ["a", "b"], "untested": ["c"]}))
    assert "greet                       +2 ▲ █████░░░░░   1 -> ██████████   2 of 2" in text
    assert (
        "deny                           ▼ ██████████   1 -> ░░░░░░░░░░   0 of 1    0.60 -> 0.30 -0.30" in text
    )
    assert "untested                    +1   no test messages" in text
    assert "Now right: 1\n  nlu_fallback -> greet: 1" in text
    assert 'Now wrong: 1\n  deny -> affirm: 1\n    "three"  0.60 -> 0.30' in text
    assert "Wrong in another way: 1" in text


def test_moments() -> None:
    assert moment("2026-11-01") == moment("2026-11-01T00:00:00+00:00")
    assert moment("24h") == pytest.approx(moment("1d"), abs=5)
    with pytest.raises(ValueError, match="Invalid isoformat"):
        moment("yesterday")
