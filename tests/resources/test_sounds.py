"""The three sounds are what screen.md 6 asks for."""

import struct
import wave
from itertools import pairwise
from pathlib import Path

import pytest

SOUNDS = Path(__file__).resolve().parents[2] / "resources" / "sounds"


def load(name: str) -> tuple[list[int], int]:
    with wave.open(str(SOUNDS / name), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return list(struct.unpack(f"<{file.getnframes()}h", file.readframes(file.getnframes()))), file.getframerate()


def pitch(samples: list[int], rate: int) -> float:
    rising = sum(before < 0 <= after for before, after in pairwise(samples))
    return rising * rate / len(samples)


@pytest.mark.parametrize(
    ("name", "seconds", "tones"),
    [
        ("match.wav", 0.07, [(0.005, 0.065, 1760)]),
        ("attention.wav", 0.21, [(0.005, 0.085, 988), (0.125, 0.205, 659)]),
        ("refused.wav", 0.3, [(0.005, 0.295, 220)]),
    ],
)
def test_length_and_pitch(name: str, seconds: float, tones: list[tuple[float, float, float]]) -> None:
    samples, rate = load(name)
    assert len(samples) / rate == pytest.approx(seconds, abs=0.002)
    for start, end, hertz in tones:
        assert pitch(samples[round(start * rate) : round(end * rate)], rate) == pytest.approx(hertz, rel=0.05)


@pytest.mark.parametrize("name", ["match.wav", "attention.wav", "refused.wav"])
def test_it_is_loud_enough_and_begins_and_ends_in_silence(name: str) -> None:
    samples, _ = load(name)
    assert samples[0] == samples[-1] == 0
    assert 8_000 < max(map(abs, samples)) < 32_000
    assert (SOUNDS / name).stat().st_size < 20_000
