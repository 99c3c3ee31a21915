"""One file per group of commands; `polku.cli` lists them."""
