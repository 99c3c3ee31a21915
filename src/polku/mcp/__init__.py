"""An assistant asks and drafts, by the Model Context Protocol."""

from polku.mcp.api import Api
from polku.mcp.server import build_server

__all__ = ["Api", "build_server"]
