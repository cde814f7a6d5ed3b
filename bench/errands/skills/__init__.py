"""All scripts by skill."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bench.errands.maker import Maker
from bench.errands.model import Customer
from bench.errands.skills import asking, cancelling, changing, exchanging, mixed, refusing, returning

SKILLS: Mapping[str, tuple[Callable[[Maker], Customer], ...]] = {
    **cancelling.SKILLS,
    **changing.SKILLS,
    **returning.SKILLS,
    **exchanging.SKILLS,
    **mixed.SKILLS,
    **asking.SKILLS,
    **refusing.SKILLS,
}
