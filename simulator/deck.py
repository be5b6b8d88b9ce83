"""What happens how often: cards that are dealt until none is left, then shuffled anew."""

from collections.abc import Mapping
from random import Random
from typing import Generic, TypeVar

Card = TypeVar("Card")


class Deck(Generic[Card]):
    """Each card comes as often as it is in the deck, in every round of it."""

    def __init__(self, random: Random, cards: Mapping[Card, int]) -> None:
        self._random = random
        self._cards = [card for card, count in cards.items() for _ in range(count)]
        self._left: list[Card] = []

    def deal(self) -> Card:
        """Return the next card."""
        if not self._left:
            self._left = self._cards.copy()
            self._random.shuffle(self._left)
        return self._left.pop()
