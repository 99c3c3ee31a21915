"""Published results, computed again: `polku verify` prints both. One file for each source; `CHECKS` lists them."""
