"""A reading of ours is read again whenever the rows change on which it rests."""

from collections.abc import Iterator
from itertools import takewhile

from evidence.analysis.reading_basis import reported_texts
from evidence.checks.reporting import problem_at
from evidence.loading import Draft
from evidence.loading.rules import rule
from evidence.loading.yaml_documents import KEY
from evidence.model.problems import Problem

AGAIN = "once the reading has been read again, for the rows on which it rests have changed"
# A text is told whole up to so many characters; of a longer one what differs, with so many words around it.
WHOLE, AROUND = 100, 3


@rule("evidence")
def guard_complete(draft: Draft) -> Iterator[Problem]:
    """A contradiction must guard each fact that it concerns: what its sources printed when the reading was written."""
    for case in draft.contradictions.values():
        for number, fact in enumerate(case.facts):
            now = reported_texts(draft, fact)
            if now and fact not in case.guard and fact not in draft.unreadable:
                lines = "; ".join(f"{source}: {_cut(said)}" for source, said in now.items())
                yield problem_at(
                    case, "facts", number, must=f"stand under guard too, with what is printed ({lines})", got=fact
                )


@rule("evidence")
def guard_known(draft: Draft) -> Iterator[Problem]:
    """A guard must be of a fact, of an entry of the landscape, or of a field such as study#field."""
    for case in draft.contradictions.values():
        for id in case.guard:
            if reported_texts(draft, id) is None and id.partition("#")[0] not in draft.unreadable:
                must = "be a fact, a key of the landscape or a field such as study#field"
                yield problem_at(case, "guard", id, KEY, must=must, got=id)


@rule("evidence")
def guard_holds(draft: Draft) -> Iterator[Problem]:
    """What a reading rests on must be printed as it was when the reading was written."""
    for key, case in draft.contradictions.items():
        for id, then in case.guard.items():
            now = reported_texts(draft, id)
            if not now or id.partition("#")[0] in draft.unreadable:
                continue
            for source, said in then.items():
                if source not in now and source not in draft.unreadable:
                    yield problem_at(case, "guard", id, source, KEY, must=f"be left out of '{key}' {AGAIN}", got=source)
                elif source in now and now[source] != said:
                    new, old = _apart(now[source], said)
                    yield problem_at(case, "guard", id, source, must=f"be '{new}' in '{key}' {AGAIN}", got=old)
            for source in now.keys() - then.keys():
                must = f"have '{source}: {_cut(now[source])}' too in '{key}' {AGAIN}"
                yield problem_at(case, "guard", id, KEY, must=must)


def _apart(one: str, other: str) -> tuple[str, str]:
    """Two texts that differ: whole where both are short, else by the words in which they do."""
    if max(len(one), len(other)) <= WHOLE:
        return one, other
    first, second = one.split(), other.split()
    start = _shared(first, second)
    end = _shared(first[:start:-1], second[:start:-1])
    return _around(first, start, end), _around(second, start, end)


def _shared(one: list[str], other: list[str]) -> int:
    """How many words are the same from the beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _around(words: list[str], start: int, end: int) -> str:
    """A text without the words at its start and end that are the same in another one, but for a few."""
    low, high = max(0, start - AROUND), len(words) - max(0, end - AROUND)
    return ("… " if low else "") + _cut(" ".join(words[low:high])) + (" …" if high < len(words) else "")


def _cut(text: str) -> str:
    """The beginning of a long text."""
    return text if len(text) <= WHOLE else text[:WHOLE].rpartition(" ")[0] + " …"
