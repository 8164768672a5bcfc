"""The register: an organisation's public page of all its assessments.

`sessions.gather` takes what was published from a list of sessions, `model.register` puts it in order and on pages,
`html` and `markdown` draw those, `folder.write` puts them in place, and `copies` writes the reports beside them.
"""
