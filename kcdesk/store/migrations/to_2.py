"""Version 2: agreements, deposits, standing of firms, milestones, registers, list versions.

Frozen on the day it was written: an office of version 1 becomes exactly this, whatever the
tables are today.
"""

from __future__ import annotations

from alembic.operations import Operations
from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint, text


def bring_up(op: Operations) -> None:
    """Make the tables and columns that came with version 2; what is there stays as it is."""
    _new_columns(op)
    _partners(op)
    _enterprises(op)
    _loans(op)
    _fund(op)
    _registers(op)
    _applications(op)
    _meetings(op)
    _claims(op)


def _new_columns(op: Operations) -> None:
    op.add_column("partner", Column("tech_from_on", Text, nullable=True))
    op.add_column("partner", Column("service_team", Text, nullable=True))
    op.add_column("scheme_revision", Column("from_on", Text, nullable=True))
    op.add_column("scheme_revision", Column("note", Text, nullable=True))
    op.add_column("application", Column("kind", Text, nullable=True))
    op.add_column(
        "application", Column("is_discounting", Integer, nullable=False, server_default=text("0"))
    )
    op.add_column("application", Column("rate", Text, nullable=True))
    op.add_column("application", Column("special_reason", Text, nullable=True))
    op.add_column("application", Column("channel", Text, nullable=True))
    op.add_column("application", Column("submitted_on", Text, nullable=True))
    op.add_column("application", Column("first_loan_on", Text, nullable=True))
    op.add_column("listing", Column("submitted_on", Text, nullable=True))
    op.add_column("listing", Column("expires_on", Text, nullable=True))
    op.add_column("listing", Column("is_provisional", Integer, nullable=True))
    op.add_column("qualification", Column("number_year", Integer, nullable=True))
    op.execute("ALTER TABLE qualification ADD COLUMN entered_by INTEGER REFERENCES person (id)")
    op.add_column("loan", Column("kind", Text, nullable=True))
    op.add_column(
        "loan", Column("is_discounting", Integer, nullable=False, server_default=text("0"))
    )
    op.add_column("loan", Column("special_reason", Text, nullable=True))
    op.execute("ALTER TABLE loan ADD COLUMN old_loan_id INTEGER REFERENCES loan (id)")
    op.add_column("loan", Column("guaranteed_fen", Integer, nullable=True))
    op.create_index("ix_loan_old_loan_id", "loan", ["old_loan_id"])
    op.add_column("payout", Column("source", Text, nullable=True))
    op.add_column("payout", Column("override_no", Text, nullable=True))


