"""The bodies of the API, one file per noun; the TypeScript types of the UI are made from them."""
