"""Addresses of the pool, of reviews, and of one's invitations."""

from django.urls import path

from approvals.experts.views import exports, invitations, pool, reviews

_REVIEW, _MINE, _EXPERT = (
    "reviews/<int:review_id>",
    "invitations/<int:review_id>",
    "experts/<int:expert_id>",
)

urlpatterns = [
    path("experts/", pool.experts, name="experts-pool"),
    path("experts/export/", exports.export_pool, name="experts-pool-export"),
    path("experts/add/", pool.add_expert, name="experts-add"),
    path("experts/fields/", pool.fields, name="experts-fields"),
    path("experts/fields/<int:field_id>/", pool.edit_field, name="experts-field"),
    path(f"{_EXPERT}/", pool.expert, name="experts-expert"),
    path(f"{_EXPERT}/edit/", pool.edit_expert, name="experts-edit"),
    path(f"{_EXPERT}/suspend/", pool.suspend_expert, name="experts-suspend"),
    path(f"{_EXPERT}/resume/", pool.resume_expert, name="experts-resume"),
    path(f"{_EXPERT}/ties/<int:tie_id>/drop/", pool.drop_tie, name="experts-tie-drop"),
    path("reviews/", reviews.reviews, name="experts-reviews"),
    path("reviews/new/<str:kind>/<int:ref>/", reviews.convene, name="experts-convene"),
    path(f"{_REVIEW}/", reviews.review, name="experts-review"),
    path(f"{_REVIEW}/draws/<int:number>/", reviews.draw, name="experts-draw"),
    path(f"{_REVIEW}/scores/export/", exports.export_scores, name="experts-scores-export"),
    path(f"{_REVIEW}/refill/", reviews.refill, name="experts-refill"),
    path(f"{_REVIEW}/deadline/", reviews.move_deadline, name="experts-deadline"),
    path(f"{_REVIEW}/cancel/", reviews.cancel, name="experts-cancel"),
    path(f"{_REVIEW}/seats/<int:seat_id>/release/", reviews.release, name="experts-release"),
    path("invitations/", invitations.invitations, name="experts-invitations"),
    path(f"{_MINE}/", invitations.invitation, name="experts-invitation"),
    path(f"{_MINE}/reading/", invitations.reading, name="experts-reading"),
    path(f"{_MINE}/declare/", invitations.declare, name="experts-declare"),
    path(f"{_MINE}/scores/", invitations.scores, name="experts-scores"),
    path(f"{_MINE}/open/", invitations.open_results, name="experts-open"),
    path(f"{_MINE}/conclude/", invitations.conclude, name="experts-conclude"),
]
