"""Funnels: how far did each attempt get along the steps? Pure columns in, arrivals out."""
