"""A pen writes rows of several tables by one statement, as `save()` would have written them."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from approvals.organizations.models import Appointment, Post, Unit
from config.kernel.writing import Pen, noted
from tests.builders import County, build_county

pytestmark = pytest.mark.django_db

FIRST = date(2026, 1, 5)


@pytest.fixture
def county() -> County:
    return build_county()


def test_rows_are_changed_and_added_by_one_statement(
    county: County, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    unit, post = Unit.objects.all()[0], Post.objects.filter(is_active=True)[0]
    person = county.at("HANDLER")
    unit.short_name, added = "改名", Appointment(post=post, user=person, starts_on=FIRST)
    pen = Pen()

    pen.change(unit, ("short_name",))
    pen.add(added)
    with django_assert_num_queries(1):
        pen.stroke()

    assert Unit.objects.get(pk=unit.pk).short_name == "改名"
    kept = Appointment.objects.get(pk=added.pk)
    assert (kept.post, kept.user, kept.starts_on, kept.ends_on) == (post, person, FIRST, None)
    added.delete()


@pytest.mark.usefixtures("county")
def test_only_the_named_fields_are_changed() -> None:
    unit = Unit.objects.all()[0]
    before, unit.name, unit.short_name = unit.name, "另一名称", "简称"
    pen = Pen()

    pen.change(unit, ("short_name",))
    pen.stroke()

    assert Unit.objects.get(pk=unit.pk).name == before


@pytest.mark.usefixtures("county")
def test_only_what_changed_since_is_written() -> None:
    unit, names = Unit.objects.all()[0], ("name", "short_name")
    before = noted(unit, names)
    Unit.objects.filter(pk=unit.pk).update(name="同时改名")
    unit.short_name, pen = "简称", Pen()

    pen.change_since(unit, names, before)
    pen.stroke()

    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("同时改名", "简称")


@pytest.mark.usefixtures("county")
def test_nothing_is_written_where_nothing_changed(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    unit, pen = Unit.objects.all()[0], Pen()

    pen.change_since(unit, ("name",), noted(unit, ("name",)))

    with django_assert_num_queries(0):
        pen.stroke()


@pytest.mark.usefixtures("county")
def test_words_of_ones_own_are_said_in_the_same_stroke_and_their_answer_is_heard(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    unit, heard = Unit.objects.all()[0], list[int]()
    unit.short_name, pen = "改名", Pen()

    pen.change(unit, ("short_name",))
    pen.say(
        "UPDATE approvals_unit SET short_name = %s WHERE id <> %s RETURNING id",
        ["他名", unit.pk],
        answer="SELECT count(*) FROM {rows}",
        hear=heard.append,
    )
    with django_assert_num_queries(1):
        pen.stroke()

    others = Unit.objects.exclude(pk=unit.pk)
    assert heard == [others.count()]
    assert set(others.values_list("short_name", flat=True)) == {"他名"}


@pytest.mark.usefixtures("county")
def test_a_row_that_is_gone_is_an_error() -> None:
    unit = Unit.objects.all()[0]
    unit.pk = 987_654
    pen = Pen()

    pen.change(unit, ("short_name",))

    with pytest.raises(DatabaseError, match="987654"):
        pen.stroke()


@pytest.mark.usefixtures("county")
def test_a_stroke_is_written_whole_or_not_at_all() -> None:
    unit, post = Unit.objects.all()[0], Post.objects.filter(is_active=True)[0]
    before, unit.short_name = unit.short_name, "改名"
    pen = Pen()

    pen.change(unit, ("short_name",))
    pen.add(Appointment(post=post, user=None, starts_on=FIRST))
    with pytest.raises(IntegrityError), transaction.atomic():
        pen.stroke()

    assert Unit.objects.get(pk=unit.pk).short_name == before


@pytest.mark.usefixtures("county")
def test_a_pen_is_empty_after_its_stroke(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    unit, pen = Unit.objects.all()[0], Pen()
    pen.change(unit, ("short_name",))
    pen.stroke()

    with django_assert_num_queries(0):
        pen.stroke()
