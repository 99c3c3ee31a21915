"""Places people on stages: events → candidates (Ibis) → counted and timed rules → kernel (numpy)
→ transitions and people. See docs/explanation/stage-fold.md."""
