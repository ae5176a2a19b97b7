"""The command line: one command per public verb, the same names and parameters. Only this module prints.

Results go to stdout, everything else to stderr. Exit codes: 0 done, 1 a check failed, 2 wrong use, 3 some input
could not be read.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

import kg
from kg.errors import KgError

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="A Chinese knowledge graph in which every statement leads back to the characters that say it.\n\n"
    "中文知识图谱：每条陈述都能回到说出它的那几个字。\n\n"
    "Example: kg build seeds/documents -o build/demo",
)

_errors = Console(stderr=True, highlight=False)
_results = Console(highlight=False, soft_wrap=True)

Sources = Annotated[
    list[str], typer.Argument(metavar="SRC...", help="Files or folders; - is standard input. 文件或文件夹")
]
Dir = Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a built graph. 已建图谱的文件夹")]
AsJson = Annotated[bool, typer.Option("--json", help="JSON for machines. 输出 JSON")]
SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", help="A kg.toml; else the one in the working folder. 设置文件"),
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="Encoding of all text files, instead of finding it out. 指定编码")
]
Workers = Annotated[int | None, typer.Option("--workers", min=1, help="Processes; the result is the same. 进程数")]


def main() -> None:
    """Entry point: UTF-8 whatever the locale, errors as exit codes."""
    if sys.getfilesystemencoding() == "ascii":
        # The C locale with Python's UTF-8 mode switched off: libraries in a path with Chinese characters could not
        # open their own files. Start again with the mode on.
        os.execv(sys.executable, [sys.executable, "-X", "utf8", "-m", "kg.cli", *sys.argv[1:]])
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except KgError as error:
        _fail(error)
    except BrokenPipeError:
        # The reader of our output has gone (kg … | head): nothing to complain of.
        sys.stderr.close()
        raise SystemExit(0) from None


def _fail(error: KgError) -> NoReturn:
    _errors.print(Text(f"kg: {error}", style="red" if _errors.is_terminal else ""))
    raise SystemExit(error.exit_code)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where to put kg.toml. 放置 kg.toml 的文件夹")],
) -> None:
    """Write a commented kg.toml. 写一份带注释的设置文件。

    Example: kg init .
    """
    _out(f"{kg.init(folder)}\n")


@app.command()
def build(
    sources: Sources,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help="The folder to write. 输出文件夹")],
    metadata: Annotated[
        Path | None, typer.Option("--metadata", metavar="FILE.csv", help="file,url,publisher,published,author,licence")
    ] = None,
    settings: SettingsFile = None,
    encoding: Encoding = None,
    workers: Workers = None,
    keep_sources: Annotated[
        bool, typer.Option("--sources/--no-sources", help="Keep the sources' bytes in DIR. 是否保存原文件")
    ] = True,
    text: Annotated[
        bool, typer.Option("--text/--no-text", help="Put the documents' text into the page. 网页中是否带全文")
    ] = True,
    as_json: AsJson = False,
) -> None:
    """Read files and build a graph; nothing is done where nothing changed. 读取文件，建立图谱。

    Example: kg build news/ plan.pdf -o graph --metadata dates.csv
    """
    with _progress("reading 阅读") as progress:
        built = kg.build(
            sources,
            output,
            metadata=metadata,
            settings=settings,
            encoding=encoding,
            workers=workers,
            keep_sources=keep_sources,
            text=text,
            progress=progress,
        )
    if as_json:
        _json({"folder": output.as_posix(), "changed": built.changed, **built.report})
    else:
        counts = built.report["counts"]
        state = "built 已建成" if built.changed else "nothing changed 没有变化"
        _out(
            f"{output}: {state}\n"
            f"  {counts['documents']} documents 篇, {counts['entities']} entities 实体, "
            f"{counts['statements']} statements 关系, {counts['observations'] + counts['targets']} figures 数据 "
            f"({counts['targets']} targets 目标)\n"
            f"  {counts['unresolved']} names unresolved 未定, {counts['rejected']} refused 被拒, see report.json\n"
            f"  open 打开: {output / 'explorer.html'}\n"
            f"  receipt 凭据: {built.report['receipt']['hash'][:16]}\n"
        )
        undated = built.report["without date"]
        if undated:
            _note(f"{len(undated)} documents without a date 没有日期: " + "; ".join(d["title"] for d in undated[:5]))
    _failures(built.failures)


@app.command()
def extract(
    sources: Sources,
    format: Annotated[str, typer.Option("--format", help="annotations or jsonl")] = "annotations",
    settings: SettingsFile = None,
    encoding: Encoding = None,
    workers: Workers = None,
    exclude: Annotated[
        list[str] | None, typer.Option("--exclude", help="Lexicon file to leave out (domain). 不用的词表")
    ] = None,
) -> None:
    """Print what is read in the files, without a graph. 只输出阅读结果，不建图。

    Example: kg extract news/ --format annotations > predictions.jsonl
    """
    with _progress("reading 阅读") as progress:
        lines, failures = kg.extract(
            sources,
            format=format,
            settings=settings,
            encoding=encoding,
            workers=workers,
            exclude=exclude or (),
            progress=progress,
        )
    for line in lines:
        _out(line + "\n")
    _failures([{"name": f.name, "reason": f.reason, "remedy": f.remedy} for f in failures])


@app.command()
def query(
    target: Dir,
    sparql: Annotated[
        str, typer.Argument(metavar="SPARQL|FILE.rq", help="A query, or a file that holds one. 查询或文件")
    ],
    format: Annotated[str, typer.Option("--format", help="table, csv, tsv, json, xml, ttl")] = "table",
    as_json: AsJson = False,
) -> None:
    """Ask the graph with SPARQL 1.1. 用 SPARQL 查询。

    Example: kg query build/demo "SELECT ?name WHERE { ?x a kg:Programme ; skos:prefLabel ?name }"
    """
    _out(kg.query(target, sparql, format="json" if as_json else format))


@app.command()
def explain(
    target: Dir,
    what: Annotated[
        str, typer.Argument(metavar="IRI|NAME", help="An entity, a statement or an observation. 实体、关系或数据")
    ],
    as_json: AsJson = False,
) -> None:
    """Show the evidence, names lit up. 显示证据，名称高亮。

    Example: kg explain build/demo 北京亦庄
    """
    from kg import ask

    found = kg.explain(target, what)
    if as_json:
        _out(ask.as_json(found))
        return
    if found.thing is not None:
        thing = found.thing
        _results.print(
            Text(f"{thing.name}{f' ({thing.qualifier})' if thing.qualifier else ''}", style="bold"),
            Text(f"{thing.type} <{thing.iri}>", style="dim"),
        )
        for use in thing.names:
            scope = " 本文内" if use.scoped else ""
            _results.print(Text(f"  名 {use.name} ×{use.count}{scope} [{use.reason}] {found.title(use.document)}"))
    for statement in found.statements:
        label = found.ontology.label(statement.predicate, "zh")
        _results.print(
            Text(f"\n{found.label(statement.subject)} —{label}→ {found.label(statement.object)}", style="bold")
        )
        for evidence in statement.evidence:
            _evidence(found, evidence)
    for figure in found.figures:
        kind = "目标" if figure.kind == "target" else "数据"
        when = f" ({figure.time})" if figure.time else ""
        value = f"{figure.comparator} {figure.value}{figure.unit}"
        line = f"\n{found.label(figure.subject)} · {figure.indicator} {value} {kind}{when}"
        _results.print(Text(line, style="bold"))
        for evidence in figure.evidence:
            _evidence(found, evidence)


def _evidence(found: Any, evidence: Any) -> None:
    from kg import ask

    quote = evidence.quote
    text = Text(quote.raw.replace("\n", " "))
    styles = {"subject": "bold cyan", "object": "bold magenta", "trigger": "underline"}
    for start, end, what in ask.marks(evidence):
        text.stylize(styles[what], start, end)
    _results.print(Text("  “"), text, Text("”"), sep="")
    said = f" · {evidence.said.speaker or evidence.said.organisation}" if evidence.said else ""
    place = f"{found.title(quote.document)} [{quote.start}:{quote.end}] {quote.page}".rstrip()
    _results.print(
        Text(f"    {place} · {evidence.rule} {evidence.confidence:.2f} {evidence.modality}{said}", style="dim")
    )


@app.command()
def export(
    target: Dir,
    format: Annotated[str, typer.Option("--format", help="ttl, trig, nq, jsonld, graphml, gexf, csv, parquet, html")],
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="FILE|DIR", help="Where to write; stdout for one-file formats. 输出位置"
        ),
    ] = None,
    classic: Annotated[bool, typer.Option("--classic", help="html: the plain pyvis view. 简洁的 pyvis 视图")] = False,
) -> None:
    """Write the graph in another form. 以其他格式导出。

    Example: kg export build/demo --format graphml -o demo.graphml
    """
    data = kg.export(target, format=format, output=output, classic=classic)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        _note(f"{output}")


@app.command()
def verify(
    target: Dir,
    sources: Annotated[
        Path | None,
        typer.Option(
            "--sources", metavar="FOLDER", help="The original files, where DIR was built without them. 原文件所在"
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every quote, offset, shape and hash again. 重新核对每条引文、位置、约束与散列。

    Example: kg verify build/demo
    """
    found = kg.verify(target, sources=sources)
    if as_json:
        _json(
            {
                "ok": found.ok,
                "quotes": found.quotes,
                "faults": [{"place": f.place, "problem": f.problem} for f in found.faults],
                "warnings": list(found.warnings),
            }
        )
    else:
        for fault in found.faults:
            _out(f"{fault.place}: {fault.problem}\n")
        _out(f"{found.quotes} quotes 引文, {len(found.faults)} faults 错误\n")
    for warning in found.warnings:
        _note(warning)
    if not found.ok:
        raise SystemExit(1)


