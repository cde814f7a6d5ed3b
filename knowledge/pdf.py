"""The text of PDF files, page by page; a citation's anchor opens the page it stands on."""

from __future__ import annotations

import io
import logging

from knowledge.outline import Outline, Reading
from knowledge.plain import add_text
from knowledge.text import squeeze


def read_pdf(content: bytes, source: str, fallback_title: str, longest: int, most_pages: int) -> Reading:
    """Parse one PDF. Raises ``ValueError`` with the reason if it is locked, damaged or too long."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    outline = Outline(longest)
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("a PDF with a password")
        if len(reader.pages) > most_pages:
            raise ValueError(f"{len(reader.pages)} pages, more than {most_pages}")
        title = squeeze(str(reader.metadata.title or "")) if reader.metadata else ""
        for number, page in enumerate(reader.pages, 1):
            outline.close()
            outline.anchor = f"page={number}"
            add_text(page.extract_text(), outline, titled=number > 1 or bool(title), anchor=f"page={number}")
    except ValueError:
        raise
    except (PyPdfError, OSError, KeyError, TypeError, AttributeError, RecursionError) as error:
        # A damaged file surfaces as any of these, from deep inside the parser.
        raise ValueError(f"not a readable PDF ({type(error).__name__})") from error
    reading = outline.reading(source, title or fallback_title)
    if not reading.document.sections:
        raise ValueError("a PDF without text (scanned pages?)")
    return reading
