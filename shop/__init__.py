"""The shop: catalogue, customers, orders, and the policy that decides what may be done with them."""

from shop.errors import ImportRefused, PolicyError, StoreError, StoreNotEmpty, StoreNotReady
from shop.refusals import AlreadyCancelled, OrderNotFound, ReasonNotAccepted, Refusal, WrongState
from shop.store import Store
from shop.types import Address, Change, Claim, ItemRef

__all__ = [
    "Address",
    "AlreadyCancelled",
    "Change",
    "Claim",
    "ImportRefused",
    "ItemRef",
    "OrderNotFound",
    "PolicyError",
    "ReasonNotAccepted",
    "Refusal",
    "Store",
    "StoreError",
    "StoreNotEmpty",
    "StoreNotReady",
    "WrongState",
]
