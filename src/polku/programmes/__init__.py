"""The care programme as a document: model, steps, validate, words, compile, templates. Pure."""
