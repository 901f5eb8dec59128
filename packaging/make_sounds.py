"""Makes the three sounds of a scan (`make sounds`): told apart by pitch and rhythm, also by a tired ear (screen.md 6)."""

import math
import struct
import wave
from pathlib import Path

SOUNDS = Path(__file__).resolve().parents[1] / "resources" / "sounds"
RATE = 22_050
LOUDNESS = 0.5
EDGE = 0.006  # seconds of fading at both ends of a tone, so that it does not click

Tone = tuple[float, float]
"""Pitch in hertz (0 is silence) and seconds."""

#: file name → its tones: agreed; attention (wrong place, duplicate, level); not known or refused.
TONES: dict[str, tuple[Tone, ...]] = {
    "match.wav": ((1760.0, 0.070),),
    "attention.wav": ((988.0, 0.090), (0.0, 0.030), (659.0, 0.090)),
    "refused.wav": ((220.0, 0.300),),
}


def samples(tones: tuple[Tone, ...]) -> list[int]:
    """16-bit samples of the tones one after the other."""
    found: list[int] = []
    for pitch, seconds in tones:
        count = round(seconds * RATE)
        for number in range(count):
            edge = min(1.0, number / (EDGE * RATE), (count - 1 - number) / (EDGE * RATE))
            found.append(round(32_767 * LOUDNESS * edge * timbre(pitch * number / RATE)))
    return found


def timbre(turn: float) -> float:
    """A soft tone with two overtones, so that small loudspeakers carry the low one; between -1 and 1."""
    return sum(math.sin(2 * math.pi * turn * factor) * part for factor, part in ((1, 0.7), (2, 0.2), (3, 0.1)))


def main() -> None:
    SOUNDS.mkdir(parents=True, exist_ok=True)
    for name, tones in TONES.items():
        data = samples(tones)
        with wave.open(str(SOUNDS / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(struct.pack(f"<{len(data)}h", *data))


if __name__ == "__main__":
    main()
