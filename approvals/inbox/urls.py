"""Addresses of the to-do centre."""

from django.urls import path

from approvals.inbox import views

urlpatterns = [
    path("todo/", views.todo, name="inbox-todo"),
    path("todo/done/", views.done, name="inbox-done"),
    path("todo/export/", views.export_todo, name="inbox-export"),
    path("todo/sent/", views.sent, name="inbox-sent"),
    path("todo/copies/", views.copies, name="inbox-copies"),
    path("todo/unread/", views.unread, name="inbox-unread"),
    path("todo/unattended/", views.unattended, name="inbox-unattended"),
    path("todo/views/", views.views, name="inbox-views"),
    path("todo/views/<int:view_id>/drop/", views.drop_view, name="inbox-view-drop"),
    path("todo/batch/", views.batch, name="inbox-batch"),
    path("todo/meetings/", views.meetings, name="inbox-meetings"),
    path("todo/meetings/<int:meeting_id>/", views.meeting, name="inbox-meeting"),
    path("todo/meetings/<int:meeting_id>/book/", views.agenda_book, name="inbox-agenda"),
    path(
        "todo/meetings/<int:meeting_id>/book/print/", views.print_agenda, name="inbox-agenda-print"
    ),
    path("todo/meetings/<int:meeting_id>/add/", views.add_items, name="inbox-meeting-add"),
    path(
        "todo/meetings/<int:meeting_id>/drop/<int:item_id>/",
        views.drop_item,
        name="inbox-meeting-drop",
    ),
    path("todo/phrases/", views.phrases, name="inbox-phrases"),
    path("todo/phrases/<int:phrase_id>/drop/", views.drop_phrase, name="inbox-phrase-drop"),
    path("todo/process/<int:process_id>/", views.process, name="inbox-process"),
    path("todo/process/<int:process_id>/withdraw/", views.withdraw, name="inbox-withdraw"),
    path("todo/process/<int:process_id>/remind/", views.remind, name="inbox-remind"),
    path("todo/process/<int:process_id>/supervise/", views.supervise, name="inbox-supervise"),
    path("todo/process/<int:process_id>/copy/", views.copy, name="inbox-copy"),
    path("todo/process/<int:process_id>/read/", views.mark_read, name="inbox-read"),
    path("todo/process/<int:process_id>/resume/", views.resume, name="inbox-resume"),
    path("todo/<int:task_id>/", views.task, name="inbox-task"),
    path("todo/<int:task_id>/decide/", views.decide, name="inbox-decide"),
    path("todo/<int:task_id>/hand/", views.hand, name="inbox-hand"),
    path("todo/<int:task_id>/pause/", views.pause, name="inbox-pause"),
    path("todo/<int:task_id>/take-back/", views.take_back, name="inbox-take-back"),
    path(
        "todo/<int:task_id>/remove/<int:added_id>/", views.remove_signer, name="inbox-remove-signer"
    ),
]
