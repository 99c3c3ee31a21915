"""What Pohjantie Oy offers: maintenance software and service for industrial companies."""

from __future__ import annotations

import numpy as np

from polku.demo.text import objects

CHANNELS = ("organic search", "paid search", "paid social", "email", "direct", "referral")
CHANNEL = {name: code for code, name in enumerate(CHANNELS)}
ARRIVE_BY = np.array([0.36, 0.18, 0.18, 0.06, 0.22, 0.0])

ROLES = ("päättäjä", "vaikuttaja", "käyttäjä")
DECIDER, INFLUENCER, USER_ROLE = range(3)
INDUSTRIES = ("metalli", "elintarvike", "sahateollisuus", "kiinteistöt", "energia", "logistiikka")
TOPICS = ("käyttöoikeus", "mobiilisovellus", "raportit", "laiterekisteri")
LOST_BECAUSE = ("hinta", "ajoitus", "kilpailija", "ei päätöstä")

_PATHS = (
    *("/", "/kunnossapito-ohjelma", "/hinnasto", "/asiakastarinat", "/ennakoiva-huolto"),
    *("/blogi/seisokit-kuriin", "/blogi/huoltokirja-puhelimessa", "/meista"),
)
PATHS = len(_PATHS)
_GUIDES = ("Kunnossapidon mittarit", "Ostajan opas: kunnossapito-ohjelma")
_WEBINARS = (
    "Seisokit kuriin 30 päivässä",
    "Huoltokirja puhelimeen",
    "Ennakoiva huolto käytännössä",
)

PAGES = objects(*({"path": path} for path in _PATHS))
DOWNLOADS = objects(*({"lead_magnet": guide} for guide in _GUIDES))
WEBINARS = objects(*({"webinar": name} for name in _WEBINARS))
FORM = objects({"form": "kunnossapito-opas", "path": "/opas"})
DEMOS = objects({"form": "esittely", "path": "/varaa-esittely"})
TRIALS = objects({"plan": "kokeilu", "days": 30})
PORTAL = objects(
    *({"path": path} for path in ("/portaali", "/portaali/tyot", "/portaali/laitteet"))
)
MEETINGS = objects(*({"meeting": kind} for kind in ("kartoitus", "esittely", "neuvottelu")))
LOSSES = objects(*({"reason": reason} for reason in LOST_BECAUSE))
SCORES = objects(*({"score": score, "survey": "neljännesvuosi"} for score in range(11)))
CANCELS = objects(*({"reason": why} for why in ("säästöt", "kilpailija", "vähäinen käyttö")))

_COMPANY_FIRST = (
    *("Järvi", "Kallio", "Lahden", "Oulun", "Pohjan", "Savon", "Hämeen", "Karjalan", "Rauman"),
    *("Tampereen", "Turun", "Vaasan", "Koillis", "Lapin", "Keski", "Etelä", "Länsi", "Saimaan"),
    *("Kymen", "Porin", "Kainuun", "Ahti", "Tammi", "Koivu", "Honka", "Louhi", "Ilmari", "Tapio"),
)
_COMPANY_SECOND = (
    *("metalli", "konepaja", "saha", "leipomo", "meijeri", "kiinteistöt", "energia", "huolto"),
    *("logistiikka", "kuljetus", "teräs", "puu", "muovi", "elintarvike", "voima", "terminaali"),
)
COMPANY_NAMES = tuple(f"{a}{b} Oy" for a in _COMPANY_FIRST for b in _COMPANY_SECOND)
