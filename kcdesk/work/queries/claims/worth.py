"""What a claim is worth: as its review froze it, before one as today's calculation gives it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kcdesk.domain.claims import Assessment, assess, check_review
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.trace import trace_from_json, trace_to_json
from kcdesk.kernel.errors import Problem, Refusal
from kcdesk.kernel.money import ZERO, Money
from kcdesk.kernel.ratio import show_weights, weights
from kcdesk.store.tables.claims import ClaimReviewRow, ClaimRow
from kcdesk.store.tables.loans import LoanRow
from kcdesk.store.tables.schemes import SchemeRevisionRow
from kcdesk.work.commands.claims import facts_of, passed_review
from kcdesk.work.context import Read
from kcdesk.work.exposure import first_paid_on, repaid
from kcdesk.work.queries.tracing import TraceLine, trace_lines


@dataclass(frozen=True)
class Worth:
    """What a claim is worth: as its review froze it, or as it would be computed now.

    There is no assessment while the programme cannot decide; `obstacle` then says why.
    """

    assessment: Assessment | None = None
    obstacle: str = ""
    trace: tuple[TraceLine, ...] = ()
    checks: tuple[TraceLine, ...] = ()

    @property
    def loss(self) -> Money | None:
        return None if self.assessment is None else self.assessment.loss

    @property
    def ratio(self) -> str:
        return "" if self.assessment is None else show_weights(self.assessment.weights)

    @property
    def ratio_words(self) -> str:
        return "" if self.assessment is None else self.assessment.ratio_words

    def share(self, party: Party) -> Money | None:
        """What a party bears."""
        return None if self.assessment is None else self.assessment.share(party)


def worth_of(read: Read, row: ClaimRow) -> Worth:
    """The passed review's figures if there is one, else those of today's calculation.

    Principal that the borrower repaid between the review and the payout makes the loss smaller.
    """
    review = passed_review(read, row.id)
    if review is not None:
        scheme = read.scheme(read.get(SchemeRevisionRow, review.scheme_revision_id, "方案"))
        checks = trace_lines(scheme, review.checks)
        frozen = frozen_assessment(review)
        shrunk = _repaid_since(read, row, review)
        if shrunk is not None and shrunk.loss != frozen.loss:
            return Worth(
                shrunk, trace=trace_lines(scheme, trace_to_json(shrunk.trace)), checks=checks
            )
        return Worth(frozen, trace=trace_lines(scheme, review.trace), checks=checks)
    scheme = read.scheme()
    facts = facts_of(read, row, ())
    try:
        now = assess(scheme, facts)
    except Refusal as refusal:
        return Worth(obstacle=_one_a_line(refusal.problems))
    findings = check_review(scheme, facts)
    return Worth(
        now,
        _one_a_line(findings.refusals),
        trace_lines(scheme, trace_to_json(now.trace)),
        trace_lines(scheme, trace_to_json(findings.trace)),
    )


def _repaid_since(read: Read, row: ClaimRow, review: ClaimReviewRow) -> Assessment | None:
    """The assessment with what was repaid before the payout; None when nothing was."""
    loan = read.get(LoanRow, row.loan_id, "贷款")
    left = loan.amount_fen - repaid(read, loan.id, first_paid_on(read, row.id))
    repaid_since = row.overdue_principal_fen - left
    if repaid_since <= ZERO:
        return None
    facts = facts_of(read, row, review.conditions_met)
    return assess(read.scheme(), replace(facts, repaid_since=repaid_since))


def frozen_assessment(review: ClaimReviewRow) -> Assessment:
    """The assessment as its review kept it."""
    return Assessment(
        loss=review.loss_fen,
        weights=weights(review.weights),
        parties=tuple(str(share["party"]) for share in review.shares),
        shares=tuple(Money(int(share["fen"])) for share in review.shares),
        trace=trace_from_json(review.trace),
    )


def _one_a_line(problems: tuple[Problem, ...]) -> str:
    return "\n".join(map(str, problems))
