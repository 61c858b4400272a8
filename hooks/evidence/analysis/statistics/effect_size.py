"""How large a difference is against the standard deviation between people and against placebo; derived, approximate.

They concern groups. The smallest improvement that matters concerns one person's change and has no place here.
"""

from dataclasses import dataclass
from math import exp, lgamma, sqrt

from evidence.analysis.statistics.distributions import STANDARD, critical, two_sided_p
from evidence.analysis.statistics.rounding import Reported, number


@dataclass(frozen=True, slots=True)
class HedgesG:
    """A difference in standard deviations (Hedges' g) with its interval; level in percent, sd in the effect's unit."""

    g: float
    low: float
    high: float
    level: float
    sd: float


@dataclass(frozen=True, slots=True)
class Contrast:
    """A difference with its standard error and interval, in one unit; level in percent, p two-sided, normal."""

    estimate: float
    se: float
    low: float
    high: float
    level: float
    p: float


def sd_from_se(se: Reported, n: int) -> float:
    """The standard deviation in a group of n from the standard error of its mean: SE * sqrt(n).

    Approximate for a model-based mean, whose SE is smaller than that of a plain one. Source: Cochrane Handbook for
    Systematic Reviews of Interventions, 6.5.2.2. Raises ValueError for n below 2 or an SE not above 0.
    """
    return _positive(se, "standard error") * sqrt(_group(n))


def sd_from_difference(se: Reported, n1: int, n2: int) -> float:
    """The standard deviation from the standard error of a difference: SE / sqrt(1/n1 + 1/n2).

    For contrasts whose groups print no error of their own. Source: Cochrane Handbook, 6.5.2.3. Raises as sd_from_se.
    """
    return _positive(se, "standard error") / sqrt(1 / _group(n1) + 1 / _group(n2))


def pooled_sd(sd1: float, n1: int, sd2: float, n2: int) -> float:
    """The standard deviation within two groups together, each weighing by its degrees of freedom.

    Source: Borenstein and others, Introduction to Meta-Analysis, 2009, chapter 4. Raises ValueError for n below 2.
    """
    return sqrt(((_group(n1) - 1) * sd1**2 + (_group(n2) - 1) * sd2**2) / (n1 + n2 - 2))


def hedges_g(difference: Reported, sd: float, n1: int, n2: int, level: Reported = "95") -> HedgesG:
    """The difference in standard deviations, without the bias of small groups, and a normal interval around it.

    g = J * difference / sd with J = gamma(m/2) / (sqrt(m/2) * gamma((m-1)/2)), m = n1 + n2 - 2. Its variance is the
    exact one, J^2 * m / ((m-2) * k) * (1 + k * g^2) - g^2 with k = n1*n2 / (n1+n2), at the g found. Source: Hedges,
    Journal of Educational Statistics 6, 1981, 107-128. Other formulas differ in the third decimal in groups of a
    hundred. Raises ValueError for n below 2, fewer than five people, or an sd not above 0.
    """
    m = _group(n1) + _group(n2) - 2
    if m < 3 or not sd > 0:
        raise ValueError(f"must be five people or more and a standard deviation above 0, got {n1}, {n2} and {sd}")
    j = exp(lgamma(m / 2) - lgamma((m - 1) / 2)) / sqrt(m / 2)
    g = j * float(number(difference)) / sd
    k = n1 * n2 / (n1 + n2)
    se = sqrt(j**2 * m / ((m - 2) * k) * (1 + k * g**2) - g**2)
    percent = float(number(level))
    reach = critical(1 - percent / 100) * se
    return HedgesG(g, g - reach, g + reach, percent, sd)


def probability_of_superiority(g: float) -> float:
    """The chance, 0.5 to 1, that someone drawn from the better group does better than someone from the other one.

    The normal distribution function at |g| / sqrt 2, for normal spreads of one width. Source: McGraw and Wong,
    Psychological Bulletin 111, 1992, 361-365.
    """
    return STANDARD.cdf(abs(g) / sqrt(2))


def placebo_response_ratio(control: Reported, active: Reported) -> float:
    """The change in the control group as a share of the change in the active one (1 = the same change).

    Arithmetic on two printed means; it says nothing of why the control group changed. Raises ValueError where a
    change is 0 or the two go different ways, so that there is no share to speak of.
    """
    one, other = number(control), number(active)
    if one * other <= 0:
        raise ValueError(f"must be two changes in one direction, got {control} and {active}")
    return float(one) / float(other)


def shared_comparator_contrast(
    first: tuple[Reported, Reported], second: tuple[Reported, Reported], control_se: Reported, level: Reported = "95"
) -> Contrast:
    """The first contrast minus the second, (estimate, SE) each, where both were made against one control group.

    The shared control drops out of the estimate: the variance is SE1^2 + SE2^2 - 2 * SE_control^2, since the two
    contrasts have the variance of the control's mean in common. Approximate for model-based means. Source: Franchini
    and others, Research Synthesis Methods 3, 2012, 142-160; Cochrane Handbook, 23.3. Raises ValueError where the
    control's SE is too large for both.
    """
    (one, one_se), (other, other_se) = ((float(number(a)), _positive(b, "standard error")) for a, b in (first, second))
    variance = one_se**2 + other_se**2 - 2 * _positive(control_se, "standard error") ** 2
    if variance <= 0:
        raise ValueError(
            f"the standard error of a shared control must be below those of its contrasts, got {control_se}"
        )
    estimate, se, percent = one - other, sqrt(variance), float(number(level))
    reach = critical(1 - percent / 100) * se
    return Contrast(estimate, se, estimate - reach, estimate + reach, percent, two_sided_p(estimate / se))


def _positive(printed: Reported, what: str) -> float:
    value = float(number(printed))
    if value <= 0:
        raise ValueError(f"a {what} must be above 0, got {printed}")
    return value


def _group(n: int) -> int:
    if n < 2:
        raise ValueError(f"a group must have two people or more, got {n}")
    return n
