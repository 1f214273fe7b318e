"""A library of one's own documents: begin one, and add files to it, again and again.

`creation` lays out a new library's folders. `addition` imports files, proposes their metadata and
writes them into the corpus; `ledger` remembers by digest what came in, so that nothing comes in
twice and a changed file replaces its document. `notes` keeps what an import was unsure of, and the
evidence of its fields, for the desk.

Nothing is imported here: who only looks at originals needs none of the readers of `addition`.
"""
