"""A caseworker's day in a real browser: a sentence in, a person's matches out, everything said in Chinese."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions
from selenium.webdriver.support.ui import WebDriverWait

from tests.journeys.serving import Served

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--window-size=1200,1400",
)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = Options()
    options.binary_location = "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    # The pages promise to work without JavaScript, so it is off.
    options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def keep(browser: webdriver.Chrome, name: str) -> None:
    """Keep a screenshot where the caller of the tests asked for one."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        browser.save_screenshot(str(Path(folder) / f"{name}.png"))


def follow(browser: webdriver.Chrome, element: WebElement) -> None:
    """Click and return when the next page is there in full: the old one is gone and the new one has its foot.

    Between two pages the driver may answer a question about the old one with an error of its own ("unhandled inspector
    error") and not with "stale": asked again a moment later it knows.
    """
    wait = WebDriverWait(browser, 30, ignored_exceptions=[WebDriverException])
    element.click()
    wait.until(expected_conditions.staleness_of(element))
    wait.until(lambda shown: shown.find_elements(By.TAG_NAME, "footer"))


def ask(browser: webdriver.Chrome, base: str, side: str, sentence: str) -> None:
    browser.get(f"{base}/?side={side}")
    box = browser.find_element(By.NAME, "q")
    box.send_keys(sentence)
    follow(browser, browser.find_element(By.CSS_SELECTOR, "form.ask button"))


def test_from_a_sentence_to_a_person_and_their_matches(browser: webdriver.Chrome, served: Served) -> None:
    ask(browser, served.url, "postings", "52岁，做过泥水匠，想在正安找活，天天结")
    keep(browser, "1-sentence")
    assert "按下面的理解查找" in browser.find_element(By.CLASS_NAME, "understood").text
    results = browser.find_elements(By.CSS_SELECTOR, "ol.results > li")
    assert len(results) >= 5
    assert all(result.find_elements(By.CSS_SELECTOR, "ul.why li") for result in results)

    title = results[0].find_element(By.CSS_SELECTOR, "h3 a").text
    follow(browser, results[0].find_element(By.CSS_SELECTOR, "h3 a"))
    assert title in browser.find_element(By.TAG_NAME, "h1").text
    follow(browser, browser.find_element(By.LINK_TEXT, "看合适的人选"))
    keep(browser, "2-posting-and-people")
    people = browser.find_elements(By.CSS_SELECTOR, "ol.results > li")
    assert people
    assert all("**" in person.find_element(By.CSS_SELECTOR, "h3 a").text for person in people)

    follow(browser, people[0].find_element(By.CSS_SELECTOR, "h3 a"))
    follow(browser, browser.find_element(By.LINK_TEXT, "看合适的岗位"))
    keep(browser, "3-person-and-postings")
    assert browser.find_elements(By.CSS_SELECTOR, "ol.results > li ul.why li")


def test_looking_for_people_by_a_sentence(browser: webdriver.Chrome, served: Served) -> None:
    ask(browser, served.url, "seekers", "要2个叉车司机，有N1证")
    keep(browser, "4-people")
    assert browser.find_elements(By.CSS_SELECTOR, "ol.results > li ul.why li")


def test_a_posting_that_is_gone_is_said_in_chinese(browser: webdriver.Chrome, served: Served) -> None:
    browser.get(served.url + "/postings/nothing")
    assert "没有编号为 nothing 的岗位" in browser.find_element(By.TAG_NAME, "main").text


def test_an_empty_result_says_what_kept_things_out(browser: webdriver.Chrome, served: Served) -> None:
    ask(browser, served.url, "postings", "想在正安找塔吊司机，只要日结，要包住，不上夜班")
    keep(browser, "5-kept-out")
    main = browser.find_element(By.TAG_NAME, "main").text
    assert "没有列出的" in main or "如果本人愿意放宽" in main
