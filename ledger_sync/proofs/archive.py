"""A closed month as Parquet: every row of the book and the intake, and the kept bytes.

What is written is read back and compared with the book, row by row, before it counts. A seal of
the month can be computed again from its files alone.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import pyarrow as pa
from pyarrow import parquet

from ledger_sync.book.connection import Row, Transaction
from ledger_sync.intake.kept_bytes import KEPT_FILE, KeptBytes
from ledger_sync.proofs.archived_tables import RESTATED, TABLES, TO_COME, VERSION

MANIFEST: Final = "manifest.json"
ROWS_PER_GROUP: Final = 50_000
BYTES_PER_GROUP: Final = 32 << 20

_ARROW: Final = {
    "bigint": pa.int64(),
    "integer": pa.int32(),
    "smallint": pa.int16(),
    "text": pa.string(),
    "jsonb": pa.string(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp with time zone": pa.timestamp("us", tz="UTC"),
    "bytea": pa.binary(),
}


class ArchiveBroken(Exception):
    """An archive is not what the book or its manifest says; nothing may be removed."""


def month_bounds(month: dt.date) -> dict[str, dt.date]:
    """Return the first and the last day of a month."""
    first = month.replace(day=1)
    return {
        "first": first,
        "last": (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1),
    }


def write(tx: Transaction, kept: KeptBytes, month: dt.date, folder: Path) -> bytes:
    """Write a month into a folder; return the SHA-256 of its manifest."""
    folder.mkdir(parents=True)
    bounds = month_bounds(month)
    rows = {name: _write_table(tx, name, bounds, folder / f"{name}.parquet") for name in TABLES}
    digests = [
        bytes(row["sha256"])
        for row in tx.rows(
            "SELECT sha256 FROM file WHERE received_on BETWEEN :first AND :last UNION"
            " SELECT sha256 FROM outbox WHERE business_date BETWEEN :first AND :last ORDER BY 1",
            **bounds,
        )
    ]
    _write_kept(kept, digests, folder / KEPT_FILE)
    rows[Path(KEPT_FILE).stem] = len(digests)
    manifest = {
        "version": VERSION,
        "month": f"{month:%Y-%m}",
        "files": {
            f"{name}.parquet": {"rows": count, "sha256": _digest(folder / f"{name}.parquet")}
            for name, count in rows.items()
        },
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return hashlib.sha256((folder / MANIFEST).read_bytes()).digest()


def check(folder: Path, manifest_sha256: bytes) -> int:
    """Compare an archive's files with its manifest, and that with its digest; return its rows.

    Raises ArchiveBroken naming what differs.
    """
    try:
        content = (folder / MANIFEST).read_bytes()
    except FileNotFoundError as gone:
        raise ArchiveBroken(f"{folder.name}: no manifest") from gone
    if hashlib.sha256(content).digest() != manifest_sha256:
        raise ArchiveBroken(f"{folder.name}: another manifest than was recorded")
    total = 0
    for name, expected in json.loads(content)["files"].items():
        path = folder / name
        if not path.is_file() or _digest(path) != expected["sha256"]:
            raise ArchiveBroken(f"{folder.name}/{name}: not the file that was written")
        total += int(expected["rows"])
    return total


def compare(tx: Transaction, month: dt.date, folder: Path) -> None:
    """Read every table back and compare it with the book, row by row, and every kept byte.

    A column that the book has since then is not compared; one that it has no more, or says
    otherwise, is compared as the book can still say it. Raises ArchiveBroken naming the table
    that differs.
    """
    bounds = month_bounds(month)
    restated = RESTATED.get(_version(folder), {})
    for name in _comparable(folder):
        path = folder / f"{name}.parquet"
        differing = _differing(tx, name, bounds, path, restated.get(name, {}))
        if differing:
            raise ArchiveBroken(f"{folder.name}: {differing} rows of {name} differ from the book")
    bytes_kept = parquet.ParquetFile(folder / KEPT_FILE)
    for group in range(bytes_kept.num_row_groups):
        for row in bytes_kept.read_row_group(group).to_pylist():
            if hashlib.sha256(row["content"]).digest() != row["sha256"]:
                raise ArchiveBroken(f"{folder.name}: kept bytes {row['sha256'].hex()} differ")


def compare_counts(tx: Transaction, month: dt.date, folder: Path) -> None:
    """Compare how many rows of each table an archive holds with how many of them the book has.

    Raises ArchiveBroken naming the table that differs.
    """
    for name, rows in _comparable(folder).items():
        in_book = tx.value(
            f"SELECT count(*) FROM {name} WHERE {TABLES[name][0]}",  # noqa: S608
            **month_bounds(month),
        )
        if in_book != rows:
            raise ArchiveBroken(f"{folder.name}: {rows} rows of {name}, and {in_book} in the book")


def record(tx: Transaction, month: dt.date, manifest_sha256: bytes) -> None:
    """Record an archive that was compared."""
    tx.run(
        "INSERT INTO archive (month, manifest_sha256) VALUES (:month, :manifest_sha256)",
        month=month,
        manifest_sha256=manifest_sha256,
    )


def recorded(tx: Transaction) -> list[Row]:
    """Return every archive recorded, oldest month first."""
    return tx.rows("SELECT month, manifest_sha256, proved_at FROM archive ORDER BY month")


def incomplete(tx: Transaction, month: dt.date) -> str | None:
    """Return what of a month is still to come, and what to do about it; None when nothing is."""
    for condition, what in TO_COME:
        if waiting := tx.value(f"SELECT count(*) FROM {condition}", **month_bounds(month)):  # noqa: S608
            return f"{waiting} {what.format(month=f'{month:%Y-%m}')}"
    return None


def needed_elsewhere(tx: Transaction, month: dt.date) -> set[bytes]:
    """Return the digests of a month that a later month's files or documents bear as well."""
    return {
        bytes(row["sha256"])
        for row in tx.rows(
            "SELECT sha256 FROM file WHERE received_on > :last UNION SELECT sha256 FROM outbox"
            " WHERE business_date > :last",
            last=month_bounds(month)["last"],
        )
    }


