"""The packs that ship, as one installation has them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from kcdesk.packs.library import Library
from kcdesk.packs.schemes import head_of_text, revision_of


def test_what_ships_is_read_once_and_kept(resources: Path, forms: Path) -> None:
    library = Library(resources, forms)
    assert not library.holidays.is_working(date(2024, 10, 1))
    assert library.holidays is library.holidays
    assert "enterprises" in library.sheets
    assert "pinghu" in library.scheme_ids()
    text = library.scheme_text("pinghu")
    assert library.scheme_of_text(text, {}) is library.scheme_of_text(text, {})


def test_the_head_of_a_text_is_read_alone(resources: Path, forms: Path) -> None:
    """What is offered when an office is founded: no text is read to its end for its title."""
    library = Library(resources, forms)
    for scheme_id in library.shipped_ids():
        head = library.scheme_head(scheme_id)
        scheme = library.scheme_of_text(library.scheme_text(scheme_id), {})
        assert head == {"id": scheme_id, "title": scheme.title, "region": scheme.region}
    late = '[[clause]]\nid = "A"\n[scheme]\nid = "late"\ntitle = "迟"\n'
    assert head_of_text(late) == {"id": "late", "title": "迟", "region": ""}


def test_a_text_is_known_by_its_sha256_once_read(resources: Path, forms: Path) -> None:
    library = Library(resources, forms)
    text = library.scheme_text("pinghu")
    revision = revision_of(text)
    assert library.known_scheme(revision, {}) is None
    scheme = library.scheme_of_text(text, {})
    assert library.known_scheme(revision, {}) is scheme
    assert library.known_scheme(revision, {"loss_base": "principal"}) is None
    assert library.pack_of_text(text) is library.pack_of_text(text)
    assert library.case_results(text) is library.case_results(text)
    assert all(result.is_right for result in library.case_results(text))


def test_a_text_adopted_before_papers_were_described_prints_the_shipped_papers(
    resources: Path, forms: Path
) -> None:
    """An office of an older version has Daye's letter of intent without revising its programme."""
    library = Library(resources, forms)
    text = library.scheme_text("daye")
    old = re.sub(
        r"^\[(?:\[paper(?:\.opinion)?\]|paper_words|paper\.words)\]\n(?:(?!\[).*\n)*", "", text,
        flags=re.MULTILINE,
    )  # fmt: skip
    assert "[paper" not in old
    now, then = (library.scheme_of_text(t, {}) for t in (text, old))
    assert then.papers == now.papers
    assert then.paper_words == now.paper_words
    assert then.revision != now.revision
    own = old.replace('id = "daye"', 'id = "our_own"')
    assert library.scheme_of_text(own, {}).papers == {}
    said = old + '\n[[paper]]\nform = "minutes"\n'
    assert list(library.scheme_of_text(said, {}).papers) == ["minutes"]
