"""A bad scanner for tests: papers come out of it turned, grey, noisy and badly compressed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
from PIL import Image, ImageChops


def sheets(pdf: bytes, dpi: int = 200) -> list[Image.Image]:
    """The pages as grey pictures."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [
            page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document
        ]


def turned(sheet: Image.Image, degrees: float) -> Image.Image:
    """Put in askew or the wrong way round; the lid is white."""
    return sheet.rotate(
        degrees, expand=degrees % 90 == 0, fillcolor=255, resample=Image.Resampling.BICUBIC
    )


def grained(sheet: Image.Image, strength: float = 60) -> Image.Image:
    """Dust and a weak lamp: paper is no longer white nor ink black. The same grain every time."""
    seed = Image.linear_gradient("L").resize(sheet.size)
    tile = Image.frombytes(
        "L", (64, 64), bytes((at * 2654435761 >> 13) & 255 for at in range(4096))
    )
    grain = Image.new("L", sheet.size)
    for left in range(0, sheet.width, 64):
        for top in range(0, sheet.height, 64):
            grain.paste(tile.rotate(90 * ((left + top) // 64)), (left, top))
    shaded = Image.blend(sheet, seed, 0.1)
    return ImageChops.add(
        ImageChops.subtract(shaded, grain.point(lambda g: int(g * strength / 255))),
        Image.new("L", sheet.size, 20),
    )


def jpeg(sheet: Image.Image, quality: int = 40) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(sheet: Image.Image, **how: Any) -> bytes:
    out = io.BytesIO()
    sheet.save(out, "PNG", **how)
    return out.getvalue()


def scanned(pages: Sequence[Image.Image], dpi: int = 200, quality: int = 40) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    out = io.BytesIO()
    first, *rest = [Image.open(io.BytesIO(jpeg(page, quality))) for page in pages]
    first.save(out, "PDF", save_all=True, append_images=rest, resolution=dpi)
    return out.getvalue()
