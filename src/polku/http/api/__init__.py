"""The JSON API under /api: one router per noun; `routers.ROUTERS` lists them."""
