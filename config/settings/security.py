"""Who gets in, and what a browser may do with our pages."""

import os
from datetime import timedelta

from django.utils.csp import CSP

AUTH_USER_MODEL = "approvals.User"
LOGIN_URL = "/login/"
AUDIT_POST_LABEL = "approvals.organizations.queries.post_label"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

# The middle one answers for projects and what belongs to them.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "projects.registry.access.DutyBackend",
    "approvals.experts.access.ReviewBackend",
    "approvals.organizations.access.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# "asvs": length only; "djcp3": three classes, 90 days, none of the last five.
PROTECTION_PROFILE = os.environ.get("PROTECTION_PROFILE", "asvs")
_VALIDATION = "django.contrib.auth.password_validation"
_OURS = "approvals.organizations.passwords"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_OURS}.LengthValidator"},
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "phone", "email")},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
    {"NAME": f"{_OURS}.GuessableValidator"},
    {"NAME": f"{_OURS}.ClassesValidator"},
    {"NAME": f"{_OURS}.FormerValidator"},
]
# Approvers and administrators need a one-time code or a security key; the demonstration leaves it
# to them. The second setting lets a key count only.
SECOND_FACTOR_REQUIRED = os.environ.get("SECOND_FACTOR_REQUIRED", "1") == "1"
SECURITY_KEY_REQUIRED = os.environ.get("SECURITY_KEY_REQUIRED") == "1"

SESSIONS_PER_ACCOUNT = int(os.environ.get("SESSIONS_PER_ACCOUNT", "3"))
SESSION_IDLE_SECONDS = int(os.environ.get("SESSION_IDLE_MINUTES", "30")) * 60
SESSION_LONGEST_SECONDS = int(os.environ.get("SESSION_LONGEST_HOURS", "12")) * 60 * 60
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}

# Notices leave for public addresses; inner networks only if they are named here.
OUTBOUND_NETWORKS = [
    network for network in os.environ.get("OUTBOUND_NETWORKS", "").split(",") if network
]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Locks the pair of name and address, so that a stranger cannot lock somebody else out; a browser
# that the person has used before stands apart, for a whole office may share one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_WHITELIST_CALLABLE = "approvals.organizations.views.browsers.is_at_home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_USE_ATTEMPT_EXPIRATION = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "approvals.organizations.views.locked_out"

# Rights are granted in one place, on tables of our own; nothing is patched onto the user.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
GUARDIAN_AUTO_PREFETCH = False
GUARDIAN_RAISE_403 = True
# Our own backend answers instead of guardian's.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_TOTP_ISSUER = "政务信息化项目管理系统"

# Single sign-on by OpenID Connect: an identity opens the account whose field equals its claim.
OIDC = {
    "server_url": os.environ.get("OIDC_SERVER_URL", ""),
    "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
    "client_secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
    "label": os.environ.get("OIDC_LABEL", "统一身份认证登录"),
    "claim": os.environ.get("OIDC_CLAIM", "preferred_username"),
    "field": os.environ.get("OIDC_FIELD", "username"),
    "posts_claim": os.environ.get("OIDC_POSTS_CLAIM", ""),
    "is_strong": os.environ.get("OIDC_IS_STRONG", ""),
}
SOCIALACCOUNT_ADAPTER = "approvals.organizations.views.sign_on.SignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}
