"""What our own simulations assume: data/assumptions.yml. Nothing of it was reported by anybody. A folder may lack it."""

from __future__ import annotations

from collections.abc import Mapping

from evidence.model.values import Key, Number, Record, Text, says


class AssumedEffect(Record):
    """A true difference between two arms that a simulation takes for granted."""

    label: Text = says("What is assumed, in plain words.")
    value: Number = says(
        "The difference assumed, in the unit of the endpoint; improvement has the sign of its direction."
    )
    reason: Text = says("Why it is worth trying.")


class Assumptions(Record):
    """The effects that the simulation of trials tries: data/assumptions.yml. Assumed by us, reported by nobody."""

    endpoint: Key = says("Endpoint of the assumed differences.")
    effects: Mapping[Key, AssumedEffect] = says("Key -> assumed difference, in the order of the page.", min_length=1)
