"""What the office file gives to count: the rows of an indicator, as of a day or over a time.

Stands beside the stages, like the exposure: reports ask it, and so does the guard that suspends a
bank while a loan is being entered. It decides nothing; the programme's own figures do.
"""

from kcdesk.work.measures.book import Book
from kcdesk.work.measures.period import Period, period_of
from kcdesk.work.measures.rows import needed_facts, rows_of

__all__ = ["Book", "Period", "needed_facts", "period_of", "rows_of"]
