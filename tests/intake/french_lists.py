"""Settings and lists as offices that work in French keep them, for tests of proposals."""

from __future__ import annotations

import datetime as dt

FRENCH = "# Notre organisation\nname: Exemple  # entre nous\nkind: trade_union\nlanguages: [fr]\n"

PAYROLL = [
    ["N°", "Nom", "Sexe", "Poste occupé", "Date d’embauche", "Année naiss.", "Salaire de base mensuel (FCFA)"],
    *([n, f"A{n}", "FH"[n % 2], "Agent", dt.datetime(2009 + n, 3, 20), 1970 + n, 150_000] for n in range(1, 12)),
]
SIGNED = [
    ["Feuille de présence"],
    ["Nom", "Sexe", "Structure", "Signature"],
    *([f"A{n}", "FH"[n % 2], "Kati", None] for n in range(1, 9)),
]
