"""``/api/v1/``: the same objects as JSON, for programs; strict where the pages forgive.

An address is added by one decorator, ``endpoint``: it names the parameters and the shape of the answer, and routing,
strict checking, ETag, OpenAPI document and the readable page all follow from it.
"""

from search_web.api import facets, proposals, search, state
from search_web.api.document import openapi_document
from search_web.api.endpoint import Endpoint, api, endpoint, endpoints_of, share
from search_web.api.parameters import Parameter
from search_web.site.errors import BadParameter

__all__ = [
    "BadParameter",
    "Endpoint",
    "Parameter",
    "api",
    "endpoint",
    "endpoints_of",
    "facets",
    "openapi_document",
    "proposals",
    "search",
    "share",
    "state",
]
