"""One question in, one cited answer out, or an honest abstention."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Self

from knowledge import following
from knowledge.chroma import Chroma, check_name
from knowledge.config import Answering, load_answering
from knowledge.encoder import open_encoder
from knowledge.errors import IndexNotReady
from knowledge.evidence import Scored, choose, cite, features, probability
from knowledge.following import blend, judged
from knowledge.generator import Generator, QuotedEvidence, open_generator
from knowledge.grounding import Wording, word_answer
from knowledge.index import Index, read_manifest
from knowledge.live import LiveFacts
from knowledge.parts import in_context, is_whole, leans, parts, points_back, without_orders
from knowledge.retrieval import Reading, Retriever
from knowledge.text import squeeze, words
from knowledge.trace import Found, Trace
from knowledge.types import Answer, Citation, Encoder, Evidence
from knowledge.verdict import lead, verdict
from settings import Settings
from shop import Store

OnText = Callable[[str], None]
# Sentences among which one with a deciding limit is looked for; products taken over from the question before.
_DECIDING = 5
_CARRIED = 2


class Answerer:
    """Answers from the index; one instance serves all threads of a process."""

    def __init__(
        self,
        encoder: Encoder,
        chroma: Chroma,
        collection: str,
        config: Answering,
        generator: Generator,
        *,
        refresh_s: float | None,
        live: LiveFacts | None = None,
    ) -> None:
        self._encoder = encoder
        self._chroma = chroma
        self._collection = collection
        self._config = config
        self._generator = generator
        self._refresh_s = refresh_s
        self._live = live
        self._lock = threading.Lock()
        self._loaded_at = 0.0
        self._load()

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        collection: str | None = None,
        encoder: Encoder | None = None,
        generator: Generator | None = None,
        store: Store | None = None,
    ) -> Self:
        """Open embedder, index and generator, and check that the index is whole.

        ``encoder`` and ``generator`` may be shared with other parts; ``store`` is asked for price and stock.
        Raises ``IndexNotReady`` if the index is missing, empty, damaged or of another embedder;
        ``IndexUnavailable`` if Chroma does not answer; ``models.errors.ModelError`` if a model cannot be
        loaded.
        """
        config = load_answering()
        name = check_name(collection or settings.collection)
        chroma = Chroma.connect(settings, config.retrieval.max_calls)
        try:
            return cls(
                encoder or open_encoder(settings),
                chroma,
                name,
                config,
                generator or open_generator(settings),
                refresh_s=config.retrieval.server_refresh_s if settings.chroma_is_server else None,
                live=LiveFacts(store) if store is not None else None,
            )
        except BaseException:
            chroma.close()
            raise

    def close(self) -> None:
        """Let go of Chroma; the answerer cannot be used afterwards."""
        self._chroma.close()

    def check(self) -> None:
        """For health checks: raises ``IndexNotReady`` or ``IndexUnavailable`` if no answer can be had."""
        self._chroma.check_folder()
        Index.open(self._chroma, self._collection, self._encoder.identity)

    def answer(
        self,
        question: str,
        *,
        product_id: str | None = None,
        history: Sequence[str] = (),
        on_text: OnText | None = None,
        trace: Trace | None = None,
    ) -> Answer:
        """Answer from the documents and, with ``product_id``, from that product; else from those it names.

        ``history``: what the shopper asked before, oldest first, for questions that lean on it. ``on_text``
        gets
        the text in pieces while it is written; the returned answer is what counts. ``trace`` is filled with
        what was found and decided. A question without words is abstained from; a long one is cut. Raises
        ``IndexUnavailable`` or ``IndexNotReady``.
        """
        clock = _Clock()
        asked = self._cut(question)
        if not words(asked):
            return Answer("", True, timings=clock.total())
        self._refresh()
        try:
            found = self._find_all(asked, product_id, history, clock)
        except IndexNotReady:
            # A newer index has replaced the generation this process holds: look once more.
            self._load()
            found = self._find_all(asked, product_id, history, clock)
        known = [part for part in found if part.confident]
        evidence = self._evidence(known, alone=len(found) == 1)
        clock.lap("evidence")
        if trace is not None:
            trace.found = found
        if not evidence:
            return Answer("", True, timings=clock.total())
        verdict_of = self._verdict(known[0], evidence) if len(found) == 1 else None
        if verdict_of is not None:
            evidence = evidence[:1]  # the rule that decides; a second one beside it only blurs the yes or no
        wording = self._word(asked, evidence, verdict_of, on_text)
        clock.lap("wording")
        if trace is not None:
            trace.evidence, trace.verdict, trace.wording = evidence, verdict_of, wording
        unanswered = tuple(part.asked for part in found if not part.confident)
        return Answer(wording.text, False, _citations(evidence), clock.total(), unanswered)

    def find(
        self,
        question: str,
        *,
        product_id: str | None = None,
        history: Sequence[str] = (),
        thorough: bool = False,
    ) -> Found | None:
        """What a single question finds, answerable or not; for calibration and traces.

        ``thorough``: the likeliest reading, read together with its sentences also where there is no doubt.
        """
        asked = self._cut(question)
        return self._find(asked, product_id, history, _Clock(), thorough=thorough) if words(asked) else None

    def _cut(self, question: str) -> str:
        # Twice the limit is plenty for white space that squeezing takes away, and bounds the work.
        limit = self._config.retrieval.question_chars
        return without_orders(squeeze(question[: 2 * limit])[:limit])

    def _find_all(
        self, asked: str, product_id: str | None, history: Sequence[str], clock: _Clock
    ) -> list[Found]:
        """One finding for each question of the message; the whole message if its parts find nothing."""
        pieces = parts(asked, self._config.retrieval.parts)
        found: list[Found] = []
        for n, piece in enumerate(pieces):
            earlier = [*history, *pieces[:n]]
            found.append(self._find(piece, product_id, earlier, clock, told=n == 0))
        if len(pieces) > 1 and not any(part.confident for part in found):
            return [self._find(asked, product_id, history, clock)]
        return found

    def _find(
        self,
        asked: str,
        product_id: str | None,
        history: Sequence[str],
        clock: _Clock,
        *,
        thorough: bool = False,
        told: bool = True,
    ) -> Found:
        """What a question finds, read as it is or, if it leans on the one before it, after that.

        ``told``: whether the one before has been answered already, not just asked in the same message.
        """
        retriever = self._retriever
        # Where no document knows a single word, the question before has nothing to complete.
        unheard = min(retriever.unknown(r) for r in retriever.readings(asked, product_id)) == 1
        earlier = [] if unheard else [self._cut(text) for text in history[-1:]]
        after = None
        if earlier and leans(asked):
            after = self._follow(asked, product_id, earlier[0], clock, told=told)
            if not is_whole(asked):
                return after
        found: list[tuple[Found, Reading, list[Scored]]] = []
        for reading in self._readings(asked, product_id, earlier):
            ranked = self._ranked(reading, clock)
            found.append((self._alone(asked, reading, ranked), reading, ranked))
        if not found:
            return Found(asked, asked, [], {}, 0.0, confident=False)
        # Reading word by word is dear: only the reading that promises most is worth it.
        most, reading, ranked = max(found, key=lambda one: one[0].confidence)
        likeliest = self._together(most, reading, ranked, thorough=thorough)
        clock.lap("retrieve")
        others = [one for one, *_ in found if one is not most]
        if after is not None:
            # What is asked in one message is less likely about the same.
            enough = self._config.following.alone if told else self._config.answerable.threshold
            return likeliest if likeliest.confidence >= enough else after
        return likeliest if thorough else max([likeliest, *others], key=lambda one: one.confidence)

    def _readings(self, asked: str, product_id: str | None, earlier: Sequence[str]) -> Iterator[Reading]:
        """The question as it is, and put to the products that were spoken of."""
        yield from self._retriever.readings(asked, product_id)
        for spoken_of in self._spoken_of(asked, product_id, earlier):
            yield from self._retriever.readings(asked, spoken_of)

    def _spoken_of(self, asked: str, product_id: str | None, earlier: Sequence[str]) -> list[str]:
        if product_id is not None or self._retriever.named(asked):
            return []
        return [product for text in earlier for product in self._retriever.named(text)][:_CARRIED]

    def _ranked(self, reading: Reading, clock: _Clock) -> list[Scored]:
        vectors = self._retriever.embed(reading)
        clock.lap("embed")
        ranked = self._retriever.ranked(reading, vectors)
        clock.lap("retrieve")
        return ranked

    def _follow(self, asked: str, product_id: str | None, before: str, clock: _Clock, *, told: bool) -> Found:
        """What a question that leans on the one before it finds, put to each product that was spoken of."""
        known = self._ranked(self._retriever.readings(before, product_id)[0], clock) if told else []
        sentence = known[0].candidate.text if known else ""
        about: Sequence[str | None] = self._spoken_of(asked, product_id, [before]) or [product_id]
        found = [self._followed(asked, product, before, sentence, clock) for product in about]
        return max(found, key=lambda one: one.confidence)

    def _followed(self, asked: str, product_id: str | None, before: str, told: str, clock: _Clock) -> Found:
        choice, retriever = self._config.following, self._retriever
        text = in_context(asked, before, self._config.retrieval.history_chars)
        own, by_itself = self._best(retriever.readings(asked, product_id), clock)
        reading, after = self._best(retriever.readings(text, product_id), clock)
        blended = blend(by_itself, after, told, choice)
        if not blended.ranked:
            return Found(asked, reading.text, [], {}, 0.0, confident=False)
        blended = judged(blended, partial(retriever.judge, own), partial(retriever.judge, reading), choice)
        clock.lap("retrieve")
        values = following.features(blended)
        confidence = probability(values, choice.decision)
        sure = confidence >= choice.threshold
        return Found(asked, reading.text, blended.ranked, values, confidence, sure, values, choice.threshold)

    def _best(self, readings: Sequence[Reading], clock: _Clock) -> tuple[Reading, list[Scored]]:
        """Of a question as written and with its slips put right, the one that finds what is most like it."""
        ranked = [(reading, self._ranked(reading, clock)) for reading in readings]
        return max(ranked, key=lambda one: one[1][0].score if one[1] else 0.0)

    def _alone(self, asked: str, reading: Reading, found: list[Scored]) -> Found:
        """Whether what was found answers, by what was measured of each sentence alone."""
        if not found:
            return Found(asked, reading.text, [], {}, 0.0, confident=False)
        model = self._config.answerable
        ranked, decided = self._deciding(asked, found)
        values = features(reading.text, ranked, decided=decided)
        confidence = probability(values, model.alone)
        sure = confidence >= model.threshold
        return Found(asked, reading.text, ranked, values, confidence, sure, values, model.threshold)

    def _together(self, found: Found, reading: Reading, sentences: list[Scored], *, thorough: bool) -> Found:
        """The same where that is in doubt, after question and sentences were read together."""
        model = self._config.answerable
        least, most = model.doubt
        if not sentences or not (thorough or least < found.confidence < most):
            return found
        ranked, decided = self._deciding(found.asked, self._retriever.judged(reading, sentences))
        values = features(reading.text, ranked, decided=decided)
        values["judged"] = ranked[0].judged
        confidence = probability(values, model.together)
        sure = confidence >= model.threshold
        return replace(found, ranked=ranked, features=values, confidence=confidence, confident=sure)

    def _deciding(self, asked: str, ranked: list[Scored]) -> tuple[list[Scored], bool]:
        """The sentence whose limit gives the yes or no first, if it is nearly as good as the best one."""
        near = [
            s for s in ranked[:_DECIDING] if s.score >= ranked[0].score - self._config.evidence.decide_margin
        ]
        for scored in near:
            if self._yes_or_no(asked, scored, ranked) is not None:
                return [scored, *(other for other in ranked if other is not scored)], True
        return ranked, False

    def _evidence(self, known: Sequence[Found], *, alone: bool) -> list[Evidence]:
        """The sentences that answer, the best one first, each once."""
        chosen: list[Scored] = []
        for part in known:
            best = choose(part.ranked, self._config.evidence)
            for scored in best if alone else best[:1]:
                before = self._retriever.before(scored) if points_back(scored.candidate.text) else None
                chosen.extend([before, scored] if before else [scored])
        texts: dict[str, Evidence] = {}
        for scored in chosen:
            texts.setdefault(scored.candidate.text, cite(scored))
        return list(texts.values())

    def _verdict(self, part: Found, evidence: Sequence[Evidence]) -> bool | None:
        best = part.ranked[0]
        # Evidence that begins with the sentence before it is not decided by one limit.
        return (
            self._yes_or_no(part.asked, best, part.ranked)
            if evidence[0].text == best.candidate.text
            else None
        )

    def _yes_or_no(self, asked: str, scored: Scored, ranked: Sequence[Scored]) -> bool | None:
        others = [f"{other.hit.heading} {other.candidate.text}" for other in ranked]
        return verdict(asked, scored.candidate.text, f"{scored.hit.title} {scored.hit.heading}", others)

    def _word(
        self, question: str, evidence: Sequence[Evidence], yes: bool | None, on_text: OnText | None
    ) -> Wording:
        emit = on_text or (lambda _text: None)
        if not isinstance(self._generator, QuotedEvidence):
            return word_answer(self._generator, question, evidence, emit)
        opening = [f"{lead(yes)} "] if yes is not None else []
        pieces = []
        for piece in [*opening, *self._generator.generate(question, evidence)]:
            emit(piece)
            pieces.append(piece)
        return Wording("".join(pieces), quoted=True)

    def _refresh(self) -> None:
        """On a server another process may have ingested: look for a newer generation now and then."""
        if self._refresh_s is None or time.monotonic() - self._loaded_at < self._refresh_s:
            return
        manifest = read_manifest(self._chroma, self._collection)
        if manifest is not None and manifest.generation != self._retriever.index.manifest.generation:
            self._load()
        self._loaded_at = time.monotonic()

    def _load(self) -> None:
        with self._lock:
            index = Index.open(self._chroma, self._collection, self._encoder.identity)
            self._retriever = Retriever(index, self._encoder, self._config, self._live)
            self._loaded_at = time.monotonic()


class _Clock:
    """Milliseconds of each step, for ``Answer.timings``."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self._laps[name] = round(self._laps.get(name, 0.0) + (now - self._last) * 1000, 3)
        self._last = now

    def total(self) -> dict[str, float]:
        return {**self._laps, "total": round((time.perf_counter() - self._start) * 1000, 3)}


def _citations(evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
    return tuple(Citation(piece.title, piece.source, piece.text) for piece in evidence)
