"""A real Chromium, a real server and a foreign site, or a printed reason why not.

Under QIANSHAO_TEST_ALL=1 a missing tool is a failure; elsewhere its tests are skipped and listed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from indexer.settings import EmbedSettings, ServerSettings, Settings
from search.searcher import Searcher
from web.app import create_app
from web.server.worker import Server

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
AXE_VERSION = "4.10.3"


def need(tool: str, found: object, what: str) -> None:
    """Skip (or fail, where everything must be tested) without a tool."""
    if found:
        return
    if os.environ.get("QIANSHAO_TEST_ALL") == "1":
        pytest.fail(f"{tool} is missing, so {what} cannot be tested")
    pytest.skip(f"{tool} is missing: {what} not tested")


@dataclass
class ForeignSite:
    """Another origin, as a portal would be: pages with headers of their own."""

    server: ThreadingHTTPServer
    pages: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def put(self, path: str, text: str, **headers: str) -> str:
        self.pages[path] = (text, {k.replace("_", "-"): v for k, v in headers.items()})
        return self.origin + path


@pytest.fixture(scope="session")
def foreign() -> Iterator[ForeignSite]:
    site: ForeignSite

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text, headers = site.pages.get(self.path, ("", {}))
            data = text.encode()
            self.send_response(200 if text else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    site = ForeignSite(ThreadingHTTPServer(("127.0.0.1", 0), Handler))
    thread = threading.Thread(target=site.server.serve_forever)
    thread.start()
    yield site
    site.server.shutdown()
    site.server.server_close()
    thread.join()


@pytest.fixture(scope="session")
def base(index: Path, searcher: Searcher, foreign: ForeignSite) -> Iterator[str]:
    """The address of the service, run by the production server."""
    settings = Settings(
        index=str(index),
        server=ServerSettings(port=0, trusted_proxies=("127.0.0.1",)),
        embed=EmbedSettings((foreign.origin,)),
    )
    server = Server(create_app(settings, searcher), settings.server)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield f"http://127.0.0.1:{server.addresses[0][1]}"
    server.stop()
    thread.join(20)


class Browser:
    """Chromium by WebDriver, with the few gestures that the tests need."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def __getattr__(self, name: str) -> Any:
        return getattr(self.driver, name)

    def cdp(self, command: str, **parameters: Any) -> Any:
        return self.driver.execute_cdp_cmd(command, parameters)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def wait(self, what: str | Callable[[], Any], seconds: float = 30) -> Any:
        """Until a script's value or a function's is true; what it was when time is up fails."""
        ask = what if callable(what) else lambda: self.run(f"return {what}")
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            value = ask()
            if value:
                return value
            time.sleep(0.03)
        raise AssertionError(f"waited {seconds} s in vain for: {what}")

    def size(self, width: int, height: int = 900) -> None:
        self.cdp(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def dark(self, on: bool) -> None:
        value = "dark" if on else "light"
        features = [{"name": "prefers-color-scheme", "value": value}]
        self.cdp("Emulation.setEmulatedMedia", features=features)

    def scripts(self, on: bool) -> None:
        self.cdp("Emulation.setScriptExecutionDisabled", value=not on)

    def key(self, key: str, code: int = 0, **more: Any) -> None:
        """One key down and up, as the browser itself would get it."""
        event = {
            "key": key,
            "windowsVirtualKeyCode": code or (ord(key.upper()) if len(key) == 1 else 0),
        }
        text = {"text": key} if len(key) == 1 else ({"text": "\r"} if key == "Enter" else {})
        self.cdp("Input.dispatchKeyEvent", type="keyDown", **event, **text, **more)
        self.cdp("Input.dispatchKeyEvent", type="keyUp", **event, **more)

    def type(self, text: str) -> None:
        self.cdp("Input.insertText", text=text)

    def compose(self, text: str) -> None:
        """What an input method shows while it composes: not yet text of the page."""
        end = len(text)
        self.cdp("Input.imeSetComposition", text=text, selectionStart=end, selectionEnd=end)

    def requests(self) -> list[str]:
        """The addresses asked for since the last call."""
        found = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                found.append(message["params"]["request"]["url"])
        return found

    def errors(self) -> list[str]:
        """What the console has complained about since the last call."""
        return [e["message"] for e in self.driver.get_log("browser") if e["level"] == "SEVERE"]


@pytest.fixture(scope="session")
def launch() -> Callable[[Path], AbstractContextManager[Browser]]:
    """Start a Chromium over a profile; it has ended when the context is left."""
    binary = shutil.which("chromium") or shutil.which("chromium-browser")
    binary = binary or shutil.which("google-chrome")
    driver_path = shutil.which("chromedriver")
    need("chromium with chromedriver", binary and driver_path, "pages in a browser")
    selenium = pytest.importorskip("selenium.webdriver")

    @contextmanager
    def start(profile: Path) -> Iterator[Browser]:
        options = selenium.ChromeOptions()
        options.binary_location = binary
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        service = selenium.ChromeService(driver_path)
        driver = selenium.Chrome(options=options, service=service)
        try:
            driver.set_page_load_timeout(120)
            driver.set_script_timeout(120)
            yield Browser(driver)
        finally:
            driver.quit()

    return start


@pytest.fixture(scope="session")
def chromium(launch: Callable[[Path], AbstractContextManager[Browser]]) -> Iterator[Browser]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        launch(Path(profile)) as browser,
    ):
        yield browser


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser with a clean page and the usual surroundings; no page may end in an error."""
    chromium.scripts(True)
    chromium.size(1440)
    chromium.dark(False)
    chromium.get("about:blank")
    # What another test left in its basket would be taken out by a tick.
    chromium.cdp("Storage.clearDataForOrigin", origin="*", storageTypes="local_storage")
    # At fifty entries Chromium drops those made without a gesture first: a test's own.
    chromium.cdp("Page.resetNavigationHistory")
    chromium.requests()
    chromium.errors()
    yield chromium
    chromium.scripts(True)
    chromium.get("about:blank")


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core, fetched by npm at the first run and kept in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "qianshao-tests"
    kept = cache / f"axe-core-{AXE_VERSION}.js"
    if not kept.is_file():
        need("npm", shutil.which("npm"), "accessibility by axe-core")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                ["npm", "pack", "--silent", f"axe-core@{AXE_VERSION}"],
                cwd=folder,
                capture_output=True,
                timeout=120,
                check=False,
            )
            archives = list(Path(folder).glob("*.tgz"))
            need("axe-core", done.returncode == 0 and archives, "accessibility by axe-core")
            with tarfile.open(archives[0]) as archive:
                member = archive.extractfile("package/axe.min.js")
                assert member is not None
                kept.write_bytes(member.read())
    return kept.read_text("utf-8")
