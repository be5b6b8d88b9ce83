"""The description of the API: complete in both languages, fresh, and a page that stands alone."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from plugins.api.app import create_app
from plugins.api.document import described
from plugins.api.problems import KINDS
from tests import reviewed
from tests.plugins.conftest import somebody

FORMATS = Path(__file__).parents[2] / "docs" / "formats"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_kept_description_is_fresh(language: str):
    """docs/formats/openapi.LANGUAGE.json is what the routes say."""
    path = FORMATS / f"openapi.{language}.json"
    found = described(create_app(somebody), language)
    fresh = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    reviewed.same(path, fresh)


def test_every_operation_is_described():
    """Each has a summary, a description and its problem; each parameter says what it is."""
    whole = described(create_app(somebody), "en")
    assert whole["openapi"].startswith("3.1")
    operations = [each for path in whole["paths"].values() for each in path.values()]
    assert len(operations) == 8
    for operation in operations:
        assert operation["summary"] and operation["description"] and operation["security"]
        for parameter in operation.get("parameters", ()):
            assert parameter.get("description") or parameter["schema"]["description"]
    bodies = [each["requestBody"] for each in operations if "requestBody" in each]
    for body in bodies:
        name = body["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
        assert whole["components"]["schemas"][name]["examples"]


def test_the_french_differs_and_lacks_nothing():
    """Every text has its French, and the two descriptions have the same shape."""
    app = create_app(somebody)
    english, french = described(app, "en"), described(app, "fr")
    assert list(english["paths"]) == list(french["paths"])
    assert french["paths"]["/api/v1/tariff"]["get"]["summary"] == "Chercher dans le tarif"


def test_problems_have_two_languages_and_own_codes():
    """Codes are unique; every title and detail has both languages with the same blanks."""
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    for words in [each for kind in KINDS for each in (kind.title, kind.detail)]:
        assert words.en and words.fr
        assert re.findall(r"{\w+}", words.en) == re.findall(r"{\w+}", words.fr)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_loads_nothing(client: TestClient, language: str):
    """The page names every route, in a language, and has no script and no foreign address."""
    page = client.get("/api/v1/docs", params={"lang": language})
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert f'<html lang="{language}">' in page.text
    for path in ("tariff/export", "accounts/link", "exchange-rates", "API-005"):
        assert path in page.text
    assert "<script" not in page.text and "://" not in page.text


def test_the_guide_names_every_route_and_problem():
    """docs/formats/api.md says something of every address and every code."""
    guide = (FORMATS / "api.md").read_text(encoding="utf-8")
    for path in described(create_app(somebody), "en")["paths"]:
        assert f"`/carmhub{path}`" in guide, path
    for kind in KINDS:
        assert kind.code in guide
