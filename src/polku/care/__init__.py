"""What a team does with care programmes: save, publish, pause, dry-run, explain, results."""

from polku.care.care import Care
from polku.care.workplace import Workplace

__all__ = ["Care", "Workplace"]
