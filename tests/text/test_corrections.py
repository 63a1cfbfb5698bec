import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedsvc.text.corrections import corrections


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Correction: tide times", ""),
        ("CORRECTED - Tide times for Monday", ""),
        ("[Retracted] The ferry will sail", ""),
        ("RETRACTION: The ferry will sail", ""),
        ("Tide times (corrected)", ""),
        ("Berichtigung: Fährzeiten", ""),
        ("Rectificatif : horaires des marées", ""),
        ("Fe de erratas: horario", ""),
        ("【訂正】潮の時刻", ""),
        ("更正：潮汐时间", ""),
        ("Опровержение: паром пойдёт", ""),
        ("Tide times", "The tide is at six. Correction: an earlier text said seven."),
        ("Tide times", "Correction (3 March): the tide is at six."),
        ("Tide times", "x " * 900 + "This article has been corrected to say that it is six."),
        ("Tide times", "An earlier version of this story gave another time. " + "x " * 900),
        ("Fähre", "Um sechs. Korrektur: In einer früheren Fassung stand sieben."),
    ],
)
def test_what_was_corrected_says_so(title: str, text: str) -> None:
    assert corrections(title, text) > 0


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Tide times", "The tide is at six."),
        ("Corrections officers strike", "They want more pay."),
        ("How a retraction is made", "Journals retract papers: an overview."),
        ("The corrected tables of Babbage", "They were corrected by hand."),
        ("Withdrawn behaviour in cats", "Cats hide."),
        ("Update: the ferry sails again", "It sails."),
        ("A stock market correction", "Prices fell. The correction was long expected."),
        ("Tide times", "x " * 900 + "Correction: in the middle. " + "x " * 900),
    ],
)
def test_what_was_not_does_not(title: str, text: str) -> None:
    assert corrections(title, text) == 0


def test_a_second_note_is_another_sign() -> None:
    one = "The tide is at six. Correction: not seven."
    assert corrections("", f"{one} Correction: nor eight.") == corrections("", one) + 1


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_has_an_answer(title: str, text: str) -> None:
    assert corrections(title, text) >= 0


def test_long_texts_cost_no_more_than_their_edges() -> None:
    for piece in ("correction ", " ", "(", "an earlier version of this ", "\n"):
        corrections(piece * 10_000, piece * 100_000)
