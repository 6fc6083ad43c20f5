"""``/api/v1/``: the same objects as JSON, for programs; strict where the pages forgive.

An address is added by one decorator, ``endpoint``: it names the parameters and the shape of the answer, and routing,
strict checking, ETag, OpenAPI document and the readable page all follow from it.
"""

from search_web.api import duplicates, facets, proposals, search, state, units
from search_web.api.blueprint import api
from search_web.api.document import openapi_document
from search_web.api.endpoint import Endpoint, endpoint, endpoints_of
from search_web.api.parameters import BadParameter, Parameter
from search_web.api.sharing import share

__all__ = [
    "BadParameter",
    "Endpoint",
    "Parameter",
    "api",
    "duplicates",
    "endpoint",
    "endpoints_of",
    "facets",
    "openapi_document",
    "proposals",
    "search",
    "share",
    "state",
    "units",
]
