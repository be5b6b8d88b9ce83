"""One declaration after another, each dropped as a file of its own, and how soon it is answered."""

import datetime as dt
import time
from random import Random
from typing import Final

from demo.declarations import DeclarationMaker
from demo.sample import Sample
from demo.sftp_client import PartnerClient
from simulator.files import edifact
from stack.layout import Layout

_LOOK_EVERY_S: Final = 0.02
_RECIPIENT: Final = "CARMHUB"


class Unanswered(RuntimeError):
    """No answer came in time."""


class Drops:
    """Drops of one broker: made up by a seed, so that no two drop the same."""

    def __init__(self, layout: Layout, sample: Sample, seed: int) -> None:
        broker, self._now = sample.brokers[0], dt.datetime.now(dt.UTC)
        day = self._now.date() - dt.timedelta(days=4)
        self._maker = DeclarationMaker(sample, broker, Random(seed), (day, day))
        self._sender = broker.sender_identification
        self._client = PartnerClient(layout, broker.partner_id)
        self._out = layout.sftp_tree / broker.partner_id / "out"
        self._seed, self._count = seed, 0

    def drop(self) -> str:
        """Drop a file of one declaration by ``sftp``; return the reference of its interchange."""
        self._count += 1
        reference = f"D{self._seed:08d}{self._count:04d}"
        content = edifact.interchange(
            [self._maker.declaration(lines=3)],
            sender=self._sender,
            recipient=_RECIPIENT,
            reference=reference,
            prepared_at=self._now,
        )
        self._client.put({f"{reference}.edi": content})
        return reference

    def wait(self, reference: str, within_s: float) -> float:
        """Wait for the answers to a drop, acknowledgement and verdict; return the seconds.

        Raises Unanswered.
        """
        started = time.monotonic()
        while time.monotonic() < started + within_s:
            if len(list(self._out.glob(f"*_{reference}_*.edi"))) == 2:  # noqa: PLR2004 - CONTRL, CUSRES
                return time.monotonic() - started
            time.sleep(_LOOK_EVERY_S)
        raise Unanswered(f"{reference} was not answered within {within_s:.0f} s")
