"""How often customers will come back and what they will spend: buy-till-you-die models fitted by maximum
likelihood, and contracts by survival.

Sufficient statistics in (`Buyers`, `Spenders`): equal histories are counted, not listed, so that the price of a
fit is that of the different histories.
"""
