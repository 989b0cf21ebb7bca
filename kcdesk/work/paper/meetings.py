"""Paper values of a joint meeting and of one item of it."""

from __future__ import annotations

from kcdesk.domain.claims import Assessment
from kcdesk.domain.meetings import OPINIONS, ordinal_in_words
from kcdesk.domain.schemes.parts import Party
from kcdesk.kernel.money import ZERO
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow
from kcdesk.work.commands.meetings import RESULTS, standing_items
from kcdesk.work.context import Read
from kcdesk.work.paper.claims import claim_values
from kcdesk.work.paper.firms import Values, label_of, office_values
from kcdesk.work.queries.claims import worth_of
from kcdesk.work.queries.meetings import ItemCard, item_card, meeting_card


def meeting_values(read: Read, meeting_id: int) -> Values:
    """A meeting with its seats, items, opinions and what was decided."""
    row = read.get(MeetingRow, meeting_id, "会议", "meeting")
    card = meeting_card(meeting=meeting_id).run(read)
    present = [s for s in card.seats if s.has_signed]
    absent = [s for s in card.seats if not s.has_signed]
    return {
        **office_values(read),
        "meeting": {
            "title": card.title,
            "body": read.scheme().meeting.title,
            "year": row.year,
            "ordinal": row.ordinal,
            "ordinal_words": ordinal_in_words(row.ordinal),
            "held_on": card.held_on,
            "held_time": card.held_time,
            "place": card.place,
            "chair": card.chair,
            "recorder": card.recorder,
            "host_unit": read.office.host_unit or read.office.name,
            "expected": card.expected_count,
            "present": card.present_count,
            "absent": card.absent_count,
            "notice_number": row.notice_number,
            "notice_on": row.notice_on or row.held_on,
            "notice_to": "各成员单位",
            "reply_by_on": row.reply_by_on or row.held_on,
            "minutes_number": card.minutes_number,
            "minutes_on": row.minutes_on or row.held_on,
            "attendance": [
                {
                    "order": s.order_no,
                    "unit": s.unit,
                    "name": s.name,
                    "post": s.post,
                    "phone": s.phone,
                    "signed": s.has_signed,
                    "is_substitute": s.is_substitute,
                    "note": s.note or ("代" if s.is_substitute else ""),
                }
                for s in card.seats
            ],
            "attendees_text": "，".join(
                f"{s.unit}{s.name}{'（代）' if s.is_substitute else ''}" for s in present
            ),
            "absentees_text": "，".join(f"{s.unit}{s.name}" for s in absent),
            "observers_text": card.observers,
            "distribution": row.distribution or "联席会议各成员单位",
            "items": [
                {**item_values(read, item)["item"], "order": n, "order_words": ordinal_in_words(n)}
                for n, item in enumerate(standing_items(read, meeting_id), 1)
            ],
        },
    }


def item_values(read: Read, item: AgendaItemRow) -> Values:
    """One item with its claim, loan, opinions and resolution: what the approval form shows."""
    values = claim_values(read, item.claim_id)
    card = item_card(item=item.id).run(read)
    row = read.get(MeetingRow, item.meeting_id, "会议")
    worth = worth_of(read, read.get(ClaimRow, item.claim_id, "代偿申请"))
    claim, loan = values["claim"], values["loan"]
    claim["loss"] = loss = card.loss or ZERO
    claim["fund_share"] = card.fund_share or ZERO
    claim["guarantor_share"] = card.guarantor_share or ZERO
    claim["bank_share"] = card.bank_share or ZERO
    finding = card.finding or standard_finding(values)
    values["item"] = {
        "order": item.order_no,
        "order_words": ordinal_in_words(item.order_no),
        "title": item.title,
        "enterprise": card.enterprise,
        "bank": card.bank,
        "claim_number": card.claim_number,
        "principal": claim["principal"],
        "loss": loss,
        "fund_share": claim["fund_share"],
        "guarantor_share": claim["guarantor_share"],
        "bank_share": claim["bank_share"],
        "ratio_label": claim["ratio_label"],
        "ratio_words": claim["ratio_words"],
        "finding": finding,
        "result_label": label_of(RESULTS, card.result),
        "text": "",
        "opinions": [
            {
                "unit": o.unit,
                "opinion_label": label_of(OPINIONS, o.choice),
                "text": o.text,
                "name": o.name,
            }
            for o in card.opinions
        ],
        "opinions_text": card.opinions_text,
        "loans": [
            {
                **loan,
                "reason": values["claim"]["reason_text"]
                or f"借款人因{claim['reason_label']}，未能按期归还贷款",
                "base_on": claim["base_on"],
            }
        ],
        "awards": [
            {
                "loss": loss,
                "ratio_label": claim["ratio_label"],
                "ratio_words": claim["ratio_words"],
                "parties": party_values(worth.assessment, card),
            }
        ]
        if card.result == "agree" and worth.assessment is not None
        else [],
    }
    values["resolution"] = {
        "result_label": label_of(RESULTS, card.result),
        "text": finding,
        "decided_on": card.decided_on,
    }
    values["meeting"] = {
        "title": row.title,
        "body": read.scheme().meeting.title,
        "held_on": row.held_on,
        "place": row.place,
        "chair": row.chair,
        "minutes_number": row.minutes_number,
    }
    return values


def standard_finding(values: Values) -> str:
    """The finding the minutes give when none was written: class, interest, loss."""
    loan, loss = values["loan"], values["claim"]["loss"]
    return (
        f"该笔{loan['security_label']}贷款符合科创贷款不良认定条件；"
        f"{loan['interest_status']}，核定本次风险损失{loss.show()}元"
    )


def party_values(assessment: Assessment, card: ItemCard) -> list[Values]:
    """Each party's part, in the ratio's order."""
    bears = {
        Party.FUND: card.fund_share,
        Party.GUARANTOR: card.guarantor_share,
        Party.BANK: card.bank_share,
    }
    return [
        {"name": Party(p).label, "amount": bears.get(Party(p), assessment.share(p))}
        for p in assessment.parties
    ]
