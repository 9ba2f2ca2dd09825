"""Opik's query language as SQL: filters and sorting of every list.

A list names its fields once (`Field`: what kind it is, and the SQL that reads it); `compile_filters` and
`compile_sorting` turn what a request asks for into SQL made of those parts alone, with everything that came from
the request as a bound parameter. Imports the store's `Condition` and
`Ordering`, and nothing of the API.
"""

from rein.opik_server.query.errors import FilterError
from rein.opik_server.query.field import Field, FieldKind
from rein.opik_server.query.filters import compile_filters
from rein.opik_server.query.sorting import compile_sorting
from rein.opik_server.store.reading import Ordering, both

__all__ = ["Field", "FieldKind", "FilterError", "Ordering", "both", "compile_filters", "compile_sorting"]
