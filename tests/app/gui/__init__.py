"""Tests of the window, on a real recording, without a screen."""

import pytest

pytest.importorskip("PyQt6.QtWidgets", reason="the window's tests need PyQt6 and its libraries")
