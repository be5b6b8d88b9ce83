"""The path of an element as a person follows it, and the element at a path as libxml2 writes it."""

import re
from collections import Counter, defaultdict

from lxml import etree

from parsers.xml.document import local_name

_STEP = re.compile(r"(?:(?P<prefix>[^:]*):)?(?P<name>[^\[]*)(?:\[(?P<number>\d+)\])?")


class ElementPaths:
    """Paths of elements in a tree that stays as it is meanwhile: siblings are counted once."""

    def __init__(self) -> None:
        self._steps: dict[etree._Element, dict[etree._Element, str]] = {}

    def path(self, element: etree._Element) -> str:
        """Return local names from the root on, each numbered where it has siblings of its name."""
        steps: list[str] = []
        current: etree._Element | None = element
        while current is not None:
            parent = current.getparent()
            steps.append(local_name(current) if parent is None else self._step(parent, current))
            current = parent
        return "/" + "/".join(reversed(steps))

    def _step(self, parent: etree._Element, child: etree._Element) -> str:
        if parent not in self._steps:
            self._steps[parent] = _named(parent)
        return self._steps[parent][child]


def at_path(root: etree._Element, path: str) -> etree._Element | None:
    """Return the element at a path of ``xmlGetNodePath`` that starts with the element given.

    Prefixes are those of the document, wherever they are declared, and ``*`` is any element: it is
    no XPath, for which prefixes would have to be declared.
    """
    current = root
    for written in path.split("/")[2:]:
        step = _STEP.fullmatch(written)
        if step is None:
            return None
        like = [child for child in current if _fits(child, step["prefix"], step["name"])]
        number = int(step["number"] or 1)
        if number > len(like):
            return None
        current = like[number - 1]
    return current


def _fits(child: etree._Element, prefix: str | None, name: str) -> bool:
    return name == "*" or (local_name(child), child.prefix) == (name, prefix)


def _named(parent: etree._Element) -> dict[etree._Element, str]:
    """Return the step to each child."""
    counts = Counter(child.tag for child in parent)
    met: defaultdict[object, int] = defaultdict(int)
    steps: dict[etree._Element, str] = {}
    for child in parent:
        met[child.tag] += 1
        number = f"[{met[child.tag]}]" if counts[child.tag] > 1 else ""
        steps[child] = local_name(child) + number
    return steps
