"""The values a paper is filled with, gathered from the office for one subject.

`values_of` gives nested dictionaries of typed values; the form engine looks blanks up in them and
knows nothing of the office. The same values are kept in the print log.
"""

from kcdesk.work.paper.subjects import title_of, values_of

__all__ = ["title_of", "values_of"]
