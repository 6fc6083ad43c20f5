"""What people with an account are: each role may all that the one before it may."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Role"]


class Role(StrEnum):
    """A role.

    >>> Role.OPERATOR.may(Role.CLERK), Role.CLERK.may(Role.OPERATOR)
    (True, False)
    """

    CLERK = "clerk"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        """Its name on pages."""
        return {"clerk": "提案工作人员", "operator": "管理员"}[self.value]

    def may(self, needed: Role) -> bool:
        """Whether somebody of this role may do what needs another."""
        order = list(Role)
        return order.index(self) >= order.index(needed)
