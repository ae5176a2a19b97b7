"""The SPARQL 1.1 Protocol over HTTP: /sparql (GET, POST form, POST body), / (the page), /vocab (the ontology)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import anyio.to_thread
import uvicorn
from pyoxigraph import NamedNode, QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize
from starlette.applications import Starlette
from starlette.datastructures import QueryParams
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg import folder, store
from kg.errors import UsageError
from kg.resources import folder as resource
from kg.service.negotiation import choose

_RESULTS = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
    "text/xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
_LONGEST_QUERY = 1_000_000  # bytes of a request's body
_LONGEST_HEARD = 20_000_000  # beyond this the connection is closed


class _Refused(Exception):
    """A request that gets an answer other than 200: status and the reason in plain words."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def application(target: str | Path) -> Starlette:
    """An ASGI application over a built graph. FormatError where the folder holds none."""
    path = Path(target)
    folder.report(path)
    opened = store.open_read_only(path / "store")

    async def endpoint(request: Request) -> Response:
        try:
            query, default_graphs, named_graphs = await _read(request)
            media_type, body = await anyio.to_thread.run_sync(
                _answer, opened, query, default_graphs, named_graphs, request.headers.get("accept", "")
            )
        except _Refused as refused:
            return PlainTextResponse(f"{refused.reason}\n", status_code=refused.status)
        return Response(body, media_type=media_type, headers={"Vary": "Accept"})

    async def page(_: Request) -> Response:
        return FileResponse(path / "explorer.html", media_type="text/html; charset=utf-8")

    async def vocabulary(_: Request) -> Response:
        return FileResponse(resource("ontology") / "schema.ttl", media_type="text/turtle; charset=utf-8")

    return Starlette(
        routes=[
            Route("/sparql", endpoint, methods=["GET", "POST"]),
            Route("/", page),
            Route("/vocab", vocabulary),
        ],
        middleware=[
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"])
        ],
    )


def run(target: str | Path, *, host: str, port: int, notify: Callable[[str], None] | None = None) -> None:
    """Serve until interrupted. FormatError where the folder holds no graph."""
    app = application(target)
    base = folder.report(Path(target))["settings"]["base"]
    tell = notify or (lambda _: None)
    parts = urlsplit(base)
    if (parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)) not in (
        (host, port),
        ("localhost", port),
    ):
        tell(f"the addresses in this graph begin with {base}, which is not where it is served")
    tell(f"http://{host}:{port}/  page 网页    http://{host}:{port}/sparql  SPARQL")
    uvicorn.run(app, host=host, port=port, log_level="warning")


async def _read(request: Request) -> tuple[str, list[str], list[str]]:
    """Query text, default graphs and named graphs of a request in any of the protocol's three ways."""
    kind = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    parameters: QueryParams = request.query_params
    if request.method == "POST":
        body = await _body(request)
        if kind == "application/sparql-query":
            return _text(body), parameters.getlist("default-graph-uri"), parameters.getlist("named-graph-uri")
        if kind == "application/sparql-update":
            raise _Refused(403, "The graph is read-only: SPARQL Update is not served")
        if kind != "application/x-www-form-urlencoded":
            raise _Refused(415, "Send application/x-www-form-urlencoded with query=…, or application/sparql-query")
        parameters = QueryParams(_text(body))
    if parameters.getlist("update"):
        raise _Refused(403, "The graph is read-only: SPARQL Update is not served")
    queries = parameters.getlist("query")
    if len(queries) != 1:
        raise _Refused(400, f"Exactly one parameter `query` is needed, {len(queries)} were sent")
    return str(queries[0]), parameters.getlist("default-graph-uri"), parameters.getlist("named-graph-uri")


async def _body(request: Request) -> bytes:
    body = bytearray()
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received <= _LONGEST_QUERY:
            body += chunk
        elif received > _LONGEST_HEARD:
            break
    # A client that is cut off while it sends sees a broken pipe, not the reason: what is too long is heard out.
    if received > _LONGEST_QUERY:
        raise _Refused(413, f"The request is longer than {_LONGEST_QUERY} bytes")
    return bytes(body)


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _Refused(400, "The query is not UTF-8") from None


def _answer(
    opened: Store, query: str, default_graphs: list[str], named_graphs: list[str], accept: str
) -> tuple[str, bytes]:
    try:
        defaults = [NamedNode(iri) for iri in default_graphs]
        named = [NamedNode(iri) for iri in named_graphs]
    except ValueError as error:
        raise _Refused(400, f"No valid graph IRI: {error}") from None
    try:
        result = store.select(opened, query, default_graphs=defaults, named_graphs=named)
    except UsageError as error:
        raise _Refused(400, str(error)) from None
    offered = list(_GRAPHS if isinstance(result, QueryTriples) else _RESULTS)
    media_type = choose(accept, offered)
    if media_type is None:
        # An error carries this frame to the server's thread, and a result must not outlive its own.
        del result
        raise _Refused(406, f"None of these was accepted: {', '.join(offered)}")
    if isinstance(result, QueryTriples):
        body = serialize(result, format=_GRAPHS[media_type])
    else:
        body = result.serialize(format=_RESULTS[media_type])
    assert body is not None
    return media_type, body
