import pytest

from feedsvc.model.entry import Category, Extension
from feedsvc.publish.terms import told_once

MEDIA = "http://search.yahoo.com/mrss/category_schema"
ITUNES = "http://www.itunes.com/"
INNER = Extension(name="itunes:category", attributes={"text": "Design"})


@pytest.mark.parametrize(
    ("extension", "scheme", "told"),
    [
        (Extension(name="media:category", text="sea"), MEDIA, ["sea"]),
        (
            Extension(name="itunes:category", attributes={"text": "Arts"}, children=(INNER,)),
            ITUNES,
            ["Arts", "Design"],
        ),
        (
            Extension(name="itunes:keywords", text="big sea, salt"),
            ITUNES,
            ["big sea", "salt", "big"],
        ),
        (Extension(name="media:keywords", text="sea"), MEDIA, []),
    ],
)
def test_what_an_extension_tells_is_no_category_as_well(
    extension: Extension, scheme: str, told: list[str]
) -> None:
    terms = ["sea", "Arts", "Design", "big sea", "salt", "big"]
    categories = tuple(Category(term=term, scheme=scheme) for term in terms)
    kept = told_once(categories, (extension,))
    assert [one.term for one in kept] == [term for term in terms if term not in told]


def test_a_term_of_the_upstreams_own_stays() -> None:
    own = (Category(term="sea"), Category(term="sea", scheme="https://x.example/"))
    assert told_once(own, (Extension(name="media:category", text="sea"),)) == own


def test_without_extensions_every_category_stays_in_its_order() -> None:
    all_of_them = (Category(term="b", scheme=MEDIA), Category(term="a"))
    assert told_once(all_of_them, ()) == all_of_them
