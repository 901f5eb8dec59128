"""The guided demonstration: a practice vault in which one whole round of the clerk's work is done by the services (K-33)."""

from models.services.demo.round import run

__all__ = ["run"]
