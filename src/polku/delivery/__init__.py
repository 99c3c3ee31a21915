"""From what a programme wants to what was sent: contact policy, claim, rendering, retry, receipts."""
