"""Make the pictures of the page in docs/images from build/demo: `make demo && python tools/make_pictures.py`."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"


def main() -> None:
    page_file = ROOT / "build" / "demo" / "explorer.html"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, offline=True)
        page = context.new_page()
        page.goto(page_file.as_uri())
        page.locator("#canvas canvas").wait_for()
        page.wait_for_timeout(800)
        page.screenshot(path=IMAGES / "explorer.png")
        page.locator('input[type="search"]').first.fill("yizhuang")
        page.locator("#results").wait_for(state="visible")
        page.keyboard.press("Enter")
        page.locator("#panel h2").wait_for()
        page.locator("#panel").get_by_text("处依据").first.click()
        page.wait_for_timeout(800)
        page.screenshot(path=IMAGES / "evidence.png")
        browser.close()


if __name__ == "__main__":
    main()
