"""What the smoke project does: enough to be linted, tested and measured."""


def greet(name: str) -> str:
    if not name:
        raise ValueError("a name is needed")
    return f"Hello, {name}!"
