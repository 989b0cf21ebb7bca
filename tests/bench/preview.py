"""From the click on 预览打印 to the first page, of an application form and of minutes.

Asked of an office as the screen asks, and the first page drawn at 96 dots an inch. The first
click of a day reads the form's drawing too; the fonts are loaded by then. In seconds of the
processor: what the clock says hangs on who else is at work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median

import pypdfium2

from kcdesk.files import form_reading, form_template
from tests.bench.figures import Figure, processor_seconds
from tests.work.county import County

FIRST, AGAIN = 0.3, 0.1
"""Most seconds of the processor."""


def figures(folder: Path, rounds: int) -> Iterator[Figure]:
    county = County(folder / "office", day=date(2022, 1, 4))
    county.money("2000万元")
    bank, firm = county.bank(), county.firm()
    application = county.do(
        "file_application", enterprise=firm, applied_on="2022-01-04", bank=bank, amount="30万元", term_months=12,
        purpose="采购原材料", security="credit",
    )  # fmt: skip
    county.paid(county.loan(firm, bank))
    meeting = county.ask("meetings")[0].id
    county.ask("preview_paper", form="sign_in", record=meeting)
    for form, record in (("application", application), ("minutes", meeting)):
        click = partial(first_page, county, form, record)
        firsts, agains = [], []
        for _ in range(2 * rounds + 1):
            form_template._made.cache_clear()
            form_reading._kept.cache_clear()
            firsts.append(processor_seconds(click))
            agains += [processor_seconds(click) for _ in range(3)]
        yield Figure(f"{form}: first click to its first page", median(firsts), most=FIRST)
        yield Figure(f"{form}: a later click to its first page", median(agains), most=AGAIN)
    county.office.close()


def first_page(county: County, form: str, record: int) -> None:
    shown = county.ask("preview_paper", form=form, record=record)
    with pypdfium2.PdfDocument(shown.pdf) as document:
        document[0].render(scale=96 / 72)
