"""What stands between the server and the pages, from the outside to the inside: who asks (proxies),
whether there is room for it (limiter), whether it is well-formed and which headers the answer
carries (security), what is written down of it (access_log, metrics).
"""
