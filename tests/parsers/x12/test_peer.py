"""The segments that pyx12 reads of payment orders come to what is read here."""

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from pyx12.x12file import X12Reader

from tests.parsers.x12.test_payment_orders import ONE, OTHER, interchange, read

PARTS = st.lists(
    st.tuples(st.sampled_from([ONE, OTHER]), st.integers(1, 10**9)), min_size=1, max_size=20
)


@given(PARTS)
def test_orders_are_read_alike(tmp_path_factory, parts: list[tuple[str, int]]):
    """What each account gets is the sum of its remittances, by pyx12's elements."""
    path: Path = tmp_path_factory.getbasetemp() / "peer"
    written = [f"RMR*IV*{bn15}**{_dollars(cents)}~" for bn15, cents in parts]
    said = read(path, interchange(*written, amount=_dollars(sum(cents for _, cents in parts))))
    theirs = Counter[str]()
    with X12Reader(str(path)) as segments:
        for segment in segments:
            if segment.get_seg_id() == "RMR":
                amount = segment.get_value("RMR04").replace(".", "")
                theirs[segment.get_value("RMR02")] += int(amount)
    assert said["findings"].empty
    ours = zip(said["payments"]["bn15"], said["payments"]["amount_cents"], strict=True)
    assert dict(ours) == dict(theirs)


def _dollars(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"
