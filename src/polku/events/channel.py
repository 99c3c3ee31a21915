"""The channel an event came by, from the campaign of its link (UTM) or the page it was followed
from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

_BY_MEDIUM = {
    **dict.fromkeys(["cpc", "ppc", "sem", "paid_search", "paidsearch", "paid"], "paid_search"),
    **dict.fromkeys(["paid_social", "paidsocial", "social_paid", "cpc_social"], "paid_social"),
    **dict.fromkeys(["email", "e_mail", "newsletter", "mail"], "email"),
    **dict.fromkeys(["social", "social_network", "social_media", "sm"], "social"),
    **dict.fromkeys(["organic", "organic_search", "seo"], "organic_search"),
    **dict.fromkeys(["display", "banner", "cpm", "retargeting"], "display"),
    **dict.fromkeys(["affiliate", "affiliates"], "affiliate"),
    **dict.fromkeys(["referral", "partner"], "referral"),
    **dict.fromkeys(["sms", "text"], "sms"),
    **dict.fromkeys(["push", "web_push", "mobile_push"], "push"),
    **dict.fromkeys(["video", "cpv"], "video"),
}
_SOCIAL = (
    "facebook", "instagram", "linkedin", "tiktok", "twitter", "pinterest", "youtube", "reddit",
    "snapchat", "threads", "whatsapp", "meta",
)  # fmt: skip
_SOCIAL_HOSTS = ("fb.com", "fb.me", "t.co", "x.com", "lnkd.in", "youtu.be", "jodel.com")
_SEARCH = (
    "google",
    "bing",
    "duckduckgo",
    "yahoo",
    "ecosia",
    "yandex",
    "baidu",
    "startpage",
    "qwant",
)
_MAIL_HOSTS = ("mail.google.com", "outlook.live.com", "outlook.office.com", "mail.yahoo.com")
_CLICK_IDS = {
    **dict.fromkeys(["gclid", "gbraid", "wbraid", "msclkid"], "paid_search"),
    **dict.fromkeys(["ttclid", "li_fat_id"], "paid_social"),
    "fbclid": "social",
}


def channel_of(campaign: Any, page: Any) -> str | None:
    """The channel's key, such as `paid_search`, or None when nothing tells.

    `campaign` holds `medium` and `source`; `page` holds `url`, `search` and `referrer`. A campaign
    speaks first, then a click id in the address, then the referrer; a page of one's own site and a
    missing referrer say nothing, because they stand in the middle of every visit.
    """
    if isinstance(campaign, dict):
        named = _of_campaign(_key(campaign.get("medium")), _key(campaign.get("source")))
        if named:
            return named
    if not isinstance(page, dict):
        return None
    search = page.get("search")
    if isinstance(search, str) and search:
        for name, channel in _CLICK_IDS.items():
            if f"{name}=" in search:
                return channel
    referrer = page.get("referrer")
    return (
        _of_referrer(referrer, page.get("url")) if isinstance(referrer, str) and referrer else None
    )


def _of_campaign(medium: str, source: str) -> str | None:
    channel = _BY_MEDIUM.get(medium)
    social = any(name in source for name in _SOCIAL)
    if channel == "paid_search" and social:
        return "paid_social"
    if channel is None and source:
        if social:
            return "social"
        return _BY_MEDIUM.get(source) or ("other" if medium else "referral")
    return channel or (medium and "other") or None


def _of_referrer(referrer: str, url: Any) -> str | None:
    host = _host(referrer)
    if not host or (isinstance(url, str) and host == _host(url)):
        return None
    if host in _MAIL_HOSTS:
        return "email"
    labels = host.split(".")
    if any(label in _SEARCH for label in labels):
        return "organic_search"
    if host in _SOCIAL_HOSTS or any(label in _SOCIAL for label in labels):
        return "social"
    return "referral"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _key(text: Any) -> str:
    return text.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(text, str) else ""
