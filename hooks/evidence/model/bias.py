"""The risk of bias of a study by the five domains of RoB 2, a part of data/appraisal.yml."""

from evidence.model import vocabulary as words
from evidence.model.values import FigureId, Key, Record, Text, described


class DomainJudgement(Record):
    """One domain: what is reported on it, what is not, and the judgement."""

    judgement: words.RiskOfBias = described("not assessable where the texts read do not allow a judgement.")
    reason: Text = described("Why, in words of ours and without figures.")
    reported: tuple[FigureId, ...] = described(
        "What is reported on it: facts, or fields of a study such as study#blinding.", default=()
    )
    not_reported: tuple[Text, ...] = described("What a judgement would need and no text read tells.", default=())


class BiasDomains(Record):
    """The five domains of RoB 2."""

    randomisation: DomainJudgement = described("Bias arising from the randomisation process.")
    deviations: DomainJudgement = described("Bias due to deviations from the intended interventions.")
    missing_data: DomainJudgement = described("Bias due to missing outcome data.")
    measurement: DomainJudgement = described("Bias in the measurement of the outcome.")
    selection: DomainJudgement = described("Bias in the selection of the reported result.")


class StudyBias(Record):
    """The risk of bias of a study, for the results named."""

    results: tuple[Key, ...] = described("Facts that the judgements are about.", min_length=1)
    domains: BiasDomains = described("Domain of RoB 2 -> what is reported and the judgement.")

    @property
    def overall(self) -> words.RiskOfBias:
        """The overall judgement: the worst of all domains; none where one of them was not judged."""
        found = {getattr(self.domains, name).judgement for name in BiasDomains.model_fields}
        order: tuple[words.RiskOfBias, ...] = ("not assessable", "not assessed", "high", "some concerns")
        return next((each for each in order if each in found), "low")
