"""What each route answers, in both languages, and what it says of a wrong request."""

import io
import json

import pandas as pd
import pytest
from fastapi.testclient import TestClient

from jobs.hub import Hub
from jobs.questions import duty
from jobs.questions.duty import price_by_book
from plugins.api.duty import EXAMPLE, Line
from tests.conftest import TODAY

HORSES = "0101477730"
"""A sample item whose rate under treatment 33 changed on 2025-01-01."""
NBSP = "\N{NO-BREAK SPACE}"


def get(client: TestClient, path: str, **params: object):
    return client.get(f"/api/v1/{path}", params=params)


def test_the_tariff_is_searched_page_by_page(client: TestClient):
    """next_after leads through all pages to the end, whatever was asked."""
    numbers, after = [], ""
    while after is not None:
        page = get(client, "tariff", search="01", limit=9, after=after, as_of=TODAY).json()
        numbers += [item["tariff_item"] for item in page["items"]]
        after = page["next_after"]
    whole = get(client, "tariff", search="01", limit=500, as_of=TODAY).json()
    assert numbers == [item["tariff_item"] for item in whole["items"]] and len(numbers) > 9


@pytest.mark.parametrize(("on", "ppm"), [("2024-12-31", 25_000), ("2025-01-01", 0)])
def test_an_item_is_that_of_the_day(client: TestClient, on: str, ppm: int):
    """The day before a change of the tariff has the old rate, the day of the change the new one."""
    item = get(client, f"tariff/{HORSES}", as_of=on).json()
    assert item["on"] == on
    assert [rate["rate_ppm"] for rate in item["treatments"] if rate["code"] == "33"] == [ppm]


@pytest.mark.parametrize(
    ("params", "accept", "said"),
    [
        ({}, "", "Oranges, fresh"),
        ({}, "fr-CA, en;q=0.8", "Oranges fraîches"),
        ({}, "de, fr;q=0.4, en;q=0.9", "Oranges, fresh"),
        ({}, "fr;q=x, *", "Oranges, fresh"),
        ({"lang": "en"}, "fr", "Oranges, fresh"),
        ({"lang": "fr"}, "", "Oranges fraîches"),
    ],
)
def test_the_language_is_the_callers(client: TestClient, params, accept: str, said: str):
    """Lang goes before Accept-Language, whose weights count; else it is English."""
    headers = {"Accept-Language": accept}
    found = client.get("/api/v1/tariff/0805100010", params=params, headers=headers)
    assert found.json()["heading"]["description"] == said
    assert found.headers["Content-Language"] == ("fr" if "î" in said else "en")


def test_what_has_not_changed_is_not_sent_again(client: TestClient):
    """The ETag of an answer gets 304 until its bytes change; a language has its own."""
    for path in (f"tariff/{HORSES}", "exchange-rates", "tariff", "tariff/export?format=parquet"):
        first = client.get(f"/api/v1/{path}")
        tag = first.headers["ETag"]
        again = client.get(f"/api/v1/{path}", headers={"If-None-Match": f'"other", W/{tag}'})
        assert (again.status_code, again.content) == (304, b"") and again.headers["ETag"] == tag
    other = client.get(f"/api/v1/tariff/{HORSES}?lang=fr", headers={"If-None-Match": tag})
    assert other.status_code == 200


@pytest.mark.parametrize("kind", ["csv", "json", "parquet"])
def test_the_tariff_is_exported(client: TestClient, hub: Hub, kind: str):
    """Each kind of file holds all rates of the day under a name that says what it is."""
    answer = get(client, "tariff/export", format=kind, as_of="2024-12-31")
    assert f'filename="tariff-2024-12-31.{kind}"' in answer.headers["Content-Disposition"]
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    read = {"csv": pd.read_csv, "parquet": pd.read_parquet, "json": pd.read_json}[kind]
    frame = read(io.BytesIO(answer.content), **({"dtype": "str"} if kind != "parquet" else {}))
    with hub.book.transaction() as tx:
        held = tx.value(
            "SELECT count(*) FROM ("
            "SELECT r.tariff_item, r.treatment FROM tariff_rate r WHERE r.tariff_item <> '*' AND"
            " '2024-12-31' BETWEEN r.effective_from AND r.effective_to"
            " UNION SELECT i.tariff_item, r.treatment FROM tariff_item i JOIN tariff_rate r"
            " ON r.tariff_item = '*' WHERE '2024-12-31' BETWEEN i.effective_from AND i.effective_to"
            ") AS held"
        )
    assert len(frame) == held > 15_000
    of_item = frame[(frame["tariff_item"] == HORSES) & (frame["treatment"] == "33")]
    assert [int(ppm) for ppm in of_item["rate_ppm"]] == [25_000]


def test_exchange_rates_are_paged(client: TestClient):
    """Rates in the order of currencies, and where to go on."""
    page = get(client, "exchange-rates", as_of=TODAY, limit=5).json()
    assert [rate["currency"] for rate in page["rates"]] == ["CAD", "CNY", "EUR", "JPY", "MXN"]
    rest = get(client, "exchange-rates", as_of=TODAY, after=page["next_after"]).json()
    assert [(r["currency"], r["rate_ppm"]) for r in rest["rates"]] == [("USD", 1_382_500)]
    assert rest["next_after"] is None


