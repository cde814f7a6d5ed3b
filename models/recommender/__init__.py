"""What goes together: the next product for a basket, learnt from past orders."""

from models.recommender.model import Recommendation, Recommender

__all__ = ["Recommendation", "Recommender"]
