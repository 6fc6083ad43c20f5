"""What an installation may say about its site: one frozen value, built by whoever starts the server."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["WebConfig"]


@dataclass(frozen=True, slots=True)
class WebConfig:
    """The site's own words and limits.

    Attributes:
        site_name: in the header, in page titles and in citations.
        tagline: one sentence under the name on the front page.
        base_url: public address for permalinks and citations (``https://tian.example.gov.cn``); where empty, the
            address the page was asked under.
    """

    site_name: str = "提案检索"
    tagline: str = "政协提案、人大建议和答复的全文检索与档案"
    base_url: str = ""
