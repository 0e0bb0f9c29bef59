"""A token for a view, in Python, without a library. `lock` and `subject` may be left out."""

import base64
import hashlib
import hmac
import json
import time
import uuid


def token(key, secret, origin, views, lock=None, subject=None, tenant="main", audience="granary"):
    now = int(time.time())
    head = {"alg": "HS256", "typ": "JWT", "kid": key}
    claims = {"aud": audience, "iat": now, "exp": now + 600, "jti": str(uuid.uuid4()),
              "tenant": tenant, "origin": origin, "views": views}
    if lock:
        claims["lock"] = lock
    if subject:
        claims["sub"] = subject

    def base64url(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    message = b".".join(base64url(json.dumps(part).encode()) for part in (head, claims))
    signature = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return (message + b"." + base64url(signature)).decode()
