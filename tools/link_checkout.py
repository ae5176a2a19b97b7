"""Make the checkout importable in its own .venv, and put the command `kg` there: run by make, once.

pip's editable install writes the checkout's absolute path into a .pth file, which Python reads in the encoding of the
locale: under LC_ALL=C a path with Chinese characters breaks every start. A relative path is plain ASCII and survives
a move of the whole checkout as well.
"""

from __future__ import annotations

import os
import stat
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_COMMAND = """#!/bin/sh
exec "$(dirname "$0")/python" -m kg.cli "$@"
"""


def main() -> None:
    site = Path(sysconfig.get_path("purelib"))
    (site / "kg-checkout.pth").write_text(f"{os.path.relpath(ROOT, site)}\n", encoding="utf-8", newline="\n")
    command = Path(sysconfig.get_path("scripts")) / "kg"
    command.write_text(_COMMAND, encoding="utf-8", newline="\n")
    command.chmod(command.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)


if __name__ == "__main__":
    main()
