"""The drug of the site, what is known of it, and what its labels say: data/drug.yml."""

from collections.abc import Collection, Mapping

from evidence.model.values import Cite, Jurisdiction, Key, Record, Text, described, optional


class DrugFact(Record):
    """One thing known of the drug."""

    label: Text = described("What the value is, in words.")
    topic: Text = described("Heading under which the drug page shows it.")
    value: Text = described("The statement or value, as one sourced statement.")
    cite: Cite = described("Source key -> place in that source.")
    note: Text | None = optional("A remark of ours.")


class Label(Record):
    """What the prescribing information of one jurisdiction says, in its own words."""

    jurisdiction: Jurisdiction = described("ISO 3166-1 alpha-2 code, or EU.")
    indication: Text = described("Wording of the approved uses, quoted.")
    boxed_warning: Text | None = optional("Wording of the boxed warning, quoted. Left out where none was read.")
    dose: Text | None = optional("Wording of the recommended dose, quoted.")
    cite: Cite = described("Source key -> place in that source; one of them is the label or a text of the regulator.")


class Drug(Record):
    """The drug of the site: data/drug.yml."""

    name: Text = described("International nonproprietary name.")
    code: Text = described("Code of the sponsor.")
    indications: tuple[Text, ...] = described(
        "Diseases that the site is about. Titles name the first; studies in others are shown apart.", min_length=1
    )
    facts: Mapping[Key, DrugFact] = described("Field -> what is known, in the order of the page.")
    labels: Mapping[Key, Label] = described("Key -> what a label says, in the order of the page.", default={})

    @property
    def main_indication(self) -> str:
        """The main disease, which titles name."""
        return self.indications[0]

    @property
    def diseases(self) -> str:
        """All diseases that the site is about, in words."""
        return " and ".join(part for part in (", ".join(self.indications[:-1]), self.indications[-1]) if part)

    def is_about(self, indications: Collection[str]) -> bool:
        """Whether one of these diseases is one that the site is about."""
        return not set(self.indications).isdisjoint(indications)
