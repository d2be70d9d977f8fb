"""Django's settings. What an operator may change is the table in `environment.py`, and nothing else."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from secondline.site.environment import Environment, UnusableSettingError

environment = Environment()

HOUSE = Path(__file__).resolve().parents[3]
VAR = Path(environment.text("SECONDLINE_VAR"))
if not VAR.is_absolute():
    VAR = HOUSE / VAR
DEMONSTRATION_MAP = str(Path(__file__).parent / "demo" / "region.geojson")  # lands that there are not
DEMONSTRATION = environment.flag("SECONDLINE_DEMONSTRATION")
DEBUG = environment.flag("SECONDLINE_DEBUG")
HTTPS = environment.flag("SECONDLINE_HTTPS")


def _secret_key() -> str:
    """The operator's key, or one that is made once and kept beside the database, for this user alone."""
    if key := environment.text("SECONDLINE_SECRET_KEY"):
        return key
    path = VAR / "secret-key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f"secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_string(64), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii")


def _database() -> dict[str, object]:
    if not (address := environment.text("SECONDLINE_DATABASE")):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "secondline.sqlite3",
            "CONN_MAX_AGE": 60,  # opening it costs more than what most pages ask
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: an acknowledged upload must survive a power cut (see docs/decisions.md).
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY"
                ),
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise UnusableSettingError(
            "SECONDLINE_DATABASE must look like postgresql://user:password@host:5432/name"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _mail(address: str) -> SplitResult:
    """Where mail goes: smtp://user:password@host:587, console://, or nowhere."""
    parts = urlsplit(address)
    if parts.scheme not in {"", "smtp", "console"}:
        raise UnusableSettingError(
            "SECONDLINE_MAIL must look like smtp://user:password@host:587, or be empty"
        )
    return parts


SECRET_KEY = _secret_key()
MAIL = environment.text("SECONDLINE_MAIL") or ("console://" if DEMONSTRATION else "")
_post_office = _mail(MAIL)
_sort_of_mail = {"smtp": "smtp", "console": "console"}.get(_post_office.scheme, "dummy")
EMAIL_BACKEND = f"django.core.mail.backends.{_sort_of_mail}.EmailBackend"
EMAIL_HOST = _post_office.hostname or "localhost"
EMAIL_PORT = _post_office.port or 587
EMAIL_HOST_USER = unquote(_post_office.username or "")
EMAIL_HOST_PASSWORD = unquote(_post_office.password or "")
EMAIL_USE_SSL = _post_office.port == 465
EMAIL_USE_TLS = not EMAIL_USE_SSL  # never in the clear
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("SECONDLINE_MAIL_FROM") or "secondline@localhost"
ALLOWED_HOSTS = environment.words("SECONDLINE_HOSTS")
CSRF_TRUSTED_ORIGINS = environment.words("SECONDLINE_ORIGINS")
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The rooms, earlier to later: the same order as in the import contracts and docs/rooms.md.
ROOMS = (
    "secondline.shell",
    "secondline.record",
    "secondline.people",
    "secondline.evidence",
    "secondline.reference",
    "secondline.inspections",
    "secondline.support",
    "secondline.register",
    "secondline.trends",
)
INSTALLED_APPS = [
    *ROOMS,
    "secondline.site",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "secondline.shell.compression.PageCompressionMiddleware",
    "secondline.site.clock.ClockMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "secondline.people.gate.GateMiddleware",
    "secondline.shell.policy.ContentPolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "secondline.site.urls"
WSGI_APPLICATION = "secondline.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "secondline.site.menu.menu",
                "secondline.site.demo.who.who_is_who",
            ],
            "builtins": ["secondline.shell.templatetags.shell"],
        },
    }
]

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["secondline.people.backend.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
CSRF_FAILURE_VIEW = "secondline.site.views.stale"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "secondline.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "secondline.people.forms.LogInForm",
    "reauthenticate": "secondline.people.forms.ConfirmForm",
    "change_password": "secondline.people.forms.NewPasswordForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# A name is closed for five minutes after five wrong passwords. A whole post logs in from one address, at the
# change of the shift all at once: ten wrong passwords a minute (allauth's own bound) would shut all out.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "120/m/ip,5/5m/key"}
# With HTTPS a proxy stands before us (it also says X-Forwarded-Proto): the address is the one that it saw.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Secondline"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("kk", "Қазақша")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LOCALE_PATHS = [HOUSE / "src" / "secondline" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if environment.flag("SECONDLINE_TASKS_NOW")
        else "django_tasks_db.DatabaseBackend",
        "QUEUES": ["default", "long"],  # shell/turns.py
    }
}

EVIDENCE_FOLDER = VAR / "evidence"
LIBRARY_FOLDER = VAR / "library"  # pictures of genuine and of known false documents
REPORTED_FOLDER = VAR / "reported"  # lists of lost and stolen documents, as sorted keyed hashes
TRUST_FOLDER = VAR / "trust"  # master lists and certificates as they were imported
DEMONSTRATION_PICTURES = VAR / "specimens"
EXPOSURE_FOLDER = VAR / "exposure"  # counts of crossings as Parquet, a folder an agency
KEYS_FOLDER = VAR / "keys"  # what links the register to cases: outside the database, in a backup of its own
REMIND_AFTER = timedelta(hours=environment.number("SECONDLINE_REMIND_HOURS"))
MAP_FILE = environment.text("SECONDLINE_MAP") or (DEMONSTRATION_MAP if DEMONSTRATION else "")
MAX_FILE_BYTES = environment.number("SECONDLINE_MAX_FILE_MB") * 1_000_000
MAX_FILES = environment.number("SECONDLINE_MAX_FILES")
MAX_PIXELS = environment.number("SECONDLINE_MAX_MEGAPIXELS") * 1_000_000
DECODE_SECONDS = environment.number("SECONDLINE_DECODE_SECONDS")
DECODE_BYTES = environment.number("SECONDLINE_DECODE_MB") * 1_000_000
FREE_BYTES = environment.number("SECONDLINE_FREE_MB") * 1_000_000
# The whole request: all files of one inspection and the form around them.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_TEMP_DIR = None

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler", "level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SITE_NAME = _("Secondline")
