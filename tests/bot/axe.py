"""Checks a page in a browser against the rules of WCAG 2.2 AA, with axe-core."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Frame, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """tags => axe.run(document, {runOnly: tags, iframes: false, resultTypes: ["violations"]}).then(found =>
    found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.flat().join(" ")).join(", ")}`))"""


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


async def violations(page: Page | Frame) -> list[str]:
    """Rule and elements of whatever is wrong; frames inside are looked at on their own."""
    await page.evaluate(f"() => {{ {_axe()} }}")
    found: list[Any] = await page.evaluate(RUN, RULES)
    return [str(one) for one in found]
