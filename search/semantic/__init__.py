"""Answer by meaning where words leave a question open: optional, local, and always told apart.

meaning    the model and vectors of one generation, or the sentence that says why not
blending   words and meaning → one order; which hits meaning adds
"""