@app.command()
def receipt(
    target: Dir,
    other: Annotated[
        Path | None, typer.Argument(metavar="[DIR2]", help="Another graph to compare with. 比较另一图谱")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what a graph was made from, or explain why two differ. 显示凭据，或说明两份图谱为何不同。

    Example: kg receipt build/demo
    """
    paper, differences = kg.receipt(target, other)
    if as_json:
        _json({"hash": paper.hash, "parts": dict(paper.parts), "differences": [list(d) for d in differences]})
        return
    _out(f"{paper.hash}\n")
    if other is None:
        for name, value in paper.parts:
            _out(f"  {name}  {value}\n")
    elif not differences:
        _out("  the same 相同\n")
    for name, one, two in differences:
        _out(f"  {name}: {one or '—'} | {two or '—'}\n")


@app.command()
def serve(
    target: Dir,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535)] = 8000,
) -> None:
    """Serve the graph: SPARQL 1.1 at /sparql, the page at /. 提供 SPARQL 服务与网页。

    Example: kg serve build/demo --port 8000
    """
    kg.serve(target, host=host, port=port, notify=_note)


@app.command()
def version() -> None:
    """Print the version. 显示版本。

    Example: kg version
    """
    _out(f"kg-zh {kg.__version__}\n")


# ---------------------------------------------------------------- how it speaks


def _out(text: str) -> None:
    sys.stdout.write(text)


def _json(data: Any) -> None:
    _out(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _note(text: str) -> None:
    _errors.print(escape(text), soft_wrap=True)


def _failures(failures: list[dict[str, str]]) -> None:
    for failure in failures:
        _note(f"kg: {failure['name']}: {failure['reason']}. {failure['remedy']}".rstrip())
    if failures:
        raise SystemExit(3)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int, str], None] | None]:
    """A bar on a terminal, nothing elsewhere."""
    if not _errors.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_errors, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total, name: bar.update(task, completed=done, total=total)


if __name__ == "__main__":
    main()
