"""``python -m genderaudit.cli``: the command without its installed script."""

import sys

from genderaudit.cli import main

sys.exit(main())
