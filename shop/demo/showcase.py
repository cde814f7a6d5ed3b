"""The demo's named people and orders, which tests and documents rely on: README.md here lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NamedOrder:
    """One order: units by SKU, hours since it was placed, and what paid it, a gift card's part first."""

    order_id: str
    status: str
    skus: tuple[str, ...]
    hours_ago: int
    paid_by: str
    gift_card_part: str = ""
    delivery: str = "standard"
    parcels: tuple[tuple[str, ...], ...] = ()
    arrived: tuple[int, ...] = ()
    reason: str = ""
    exchange_for: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One customer with a way to pay, an address, and orders."""

    user_id: str
    first_name: str
    last_name: str
    email: str
    address: tuple[str, str, str, str, str, str]
    methods: tuple[Json, ...]
    orders: tuple[NamedOrder, ...] = ()

    @property
    def postcode(self) -> str:
        """The postcode as the address has it."""
        return self.address[5]


def _card(number: int, brand: str, last_four: str) -> Json:
    return {"source": "credit_card", "id": f"credit_card_{number}", "brand": brand, "last_four": last_four}


def _paypal(number: int) -> Json:
    return {"source": "paypal", "id": f"paypal_{number}"}


def _gift(number: int, balance: float) -> Json:
    return {"source": "gift_card", "id": f"gift_card_{number}", "balance": balance}


MAYA = Person(
    "maya_chen_1042",
    "Maya",
    "Chen",
    "maya.chen@example.com",
    ("218 Hawthorne Avenue", "Apt 4", "Portland", "OR", "USA", "97214"),
    (_card(1042001, "visa", "4417"),),
    (NamedOrder("#A10001", "pending", ("LK-LGT-001-GRY",), 5, "credit_card_1042001"),),
)
DANIEL = Person(
    "daniel_okafor_2210",
    "Daniel",
    "Okafor",
    "daniel.okafor@example.com",
    ("901 Cypress Drive", "", "Austin", "TX", "USA", "78704"),
    (_gift(2210001, 25.0), _card(2210002, "mastercard", "8830")),
    (NamedOrder("#A10002", "pending", ("LK-SLP-003-GRN-LFT", "LK-SLP-008-GRY-REG"), 9, "gift_card_2210001"),),
)
SOFIA = Person(
    "sofia_reyes_3371",
    "Sofia",
    "Reyes",
    "sofia.reyes@example.com",
    ("77 Larimer Street", "Unit 12", "Denver", "CO", "USA", "80205"),
    (_paypal(3371001),),
    (NamedOrder("#A10003", "delivered", ("LK-FTW-002-U8-GRY", "LK-FTW-007-M-N3"), 288, "paypal_3371001"),),
)
LIAM = Person(
    "liam_novak_4508",
    "Liam",
    "Novak",
    "liam.novak@example.com",
    ("1640 Lake Street", "", "Chicago", "IL", "USA", "60614"),
    (_card(4508001, "amex", "1005"),),
    (NamedOrder("#A10004", "shipped", ("LK-BPK-001-LX-BLU", "LK-BPK-009-C3"), 60, "credit_card_4508001"),),
)
AISHA = Person(
    "aisha_rahman_5127",
    "Aisha",
    "Rahman",
    "aisha.rahman@example.com",
    ("3305 Fremont Avenue", "", "Seattle", "WA", "USA", "98103"),
    (_card(5127001, "visa", "0062"), _gift(5127002, 40.0)),
    (
        NamedOrder(
            "#A10005",
            "cancelled",
            ("LK-AUD-003-BLK",),
            100,
            "credit_card_5127001",
            gift_card_part="60.00",
            reason="ordered by mistake",
        ),
    ),
)
NOAH = Person(
    "noah_brandt_6019",
    "Noah",
    "Brandt",
    "noah.brandt@example.com",
    ("52 Pearl Street", "Apt 2", "Cambridge", "MA", "USA", "02139"),
    (_card(6019001, "mastercard", "5519"), _paypal(6019002)),
    (
        NamedOrder(
            "#A10006", "pending", ("LK-CYC-001-PAR-BLK", "LK-CYC-003-M-WHT"), 3, "credit_card_6019001"
        ),
        NamedOrder("#A10007", "pending", ("LK-KIT-005-B60-BLK",), 7, "paypal_6019002"),
        NamedOrder(
            "#A10008",
            "pending",
            ("LK-JKT-001-M-BLU", "LK-JKT-009-M-CRW"),
            12,
            "credit_card_6019001",
            delivery="express",
        ),
    ),
)
EMMA = Person(
    "emma_lindqvist_7233",
    "Emma",
    "Lindqvist",
    "emma.lindqvist@example.com",
    ("2911 Bryant Avenue", "", "Minneapolis", "MN", "USA", "55408"),
    (_card(7233001, "visa", "9124"),),
    (
        NamedOrder(
            "#A10009",
            "shipped",
            ("LK-TEN-004-GRN", "LK-LGT-003-BRS", "LK-SLP-012-ORG"),
            96,
            "credit_card_7233001",
            parcels=(("LK-TEN-004-GRN",), ("LK-LGT-003-BRS", "LK-SLP-012-ORG")),
            arrived=(0,),
        ),
    ),
)
JOSE = Person(
    "jose_alvarez_8044",
    "José",
    "Álvarez",
    "jose.alvarez@example.com",
    ("410 Grove Street", "Suite 210", "Miami", "FL", "USA", "33133"),
    (_paypal(8044001), _gift(8044002, 112.4)),
    (
        NamedOrder("#A10010", "delivered", ("LK-TRV-002-BLU", "LK-TRV-004-N3-GRY"), 430, "paypal_8044001"),
        NamedOrder("#A10011", "processed", ("LK-TRV-006-W65-BLK",), 30, "gift_card_8044002"),
    ),
)
CHLOE = Person(
    "chloe_tremblay_9310",
    "Chloé",
    "Tremblay",
    "chloe.tremblay@example.com",
    ("4872 Rue Laurel", "", "Montreal", "QC", "Canada", "H2J 3K5"),
    (_card(9310001, "mastercard", "7742"),),
    (NamedOrder("#A10012", "shipped", ("LK-JKT-003-S-ORG",), 90, "credit_card_9310001", delivery="canada"),),
)
GRACE = Person(
    "grace_oconnor_1187",
    "Grace",
    "O'Connor",
    "grace.oconnor@example.com",
    ("630 Woodland Street", "", "Nashville", "TN", "USA", "37206"),
    (_card(1187001, "visa", "3308"),),
    (
        NamedOrder(
            "#A10013", "return requested", ("LK-KIT-010-D30", "LK-KIT-011-N4-CRM"), 340, "credit_card_1187001"
        ),
    ),
)
MARCUS = Person(
    "marcus_bell_2755",
    "Marcus",
    "Bell",
    "marcus.bell@example.com",
    ("85 Edgewood Avenue", "Apt 9", "Atlanta", "GA", "USA", "30312"),
    (_paypal(2755001),),
    (
        NamedOrder(
            "#A10014",
            "exchange requested",
            ("LK-FTW-001-U9-BRN",),
            320,
            "paypal_2755001",
            exchange_for="LK-FTW-001-U10-BRN",
        ),
    ),
)
PRIYA = Person(
    "priya_natarajan_3866",
    "Priya",
    "Natarajan",
    "priya.natarajan@example.com",
    ("1212 The Alameda", "", "San Jose", "CA", "USA", "95126"),
    (_gift(3866001, 0.0), _card(3866002, "mastercard", "2290")),
    (
        NamedOrder(
            "#A10015",
            "pending",
            ("LK-TEN-006-RED", "LK-TEN-011-N12-RED"),
            20,
            "credit_card_3866002",
            gift_card_part="150.00",
            delivery="express",
        ),
    ),
)
HANNAH = Person(
    "hannah_weiss_4921",
    "Hannah",
    "Weiss",
    "hannah.weiss@example.com",
    ("48 Summit Avenue", "", "Columbus", "OH", "USA", "43202"),
    (_card(4921001, "visa", "6651"), _gift(4921002, 18.75)),
    (
        NamedOrder(
            "#A10016", "delivered", ("LK-JKT-004-S-HLF", "LK-JKT-012-S-GRY"), 1900, "credit_card_4921001"
        ),
        NamedOrder("#A10017", "delivered", ("LK-BPK-003-SAG",), 200, "credit_card_4921001"),
        NamedOrder("#A10018", "pending", ("LK-SLP-010-AUR", "LK-KIT-004-RED"), 14, "credit_card_4921001"),
    ),
)
OLIVER = Person(
    "oliver_hayes_5530",
    "Oliver",
    "Hayes",
    "oliver.hayes@example.com",
    ("9 Church Street", "", "Burlington", "VT", "USA", "05401"),
    (_card(5530001, "visa", "1170"),),
)

PEOPLE = (
    MAYA,
    DANIEL,
    SOFIA,
    LIAM,
    AISHA,
    NOAH,
    EMMA,
    JOSE,
    CHLOE,
    GRACE,
    MARCUS,
    PRIYA,
    HANNAH,
    OLIVER,
)
