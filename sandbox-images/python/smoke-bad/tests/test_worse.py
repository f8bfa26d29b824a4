from app.worse import total


def test_is_wrong():
    assert total("a") == "b"
