"""Make docs/reference/cli.md from the command line itself: `python tools/make_reference.py`. A test compares."""

from __future__ import annotations

from pathlib import Path

from typer.main import get_command

from kg.cli import app

TARGET = Path(__file__).resolve().parent.parent / "docs" / "reference" / "cli.md"


def reference() -> str:
    """The page as text."""
    lines = ["# The command line", "", "Made by `tools/make_reference.py` from the commands' own help.", ""]
    group = get_command(app)
    for name, command in sorted(group.commands.items()):  # type: ignore[attr-defined]
        help_text, _, example = (command.help or "").partition("Example:")
        lines += [f"## kg {name}", "", help_text.strip(), "", "```console", example.strip(), "```", ""]
        lines += ["| parameter | meaning | default |", "|---|---|---|"]
        for parameter in command.params:
            if parameter.name == "help":
                continue
            spelt = ", ".join(f"`{o}`" for o in (*parameter.opts, *parameter.secondary_opts))
            if parameter.param_type_name == "argument":
                spelt = f"`{parameter.metavar or parameter.name.upper()}`"
            meaning = getattr(parameter, "help", "") or ""
            default = (
                "" if parameter.default in (None, False) or callable(parameter.default) else f"`{parameter.default}`"
            )
            spelt = spelt.replace("|", chr(92) + "|")
            lines.append(f"| {spelt} | {meaning.replace('|', chr(92) + '|')} | {default} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
