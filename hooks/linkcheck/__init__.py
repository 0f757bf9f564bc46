"""Checks the links that lead out of the site, by asking the hosts they name. Never part of a build.

One question goes through five parts:

- ``sources`` reads the built site: which address is used where (``Use``).
- ``visit`` decides, without any input or output, what to ask next about one address (``Ask``)
  and what the replies mean (``Answer``): redirects, repeated tries, anchors.
- ``schedule`` decides when: one request at a time for each host, a pause between two.
- ``fetch`` asks, and turns whatever happens into a ``Reply`` or a ``Failure``.
- ``judge`` turns answers into findings, at each place that uses the address.

``cache`` keeps the answers between runs, ``allowed`` reads the links that need not be found in order.

``robots.txt`` is not read: it speaks to programs that wander from page to page (RFC 9309 §1).
This one asks for the few addresses that an author put on a page, each once in two weeks, as a reader
who selects the link would, and follows none of the links it finds there.
"""
