"""Reading tests: what a condition, a row of a decision or a count asks of the facts."""

from __future__ import annotations

from kcdesk.domain.schemes.operands import Operand
from kcdesk.domain.schemes.proving import TEST_NAMES, WITH_CODES, Check, check_shape
from kcdesk.domain.schemes.shapes import ShapeError
from kcdesk.packs.schemes_scope import Scope, listed_names, only_one
from kcdesk.packs.schemes_tables import Slip, Table, unknown

LISTS = ("materials", "default_conditions", "application_materials", "partner_requirements")


def read_tests(table: Table, key: str, scope: Scope) -> tuple[Check, ...]:
    """One test, or several that must all hold; none when the key is not written."""
    if not table.has(key):
        return ()
    if isinstance(table.raw(key), list):
        return tuple(read_test(each, scope) for each in table.tables(key, required=True))
    return (read_test(table.table(key), scope),)


def read_test(table: Table, scope: Scope) -> Check:
    """One test of the closed set."""
    op = only_one(table, TEST_NAMES, "条件的检验")
    with table.at(op):
        given = listed_names(table.raw(op))
        literal = op in WITH_CODES
        operands = tuple(scope.operand(n) for n in (given[:1] if literal else given))
        codes = tuple(given[1:]) if literal else ()
        try:
            check_shape(op, [o.field for o in operands])
        except ShapeError as error:
            raise Slip(str(error)) from error
        if literal:
            _check_codes(op, operands[0], codes)
    table.done()
    return Check(op, operands, codes)


def _check_codes(op: str, operand: Operand, codes: tuple[str, ...]) -> None:
    if op == "starts_with":
        if not codes:
            raise Slip("后面要写开头的文字")
        return
    known = LISTS if op == "has_all" else tuple(o.value for o in operand.field.options)
    if codes and operand.field.is_open and op != "has_all":
        return  # labels the office makes up itself
    if not codes or (op == "has_all" and len(codes) > 1):
        raise Slip("后面要写选项" if op != "has_all" else "后面要写一个清单的名称")
    for code in codes:
        if code not in known:
            raise unknown("清单" if op == "has_all" else "选项", code, known)
