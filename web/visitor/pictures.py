"""Photos from strangers: told by their content, decoded under bounds, and written anew without metadata."""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

_FORMATS = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
TYPES = tuple(mime for mime, _ in _FORMATS.values())
# A small file can unfold to a huge picture; beyond this it is not decoded at all.
_MOST_PIXELS = 64_000_000
_LONGEST_EDGE = 4096
_QUALITY = 88
# What Pillow raises at, or in the middle of, a file that is none of these.
_UNREADABLE = (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError)
_LONGEST_NAME = 60
_FORBIDDEN = re.compile(r'[<>:"|?*;%&\'`$]+')
DEFAULT_NAME = "photo"


class NotAPicture(ValueError):
    """The bytes are no JPEG, PNG or WebP that can be decoded, or too large a one."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was decoded and encoded again: nothing of the original bytes is left."""

    data: bytes
    type: str
    suffix: str
    width: int
    height: int


def rewrite(data: bytes) -> Picture:
    """Decode a picture and write it anew, upright, its long edge at most 4096 px; takes up to a second.

    Position, camera and whatever else was hidden in the file are gone. Raises ``NotAPicture``.
    """
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as opened:
            kind = opened.format or ""
            if kind not in _FORMATS or opened.width * opened.height > _MOST_PIXELS:
                raise NotAPicture("unknown format, or too many pixels")
            opened.draft("RGB", (_LONGEST_EDGE, _LONGEST_EDGE))  # JPEG: decodes no finer than needed
            return _encoded(opened, kind)
    except _UNREADABLE as problem:
        raise NotAPicture(str(problem)) from problem


def _encoded(opened: Image.Image, kind: str) -> Picture:
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
    transparent = kind != "JPEG" and upright.has_transparency_data
    plain = upright.convert("RGBA" if transparent else "RGB")
    clean = Image.new(plain.mode, plain.size)
    clean.paste(plain)  # the pixels alone: no EXIF, no profile, no comment
    out = io.BytesIO()
    clean.save(out, format=kind, quality=_QUALITY)
    mime, suffix = _FORMATS[kind]
    return Picture(out.getvalue(), mime, suffix, *clean.size)


def safe_name(given: str | None, suffix: str) -> str:
    """A file's name as it may be shown and saved: no path, controls or direction marks, the true suffix."""
    base = unicodedata.normalize("NFC", (given or "").replace("\\", "/").rsplit("/", 1)[-1])
    seen = "".join(c for c in base if not unicodedata.category(c).startswith("C"))
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", _FORBIDDEN.sub("_", seen)).strip(" ._-")
    return f"{stem[:_LONGEST_NAME].strip() or DEFAULT_NAME}{suffix}"
