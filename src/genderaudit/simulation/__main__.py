"""``python -m genderaudit.simulation DIRECTORY`` writes the sample organisations below DIRECTORY."""

from __future__ import annotations

import argparse
from pathlib import Path

from genderaudit.simulation.samples import write_samples

parser = argparse.ArgumentParser(prog="python -m genderaudit.simulation", description=__doc__)
parser.add_argument("directory", type=Path, help="folder that takes the organisations, e.g. data/raw")
write_samples(parser.parse_args().directory)
