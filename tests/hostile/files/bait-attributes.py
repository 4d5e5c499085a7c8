# tries: put extended attributes on our files
# allowed: success
from attack import *
for name in ("/secret", "", "/folder"):
    for attribute in ("user.guest", "trusted.guest", "security.guest", "system.posix_acl_access"):
        for follow in (True, False):
            try:
                os.setxattr(bait + name, attribute, b"x", follow_symlinks=follow)
                worked(attribute)
            except OSError:
                pass
