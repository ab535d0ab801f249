"""Celery: a message may be lost or come twice, a job may not; so rows decide, not messages."""

from celery.schedules import crontab
from kombu import Queue

TASK_TIME_LIMIT = 120
BROKER_VISIBILITY_TIMEOUT = 900

# A worker without --queues serves all of them; a large site gives slow work its own hosts.
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_QUEUES = [Queue(name) for name in ("default", "mail", "render", "export")]
CELERY_TASK_ROUTES = {"approvals.deliver_notices": {"queue": "mail"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_TIME_LIMIT = TASK_TIME_LIMIT
CELERY_TASK_SERIALIZER = "json"
CELERY_RESULT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_ENABLE_UTC = True

CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 50
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 600_000
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 60
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

CELERY_VISIBILITY_TIMEOUT = BROKER_VISIBILITY_TIMEOUT
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": BROKER_VISIBILITY_TIMEOUT,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_keepalive": True,
}
CELERY_RESULT_BACKEND_TRANSPORT_OPTIONS = {"visibility_timeout": BROKER_VISIBILITY_TIMEOUT}
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "documents.sweep_jobs": {"task": "documents.sweep_jobs", "schedule": 30.0},
    "approvals.watch_clocks": {"task": "approvals.watch_clocks", "schedule": 900.0},
    "approvals.carry_out_reorganizations": {
        "task": "approvals.carry_out_reorganizations",
        "schedule": 900.0,
    },
    "approvals.deliver_notices": {"task": "approvals.deliver_notices", "schedule": 60.0},
    "approvals.tell_unattended": {
        "task": "approvals.tell_unattended",
        "schedule": crontab(hour="7", minute="30"),
    },
    "approvals.send_digests": {
        "task": "approvals.send_digests",
        "schedule": crontab(hour="8", minute="0"),
    },
}
