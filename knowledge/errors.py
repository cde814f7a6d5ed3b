"""What can go wrong in the knowledge layer, each with a message an engineer can act on."""

from __future__ import annotations


class KnowledgeError(Exception):
    """Base of all errors of this layer."""


class IndexNotReady(KnowledgeError):
    """There is no usable index: it is missing, empty, damaged or built with another embedder."""


class IndexUnavailable(KnowledgeError):
    """Chroma did not answer in time, or not at all; asking again later may work."""


class IngestError(KnowledgeError):
    """The documents could not be indexed; the index in use has not been touched."""
