"""Take the pictures of the documents from a kept demonstration (``make demo KEEP=1`` first).

Needs Debian's chromium. Signs in as the operator and writes to docs/pictures/.
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from stack.layout import OPERATOR, Layout, read_layout

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
CHART_DRAWN_MS = 2_000  # the chart grows for a moment
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def main() -> int:
    """Take every picture."""
    if not CHROMIUM.exists():
        sys.stderr.write("chromium is missing: apt-get install chromium\n")
        return 1
    layout = read_layout(ROOT / "var" / "demo")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=QUIET)
        page = browser.new_page(viewport={"width": 1400, "height": 760})
        _sign_in(page, layout)
        page.goto(f"{layout.ui_address}/dags/collect_files")
        page.get_by_text("collect", exact=True).first.wait_for()
        page.get_by_text("Last 24 Hours").first.wait_for()
        page.locator("canvas").first.wait_for()
        page.wait_for_timeout(CHART_DRAWN_MS)
        page.screenshot(path=PICTURES / "airflow-grid.png")
        browser.close()
    return 0


def _sign_in(page: Page, layout: Layout) -> None:
    page.goto(layout.ui_address)
    page.fill("input[name=username]", OPERATOR)
    page.fill("input[name=password]", layout.passwords([OPERATOR])[OPERATOR])
    page.click("button[type=submit]")
    page.get_by_text("Dags").first.wait_for()


if __name__ == "__main__":
    sys.exit(main())
