"""What a reader, a screen reader, a filter or the law would say of a letter: one question a file.

Each check is a pure function from `Looked` to problems (`check.…`, words in `messages/check.toml`);
`where` is "subject", "body" or "", `line` the line of the body. There is no score: a list to mend.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from polku.delivery.checks.addresses import addresses
from polku.delivery.checks.bare_tables import bare_tables
from polku.delivery.checks.file_name_alt import file_name_alt
from polku.delivery.checks.heading_order import heading_order
from polku.delivery.checks.looked import Looked
from polku.delivery.checks.no_language import no_language
from polku.delivery.checks.only_pictures import only_pictures
from polku.delivery.checks.pale_text import pale_text
from polku.delivery.checks.reachable import reachable
from polku.delivery.checks.shouting import shouting
from polku.delivery.checks.small_text import small_text
from polku.delivery.checks.too_heavy import too_heavy
from polku.delivery.checks.vague_links import vague_links
from polku.delivery.render.environment import RenderRefused
from polku.errors import Problem

Check = Callable[[Looked], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    reachable,
    vague_links,
    file_name_alt,
    pale_text,
    small_text,
    heading_order,
    no_language,
    bare_tables,
    shouting,
    only_pictures,
    addresses,
    too_heavy,
)


def look_over(letter: Looked) -> list[Problem]:
    """All that the checks find. A letter that cannot be made at all is told of by `check_template`."""
    try:
        return [problem for check in CHECKS for problem in check(letter)]
    except RenderRefused:
        return []
