"""Debian's interpreter looks for packages in dist-packages, the official image's in site-packages."""

import site
import sys

if sys.prefix == sys.base_prefix:
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    site.addsitedir(f"{sys.prefix}/lib/python{version}/site-packages")
