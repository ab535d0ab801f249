"""Addresses of the to-do centre."""

from django.urls import path

from approvals.inbox import views

urlpatterns = [
    path("todo/", views.todo, name="inbox-todo"),
    path("todo/done/", views.done, name="inbox-done"),
    path("todo/sent/", views.sent, name="inbox-sent"),
    path("todo/phrases/", views.phrases, name="inbox-phrases"),
    path("todo/phrases/<int:phrase_id>/drop/", views.drop_phrase, name="inbox-phrase-drop"),
    path("todo/process/<int:process_id>/", views.process, name="inbox-process"),
    path("todo/process/<int:process_id>/withdraw/", views.withdraw, name="inbox-withdraw"),
    path("todo/<int:task_id>/", views.task, name="inbox-task"),
    path("todo/<int:task_id>/decide/", views.decide, name="inbox-decide"),
]
