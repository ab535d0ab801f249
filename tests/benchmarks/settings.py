"""The settings of the tests, without their conveniences, and with an empty view to compare with."""

from config.settings.test import *

DEBUG = False
ROOT_URLCONF = "tests.benchmarks.urls"
LOGGING_CONFIG = None
