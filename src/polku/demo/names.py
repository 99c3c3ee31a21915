"""Common Finnish names and towns. Everybody is made up; addresses end in example.fi or .com."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from polku.demo.pace import Ints
from polku.demo.text import joined, numbered

FIRST = (
    *("Maria", "Anna", "Helena", "Johanna", "Kaarina", "Kristiina", "Hanna", "Laura", "Sari"),
    *("Tiina", "Päivi", "Minna", "Emilia", "Aino", "Sofia", "Eeva", "Noora", "Jenni", "Outi"),
    *("Juhani", "Mikko", "Antti", "Matti", "Timo", "Jari", "Markku", "Sami", "Janne", "Ville"),
    *("Petri", "Eero", "Tuomas", "Lauri", "Jukka", "Hannu", "Kari", "Oskari", "Aleksi", "Joonas"),
)
LAST = (
    *("Korhonen", "Virtanen", "Mäkinen", "Nieminen", "Mäkelä", "Hämäläinen", "Laine"),
    *("Heikkinen", "Koskinen", "Järvinen", "Lehtonen", "Saarinen", "Salminen", "Heinonen"),
    *("Niemi", "Heikkilä", "Kinnunen", "Salonen", "Turunen", "Salo", "Laitinen", "Tuominen"),
    *("Rantanen", "Karjalainen", "Jokinen", "Mattila", "Savolainen", "Lahtinen", "Ahonen"),
    *("Ojala", "Leppänen", "Hiltunen", "Väisänen", "Kallio", "Leinonen", "Pitkänen"),
)
CITIES = (
    *("Helsinki", "Espoo", "Tampere", "Vantaa", "Oulu", "Turku", "Jyväskylä", "Kuopio", "Lahti"),
    *("Pori", "Kouvola", "Joensuu", "Lappeenranta", "Hämeenlinna", "Vaasa", "Seinäjoki"),
    *("Rovaniemi", "Mikkeli", "Kotka", "Salo", "Porvoo", "Kokkola", "Rauma", "Kajaani"),
)
_SIZES = np.array(
    [
        *(675, 320, 260, 248, 215, 206, 149, 125, 121, 83, 79, 78, 73, 68, 69, 66),
        *(65, 52, 51, 51, 51, 48, 39, 36),
    ],
    np.float64,
)  # thousands of people
_PLAIN = str.maketrans("åäöÅÄÖ", "aaoAAO")


def full_names(rng: np.random.Generator, count: int) -> tuple[pa.Array, pa.Array]:
    """(names, name parts of an e-mail address such as "maria.korhonen")."""
    first, last = rng.integers(0, len(FIRST), count), rng.integers(0, len(LAST), count)
    names = joined(_pick(FIRST, first), pa.scalar(" "), _pick(LAST, last))
    plain_first = [word.translate(_PLAIN).lower() for word in FIRST]
    plain_last = [word.translate(_PLAIN).lower() for word in LAST]
    return names, joined(_pick(plain_first, first), pa.scalar("."), _pick(plain_last, last))


def emails(locals_: pa.Array, numbers: Ints, domains: pa.Array) -> pa.Array:
    """`maria.korhonen12@domain`: the number makes each address a different one."""
    width = len(str(int(numbers.max(initial=0))))
    plain = pc.ascii_ltrim(numbered("", numbers, width), "0")
    return joined(locals_, plain, pa.scalar("@"), domains)


def private_domains(rng: np.random.Generator, count: int) -> pa.Array:
    """example.fi or example.com for each."""
    return _pick(("example.fi", "example.com"), rng.integers(0, 2, count))


def towns(rng: np.random.Generator, count: int) -> pa.Array:
    """A Finnish town for each, the large ones more often."""
    return _pick(CITIES, rng.choice(len(CITIES), count, p=_SIZES / _SIZES.sum()))


def _pick(words: tuple[str, ...] | list[str], numbers: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(numbers))
