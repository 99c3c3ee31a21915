"""What the web shop Kaislaranta sells and writes about: the sauna and the summer cottage."""

from __future__ import annotations

import numpy as np

from polku.demo.text import as_json, objects

CHANNELS = ("organic search", "paid search", "paid social", "email", "direct", "referral")
CHANNEL = {name: code for code, name in enumerate(CHANNELS)}
# How people arrive by themselves. Referred people come on top of these.
ARRIVE_BY = np.array([0.33, 0.18, 0.24, 0.07, 0.18, 0.0])
DEVICES = ("desktop", "mobile", "tablet")
# One row a channel: paid social is looked at on the phone.
DEVICE_BY = np.array(
    [
        [0.45, 0.45, 0.10],
        [0.45, 0.45, 0.10],
        [0.12, 0.80, 0.08],
        [0.45, 0.47, 0.08],
        [0.50, 0.42, 0.08],
        [0.35, 0.57, 0.08],
    ]
)
TOPICS = ("toimitus", "palautus", "tuote", "maksu")

_PRODUCTS = (
    ("loylykauha", "Löylykauha Tuohi", "sauna", 2990),
    ("kiulu", "Saunakiulu Haapa 5 l", "sauna", 5900),
    ("saunatuoksu", "Saunatuoksu Koivu", "sauna", 1290),
    ("pefletti", "Pellavapefletti 2 kpl", "sauna", 2450),
    ("saunahattu", "Saunahattu Huopa", "sauna", 3490),
    ("laudetyyny", "Laudetyyny Leppä", "sauna", 4290),
    ("pellavapyyhe", "Pellavapyyhe Ranta", "tekstiilit", 3490),
    ("vohvelipyyhe", "Vohvelipyyhe 70×140", "tekstiilit", 2790),
    ("kylpytakki", "Kylpytakki Aamu", "tekstiilit", 11900),
    ("villahuopa", "Villahuopa Utu", "tekstiilit", 12900),
    ("poytaliina", "Pöytäliina Kaisla", "tekstiilit", 6490),
    ("lyhty", "Lyhty Laituri", "piha", 3990),
    ("riippumatto", "Riippumatto Suvi", "piha", 10900),
    ("tulisija", "Tulikori Kekäle", "piha", 18900),
    ("grillipihdit", "Grillipihdit Tammi", "piha", 2490),
    ("ulkovalot", "Ulkovalot Elokuu 10 m", "piha", 4490),
    ("muki", "Emalimuki Lokki", "lahjat", 1690),
    ("kynttila", "Mehiläisvahakynttilä", "lahjat", 1490),
    ("saippua", "Palasaippua Terva", "lahjat", 890),
    ("lahjarasia", "Saunailta-lahjarasia", "lahjat", 5990),
)
CATEGORIES = ("sauna", "tekstiilit", "piha", "lahjat")
CATEGORY_OF = np.array([CATEGORIES.index(p[2]) for p in _PRODUCTS])
PRICES = np.array([p[3] for p in _PRODUCTS])
PRODUCTS = len(_PRODUCTS)
MOST = 3  # pieces of one product in an order

ARTICLES = (
    "saunan-sisustus",
    "loylyn-aika",
    "pellava-kestaa",
    "laiturin-valot",
    "mokkilahjat",
    "villan-hoito",
)
GUIDES = ("saunan-sisustajan-opas", "mokin-vuosikello")

_PATHS = (
    *("/", "/sauna", "/tekstiilit", "/piha", "/lahjat", "/uutuudet"),
    *("/toimitus-ja-palautus", "/meista"),
)
PATHS = len(_PATHS)

# Tables of JSON texts; the place of a text is what the comment says.
PAGES = objects(*({"path": p, "device": d} for p in _PATHS for d in DEVICES))  # path × device
READ = objects(  # article × device
    *({"article": a, "path": f"/lehti/{a}", "device": d} for a in ARTICLES for d in DEVICES)
)
GUIDE_VIEWS = objects(  # guide × device
    *({"guide": g, "path": f"/oppaat/{g}", "device": d} for g in GUIDES for d in DEVICES)
)
FORMS = objects(*({"form": "opas", "guide": g, "device": d} for g in GUIDES for d in DEVICES))
MAGNETS = objects(*({"lead_magnet": g, "device": d} for g in GUIDES for d in DEVICES))
VIEWED = objects(  # product × device
    *(
        {"product_id": i, "name": n, "category": c, "price": p / 100, "device": d}
        for i, n, c, p in _PRODUCTS
        for d in DEVICES
    )
)
BOUGHT = [  # product × pieces (1…MOST); joined into the products of an order
    as_json({"product_id": i, "name": n, "category": c, "price": p / 100, "quantity": q})
    for i, n, c, p in _PRODUCTS
    for q in range(1, MOST + 1)
]
SCORES = objects(*({"score": score, "survey": "ostoksen jälkeen"} for score in range(11)))
_SAID: tuple[tuple[str | None, ...], ...] = (  # by rating, 1…5; every fourth says nothing
    ("Paketti tuli väärään noutopisteeseen.", "Rikki perille tullessa.", "En tilaa toiste.", None),
    ("Toimitus kesti liian kauan.", "Laatu ei vastannut kuvaa.", "Ohje puuttui paketista.", None),
    (
        "Ihan hyvä hintaansa nähden.",
        "Odotin vähän isompaa.",
        "Hoito-ohjetta piti etsiä verkosta.",
        None,
    ),
    (
        "Hyvä tuote. Paketti oli vähän turhan suuri.",
        "Toimii kuten luvattiin.",
        "Väri on hieman tummempi kuin kuvassa, muuten mieleen.",
        None,
    ),
    (
        "Juuri sitä, mitä mökille kaivattiin.",
        "Tuntuu tukevalta ja näyttää hyvältä. Tilaan toisenkin.",
        "Tuli parissa päivässä, ja hoito-ohje oli mukana.",
        None,
    ),
)
WORDINGS = len(_SAID[0])
REVIEWS = objects(  # product × rating (1…5) × words
    *(
        {"product_id": p[0], "product": p[1], "rating": rating, **({"text": text} if text else {})}
        for p in _PRODUCTS
        for rating, texts in enumerate(_SAID, 1)
        for text in texts
    )
)
IDENTIFIED = objects(*({"consent_email": c} for c in (False, True)))
