"""A few invented records, and the two obvious ways to ask them: every document looked at, and stock Whoosh."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from whoosh import fields
from whoosh.analysis import IDAnalyzer, SpaceSeparatedTokenizer
from whoosh.filedb.filestore import RamStorage
from whoosh.query import And

from corpus import Handling, Outcome, OutcomeClass, PartialDate, Proposal, Reply, Role, Session
from indexer.analysis.analyzer import Analyzer
from indexer.engines.base import IndexDocument
from indexer.fields import TEXT_FIELDS, Stream
from indexer.index.documents import INDEX_FIELDS, DocumentMaker
from indexer.query.parsed_query import parse_query
from indexer.query.steps import Step
from tests.indexer.engines.reference_engine import matches

ANALYZER = Analyzer()

RECORDS = (
    Proposal(
        title="关于解决老旧小区停车难问题的建议",
        text="老旧小区没有停车场，待处理的车辆很多。\n建议新建停 车位100个（5G-A智能引导），引入PPP模式。",
        session=Session(12, 5),
        number=300,
        number_written="0300",
        proposers=("舒苒",),
        category="城乡建设",
        handlings=(Handling("市司法局", Role.LEAD), Handling("市公安局", Role.SUPPORT)),
        outcome=Outcome("B", OutcomeClass.PLANNED),
        replies=(Reply("舒苒委员：您的提案收悉，停车收费已列入计划。", replied=PartialDate(2021, 6, 28)),),
        id="a",
    ),
    Proposal(
        title="關於興建長江大橋的提案",
        text="為打通「最後一公里」，建議興建大橋。據《條例》第三百條，兩岸民眾期盼已久！",
        session=Session(12, 4),
        number=1300,
        proposers=("工商聯",),
        category="交通",
        handlings=(Handling("教育處", Role.LEAD, written="教育處"),),
        submitted=PartialDate(2020, 6),
        id="b",
    ),
    Proposal(
        title="非物质文化遗产保护",
        text="十二届五次会议以来，学校开展了非遗课程。生态环境局表示支持。收费标准另定。",
        session=Session(13, 1),
        number=7,
        proposers=("民进南通市委",),
        handlings=(Handling("市生态环境局", Role.LEAD), Handling("市司法局", Role.SUPPORT)),
        published=PartialDate(2022),
        id="c",
    ),
)
DOCUMENTS = tuple(map(DocumentMaker(ANALYZER), RECORDS))
#: The folded texts of each record, field by field: what a person sees, and nothing of how it is indexed.
TEXTS = {record.id: {each.name: each.texts(record) for each in TEXT_FIELDS} for record in RECORDS}


def passes(step: Step, document: IndexDocument) -> bool:
    """Whether a document matches a step."""
    return matches(step.tree, document) and (step.scope is None or matches(step.scope, document))


def found(query: str, step: int = 0, documents: Sequence[IndexDocument] = DOCUMENTS) -> str:
    """The ids that a step of a query finds, in order, by looking at every document."""
    asked = parse_query(query, ANALYZER).steps[step]
    return "".join(document.id for document in documents if passes(asked, document))


class StockIndex:
    """Stock Whoosh over the same tokens: no code of ours but the trees."""

    def __init__(self, documents: Sequence[IndexDocument]) -> None:
        streams = [each.stream(stream) for each in TEXT_FIELDS for stream in Stream]
        schema = fields.Schema(**{name: fields.TEXT(analyzer=SpaceSeparatedTokenizer()) for name in streams})
        for name in INDEX_FIELDS.exact:
            schema.add(name, fields.ID(analyzer=IDAnalyzer(), stored=name == "id"))
        self._index = RamStorage().create_index(schema)
        writer = self._index.writer()
        for document in documents:
            texts = {name: " ".join(chain.from_iterable(parts)) for name, parts in document.tokens.items()}
            values = {name: values[0] for name, values in document.terms.items() if values}
            writer.add_document(**texts, **values)
        writer.commit()

    def found(self, step: Step) -> list[str]:
        """The ids that a step finds, best first."""
        tree = step.tree if step.scope is None else And([step.tree, step.scope])
        with self._index.searcher() as searcher:
            return [hit["id"] for hit in searcher.search(tree, limit=None)]
