"""A page as a browser without JavaScript has it: what can be read, followed and sent."""

from __future__ import annotations

from urllib.parse import urlencode

from lxml import html
from lxml.html import HtmlElement

__all__ = ["Page"]


class Page:
    """One parsed page."""

    def __init__(self, path: str, source: str) -> None:
        self.path = path
        self.source = source
        self.tree: HtmlElement = html.document_fromstring(source)

    def all(self, selector: str) -> list[HtmlElement]:
        """Return every element that a CSS class or XPath expression finds."""
        return list(self.tree.xpath(selector))

    def one(self, selector: str) -> HtmlElement:
        """Return the only element an XPath expression finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector} on {self.path}: {len(found)} elements"
        return found[0]

    def text(self, selector: str = "//main") -> str:
        """Return the text of an element as it is read, white space in single spaces."""
        return " ".join(self.one(selector).text_content().split())

    def total(self) -> int:
        """Return how many proposals a results page says it found."""
        return int(self.one('//*[@id="found-title"]/b').text_content().replace(",", ""))

    def figures(self) -> list[int]:
        """Return the main counts of a unit's or session's page."""
        return [int(each.text_content().replace(",", "")) for each in self.all('//ul[@class="figures"]//b')]

    def hits(self) -> list[str]:
        """Return the titles in the list."""
        return [each.text_content() for each in self.all('//ol[@class="hits"]//h3')]

    def checkbox(self, name: str, value: str) -> HtmlElement:
        """Return one filter's checkbox."""
        return self.one(f'//input[@type="checkbox" and @name="{name}" and @value="{value}"]')

    def counts(self, name: str) -> dict[str, int]:
        """Return the values of one facet with the counts shown beside them."""
        boxes = self.all(f'//input[@type="checkbox" and @name="{name}"]')
        return {box.get("value", ""): _count(box.getparent()) for box in boxes}

    def submitted(self, form_id: str = "search", **changed: str) -> str:
        """Return the address that sending a form leads to, after checking or filling in what is named.

        A checkbox is named by its facet and gets one more value; a text field is filled in.
        """
        form = self.one(f'//form[@id="{form_id}"]')
        owned = self.all(f'//*[@form="{form_id}"] | //form[@id="{form_id}"]//input[not(@form)]')
        pairs = [
            (each.get("name", ""), changed.get(each.get("name", ""), each.get("value", "")))
            if each.get("type") != "checkbox"
            else (each.get("name", ""), each.get("value", ""))
            for each in owned
            if each.get("name") and (each.get("type") != "checkbox" or self._on(each, changed))
        ]
        return f"{form.get('action')}?{urlencode(pairs)}"

    @staticmethod
    def _on(box: HtmlElement, changed: dict[str, str]) -> bool:
        return box.get("checked") is not None or changed.get(box.get("name", "")) == box.get("value")


def _count(label: HtmlElement | None) -> int:
    assert label is not None
    (count,) = label.xpath('.//span[@class="count"]/text()')
    return int(str(count).replace(",", ""))
