"""What a screen remembers for its user: widths, filters, sheet sizes. No evidence, no journal (K-11)."""

from __future__ import annotations

import json
from typing import Any

from models.services import password_history
from models.services.office import Office


def load_preferences(office: Office) -> dict[str, Any]:
    """Everything remembered for the person signed in, by name; what cannot be read is left out."""
    found = {}
    for name, value in office.read.preferences(office.sitting.id).items():
        if name == password_history.NAME:
            continue
        try:
            found[name] = json.loads(value)
        except ValueError:
            continue
    return found


def remember(office: Office, name: str, value: Any) -> None:
    """Keep one preference; a copy opened to read remembers nothing."""
    if not office.vault.store.read_only:
        office.vault.store.remember(office.sitting.id, name, json.dumps(value, ensure_ascii=False))
