"""Files into events: what kind of file it is, a proposed mapping, the import, the rejects."""

from polku.importer.importing import ImportResult, run
from polku.importer.proposal import Column, Proposal, propose
from polku.importer.rejects import Reject, read_rejects

__all__ = ["Column", "ImportResult", "Proposal", "Reject", "propose", "read_rejects", "run"]
