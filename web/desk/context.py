"""What a page of the desk needs: the corpus, its keys, the update under way, its own address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from indexer.library.originals import Original, find_original
from indexer.review.desk import Desk
from indexer.review.items import ReviewItem
from indexer.review.names import NameLists
from indexer.settings import Settings
from web.desk.access import Access

if TYPE_CHECKING:
    from web.desk.adding import Adding
    from web.desk.updating import Updating


@dataclass(frozen=True, slots=True)
class DeskSite:
    """The lasting parts of one desk, kept in Flask's `extensions`."""

    settings: Settings
    desk: Desk
    access: Access
    updating: Updating
    adding: Adding
    names: NameLists
    port: int

    def original(self, item: ReviewItem) -> Original | None:
        """The file that an item was imported from, if it was kept."""
        note = item.note
        if note is not None:
            return find_original(self.desk.corpus, note.digest, note.name)
        return self.updating.originals.of(item.slug)


def desk_site() -> DeskSite:
    """The parts of the desk that answers the current request."""
    return cast(DeskSite, current_app.extensions["qianshao.desk"])
