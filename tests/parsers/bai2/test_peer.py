"""What the ``bai2`` package reads of details, where it reads them right, is what is read here."""

from pathlib import Path

from bai2.bai2 import parse_from_string
from hypothesis import given
from hypothesis import strategies as st

from tests.parsers.bai2.test_account_reports import ONE, read, report

FUNDS = ["", "0", "1", "2", "Z", "S,10,20,30", "V,261120,", "V,261123,0900", "D,2,0,5,1,5"]
DETAILS = st.lists(
    st.tuples(st.integers(1, 10**9), st.sampled_from(FUNDS), st.booleans()), min_size=1, max_size=60
)


@given(DETAILS)
def test_details_are_read_alike(tmp_path_factory, details: list[tuple[int, str, bool]]):
    """Amount, reference and value date of each, whatever its funds type, ended or not."""
    content = report(
        *(
            f"16,195,{cents},{funds},B{n},C{n},{ONE} PAYER {n}{'/' * ended}"
            for n, (cents, funds, ended) in enumerate(details)
        )
    )
    paid = read(tmp_path_factory.getbasetemp() / "peer", content)["payments"]
    days = [day.date() for day in paid["value_on"]]
    ours = zip(paid["amount_cents"], paid["account_servicer_reference"], days, strict=True)
    (group,) = parse_from_string(content).children
    (account,) = group.children
    assert list(ours) == [
        (
            each.amount,
            each.bank_reference,
            (each.availability or {}).get("date") or group.header.as_of_date,
        )
        for each in account.children
    ]


def test_samples_have_as_many_details(corpora: Path, tmp_path: Path):
    """The package's own samples, all their groups and accounts."""
    for path in sorted((corpora / "ministryofjustice+bai2" / "tests" / "data").glob("*.bai2")):
        groups = parse_from_string(path.read_text(encoding="ascii")).children
        accounts = [account for group in groups for account in group.children]
        said = read(tmp_path / "sample", path.read_bytes())
        assert len(said["interchanges"]) == len(accounts), path.name
        assert len(said["messages"]) == sum(len(each.children) for each in accounts), path.name
