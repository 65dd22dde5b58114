"""Images in a page show what was drawn."""

import base64
import io

import numpy as np
import pytest
from PIL import Image, features

from symgd.plotting.writers.embedding import addresses


@pytest.fixture
def squares():
    """Return images of two colours each."""
    images = np.full((3, 20, 30, 4), 255, np.uint8)
    for k, image in enumerate(images):
        image[5:15, 5:15, :3] = [k * 50, 10, 200]
    return images


def read(address):
    """Return the kind and the pixels of an image in an address."""
    kind, data = address.split(";base64,")
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        return kind, np.array(image.convert("RGB"))


@pytest.mark.parametrize("webp", [True, False])
def test_few_colours_are_kept_exactly(squares, webp, monkeypatch):
    if webp and not features.check("webp"):
        pytest.skip("This Pillow writes no WebP; install the Pillow wheel from PyPI.")
    monkeypatch.setattr(features, "check", lambda name: webp)
    found = [read(address) for address in addresses(squares, squares)]
    assert {kind for kind, _ in found} == {"data:image/webp" if webp else "data:image/png"}
    assert all(np.array_equal(found[k][1], squares[k][..., :3]) for k in range(3))


def test_images_are_made_when_they_are_asked_for(squares):
    asked = []

    def frames():
        for image in squares:
            asked.append(1)
            yield image

    made = addresses(frames(), squares)
    next(made)
    assert len(asked) == 1
