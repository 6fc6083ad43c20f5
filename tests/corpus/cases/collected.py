"""All cases, and those that are not read right yet."""

from __future__ import annotations

from tests.corpus.cases import packages, pages, systems, tables, texts

__all__ = ["CASES", "KNOWN_WRONG"]

CASES = (*pages.CASES, *systems.CASES, *texts.CASES, *tables.CASES, *packages.CASES)

#: Cases that some reader gets wrong. Whoever mends one deletes its name: a case that is read right and still stands
#: here fails the tests.
KNOWN_WRONG: frozenset[str] = frozenset(
    {
        "automatic-numbers-are-shown",
        "bars-and-words-for-nothing",
        "carriage-returns-end-lines",
        "class-of-a-paragraph-names-a-note",
        "class-of-the-labels-names-sharing",
        "class-of-the-whole-page-names-a-sidebar",
        "control-characters-of-word-cells",
        "date-as-serial-number",
        "date-in-chinese-with-letter-o",
        "date-with-half-of-day",
        "deadline-is-no-reply-date",
        "euro-sign-in-gbk",
        "fixed-layout-document",
        "footnote",
        "formula-in-a-sentence",
        "full-width-bars-part-values",
        "header-holds-session-and-number",
        "header-of-two-rows",
        "hidden-text-is-no-content",
        "label-that-comes-again",
        "letter-in-pre",
        "letter-in-pre-of-a-gbk-page",
        "list-page",
        "mail-with-the-proposal-attached",
        "markup-in-values",
        "merged-cells-hold-for-all-rows",
        "middle-dots-are-one",
        "names-with-spaces-titles-and-brackets",
        "numbers-of-two-classes",
        "one-of-several-lists-named-by-the-profile",
        "open-document-text",
        "red-letterhead-in-pieces",
        "reply-of-div-paragraphs",
        "reply-of-one-long-div-paragraph",
        "reply-to-two-numbers",
        "report-of-each-unit-in-tabs",
        "report-page-of-several-units",
        "republic-dates-without-separators",
        "rich-text",
        "rich-text-of-gbk-bytes",
        "row-without-trailing-commas",
        "session-is-a-meeting-of-all",
        "session-is-a-plenary-meeting",
        "session-names-the-committee",
        "session-names-the-conference",
        "signature-date-in-chinese",
        "signature-date-with-dots",
        "signature-date-with-slashes",
        "spaced-labels-in-nested-layout-tables",
        "suggestion-with-attachment-and-log",
        "table-inside-a-value",
        "text-box-is-lines-of-its-own",
        "two-blocks-in-one-cell",
        "values-in-form-fields",
        "web-archive",
        "zip-with-one-text",
    }
)
