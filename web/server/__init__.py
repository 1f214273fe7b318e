"""Serve the WSGI application with waitress, in several processes at one address.

waitress is used by what it documents: `create_server(app, sockets=…, …)`, `run()`, the logger
`waitress.queue`. All else is asked of the sockets that we hand over: they count connections, close
those that do not move, and go to the worker that has fewest (sockets). One worker is a waitress
with an end that loses nothing (worker); the parent starts them anew when they die (supervisor).
"""
