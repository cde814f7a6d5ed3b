"""When an address can be used: rules on records, like `shop.rules`."""

from __future__ import annotations

from dataclasses import asdict, fields

from shop.policy import Policy
from shop.refusals import AddressIncomplete, AddressNotUsable, NoDelivery, OtherCountry, SameAddress
from shop.shape import UNSTORABLE
from shop.tables import KEY, Json
from shop.types import Address

_NEEDED = ("address1", "city", "country", "postcode")


def cleaned(address: Address) -> Address:
    """The address without needless spaces. Raises `AddressIncomplete` or `AddressNotUsable`."""
    parts = {name: " ".join(text.split()) for name, text in asdict(address).items()}
    for name, text in parts.items():
        if len(text) > KEY or UNSTORABLE.search(text):
            raise AddressNotUsable(name)
    missing = [name for name in _NEEDED if not parts[name]]
    if missing:
        raise AddressIncomplete(missing)
    return Address(**parts)


def another(address: Address, current: Address, *, same_country: bool = False) -> Address:
    """The address to have in place of the current one.

    Raises what `cleaned` does, `SameAddress`, or `OtherCountry` where it may not leave the country.
    """
    new = cleaned(address)
    if new == current:
        raise SameAddress
    if same_country and new.country.casefold() != current.country.casefold():
        raise OtherCountry(new.country, current.country)
    return new


def delivery_to(policy: Policy, country: str, wanted: str | None) -> str | None:
    """The way of delivery to that country: the wanted one where it goes there, else the policy's first.

    None where the policy has no delivery. Raises `NoDelivery`.
    """
    if policy.delivery is None:
        return None
    going = [option.name for option in policy.delivery.options if country in option.countries]
    if not going:
        raise NoDelivery(country)
    return wanted if wanted in going else going[0]


def document(address: Address) -> Json:
    """The address as the export has it, where the postcode is `zip`."""
    names = [field.name for field in fields(Address)]
    return {("zip" if name == "postcode" else name): getattr(address, name) for name in names}
