"""Turn paragraphs into vectors of meaning with a local model, after the index is live.

    model     the administrator's folder → files, options, digest
    encoder   a text → an int8 vector, always the same bits
    vectors   vectors of one segment ↔ a verified file beside the generations
    journal   what was computed already, so that a killed run loses next to nothing
    embedding the step itself: the live generation → a vector file for each segment

Nothing here is imported unless `semantic.model` is set: the libraries are an optional extra.
"""
