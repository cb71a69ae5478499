"""What the build must know of an export file before a row of it is used.

The records themselves are read by the database. This package is Python because SQL cannot verify a
gzip checksum, count lines independently of the reader that parses them, tell a comma from a
semicolon by the header, or mend a file whose bytes the reader refuses. Its modules, each of which
imports only those above it:

* :mod:`~warehouse.export_files.listing`: which files there are, and whose exports they are;
* :mod:`~warehouse.export_files.file_text`: a file's bytes and lines, unpacked and decoded;
* :mod:`~warehouse.export_files.rejects`: a line that is no record, marked as such;
* :mod:`~warehouse.export_files.json_documents`, :mod:`~warehouse.export_files.loaders`,
  :mod:`~warehouse.export_files.pages`, :mod:`~warehouse.export_files.csv_rows`: the ways in which
  records are written, one a module;
* :mod:`~warehouse.export_files.copies`: the copy that the database reads where it cannot read the
  file;
* :mod:`~warehouse.export_files.inspection`: what is in a file, and whether it is damaged.

Landing calls them by :mod:`warehouse.landing_functions`.
"""