def test_lines_are_priced_as_the_job_prices_them(client: TestClient, hub: Hub):
    """The answer is the calculator's, step by step, and a wrong line costs no other."""
    right = EXAMPLE["lines"][0]
    asked = {"lines": [right, {**right, "treatment": "10"}, {}], "accounted_on": "2026-11-20"}
    first, second, third = client.post("/api/v1/duty?lang=fr", json=asked).json()["lines"]
    (price,) = price_by_book(hub, [right], accounted_on=TODAY)
    assert first["priced"] and first["payable"] == "551.51" == f"{price.payable_cents / 100:.2f}"
    assert first["amounts"]["sima"] == "459.41"
    assert [step["name"] for step in first["steps"]][:2] == ["valeur en douane", "droits de douane"]
    assert first["steps"][0]["words"] == f"1{NBSP}000,00{NBSP}USD × 1,3825"
    assert first["steps"][-1]["sources"] == ["gst_rate /2008-01-01"]
    codes = [finding["code"] for finding in second["findings"]]
    assert not second["priced"] and second["payable"] is None and codes == ["CAD-004"]
    assert "traitement" in second["findings"][0]["text"] and second["findings"][0]["remedy"]
    assert {finding["element"] for finding in third["findings"]} == set(duty.MANDATORY)


def test_the_body_names_what_the_job_knows():
    """A line of the API has exactly the elements of the calculator."""
    assert set(Line.model_fields) == set(duty.ELEMENTS)


@pytest.mark.parametrize(
    ("path", "code", "at"),
    [
        ("tariff?limit=0", "greater_than_equal", "query.limit"),
        ("tariff?limit=501", "less_than_equal", "query.limit"),
        ("tariff?limit=many", "int_parsing", "query.limit"),
        ("tariff?as_of=2026-02-30", "day", "query.as_of"),
        ("tariff?as_of=1700000000", "day", "query.as_of"),
        (f"tariff?search={'x' * 101}", "string_too_long", "query.search"),
        ("tariff?after=abc", "string_pattern_mismatch", "query.after"),
        ("tariff?lang=de", "literal_error", "query.lang"),
        ("tariff/080510", "string_pattern_mismatch", "path.item"),
        ("tariff/export?format=xlsx", "literal_error", "query.format"),
        ("exchange-rates?after=usd", "string_pattern_mismatch", "query.after"),
    ],
)
@pytest.mark.parametrize("accept", ["en", "fr"])
def test_a_wrong_request_is_told_where(client: TestClient, path, code, at, accept):
    """Problem details name the place and the kind of fault, in the language asked for."""
    answer = client.get(f"/api/v1/{path}", headers={"Accept-Language": accept})
    problem = answer.json()
    assert (
        answer.status_code == 422 and answer.headers["Content-Type"] == "application/problem+json"
    )
    assert problem["code"] == "API-004" and problem["type"] == "urn:carm-hub:problem:API-004"
    assert [(error["at"], error["code"]) for error in problem["errors"]] == [(at, code)]
    assert ("conforme" in problem["title"]) == (accept == "fr")
    assert problem["errors"][0]["text"]


def test_a_language_that_is_not_ours_is_told_with_those_that_are(client: TestClient):
    """The codes stand in the answer as they are sent, no name of the program."""
    error = client.get("/api/v1/tariff?lang=de").json()["errors"][0]
    assert error["text"] == "is not one of 'en' or 'fr'"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{]", b'{"lines": []}', b'{"lines": [1]}', b'{"lines": [{"value": "1"}]}',
        b'{"lines": [{"quantity": 12.5}]}', b'{"lines": [{}], "accounted_on": 5}',
        json.dumps({"lines": [{}] * 501}).encode(), b'{"lines": [{"unit": "' + b"x" * 41 + b'"}]}',
        b'{"lines": [{"treatment": "\\u0000\\ud800"}]}', b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_body_that_is_not_as_described_is_refused(client: TestClient, body: bytes):
    """Whatever is sent, the answer is a coded problem that repeats none of it, or findings."""
    answer = client.post("/api/v1/duty", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in {200, 422}
    if answer.status_code == 422:
        assert answer.json()["code"] == "API-004" and len(answer.content) < 4_000
    else:
        assert not answer.json()["lines"][0]["priced"]


def test_a_body_says_that_it_is_json(client: TestClient):
    """A form of a foreign page cannot be taken for a request of the user."""
    for media in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        sent = client.post(
            "/api/v1/accounts/link",
            content=b'{"bn15": "545352437RM0001"}',
            headers={"Content-Type": media},
        )
        assert sent.status_code == 422


def test_signs_that_the_book_cannot_hold_find_nothing(client: TestClient):
    """A NUL in a search is no failure."""
    assert client.get("/api/v1/tariff?search=x%00y%ff%fe").json()["items"] == []


def test_what_is_not_there_is_a_problem(client: TestClient):
    """No item, no page and no method each have a code of their own."""
    item = get(client, "tariff/9999999999", lang="fr", as_of=TODAY)
    assert (item.status_code, item.json()["code"]) == (404, "API-006")
    assert item.json()["detail"] == "Il n'y a pas de numéro tarifaire 9999999999 le 2026-11-20."
    assert item.json()["instance"] == "/api/v1/tariff/9999999999"
    assert get(client, "nothing").json()["code"] == "API-002"
    wrong = client.delete("/api/v1/tariff")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "API-003")
    assert wrong.headers["Allow"] == "GET"


def test_only_links_are_written(client: TestClient, monkeypatch):
    """Every route but that of links answers without a transaction that could write."""

    class Writing(Exception):
        pass

    def refused(_book):
        raise Writing

    monkeypatch.setattr("ledger_sync.book.connection.Book.transaction", refused)
    reading = [
        client.get(f"/api/v1/{path}")
        for path in ("tariff", "tariff/0805100010", "tariff/export", "exchange-rates", "docs")
    ]
    assert {answer.status_code for answer in reading} == {200}
    assert client.post("/api/v1/duty", json=EXAMPLE).status_code == 200
    with pytest.raises(Writing):
        client.post("/api/v1/accounts/link", json={"bn15": "545352437RM0001"})
