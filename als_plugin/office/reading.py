"""Tables out of a file that somebody else made, read by a process of its own that can use up neither memory nor time for long.

Run as a program it reads the file from standard input and writes what it found as JSON. It loads nothing that the file points to.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass

from ..errors import AlsError
from ..words import _

__all__ = ["Cell", "Sheet", "main", "read_sheets"]

_MOST_BYTES = 20 * 2**20
_MOST_UNZIPPED = 64 * 2**20
_MOST_ROWS, _MOST_COLUMNS = 20_000, 400
_SECONDS = 60
_MEMORY = 3 * 2**30

Cell = str | int | float | bool | dt.date | None
"""What stands in a cell: a text, a number, a date, nothing."""


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in its file: its name ("" for CSV), and its rows, the first of which is row 1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def place(self, row: int) -> str:
        """What people call this row (from 0)."""
        return _("{sheet}, row {n}").format(sheet=self.name, n=row + 1) if self.name else _("row {n}").format(n=row + 1)


def read_sheets(data: bytes, shown: str) -> tuple[Sheet, ...]:
    """The visible sheets of an Excel file, or the one table of a CSV file. Raises AlsError where it is neither."""
    if len(data) > _MOST_BYTES:
        raise AlsError(shown, _("is larger than {n} MB").format(n=_MOST_BYTES // 2**20), _("save the sheet that you mean as a file of its own"))
    command = [sys.executable, "-c", "from als_plugin.office.reading import main; main()"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise AlsError(shown, _("takes too long to read"), _("save the sheet that you mean as a file of its own")) from None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise AlsError(shown, _("cannot be read"), _("open it in Excel, save it as .xlsx or CSV, and bring that in")) from None
    if isinstance(found, str):
        problem, remedy = _REFUSALS[found]
        raise AlsError(shown, _(problem), _(remedy))
    return tuple(Sheet(each["name"], tuple(tuple(_cell(one) for one in row) for row in each["rows"])) for each in found)


def N_(message: str) -> str:
    """A text that is translated where it is shown."""
    return message


_REFUSALS = {
    "word": (N_("is a Word file, and what its text means cannot be told"), N_("copy its table into Excel, or type the session on the desk: als desk")),
    "old": (N_("is an old Excel file, or one with a password"), N_("open it in Excel, and save it as .xlsx without a password")),
    "other": (N_("is neither an Excel file nor a table as text"), N_("save it as .xlsx or CSV, and bring that in")),
    "large": (N_("holds more than 64 MB, packed"), N_("save the sheet that you mean as a file of its own")),
    "many": (N_("has more than 20,000 rows"), N_("save the rows that you mean as a file of their own")),
    "spoilt": (N_("is damaged"), N_("open it in Excel, save it as .xlsx or CSV, and bring that in")),
}


def _cell(told: object) -> Cell:
    if isinstance(told, str):
        from ..records.unwritable import writable  # the child process, which has little memory, needs no records

        return writable(told)
    return dt.date.fromisoformat(told["date"]) if isinstance(told, dict) else told  # type: ignore[return-value]  # JSON has nothing else


def main() -> None:
    """Read standard input; write the sheets, or the name of a refusal, to standard output."""
    _limit()
    try:
        found: object = _read(sys.stdin.buffer.read())
    except _Refused as refused:
        found = str(refused)
    except MemoryError:
        found = "large"
    except Exception:  # whatever a damaged file makes the library stumble over; its text may hold a record
        found = "spoilt"
    sys.stdout.write(json.dumps(found))


class _Refused(Exception):
    """A refusal by its name."""


def _limit() -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_AS, _MEMORY), (resource.RLIMIT_CPU, _SECONDS), (resource.RLIMIT_FSIZE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (OSError, ValueError):
            continue  # a system that knows no such limit, or a lower one


def _read(data: bytes) -> list[dict[str, object]]:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _Refused("old")
    if not data.startswith(b"PK\x03\x04"):
        return [{"name": "", "rows": _csv(data)}]
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = set(packed.namelist())
        if "word/document.xml" in names:
            raise _Refused("word")
        if "xl/workbook.xml" not in names:
            raise _Refused("other")
        _look_inside(packed)
    return _excel(data)


def _look_inside(packed: zipfile.ZipFile) -> None:
    """Refuse what unpacks to too much, and texts that name entities of their own."""
    left = _MOST_UNZIPPED
    for name in packed.namelist():
        with packed.open(name) as part:
            head = part.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise _Refused("spoilt")
            left -= len(head)
            while left >= 0 and (more := part.read(2**20)):
                left -= len(more)
        if left < 0:
            raise _Refused("large")


def _excel(data: bytes) -> list[dict[str, object]]:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
            raise _Refused("many")
        rows = [[_told(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for merged in sheet.merged_cells.ranges:  # what stands in the topmost cell holds for those below it
            for row in range(merged.min_row, min(merged.max_row, len(rows))):
                rows[row][merged.min_col - 1] = rows[merged.min_row - 1][merged.min_col - 1]
        found.append({"name": sheet.title, "rows": _trimmed(rows)})
    return found


def _told(value: object) -> object:
    if isinstance(value, dt.datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return value if value is None or isinstance(value, (str, bool, int, float)) else str(value)


def _csv(data: bytes) -> list[list[object]]:
    text = _decoded(data)
    if "\x00" in text:
        raise _Refused("other")
    head = text.splitlines()[:1]
    delimiter = max(",;\t", key=lambda sign: head[0].count(sign)) if head else ","
    rows: list[list[object]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)]
    if len(rows) > _MOST_ROWS:
        raise _Refused("many")
    return _trimmed(rows)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _trimmed(rows: list[list[object]]) -> list[list[object]]:
    while rows and all(each in (None, "") for each in rows[-1]):
        rows.pop()
    return rows
