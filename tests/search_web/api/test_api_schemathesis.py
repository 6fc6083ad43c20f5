"""What the OpenAPI document allows is answered as it says, anything else is refused: looked for by schemathesis.

All its phases (examples, boundary values, random ones, sequences) and all its checks, in this process. The service is
the small one: what is looked at is the API, and thousands of questions need no index.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from schemathesis.engine import events, from_schema

from search_web import create_app
from tests.search_web.fakes import FakeService
from tests.search_web.samples import abstract, proposals

#: Random questions per address; raise it to look longer.
EXAMPLES = 20
#: Where the document is left for whoever wants to read or compare it.
DOCUMENT = Path(__file__).resolve().parents[3] / "build" / "openapi.json"

pytestmark = pytest.mark.api


def test_the_api_keeps_to_its_document() -> None:
    app = create_app(FakeService([*proposals(8), abstract()]))
    DOCUMENT.parent.mkdir(exist_ok=True)
    DOCUMENT.write_bytes(app.test_client().get("/api/v1/openapi.json").data)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    schema.config.generation.update(max_examples=EXAMPLES)
    schema.config.seed = 1
    told, looked = [], 0
    for event in from_schema(schema).execute():
        told += list(_told(event))
        looked += len(event.recorder.interactions) if isinstance(event, events.ScenarioFinished) else 0
    assert told == [], "\n".join(told)
    assert looked > 900


def _told(event: events.EngineEvent) -> Iterator[str]:
    """What went wrong, and what was sent."""
    if isinstance(event, events.NonFatalError):
        yield str(event.info)
    if isinstance(event, events.FatalError):
        yield repr(event.exception)
    if isinstance(event, events.ScenarioFinished):
        for case, checks in event.recorder.checks.items():
            sent = event.recorder.interactions.get(case)
            for check in checks:
                if check.failure_info:
                    failure = check.failure_info.failure
                    yield f"{check.name}: {failure.title} {failure.message}\n{sent and sent.request.uri}"
