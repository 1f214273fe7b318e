"""Assemble the web application from settings and a searcher."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import BaseConverter

from indexer.settings import Settings
from search.searcher import Searcher
from web import errors, i18n
from web.api.health import health
from web.api.health_probe import HealthProbe
from web.api.routes import api
from web.context import KeptCount, Site
from web.exports.basket import basket
from web.exports.formats import FORMATS
from web.exports.routes import exports
from web.middleware import access_log, security
from web.middleware.metrics import Metrics
from web.middleware.proxies import TrustedProxies
from web.pages.advanced import advanced
from web.pages.citations import reference_file
from web.pages.comparing.compare import compare
from web.pages.comparing.differences import corrected_address, corrected_in, differences
from web.pages.comparing.proof import checking
from web.pages.comparing.table import figure_pages
from web.pages.concordance.page import concordances
from web.pages.embed import embed
from web.pages.excerpts import in_cells
from web.pages.initiatives.index_page import initiative_index
from web.pages.initiatives.page import initiatives
from web.pages.initiatives.rows import index_rows
from web.pages.overview import look_over
from web.pages.reading.originals import original_files
from web.pages.reading.page import reading
from web.pages.search import pages
from web.pages.terms import term_lists

_BLUEPRINTS = (
    pages,
    original_files,
    advanced,
    term_lists,
    concordances,
    reading,
    differences,
    checking,
    figure_pages,
    compare,
    initiative_index,
    initiatives,
    exports,
    basket,
    api,
    embed,
    health,
)


class OpaqueConverter(BaseConverter):
    """The rest of a path, slashes included: ids, slugs and names are taken as they come."""

    regex = ".+"
    part_isolating = False


def create_app(settings: Settings, searcher: Searcher) -> Flask:
    """The WSGI application. SettingsError when a listed origin or proxy cannot be understood."""
    security.allowed_origins(settings.embed.allowed_origins)
    security.require_public_url(settings.server.public_url)
    app = Flask("web", static_folder="static", template_folder="templates")
    app.url_map.merge_slashes = False
    app.url_map.strict_slashes = False
    app.url_map.converters["opaque"] = OpaqueConverter
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["reference_file"] = reference_file
    app.jinja_env.globals["in_cells"] = in_cells
    app.jinja_env.globals["corrected_in"] = corrected_in
    app.jinja_env.globals["corrected_at"] = corrected_address
    app.jinja_env.globals["formats"] = tuple(FORMATS.values())
    metrics, probe = Metrics(), HealthProbe(searcher)
    kept = KeptCount(look_over), KeptCount(index_rows)
    app.extensions["qianshao"] = Site(settings, searcher, metrics, *kept, probe)
    app.config["MAX_CONTENT_LENGTH"] = security.most_body_bytes(settings.server)
    access_log.install(app, settings.log.folder, metrics)
    security.install(app)
    errors.install(app)
    i18n.install(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.wsgi_app = TrustedProxies(app.wsgi_app, settings.server)  # type: ignore[method-assign]
    return app


def warm_templates(app: Flask) -> None:
    """Compile the templates ahead of the first reader, who would wait a quarter of a second."""
    for environment in i18n.environments(app).values():
        for name in environment.list_templates(extensions=["html"]):
            environment.get_template(name)
