"""A newcomer in front of the page: seven clicks, on a laptop and on a phone, and nothing complains in the console.

DUBAN_SCREENSHOTS=1 writes the picture of the README; otherwise it goes to the test's own folder.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rehearsal.town import Town

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize

pytestmark = pytest.mark.needs("chromium")

PICTURE = Path(__file__).parents[3] / "docs" / "images" / "rehearsal.png"
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 390, "height": 844}
HANG_LIMIT_MS = 60_000


class Newcomer:
    """Looks at one page, and hears every complaint of the browser."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.set_default_timeout(HANG_LIMIT_MS)
        page.on(
            "console", lambda said: self.complaints.append(said.text) if said.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("requestfailed", lambda request: self.complaints.append(request.url))
        page.goto(address)
        self.wait()

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def wait(self) -> None:
        """Until the town has answered."""
        self.page.locator("body:not(.busy) #now:not(:empty)").wait_for(state="attached")

    def follows(self, number: int) -> None:
        """One step of the guide; what it put into a phone is sent."""
        step = self.page.locator(".step").nth(number - 1)
        step.click()
        if step.get_attribute("data-who"):
            self.page.keyboard.press("Enter")
        self.page.locator(f".guide li:nth-child({number}) .step.done").wait_for(state="attached")
        self.wait()

    def reads(self, pane: str) -> str:
        return self.page.locator(f"#pane-{pane}").inner_text()

    def is_cut_off(self) -> bool:
        """Whether anything sticks out of the window."""
        wide, high = self.page.evaluate("() => [document.body.scrollWidth, document.body.scrollHeight]")
        size = self.page.viewport_size
        return size is None or wide > size["width"] or high > size["height"]


@pytest.fixture
def laptop(browser: Browser, address: str) -> Iterator[Newcomer]:
    with browser.new_context(viewport=LAPTOP) as context:
        yield Newcomer(context.new_page(), address)


@pytest.fixture
def visitor(browser: Browser, shared_address: str) -> Iterator[Newcomer]:
    """On a laptop, in a town where others may have been before."""
    with browser.new_context(viewport=LAPTOP) as context:
        yield Newcomer(context.new_page(), shared_address)


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Newcomer]:
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:
        yield Newcomer(context.new_page(), address)


def test_a_minute_on_a_laptop(laptop: Newcomer, tmp_path: Path) -> None:
    assert not laptop.is_cut_off()
    laptop.follows(1)
    assert "60%→65%" in laptop.reads("unit")
    laptop.follows(2)
    assert "标准化厂房二期" in laptop.reads("unit")
    laptop.page.locator("#pane-unit .chip", has_text="1").first.click()
    assert laptop.page.locator("#text-unit").input_value() == "1"
    laptop.page.keyboard.press("Enter")
    laptop.page.locator("#pane-unit", has_text="30%→40%").wait_for()
    laptop.follows(3)
    laptop.page.locator("#log .hearers button", has_text="周婷").first.click()
    assert "日报还没有收到" in laptop.reads("unit")
    assert laptop.page.locator("#who-unit").input_value() == "zhouting"
    laptop.follows(4)
    assert "说明期满" in laptop.reads("side")
    laptop.follows(5)
    laptop.follows(6)
    assert "黄色专项督办单" in laptop.reads("group")
    laptop.follows(7)
    assert "红灯 5项" in laptop.reads("leader")
    laptop.page.locator("#who-unit").select_option("zhangwei")
    shown = PICTURE if os.environ.get("DUBAN_SCREENSHOTS") else tmp_path / "rehearsal.png"
    shown.parent.mkdir(parents=True, exist_ok=True)
    laptop.page.screenshot(path=shown)
    assert not laptop.is_cut_off()
    assert laptop.complaints == []


def test_a_minute_on_a_phone(phone: Newcomer) -> None:
    for number in range(1, 8):
        phone.follows(number)
        assert not phone.is_cut_off(), number
    assert "红灯 5项" in phone.reads("leader")
    for pane in ("unit", "office", "group", "side"):
        phone.page.locator(f"[data-tab={pane}]").click()
        assert [one.get_attribute("id") for one in phone.page.locator(".pane:visible").all()] == [f"pane-{pane}"]
    assert phone.complaints == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_cards_are_pressed_and_say_what_became_of_them(browser: Browser, card_address: str, size: ViewportSize) -> None:
    with browser.new_context(viewport=size) as context:
        visitor = Newcomer(context.new_page(), card_address)
        visitor.follows(1)
        visitor.follows(2)
        card = visitor.page.locator("#pane-unit .card").last
        card.get_by_role("button", name="1. #4").click()
        card.get_by_text("张伟:1. #4").wait_for()
        visitor.wait()
        assert "30%→40%" in visitor.reads("unit") and card.get_by_role("button").count() == 0
        wide, room = card.evaluate("one => [one.scrollWidth, one.clientWidth]")
        assert wide <= room and not visitor.is_cut_off()
        assert visitor.complaints == []


