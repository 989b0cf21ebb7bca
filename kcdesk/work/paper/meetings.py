"""Paper values of a joint meeting and of one item of it."""

from __future__ import annotations

from kcdesk.domain.meetings import OPINIONS, ordinal_in_words
from kcdesk.domain.schemes.parts import Party
from kcdesk.domain.schemes.scheme import Scheme
from kcdesk.kernel.money import ZERO
from kcdesk.store.tables.claims import ClaimRow
from kcdesk.store.tables.meetings import AgendaItemRow, MeetingRow
from kcdesk.work.commands.meetings import standing_items
from kcdesk.work.context import Read
from kcdesk.work.paper.claims import claim_values, party_values
from kcdesk.work.paper.firms import Values, label_of, office_values
from kcdesk.work.paper.wording import word
from kcdesk.work.queries.claims import worth_of
from kcdesk.work.queries.meetings import item_card, meeting_card


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
            "full_title": f"{read.scheme().meeting.title}{card.title}",
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
            "signed": card.present_count or None,
            "missing": card.absent_count if card.present_count else None,
            "notice_number": row.notice_number,
            "notice_on": row.notice_on or row.held_on,
            "notice_to": "各成员单位",
            "reply_by_on": row.reply_by_on,
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
            "distribution": row.distribution or f"{read.scheme().meeting.title}各成员单位",
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
    scheme = read.scheme()
    claim, loan = values["claim"], values["loan"]
    decided = {
        Party.FUND: card.fund_share,
        Party.GUARANTOR: card.guarantor_share,
        Party.BANK: card.bank_share,
    }
    parties = (
        [] if worth.assessment is None else party_values(values, worth.assessment, scheme, decided)
    )
    claim["loss"] = loss = card.loss or ZERO
    claim["fund_share"] = card.fund_share or ZERO
    claim["guarantor_share"] = card.guarantor_share or ZERO
    claim["bank_share"] = card.bank_share or ZERO
    result = word(scheme, f"result_{card.result}")
    finding = unstopped(card.finding) or standard_finding(values, scheme, card.result)
    is_held = any(o.has_signed for o in card.opinions)
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
        "result_label": result,
        "text": "",
        "parties": parties,
        "opinions": [
            {
                "unit": o.unit,
                "opinion_label": "缺席"
                if is_held and not o.has_signed
                else label_of(OPINIONS, o.choice),
                "text": o.text,
                "name": o.name,
            }
            for o in card.opinions
        ],
        "opinions_text": card.opinions_text,
        "loans": [
            {
                **loan,
                "reason": unstopped(claim["reason_text"])
                or f"借款人因{claim['reason_label']}，未能按期归还贷款",
                "base_on": claim["base_on"],
            }
        ],
        "awards": [
            {
                "loss": loss,
                "ratio_label": claim["ratio_label"],
                "ratio_words": claim["ratio_words"],
                "parties": parties,
            }
        ]
        if card.result == "agree" and parties
        else [],
    }
    values["resolution"] = {
        "result_label": result,
        "text": f"{finding}。" if card.result else "",
        "said": f"{result}。{finding}。" if card.result else "",
        "decided_on": card.decided_on,
    }
    values["meeting"] = {
        "title": row.title,
        "body": scheme.meeting.title,
        "full_title": f"{scheme.meeting.title}{row.title}",
        "held_on": row.held_on,
        "place": row.place,
        "chair": row.chair,
        "minutes_number": row.minutes_number,
    }
    return values


def standard_finding(values: Values, scheme: Scheme, result: str) -> str:
    """The finding the minutes give when none was written: class, interest, loss. Of a claim that
    was not granted nothing is found but that."""
    if result in ("disagree", "defer"):
        return f"对该申请{word(scheme, f'result_{result}')}"
    loan, loss = values["loan"], values["claim"]["loss"]
    return (
        f"该笔{loan['security_label']}贷款{word(scheme, 'finding')}；"
        f"{loan['interest_status']}，核定本次{word(scheme, 'loss')}{loss.show()}元"
    )


def unstopped(text: str) -> str:
    """A text without its last full stop: the paper's own sentence goes on after it."""
    return text.strip().rstrip("。；，")
