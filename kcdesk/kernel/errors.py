"""The three kinds of bad news; everything else that is raised is our own bug.

`Refusal` is said by a rule or by the data, `Fault` by the world (disk, other programs,
damaged files). Both carry Chinese sentences made for the person at the desk: what is wrong,
where, which clause says so, and what to do now.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kcdesk.kernel import cite


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, said to a clerk.

    `message` is a whole Chinese sentence without the cure; `cure` says what to do next;
    `field` is the name of the command's field, empty when no single field is to blame;
    `clauses` are ids of the clause ledger (``PH-1``); `code` is stable (``loan.over_cap``).
    """

    message: str
    cure: str = ""
    field: str = ""
    clauses: tuple[str, ...] = ()
    code: str = ""

    def at(self, name: str) -> Problem:
        """The same problem, laid at the door of field `name`."""
        return replace(self, field=name)

    def __str__(self) -> str:
        return f"{self.message}{cite.resting_on(self.clauses)}{self.cure}"


class Refusal(Exception):
    """A rule or the data says no; nothing was written."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            raise ValueError("a refusal names at least one problem")
        super().__init__("\n".join(str(p) for p in problems))
        self.problems = problems

    @classmethod
    def of(
        cls,
        message: str,
        *,
        cure: str = "",
        field: str = "",
        clauses: tuple[str, ...] = (),
        code: str = "",
    ) -> Refusal:
        """A refusal of one problem."""
        return cls(Problem(message, cure, field, clauses, code))

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause the refusal rests on, each once, in the order met."""
        return tuple(dict.fromkeys(c for p in self.problems for c in p.clauses))


@dataclass
class Fault(Exception):
    """The world says no: disk full, file open in WPS, USB stick gone, damaged file.

    `message` says what happened, `safe` what is safe, `cure` what to do; `code` is stable.
    """

    message: str
    safe: str = "已保存的数据没有受影响。"
    cure: str = "请排除后重试。"
    code: str = field(default="fault")

    def __str__(self) -> str:
        return f"{self.message}{self.safe}{self.cure}"


class Cancelled(Exception):
    """The person pressed 取消: long work stops and leaves nothing behind. Not bad news."""
