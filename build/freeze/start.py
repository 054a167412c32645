"""Where an executable starts."""

import sys

from wssdiag.__main__ import main

sys.exit(main())