def test_the_bot_is_switched_off_and_says_so(laptop: Newcomer, town: Town) -> None:
    laptop.page.get_by_role("button", name="+1天").click()
    laptop.page.locator("#log").get_by_text("滨江路雨污分流改造").first.wait_for()
    laptop.wait()
    before = town.clock()
    laptop.page.get_by_role("button", name="停机三天").click()
    laptop.page.locator("#log .held").wait_for()
    laptop.wait()
    assert (town.clock() - before).days == 3
    assert "没有运行" in laptop.reads("office")
    assert laptop.complaints == []


def test_everything_can_be_done_with_the_keyboard(visitor: Newcomer) -> None:
    """No mouse: the first step is reached by Tab, and the sentence is sent by Enter."""
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")
    assert visitor.page.evaluate("() => document.activeElement.dataset.sight") == "reported"
    keyboard.press("Enter")
    assert visitor.page.evaluate("() => document.activeElement.id") == "text-unit"
    keyboard.press("Enter")
    visitor.page.locator("#pane-unit", has_text="60%→65%").wait_for()
    unnamed = visitor.page.evaluate(
        "() => [...document.querySelectorAll('button, select, textarea')]"
        ".filter((one) => !one.textContent.trim() && !one.labels?.length && !one.getAttribute('aria-label')).length"
    )
    assert unnamed == 0


def test_what_is_typed_never_becomes_markup(visitor: Newcomer) -> None:
    visitor.page.locator("#text-leader").fill('<img src=x onerror="document.title=1">红灯')
    visitor.page.keyboard.press("Enter")
    visitor.page.locator("#pane-leader .message.mine").wait_for()
    visitor.wait()
    assert "<img" in visitor.reads("leader")
    assert visitor.page.locator("#pane-leader .message img").count() == 0
    assert visitor.complaints == []


def badges(newcomer: Newcomer) -> dict[str, str]:
    """What stands over each tab; nothing where all is read."""
    tabs = newcomer.page.locator(".tabs button").all()
    return {
        tab.get_attribute("data-tab") or "": tab.locator(".badge").inner_text()
        for tab in tabs
        if tab.locator(".badge").is_visible()
    }


_COVERED = """() => [...document.querySelectorAll('.tabs button')].filter((tab) => {
  const badge = tab.querySelector('.badge');
  const words = document.createRange();
  words.selectNode(tab.firstChild);
  const [word, mark] = [words.getBoundingClientRect(), badge.getBoundingClientRect()];
  return !badge.hidden && mark.bottom > word.top && mark.right > word.left && mark.left < word.right;
}).map((tab) => tab.textContent)"""


def test_what_was_read_stays_read_when_the_page_is_loaded_anew(phone: Newcomer) -> None:
    """And what was not does not: only the tabs that were looked at have lost their badge, which covers no word."""
    phone.follows(3)
    phone.follows(4)
    phone.page.locator("[data-tab=office]").click()
    before = badges(phone)
    assert before and phone.page.evaluate(_COVERED) == []
    phone.page.reload()
    phone.wait()
    phone.page.locator("[data-tab=office]").click()
    assert badges(phone) == before
    for tab in ("leader", "group", "side"):
        phone.page.locator(f"[data-tab={tab}]").click()
    assert set(badges(phone)) <= {"unit", "office"}, "who else has a phone there was not looked at"
    assert phone.complaints == []


def test_a_stranger_speaks_and_is_enrolled(laptop: Newcomer) -> None:
    laptop.page.locator("#who-unit").select_option("hexin")
    laptop.page.locator("#text-unit").fill("你好,怎么报?")
    laptop.page.keyboard.press("Enter")
    laptop.page.locator("#pane-unit", has_text="还没有登记").wait_for()
    laptop.wait()
    laptop.page.locator("#pane-office .chip", has_text="登记").click()
    laptop.page.keyboard.press("Enter")
    laptop.page.locator("#pane-office", has_text="已登记:何欣").wait_for()
    laptop.wait()
    laptop.page.locator("#text-unit").fill("我的事项")
    laptop.page.keyboard.press("Enter")
    laptop.page.locator("#pane-unit", has_text="第三小学迁建").wait_for()
    assert laptop.complaints == []