def _partners(op: Operations) -> None:
    op.create_table(
        "reference_rate",
        Column("id", Integer, primary_key=True),
        Column("term", Text, nullable=False),
        Column("published_on", Text, nullable=False),
        Column("rate", Text, nullable=False),
        UniqueConstraint("term", "published_on", name="uq_reference_rate_term_published_on"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "agreement",
        Column("id", Integer, primary_key=True),
        Column(
            "partner_id",
            Integer,
            ForeignKey("partner.id", name="fk_agreement_partner_id"),
            nullable=False,
        ),
        Column("number", Text, nullable=False),
        Column("signed_on", Text, nullable=False),
        Column("from_on", Text, nullable=False),
        Column("until_on", Text, nullable=True),
        Column("sharing", Text, nullable=False),
        Column("parties", Text, nullable=False),
        Column("guaranteed_sharing", Text, nullable=False),
        Column("guaranteed_parties", Text, nullable=False),
        Column("rate_ceiling", Text, nullable=True),
        Column("spread", Text, nullable=True),
        Column("line_fen", Integer, nullable=True),
        Column("deposit_fen", Integer, nullable=True),
        Column("document_no", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column(
            "renews_id",
            Integer,
            ForeignKey("agreement.id", name="fk_agreement_renews_id"),
            nullable=True,
        ),
        Column("ended_on", Text, nullable=True),
        Column("end_reason", Text, nullable=False),
        Column("trace", Text, nullable=False),
        Column(
            "scheme_revision_id",
            Integer,
            ForeignKey("scheme_revision.id", name="fk_agreement_scheme_revision_id"),
            nullable=False,
        ),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_agreement_entered_by"),
            nullable=False,
        ),
        UniqueConstraint("partner_id", "from_on", name="uq_agreement_partner_id_from_on"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_agreement_renews_id", "agreement", ["renews_id"])
    op.create_table(
        "partner_requirement",
        Column("id", Integer, primary_key=True),
        Column(
            "partner_id",
            Integer,
            ForeignKey("partner.id", name="fk_partner_requirement_partner_id"),
            nullable=False,
        ),
        Column("checked_on", Text, nullable=False),
        Column("ticks", Text, nullable=False),
        Column("line_fen", Integer, nullable=True),
        Column("note", Text, nullable=False),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_partner_requirement_entered_by"),
            nullable=False,
        ),
        UniqueConstraint(
            "partner_id", "checked_on", name="uq_partner_requirement_partner_id_checked_on"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "suspension",
        Column("id", Integer, primary_key=True),
        Column(
            "partner_id",
            Integer,
            ForeignKey("partner.id", name="fk_suspension_partner_id"),
            nullable=True,
        ),
        Column("from_on", Text, nullable=False),
        Column("until_on", Text, nullable=True),
        Column("is_automatic", Integer, nullable=False),
        Column("is_disqualified", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("clauses", Text, nullable=False),
        Column("evidence", Text, nullable=False),
        Column("notified", Text, nullable=False),
        Column("notified_on", Text, nullable=True),
        Column("resumed_document_no", Text, nullable=False),
        Column("resume_reason", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_suspension_partner", "suspension", ["partner_id", "from_on"])


def _enterprises(op: Operations) -> None:
    op.create_table(
        "ban",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_ban_enterprise_id"),
            nullable=False,
        ),
        Column("kind", Text, nullable=False),
        Column("from_on", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("released_on", Text, nullable=True),
        Column("release_document_no", Text, nullable=False),
        Column("release_reason", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ban_enterprise_id", "ban", ["enterprise_id"])
    op.create_table(
        "enterprise_class",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_enterprise_class_enterprise_id"),
            nullable=False,
        ),
        Column("kind", Text, nullable=False),
        Column("from_on", Text, nullable=False),
        Column("until_on", Text, nullable=True),
        Column("document_no", Text, nullable=False),
        Column("end_document_no", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_enterprise_class_enterprise_id", "enterprise_class", ["enterprise_id"])
    op.create_table(
        "enterprise_figure",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_enterprise_figure_enterprise_id"),
            nullable=False,
        ),
        Column("year", Integer, nullable=False),
        Column("staff_count", Integer, nullable=True),
        Column("revenue_fen", Integer, nullable=True),
        Column("total_assets_fen", Integer, nullable=True),
        Column("source", Text, nullable=False),
        UniqueConstraint("enterprise_id", "year", name="uq_enterprise_figure_enterprise_id_year"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "enterprise_profile",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_enterprise_profile_enterprise_id"),
            nullable=False,
        ),
        Column("region_code", Text, nullable=False),
        Column("legal_form", Text, nullable=False),
        Column("size_industry", Text, nullable=False),
        Column("chain", Text, nullable=False),
        Column("park", Text, nullable=False),
        UniqueConstraint("enterprise_id", name="uq_enterprise_profile_enterprise_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "enterprise_tag",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_enterprise_tag_enterprise_id"),
            nullable=False,
        ),
        Column("tag", Text, nullable=False),
        UniqueConstraint("enterprise_id", "tag", name="uq_enterprise_tag_enterprise_id_tag"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "incident",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_incident_enterprise_id"),
            nullable=False,
        ),
        Column("kind", Text, nullable=False),
        Column("happened_on", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("note", Text, nullable=False),
        Column("lifted_on", Text, nullable=True),
        Column("lift_document_no", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_incident_enterprise_id", "incident", ["enterprise_id"])
    op.create_table(
        "list_version",
        Column("id", Integer, primary_key=True),
        Column("ordinal", Integer, nullable=False),
        Column("frozen_on", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("next_on", Text, nullable=True),
        Column("note", Text, nullable=False),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_list_version_entered_by"),
            nullable=False,
        ),
        UniqueConstraint("ordinal", name="uq_list_version_ordinal"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "list_delivery",
        Column("id", Integer, primary_key=True),
        Column(
            "version_id",
            Integer,
            ForeignKey("list_version.id", name="fk_list_delivery_version_id"),
            nullable=False,
        ),
        Column("receiver", Text, nullable=False),
        Column("delivered_on", Text, nullable=False),
        Column("way", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_list_delivery_version_id", "list_delivery", ["version_id"])
    op.create_table(
        "list_version_enterprise",
        Column("id", Integer, primary_key=True),
        Column(
            "version_id",
            Integer,
            ForeignKey("list_version.id", name="fk_list_version_enterprise_version_id"),
            nullable=False,
        ),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_list_version_enterprise_enterprise_id"),
            nullable=False,
        ),
        Column("name", Text, nullable=False),
        Column("uscc", Text, nullable=False),
        Column("classes", Text, nullable=False),
        Column("qualifications", Text, nullable=False),
        Column("from_on", Text, nullable=False),
        Column("until_on", Text, nullable=True),
        Column("is_provisional", Integer, nullable=False),
        UniqueConstraint(
            "version_id",
            "enterprise_id",
            name="uq_list_version_enterprise_version_id_enterprise_id",
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_list_version_enterprise_enterprise_id", "list_version_enterprise", ["enterprise_id"]
    )
    op.create_table(
        "qualification_review",
        Column("id", Integer, primary_key=True),
        Column(
            "qualification_id",
            Integer,
            ForeignKey("qualification.id", name="fk_qualification_review_qualification_id"),
            nullable=False,
        ),
        Column("reviewed_on", Text, nullable=False),
        Column("result", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("finding", Text, nullable=False),
        Column(
            "reviewer_id",
            Integer,
            ForeignKey("person.id", name="fk_qualification_review_reviewer_id"),
            nullable=False,
        ),
        UniqueConstraint("qualification_id", name="uq_qualification_review_qualification_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _loans(op: Operations) -> None:
    op.create_table(
        "credit_line",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_credit_line_enterprise_id"),
            nullable=False,
        ),
        Column(
            "bank_id",
            Integer,
            ForeignKey("partner.id", name="fk_credit_line_bank_id"),
            nullable=False,
        ),
        Column("amount_fen", Integer, nullable=False),
        Column("from_on", Text, nullable=False),
        Column("until_on", Text, nullable=True),
        Column("document_no", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_credit_line_bank_id", "credit_line", ["bank_id"])
    op.create_index("ix_credit_line_firm_bank", "credit_line", ["enterprise_id", "bank_id"])
    op.create_table(
        "person_loan",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_person_loan_enterprise_id"),
            nullable=False,
        ),
        Column(
            "bank_id",
            Integer,
            ForeignKey("partner.id", name="fk_person_loan_bank_id"),
            nullable=False,
        ),
        Column("name", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("amount_fen", Integer, nullable=False),
        Column("taken_on", Text, nullable=False),
        Column("contract_no", Text, nullable=False),
        Column("note", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_loan_bank_id", "person_loan", ["bank_id"])
    op.create_index("ix_person_loan_firm_bank", "person_loan", ["enterprise_id", "bank_id"])
    op.create_table(
        "person_repayment",
        Column("id", Integer, primary_key=True),
        Column(
            "person_loan_id",
            Integer,
            ForeignKey("person_loan.id", name="fk_person_repayment_person_loan_id"),
            nullable=False,
        ),
        Column("repaid_on", Text, nullable=False),
        Column("principal_fen", Integer, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_repayment_person_loan_id", "person_repayment", ["person_loan_id"])
    op.create_table(
        "application_renewal",
        Column("id", Integer, primary_key=True),
        Column(
            "application_id",
            Integer,
            ForeignKey("application.id", name="fk_application_renewal_application_id"),
            nullable=False,
        ),
        Column(
            "old_loan_id",
            Integer,
            ForeignKey("loan.id", name="fk_application_renewal_old_loan_id"),
            nullable=False,
        ),
        UniqueConstraint("application_id", name="uq_application_renewal_application_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_application_renewal_old_loan_id", "application_renewal", ["old_loan_id"])
    op.create_table(
        "loan_acceleration",
        Column("id", Integer, primary_key=True),
        Column(
            "loan_id",
            Integer,
            ForeignKey("loan.id", name="fk_loan_acceleration_loan_id"),
            nullable=False,
        ),
        Column("declared_on", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("note", Text, nullable=False),
        UniqueConstraint("loan_id", name="uq_loan_acceleration_loan_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "loan_guarantor",
        Column("id", Integer, primary_key=True),
        Column(
            "loan_id",
            Integer,
            ForeignKey("loan.id", name="fk_loan_guarantor_loan_id"),
            nullable=False,
        ),
        Column("name", Text, nullable=False),
        Column("kind", Text, nullable=False),
        Column("is_counter", Integer, nullable=False),
        Column("guaranteed_fen", Integer, nullable=True),
        Column("document_no", Text, nullable=False),
        Column("note", Text, nullable=False),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_loan_guarantor_loan_id", "loan_guarantor", ["loan_id"])
    op.create_table(
        "loan_product",
        Column("id", Integer, primary_key=True),
        Column(
            "loan_id",
            Integer,
            ForeignKey("loan.id", name="fk_loan_product_loan_id"),
            nullable=False,
        ),
        Column("product", Text, nullable=False),
        UniqueConstraint("loan_id", "product", name="uq_loan_product_loan_id_product"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "milestone",
        Column("id", Integer, primary_key=True),
        Column(
            "application_id",
            Integer,
            ForeignKey("application.id", name="fk_milestone_application_id"),
            nullable=True,
        ),
        Column(
            "loan_id", Integer, ForeignKey("loan.id", name="fk_milestone_loan_id"), nullable=True
        ),
        Column("code", Text, nullable=False),
        Column("reached_on", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column(
            "partner_id",
            Integer,
            ForeignKey("partner.id", name="fk_milestone_partner_id"),
            nullable=True,
        ),
        Column("note", Text, nullable=False),
        UniqueConstraint("application_id", "code", name="uq_milestone_application_id_code"),
        UniqueConstraint("loan_id", "code", name="uq_milestone_loan_id_code"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_milestone_partner_id", "milestone", ["partner_id"])


def _fund(op: Operations) -> None:
    op.create_table(
        "deposit_entry",
        Column("id", Integer, primary_key=True),
        Column(
            "partner_id",
            Integer,
            ForeignKey("partner.id", name="fk_deposit_entry_partner_id"),
            nullable=False,
        ),
        Column("kind", Text, nullable=False),
        Column("posted_on", Text, nullable=False),
        Column("amount_fen", Integer, nullable=False),
        Column("account_no", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("science_notice_on", Text, nullable=True),
        Column("guarantor_notice_on", Text, nullable=True),
        Column(
            "voucher_id",
            Integer,
            ForeignKey("fund_voucher.id", name="fk_deposit_entry_voucher_id"),
            nullable=False,
        ),
        Column("trace", Text, nullable=False),
        Column(
            "scheme_revision_id",
            Integer,
            ForeignKey("scheme_revision.id", name="fk_deposit_entry_scheme_revision_id"),
            nullable=False,
        ),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_deposit_entry_entered_by"),
            nullable=False,
        ),
        Column("is_void", Integer, nullable=False),
        UniqueConstraint("voucher_id", name="uq_deposit_entry_voucher_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deposit_entry_partner", "deposit_entry", ["partner_id", "posted_on"])
    op.create_table(
        "fund_outflow",
        Column("id", Integer, primary_key=True),
        Column("posted_on", Text, nullable=False),
        Column("amount_fen", Integer, nullable=False),
        Column("purpose", Text, nullable=False),
        Column("reason", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column(
            "voucher_id",
            Integer,
            ForeignKey("fund_voucher.id", name="fk_fund_outflow_voucher_id"),
            nullable=False,
        ),
        Column("trace", Text, nullable=False),
        Column(
            "scheme_revision_id",
            Integer,
            ForeignKey("scheme_revision.id", name="fk_fund_outflow_scheme_revision_id"),
            nullable=False,
        ),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_fund_outflow_entered_by"),
            nullable=False,
        ),
        Column("is_void", Integer, nullable=False),
        UniqueConstraint("voucher_id", name="uq_fund_outflow_voucher_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _registers(op: Operations) -> None:
    op.create_table(
        "register_entry",
        Column("id", Integer, primary_key=True),
        Column("register", Text, nullable=False),
        Column("number", Text, nullable=False),
        Column("subject", Text, nullable=False),
        Column("subject_id", Integer, nullable=True),
        Column("noted_on", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("state_on", Text, nullable=True),
        Column("contents", Text, nullable=False),
        Column("result", Text, nullable=False),
        Column("trace", Text, nullable=False),
        Column(
            "scheme_revision_id",
            Integer,
            ForeignKey("scheme_revision.id", name="fk_register_entry_scheme_revision_id"),
            nullable=False,
        ),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_register_entry_entered_by"),
            nullable=False,
        ),
        UniqueConstraint("number", name="uq_register_entry_number"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_register_entry_register", "register_entry", ["register", "noted_on"])
    op.create_index("ix_register_entry_subject", "register_entry", ["subject", "subject_id"])


def _applications(op: Operations) -> None:
    op.create_table(
        "application_material",
        Column("id", Integer, primary_key=True),
        Column(
            "application_id",
            Integer,
            ForeignKey("application.id", name="fk_application_material_application_id"),
            nullable=False,
        ),
        Column("material", Text, nullable=False),
        Column("is_present", Integer, nullable=False),
        Column("note", Text, nullable=False),
        UniqueConstraint(
            "application_id", "material", name="uq_application_material_application_id_material"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_table(
        "application_product",
        Column("id", Integer, primary_key=True),
        Column(
            "application_id",
            Integer,
            ForeignKey("application.id", name="fk_application_product_application_id"),
            nullable=False,
        ),
        Column("product", Text, nullable=False),
        UniqueConstraint(
            "application_id", "product", name="uq_application_product_application_id_product"
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )


def _meetings(op: Operations) -> None:
    op.create_table(
        "opinion_round",
        Column("id", Integer, primary_key=True),
        Column(
            "enterprise_id",
            Integer,
            ForeignKey("enterprise.id", name="fk_opinion_round_enterprise_id"),
            nullable=False,
        ),
        Column(
            "application_id",
            Integer,
            ForeignKey("application.id", name="fk_opinion_round_application_id"),
            nullable=True,
        ),
        Column("opened_on", Text, nullable=False),
        Column("reply_by_on", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("chair_choice", Text, nullable=False),
        Column(
            "entered_by",
            Integer,
            ForeignKey("person.id", name="fk_opinion_round_entered_by"),
            nullable=False,
        ),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_opinion_round_application_id", "opinion_round", ["application_id"])
    op.create_index("ix_opinion_round_enterprise_id", "opinion_round", ["enterprise_id"])
    op.create_table(
        "round_opinion",
        Column("id", Integer, primary_key=True),
        Column(
            "round_id",
            Integer,
            ForeignKey("opinion_round.id", name="fk_round_opinion_round_id"),
            nullable=False,
        ),
        Column(
            "unit_id",
            Integer,
            ForeignKey("member_unit.id", name="fk_round_opinion_unit_id"),
            nullable=False,
        ),
        Column("choice", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("name", Text, nullable=False),
        Column("given_on", Text, nullable=True),
        UniqueConstraint("round_id", "unit_id", name="uq_round_opinion_round_id_unit_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index("ix_round_opinion_unit_id", "round_opinion", ["unit_id"])


def _claims(op: Operations) -> None:
    op.create_table(
        "claim_exemption",
        Column("id", Integer, primary_key=True),
        Column(
            "claim_id",
            Integer,
            ForeignKey("claim.id", name="fk_claim_exemption_claim_id"),
            nullable=False,
        ),
        Column("result", Text, nullable=False),
        Column("decided_on", Text, nullable=False),
        Column("document_no", Text, nullable=False),
        Column("opinion", Text, nullable=False),
        UniqueConstraint("claim_id", name="uq_claim_exemption_claim_id"),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