def _write_table(tx: Transaction, name: str, bounds: dict[str, dt.date], path: Path) -> int:
    condition, order = TABLES[name]
    columns = _columns(tx, name)
    schema = pa.schema([pa.field(column, _ARROW[kind]) for column, kind in columns])
    selected = ", ".join(
        f'"{column}"::text' if kind == "jsonb" else f'"{column}"' for column, kind in columns
    )
    count = 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for rows in tx.pages(
            f"SELECT {selected} FROM {name} WHERE {condition} ORDER BY {order}",  # noqa: S608
            size=ROWS_PER_GROUP,
            **bounds,
        ):
            arrays = zip(*rows, strict=True)
            writer.write_table(
                pa.Table.from_arrays(
                    [pa.array(a, field.type) for a, field in zip(arrays, schema, strict=True)],
                    schema=schema,
                )
            )
            count += len(rows)
    return count


def _write_kept(kept: KeptBytes, digests: Iterable[bytes], path: Path) -> None:
    """Write bytes in the order of their digests, so that a reader finds one by its row group."""
    schema = pa.schema([("sha256", pa.binary()), ("content", pa.large_binary())])
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for group in _groups(kept, digests):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _groups(kept: KeptBytes, digests: Iterable[bytes]) -> Iterator[list[dict[str, bytes]]]:
    group: list[dict[str, bytes]] = []
    size_bytes = 0
    for digest in digests:
        content = kept.get(digest)
        group.append({"sha256": digest, "content": content})
        size_bytes += len(content)
        if size_bytes >= BYTES_PER_GROUP:
            yield group
            group, size_bytes = [], 0
    if group:
        yield group


def _differing(
    tx: Transaction,
    name: str,
    bounds: dict[str, dt.date],
    path: Path,
    restated: Mapping[str, str],
) -> int:
    """Return how many rows of a table are in the book or in the file only."""
    archived = parquet.ParquetFile(path)
    columns = ", ".join(f'"{column}"' for column in archived.schema_arrow.names)
    said = ", ".join(
        f'{restated[column]} AS "{column}"' if column in restated else f'"{column}"'
        for column in archived.schema_arrow.names
    )
    tx.run("DROP TABLE IF EXISTS pg_temp.reread")
    tx.run(f"CREATE TEMP TABLE reread ON COMMIT DROP AS SELECT {said} FROM {name} LIMIT 0")  # noqa: S608
    with (
        tx.driver.cursor() as cursor,
        cursor.copy(f"COPY reread ({columns}) FROM STDIN") as copy,
    ):
        for batch in archived.iter_batches():
            for row in batch.to_pylist():
                copy.write_row(list(row.values()))
    here = f"SELECT {said} FROM {name} WHERE {TABLES[name][0]}"  # noqa: S608
    there = f"SELECT {columns} FROM reread"  # noqa: S608
    return int(
        tx.value(
            f"SELECT count(*) FROM (({here} EXCEPT ALL {there})"  # noqa: S608
            f" UNION ALL ({there} EXCEPT ALL {here})) AS d",
            **bounds,
        )
    )


def _comparable(folder: Path) -> dict[str, int]:
    """Return the rows of each table of an archive, if TABLES says which rows they are."""
    if _version(folder) not in RESTATED:
        return {}
    files = json.loads((folder / MANIFEST).read_bytes())["files"]
    rows = {Path(name).stem: int(file["rows"]) for name, file in files.items()}
    return {name: count for name, count in rows.items() if name in TABLES}


def _version(folder: Path) -> int:
    """Return the version that an archive was written by; the first noted none."""
    return int(json.loads((folder / MANIFEST).read_bytes()).get("version", 1))


def _columns(tx: Transaction, table: str) -> list[tuple[str, str]]:
    return [
        (row["attname"], row["kind"])
        for row in tx.rows(
            "SELECT attname, format_type(atttypid, NULL) AS kind FROM pg_attribute"
            " WHERE attrelid = to_regclass(:table) AND attnum > 0 AND NOT attisdropped"
            " ORDER BY attnum",
            table=table,
        )
    ]


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
