"""The shop's documents and products: indexing, retrieval, evidence and answers that can be cited."""

from knowledge.answerer import Answerer
from knowledge.errors import IndexNotReady, IndexUnavailable, IngestError, KnowledgeError
from knowledge.types import Answer, Citation, Evidence

__all__ = [
    "Answer",
    "Answerer",
    "Citation",
    "Evidence",
    "IndexNotReady",
    "IndexUnavailable",
    "IngestError",
    "KnowledgeError",
]
