"""Shows each tool what it is there for."""

import hashlib
import os
import subprocess


def run(command: str) -> int:
    return subprocess.call(command, shell = True)


def total(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
