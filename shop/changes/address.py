"""Sending an order elsewhere, and the customer's own address."""

from __future__ import annotations

from dataclasses import astuple

from sqlalchemy import select

from shop import addresses, identity, rules, views
from shop.changes.job import Job, audit, find, finish, take
from shop.refusals import CustomerNotFound, NotOffered
from shop.tables import UserRow
from shop.types import Address, Customer, Order


def change_address(job: Job, text: str, address: Address) -> Order:
    """Send the order to another address.

    Raises `OrderNotFound`, what `rules.why_not_change_address` and `addresses.another` have.
    """
    row = find(job.session, job.user_id, text, lock=True)
    before = views.order(row)
    refusal = rules.why_not_change_address(job.policy, before)
    if refusal:
        raise refusal
    rule = job.policy.modify
    if rule is None:
        raise NotOffered("change_address")
    new = addresses.another(address, before.address, same_country=rule.same_country)
    take(job, "change_address", row, rule.states, address=addresses.document(new))
    return finish(job, "change_address", before, row)


def change_default_address(job: Job, address: Address) -> Customer:
    """Change the address of the customer's account; orders keep theirs.

    Raises `CustomerNotFound` and what `addresses.another` has.
    """
    row = job.session.scalar(select(UserRow).where(UserRow.user_id == job.user_id).with_for_update())
    if row is None:
        raise CustomerNotFound
    before = views.customer(row)
    new = addresses.another(address, before.address)
    row.address = addresses.document(new)
    # The new postcode is what identifies them from now on.
    row.postcode_key = identity.postcode_key(new.postcode)
    job.session.flush()
    facts = ({"address": list(astuple(place))} for place in (before.address, new))
    audit(job, "change_default_address", row.user_id, *facts)
    return views.customer(row)
