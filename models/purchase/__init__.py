"""Purchase likelihood: how probable it is that this session ends in a purchase, and why."""

from models.purchase.features import session_features
from models.purchase.model import Likelihood, PurchaseModel

__all__ = ["Likelihood", "PurchaseModel", "session_features"]
