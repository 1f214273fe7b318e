"""Lead from the figures that answer a question to where they stand and to their like."""

from __future__ import annotations

from collections.abc import Callable

from search.request import SearchRequest
from web.addresses import compare_address
from web.context import prefix
from web.pages.comparing.differences import reading_address as quote_address
from web.pages.comparing.table import indicator_address
from web.params import ViewOptions


def answer_addresses(view_options: ViewOptions) -> dict[str, Callable[..., str]]:
    """Where the figures of an answer lead: to their quote, their indicator, their theme."""
    return {
        "answer_at": quote_address,
        "indicator_at": indicator_address,
        "theme_at": lambda theme, filters: compare_address(
            SearchRequest(filters=filters.replaced(theme=(theme,))), view_options, prefix()
        ),
    }
