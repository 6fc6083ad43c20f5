"""All layouts, and those that are not read right yet."""

from __future__ import annotations

from tests.corpus.layouts import letters, objects, portal_articles, portal_blocks, portal_tables, sheets, word

__all__ = ["KNOWN_WRONG", "LAYOUTS"]

LAYOUTS = (
    *portal_tables.LAYOUTS,
    *portal_blocks.LAYOUTS,
    *portal_articles.LAYOUTS,
    *letters.LAYOUTS,
    *sheets.LAYOUTS,
    *objects.LAYOUTS,
    *word.LAYOUTS,
)

#: Layouts that some reader gets wrong. Whoever mends one deletes its name: a layout that is read whole and still
#: stands here fails the tests.
KNOWN_WRONG: frozenset[str] = frozenset(
    {
        "article-of-div-paragraphs",
        "article-with-site-furniture",
        "cards-one-a-record",
        "class-names-that-sound-like-furniture",
        "csv-carriage-returns",
        "csv-rows-without-trailing-cells",
        "csv-two-row-header",
        "div-label-and-value",
        "docx-automatic-numbers",
        "docx-header-footnote-and-formula",
        "docx-letter-with-signature-table",
        "docx-table-in-cell",
        "docx-text-box-above-title",
        "docx-tracked-changes-and-hidden-text",
        "fieldset-and-legend",
        "headings-as-labels",
        "inline-frame-with-its-own-page",
        "json-camel-case-with-profile",
        "json-lines-with-empty-words",
        "json-list-in-a-wrapper",
        "json-list-of-replies",
        "json-pinyin-keys-with-profile",
        "json-values-of-markup",
        "letter-in-pre-gbk",
        "letter-signed-by-two-units",
        "letter-title-over-two-lines",
        "letter-to-a-deputy",
        "letter-to-several-numbers",
        "letter-with-deadline-and-no-date",
        "letter-with-letterhead",
        "lines-parted-by-breaks",
        "list-items-with-bold-labels",
        "minutes-of-many-records",
        "open-information-index-table",
        "pipe-separated-with-empty-words",
        "proposal-and-reply-in-one-article",
        "proposal-letter-with-opinion",
        "sheet-labels-in-first-column",
        "sheet-merged-cells-over-rows",
        "sheet-role-columns-and-serial-dates",
        "sheet-title-above-header-total-below",
        "sheets-of-different-columns",
        "tab-panes",
        "table-figures-in-text-cell",
        "table-form-controls",
        "table-in-layout-tables",
        "table-label-and-value-in-one-cell",
        "table-labels-above-values",
        "table-list-of-records",
        "table-reply-of-each-unit",
        "table-rowspan-groups",
        "text-table-of-full-width-bars",
        "traditional-text-with-republic-dates",
        "two-reply-sections",
        "xls-that-is-a-page",
    }
)
