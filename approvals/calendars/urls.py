"""Addresses of the calendar."""

from django.urls import path

from approvals.calendars import views

urlpatterns = [
    path("calendar/", views.calendar_now, name="calendar"),
    path("calendar/fill/", views.fill_years, name="calendar-fill"),
    path("calendar/<int:year>/", views.calendar_year, name="calendar-year"),
    path("calendar/<int:year>/<int:month>/<int:day>/", views.edit_day, name="calendar-day-edit"),
]
