"""What the shelf says: the counts of crossings of one agency as they stand."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from secondline.register.exposure import expressions as ask
from secondline.register.exposure import shelf
from secondline.register.exposure.columns import COUNTS, KEY
from secondline.register.exposure.engine import engine


def whole(files: Sequence[Path]) -> pa.Table:
    """The newest vintages in these files with every column of KEY, as the page that asks often holds them."""
    with shelf.scratch() as scratch, engine(scratch) as connection:
        table = ask.newest(connection.read_parquet([str(file) for file in files]))
        return connection.to_pyarrow(table.select(*KEY, *COUNTS))
