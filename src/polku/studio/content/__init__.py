"""What is known of the content plan, the script and the market: the plan beside the numbers."""

from polku.studio.content.content import Content

__all__ = ["Content"]
