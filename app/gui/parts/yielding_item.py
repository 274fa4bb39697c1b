"""A widget's place in a layout that may shrink to its least height."""

from PyQt6.QtWidgets import QWidgetItem


class YieldingItem(QWidgetItem):
    """Holds a widget with wrapped texts; a plain item never gives it less than it would like."""

    def hasHeightForWidth(self) -> bool:
        """Ask for no height that depends on the width."""
        return False
