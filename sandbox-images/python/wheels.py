"""pip that never builds anything: building runs code of the package.

--only-binary alone does not hold: a line of requirements.txt undoes it, and what is named by an address or a folder is built all the same.
"""

import sys

from pip._internal.cli.main import main
from pip._internal.distributions.sdist import SourceDistribution
from pip._internal.exceptions import InstallationError


def refuse(self, *_args, **_kwargs):
    raise InstallationError(f"{self.req} would have to be built, which would run its code. Take a version that has a wheel, or another package.")


# All that is not a wheel goes through here. A pip that has it no longer ends this script, rather than to build.
if not callable(getattr(SourceDistribution, "prepare_distribution_metadata", None)):
    sys.exit("This pip cannot be kept from building packages.")
SourceDistribution.prepare_distribution_metadata = refuse
sys.exit(main())
